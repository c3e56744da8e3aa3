"""Draw album covers: the same album always gets the same cover."""

import colorsys
import functools
import io
import random
from typing import TYPE_CHECKING

from bot.demo.spotify.catalogue import Track

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

SIZE = 300
_SCALE = 2
"""Covers are drawn at twice the size and shrunk, for smooth edges."""
_CANVAS = SIZE * _SCALE

Color = tuple[int, int, int]


def cover(track: Track) -> bytes:
    """Return the cover of a track's album: a JPEG of 300 by 300 pixels, well below 256 KB."""
    return _draw(track.album)


@functools.cache
def _draw(album: str) -> bytes:
    # Pillow takes a while to import, and most runs never show a cover.
    from PIL import Image, ImageDraw  # noqa: PLC0415

    chance = random.Random(album)
    palette = _palette(chance)
    image = _background(palette)
    draw = ImageDraw.Draw(image, "RGBA")
    chance.choice((_rings, _hills, _discs, _rays))(draw, chance, palette)
    small = image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    small.save(written, "JPEG", quality=85)
    return written.getvalue()


def _palette(chance: random.Random) -> tuple[Color, ...]:
    """Return five colors, dark to light, with neighboring hues but for one accent."""
    hue = chance.random()
    spread = chance.uniform(0.04, 0.14)
    lightness = (0.16, 0.32, 0.52, 0.68, 0.86)
    shades = [
        _color(hue + spread * step, light, chance.uniform(0.45, 0.75))
        for step, light in enumerate(lightness)
    ]
    shades[3] = _color(hue + 0.5, 0.62, 0.8)
    return tuple(shades)


def _color(hue: float, lightness: float, saturation: float) -> Color:
    red, green, blue = colorsys.hls_to_rgb(hue % 1, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _background(palette: tuple[Color, ...]) -> "Image":
    from PIL import Image  # noqa: PLC0415 - as in `_draw`

    slope = Image.linear_gradient("L").resize((_CANVAS, _CANVAS))
    top = Image.new("RGB", (_CANVAS, _CANVAS), palette[0])
    bottom = Image.new("RGB", (_CANVAS, _CANVAS), palette[2])
    return Image.composite(bottom, top, slope)


def _rings(draw: "ImageDraw", chance: random.Random, palette: tuple[Color, ...]) -> None:
    x, y = chance.randint(100, 500), chance.randint(100, 500)
    step = chance.randint(28, 48)
    for turn in range(12, 0, -1):
        radius = turn * step
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(box, fill=(*palette[1 + turn % 4], 150))


def _hills(draw: "ImageDraw", chance: random.Random, palette: tuple[Color, ...]) -> None:
    x, radius = chance.randint(120, 480), chance.randint(60, 110)
    draw.ellipse((x - radius, 200 - radius, x + radius, 200 + radius), fill=(*palette[4], 235))
    for layer in range(4):
        level = 290 + layer * 75
        ridge = [(at, level + chance.randint(-55, 55)) for at in range(-60, _CANVAS + 121, 60)]
        corners = [*ridge, (_CANVAS + 120, _CANVAS), (-60, _CANVAS)]
        draw.polygon(corners, fill=(*palette[3 - layer], 215))


def _discs(draw: "ImageDraw", chance: random.Random, palette: tuple[Color, ...]) -> None:
    for _ in range(14):
        x, y = chance.randint(0, _CANVAS), chance.randint(0, _CANVAS)
        radius = chance.randint(40, 150)
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(box, fill=(*chance.choice(palette[1:]), chance.randint(90, 190)))


def _rays(draw: "ImageDraw", chance: random.Random, palette: tuple[Color, ...]) -> None:
    x, y = chance.randint(150, 450), chance.randint(300, 600)
    start, count = chance.randint(0, 30), chance.choice((12, 16, 20))
    box = (x - 900, y - 900, x + 900, y + 900)
    for ray in range(0, count, 2):
        angle = start + ray * 360 / count
        draw.pieslice(box, angle, angle + 360 / count, fill=(*palette[1 + ray // 2 % 4], 170))
    radius = chance.randint(50, 90)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*palette[4], 240))
