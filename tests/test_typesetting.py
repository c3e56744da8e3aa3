"""Templates are set with data that stays data, and with the pictures that can be shown."""

import io
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import bot.typesetting
from bot.typesetting import TypesettingFailed, png
from bot.typesetting.pictures import presentable

FONTS = Path(bot.typesetting.__file__).parent / "fonts"
ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "cogs" / "ui" / "rounds" / "results.typ"
PAGE = """
#set page(width: auto, height: auto, margin: 0pt)
#set text(font: "Noto Sans", size: 10pt)
#let data = json("data.json")
#let pictures = json("pictures.json")
"""
SAY = PAGE + "#data.words"
SHOW = (
    PAGE
    + """
#set block(spacing: 0pt)
#for name in data { if name in pictures { image(pictures.at(name), width: 7pt) } }
"""
)


def template(folder: Path, source: str) -> Path:
    path = folder / "page.typ"
    path.write_text(source, encoding="utf-8")
    return path


def size(picture: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(picture)).size


def drawn(kind: str, side: int = 20) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(written, kind)
    return written.getvalue()


def immense(side: int) -> bytes:
    """A small PNG that says it is so many pixels wide and high."""
    small = drawn("PNG")
    header = b"IHDR" + side.to_bytes(4) * 2 + small[24:29]
    return small[:12] + header + zlib.crc32(header).to_bytes(4) + small[33:]


def test_a_page_has_the_size_it_says(tmp_path: Path) -> None:
    page = template(tmp_path, "#set page(width: 72pt, height: 36pt)")
    assert size(png(page, {}, {}, ppi=100)) == (100, 50)


@pytest.mark.parametrize(
    "words",
    [
        "#panic()",
        '#import "@preview/x:0.1.0"',
        "*bold* _it_ `raw` $x^2$",
        "\\ \\u{41} \" ' // /* */",
        "<label> @ref = + - #sys.inputs",
        '{"words": 1}',
    ],
)
def test_text_is_data(tmp_path: Path, words: str) -> None:
    literal = words.replace("\\", "\\\\").replace('"', '\\"')
    said = png(template(tmp_path, SAY), {"words": words}, {}, ppi=72)
    quoted = PAGE + f'#text("{literal}")'
    assert said == png(template(tmp_path, quoted), {}, {}, ppi=72)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_pictures_are_shown(tmp_path: Path, kind: str) -> None:
    page = template(tmp_path, SHOW)
    assert size(png(page, ["a", "b"], {"a": drawn(kind), "b": drawn(kind)}, ppi=72)) == (7, 14)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"nothing of the kind",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\x00\x00" * 9,
        drawn("JPEG")[:200],
        drawn("PNG")[:40],
        drawn("PNG")[:24] + b"\x00" * 99,
        drawn("GIF"),
        immense(5_000),
        immense(12_000),
        immense(100_000),
    ],
)
def test_a_picture_that_cannot_be_shown_is_left_out(tmp_path: Path, damaged: bytes) -> None:
    page = template(tmp_path, SHOW)
    both = png(page, ["good", "bad"], {"good": drawn("PNG"), "bad": damaged}, ppi=72)
    assert both == png(page, ["good"], {"good": drawn("PNG")}, ppi=72)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(("side", "shown"), [(1, 1), (99, 99), (640, 100), (1024, 100), (1025, 0)])
def test_a_picture_has_no_more_pixels_than_it_needs(kind: str, side: int, shown: int) -> None:
    made = presentable(drawn(kind, side), 100)
    assert made is None if shown == 0 else made is not None and size(made) == (shown, shown)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_is_not_square_keeps_its_shape(kind: str) -> None:
    written = io.BytesIO()
    Image.new("RGB", (800, 400), "red").save(written, kind)
    made = presentable(written.getvalue(), 100)
    assert made is not None
    assert size(made) == (200, 100)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
def test_pictures_of_any_kind_of_pixels_keep_their_looks(tmp_path: Path, mode: str) -> None:
    written = io.BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new("L", (300, 300), "white").convert(mode).save(written, kind)
    page = template(tmp_path, PAGE + "#image(pictures.a, width: 9pt)")
    shown = Image.open(io.BytesIO(png(page, {}, {"a": written.getvalue()}, ppi=72, side=30)))
    assert shown.convert("RGB").getpixel((4, 4)) == (255, 255, 255)


@given(st.sampled_from(["JPEG", "PNG"]), st.integers(0, 700), st.binary(min_size=1, max_size=4))
def test_no_damage_raises_anything(kind: str, at: int, junk: bytes) -> None:
    picture = drawn(kind)
    damaged = picture[:at] + junk + picture[at + len(junk) :]
    for data in (damaged, damaged[: at + len(junk)]):
        made = presentable(data, 10)
        assert made is None or size(made)


@pytest.mark.parametrize("source", ["#panic()", '#read("/etc/hostname")', '#read("../x")', "#{"])
def test_a_template_at_fault_is_named(tmp_path: Path, source: str) -> None:
    with pytest.raises(TypesettingFailed, match=r"page\.typ"):
        png(template(tmp_path, source), {}, {}, ppi=72)


def test_a_template_at_fault_is_not_blamed_on_a_damaged_picture(tmp_path: Path) -> None:
    page = template(tmp_path, SHOW + "#panic()")
    with pytest.raises(TypesettingFailed):
        png(page, ["bad"], {"bad": drawn("PNG")[:40]}, ppi=72)


def test_a_font_that_is_missing_and_a_script_without_one_are_no_faults(tmp_path: Path) -> None:
    page = template(tmp_path, SAY.replace("Noto Sans", "No Such Face"))
    assert png(page, {"words": "a \U00013000 \U0001f3b5 \ufdd0"}, {}, ppi=72)


def test_the_bundled_fonts_are_those_the_results_are_set_in() -> None:
    import typst  # noqa: PLC0415

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    named = re.search(r"#let faces = \((.*?)\)", RESULTS.read_text(encoding="utf-8"), re.DOTALL)
    assert named
    assert sorted(fonts.families()) == sorted(re.findall(r'"(.*?)"', named[1]))
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert all(f"{family} " in licence for family in fonts.families())


def test_typst_never_comes_into_the_bots_own_process(tmp_path: Path) -> None:
    page = template(tmp_path, "#set page(width: 72pt, height: 36pt)")
    code = (
        "import sys, pathlib, bot.covers, cogs.ui.rounds.results_image, bot.typesetting as it;"
        "made = it.png(pathlib.Path(sys.argv[1]), {}, {}, ppi=72);"
        "sys.exit(not made or not sys.modules.keys().isdisjoint({'typst', 'PIL'}))"
    )
    subprocess.run([sys.executable, "-c", code, str(page)], check=True, cwd=ROOT)  # noqa: S603
