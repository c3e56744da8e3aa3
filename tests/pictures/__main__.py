"""`python -m tests.pictures`: take the pictures, and write down what each of them shows."""

import asyncio
import functools
import io
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from bot.demo import page
from bot.demo.simulation import Simulation, open_simulation
from tests.e2e.browser import CHROMIUM, FLAGS
from tests.pictures.shooting import Drawing, PicturedStory, Screen

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
WIDTH, HEIGHT = 700, 2400
"""Pixels of the page; a picture is as high as its message."""


class Photographer:
    """Takes a picture of whatever the story shows."""

    def __init__(
        self, simulation: Simulation, start: Callable[[], Awaitable[Browser]], folder: Path
    ) -> None:
        self._simulation = simulation
        self._start = start
        self._folder = folder

    async def take(self, shot: Screen | Drawing) -> None:
        """Take a picture, and write down what it shows."""
        if isinstance(shot, Drawing):
            picture = _small(await shot.draw(), shot.width)
        else:
            picture = _small(await self._taken(shot), WIDTH)
        (self._folder / f"{shot.name}.png").write_bytes(picture)
        words = "\n".join(shot.says) + "\n"
        (self._folder / f"{shot.name}.txt").write_text(words, encoding="utf-8")
        print(f"{shot.name}: {len(picture) // 1024} KB")

    async def _taken(self, screen: Screen) -> bytes:
        async with page.preview_of(self._simulation) as preview:
            # It would start a browser of playwright's own; this is the system's. It closes it.
            preview._capture_manager._browser = await self._start()
            taken = await preview.screenshot(
                viewer=screen.viewer,
                target=screen.message,
                viewport=(WIDTH, HEIGHT),
                layout="message",
            )
        if taken.png is None:
            raise AssertionError(f"no picture was taken of {screen.name}")
        return taken.png


def _small(picture: bytes, width: int) -> bytes:
    """Return a picture no wider than the pages show it, in 256 colors."""
    opened = Image.open(io.BytesIO(picture)).convert("RGB")
    if opened.width > width:
        height = round(opened.height * width / opened.width)
        opened = opened.resize((width, height), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    few = opened.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


async def main() -> int:
    """Take all pictures; return the exit status."""
    if CHROMIUM is None:
        print("There is no Chromium. On Debian and Ubuntu: apt install chromium")
        return 1
    async with open_simulation() as simulation, async_playwright() as playwright:
        start = functools.partial(playwright.chromium.launch, executable_path=CHROMIUM, args=FLAGS)
        await PicturedStory(simulation, Photographer(simulation, start, FOLDER).take).play()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
