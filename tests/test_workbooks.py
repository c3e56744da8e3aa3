"""A workbook of a board: every cell has its type, and says what was typed."""

import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from bot.domain.clearance_sheet import ClearanceSheet
from bot.export.board_files import COLUMNS
from bot.export.workbooks import board_xlsx
from tests.clearance_sheets import SHEET, full, many, sheets

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(sheet: ClearanceSheet) -> list[dict[str, str | float]]:
    """Return the rows below the heads as a spreadsheet reads them: a text or a number by column."""
    with zipfile.ZipFile(BytesIO(board_xlsx(sheet))) as book:
        assert book.testzip() is None
        shared = [
            "".join(node.text or "" for node in one.iter(f"{MAIN}t"))
            for one in ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own
        ]
        table = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own
    assert not list(table.iter(f"{MAIN}f")), "no cell is a formula"
    assert not list(table.iter(f"{MAIN}hyperlink"))
    rows = [
        {COLUMNS[column_of(cell)]: value_of(cell, shared) for cell in row}
        for row in table.iter(f"{MAIN}row")
    ]
    assert list(rows[0].values()) == list(COLUMNS)
    return rows[1:]


def column_of(cell: ET.Element) -> int:
    return ord(cell.attrib["r"][0]) - ord("A")


def value_of(cell: ET.Element, shared: list[str]) -> str | float:
    value = cell.find(f"{MAIN}v")
    assert value is not None
    assert value.text is not None
    return shared[int(value.text)] if cell.get("t") == "s" else float(value.text)


@pytest.mark.parametrize(
    "text",
    [
        *("7/11", "1-2", "1.10", "007", "4:44", "3:45", "1e5", "TRUE", "=1+1", "@x", "+1", "-1"),
        *("https://x.invalid", "'007", "1,234", "#N/A", "_x0041_", "a\nb", "tab\there", "<b>&"),
    ],
)
def test_a_text_stays_the_text_it_is(text: str) -> None:
    [first, *_] = cells(full(text))
    for column in ("show", "song", "scene", "character", "what it tells us", "rights note"):
        assert first[column] == text.replace("_x0041_", "_x005F_x0041_"), column


def test_numbers_are_numbers_and_lengths_add_up() -> None:
    first, second, _ = cells(SHEET)
    assert first["place"] == 1
    assert first["length"] == pytest.approx(225 / 86400)
    assert first["ISRC"] == "USX"
    assert "length" not in second


def test_what_a_cell_cannot_hold_is_cut() -> None:
    [entry, *_] = SHEET.songs
    long = replace(SHEET, songs=(replace(entry, tells="a" * 40_000, note="\ud83d\ufffe\uffff!"),))
    [first, *_] = cells(long)
    assert first["what it tells us"] == "a" * 32_766 + "…"
    assert first["rights note"] == "!"


def test_the_same_board_is_the_same_file() -> None:
    assert board_xlsx(SHEET) == board_xlsx(SHEET)


@many
@given(sheets())
def test_whatever_is_typed_it_is_a_workbook(sheet: ClearanceSheet) -> None:
    rows = cells(sheet)
    assert len(rows) == len(sheet.songs) + len(sheet.runners_up)
    typed = [row for row in rows for name in ("place", "length") if row.pop(name, None)]
    assert len(typed) >= len(rows)
    assert all(isinstance(value, str) for row in rows for value in row.values())
