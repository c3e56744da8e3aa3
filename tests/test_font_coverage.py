"""Letters that no font has are found, named and spoken of, on the sheet and in the answer."""

import re
import zlib

import pytest

from bot.domain.structs import replace
from bot.typesetting import clearance_sheets
from bot.typesetting.clearance_sheets import clearance_sheet_pdf
from bot.typesetting.font_coverage import missing_in
from tests.clearance_sheets import SHEET


@pytest.mark.usefixtures("bundled_fonts")
@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("Blue, Жар, Ωμέγα, عشق, אהבה, दिल, รัก", []),
        ("“Déjà vu” – naïve… é", []),
        ("夜に駆ける", ["Chinese", "Japanese"]),
        ("사랑", ["Korean"]),
        ("🎬 Blue 🎬🏽", ["emoji"]),
        ("காதல் and 愛", ["Tamil", "Chinese"]),
        ("𒀀", ["Cuneiform"]),
        ("ሰላም", ["Ethiopic"]),
    ],
)
def test_scripts_without_a_font_are_named(text: str, scripts: list[str]) -> None:
    found = missing_in(text)
    assert [script.name for script in found] == scripts
    assert all(script.package.startswith("fonts-noto") for script in found)


@pytest.mark.usefixtures("bundled_fonts")
def test_a_sheet_with_boxes_says_so_on_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert clearance_sheet_pdf(SHEET).missing == ()
    sheet = replace(SHEET, title="夜に駆ける")
    boxed = clearance_sheet_pdf(sheet)
    assert [script.name for script in boxed.missing] == ["Chinese", "Japanese"]
    monkeypatch.setattr(clearance_sheets, "missing_in", lambda _text: ())
    assert drawn(boxed.content) > drawn(clearance_sheet_pdf(sheet).content) + 100


def drawn(document: bytes) -> int:
    """Return how much the pages of a PDF draw."""
    found = re.findall(rb"stream\r?\n(.*?)endstream", document, re.DOTALL)
    return sum(len(_inflated(one)) for one in found)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""
