"""The clearance sheet on paper is a sound document, whatever it says."""

import logging
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bot.domain.clearance_sheet import ClearanceSheet
from bot.domain.structs import replace
from bot.typesetting import TypesettingFailed, clearance_sheets
from bot.typesetting.clearance_sheets import clearance_sheet_pdf
from bot.typesetting.compiling import compile_png
from tests.clearance_sheets import AWKWARD, SHEET, full, sheets

LETTER_WIDTH, A4_HEIGHT = 792, 595.28


def pdf_of(sheet: ClearanceSheet) -> bytes:
    return clearance_sheet_pdf(sheet).content


def pages(document: bytes) -> int:
    [count] = re.findall(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>", document)
    return int(count)


def bookmarks(document: bytes) -> list[bytes]:
    return re.findall(rb"/Title\((.+?)\)/Dest", document)


def test_it_can_be_read_aloud() -> None:
    document = pdf_of(SHEET)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document
    assert b"/Lang(en)" in document
    assert b"/DisplayDocTitle true" in document
    assert "Clearance sheet: The Room, Episode 104 “Pilot”</rdf:li>".encode() in document
    assert sum(document.count(kind) for kind in (b"/S/TH", b"/S/THead")) >= 5


def test_its_parts_and_its_songs_have_bookmarks() -> None:
    expected = [b"Blue", b"By hand", b"On the board", b"Runners-up", b"Episode 104  Pilot"]
    assert sorted(bookmarks(pdf_of(SHEET))) == sorted(expected)


def test_it_fits_on_a4_and_on_letter() -> None:
    [box] = re.findall(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", pdf_of(SHEET))
    assert tuple(map(float, box)) == pytest.approx((LETTER_WIDTH, A4_HEIGHT), abs=0.01)


def test_its_links_lead_to_the_songs_alone() -> None:
    addresses = re.findall(rb"/URI\((.+?)\)", pdf_of(SHEET))
    assert addresses == [f"https://open.spotify.com/track/{'a' * 22}".encode()] * 2


def test_the_same_sheet_is_the_same_file() -> None:
    assert pdf_of(SHEET) == pdf_of(SHEET)
    assert pdf_of(SHEET) != pdf_of(replace(SHEET, locked=False))


def test_an_empty_board_has_its_page() -> None:
    assert pages(pdf_of(replace(SHEET, songs=(), runners_up=()))) == 1


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_are_set(text: str) -> None:
    assert pages(pdf_of(full(text))) >= 1


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(sheets)
def test_whatever_is_said_is_set(sheet: ClearanceSheet) -> None:
    assert pages(pdf_of(sheet)) >= 1


def of_lines(lines: int, rows: int) -> ClearanceSheet:
    """Return a sheet with so many songs of which so many lines are said."""
    [first, *_] = SHEET.songs
    songs = [replace(first, slot=slot, tells="word\n" * lines) for slot in range(1, rows + 1)]
    return replace(SHEET, songs=tuple(songs), runners_up=())


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    assert pages(pdf_of(of_lines(200, 1))) == 5


def test_a_row_that_fits_on_a_page_is_not_torn() -> None:
    """Torn at the foot of each page, these five would take three pages."""
    assert pages(pdf_of(of_lines(20, 5))) == 4


@pytest.mark.parametrize("unknown", ["\U00013000", "\U0005fffe"])
def test_a_script_without_a_font_costs_the_standard_and_not_the_document(
    unknown: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        document = pdf_of(replace(SHEET, title=unknown))
    assert document.startswith(b"%PDF-")
    assert b"/Marked true" in document


def test_a_template_at_fault_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic()", encoding="utf-8")
    monkeypatch.setattr(clearance_sheets, "_TEMPLATE", broken)
    with pytest.raises(TypesettingFailed, match=r"broken\.typ"):
        pdf_of(SHEET)


def test_it_is_set_in_the_faces_of_the_pictures() -> None:
    def faces(template: Path) -> str:
        source = template.read_text(encoding="utf-8")
        return source[source.index("#let faces") : source.index("\n\n", source.index("#let emoji"))]

    root = Path(__file__).parents[1]
    paper, picture = (
        root / "bot/typesetting/clearance_sheet.typ",
        root / "cogs/ui/rounds/results.typ",
    )
    assert faces(paper) == faces(picture)


def test_pictures_are_still_pictures() -> None:
    assert compile_png({"main.typ": b"#set page(width: 9pt, height: 9pt)"}, 72).startswith(
        b"\x89PNG"
    )
