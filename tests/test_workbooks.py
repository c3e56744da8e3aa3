"""A workbook of a clearance sheet: every cell has its type, and says what was typed."""

import re
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from bot.domain.clearance_sheet import ClearanceSheet, SheetSide, Usage
from bot.domain.rights import MINOR_MAX, Money, Side
from bot.domain.structs import replace
from bot.export.sheet_tables import columns
from bot.export.workbooks import CONFIDENTIAL_HOLDERS, HOLDERS, sheet_xlsx
from tests.clearance_sheets import LABEL, SHEET, confidential, full, many, sheets
from tests.workbooks import MAIN, column_of, table_of

SONGS_TABLE, HOLDERS_TABLE = 1, 2

Cells = dict[str, str | float]


def heads(sheet: ClearanceSheet, number: int) -> list[str]:
    if number == SONGS_TABLE:
        return list(columns(sheet))
    return [*HOLDERS, *(CONFIDENTIAL_HOLDERS if sheet.confidential else ())]


def cells(sheet: ClearanceSheet, number: int = SONGS_TABLE) -> list[Cells]:
    """Return the rows below the heads as a spreadsheet reads them: a text or a number by column."""
    names = heads(sheet, number)
    first, *rows = table_of(sheet_xlsx(sheet), number)
    assert list(first.values()) == names
    return [{names[place]: value for place, value in row.items()} for row in rows]


def looks(sheet: ClearanceSheet, number: int, line: int) -> dict[str, str]:
    """Return how the cells of a row below the heads are to be shown, by column."""
    with zipfile.ZipFile(BytesIO(sheet_xlsx(sheet))) as book:
        styles = ET.fromstring(book.read("xl/styles.xml"))  # noqa: S314 - our own
        table = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 - our own
    named = {
        one.attrib["numFmtId"]: one.attrib["formatCode"] for one in styles.iter(f"{MAIN}numFmt")
    }
    kinds = styles.find(f"{MAIN}cellXfs")
    assert kinds is not None
    used = [one.attrib["numFmtId"] for one in kinds]
    row = list(table.iter(f"{MAIN}row"))[line]
    names = heads(sheet, number)
    return {
        names[column_of(cell)]: named.get(id_ := used[int(cell.attrib["s"])], id_) for cell in row
    }


def instant(days: str | float) -> datetime:
    """Return the time that a number means in a spreadsheet."""
    assert isinstance(days, float)
    return datetime(1899, 12, 30) + timedelta(seconds=round(days * 86_400))  # noqa: DTZ001 - local


@pytest.mark.parametrize(
    "text",
    [
        *("7/11", "1-2", "1.10", "007", "4:44", "3:45", "1e5", "TRUE", "=1+1", "@x", "+1", "-1"),
        *("https://x.invalid", "'007", "1,234", "#N/A", "_x0041_", "a\nb", "tab\there", "<b>&"),
        *("2026-12-04", "=cmd|' /C calc'!A0", "=HYPERLINK(1)"),
    ],
)
def test_a_text_stays_the_text_it_is(text: str) -> None:
    said = text.replace("_x0041_", "_x005F_x0041_")
    [first, *_] = cells(full(text))
    for column in ("show", "song", "album", "label", "scene", "character", "what it tells us"):
        assert first[column] == said, column
    for column in ("rights note", "use", "shooting", "airing", "added by the showrunner"):
        assert first[column] == said, column
    [holder, *_] = cells(full(text), HOLDERS_TABLE)
    assert [holder[column] for column in ("song", "holder", "contact", "note")] == [said] * 4


def test_numbers_are_numbers_and_lengths_add_up() -> None:
    first, second, _ = cells(SHEET)
    assert (first["place"], first["year"], first["seconds"]) == (1, 1971, 45)
    assert first["length"] == pytest.approx(225 / 86400)
    assert first["ISRC"] == "USX"
    assert not {"length", "year", "seconds", "rights since"} & set(second)


def test_dates_are_dates_on_the_clock_of_the_room_and_nothing_else_is() -> None:
    first, *_ = cells(SHEET)
    assert instant(first["made"]) == datetime(2026, 12, 2, 17)  # noqa: DTZ001 - local
    assert instant(first["rights since"]) == datetime(2026, 11, 29, 16, 53, 20)  # noqa: DTZ001
    assert (first["shooting"], first["airing"]) == ("Jan 12", "spring 2027")
    shown = looks(SHEET, SONGS_TABLE, 1)
    dates = {name for name, look in shown.items() if "yy" in look}
    assert dates == {"made", "rights since"}
    assert all(look in ("@", "49") for name, look in shown.items() if isinstance(first[name], str))
    [holder, *_] = cells(SHEET, HOLDERS_TABLE)
    assert instant(holder["answer by"]) == datetime(2026, 11, 29)  # noqa: DTZ001 - local


def test_holders_have_a_row_each_with_exact_shares_and_fees() -> None:
    label, crow, someone = cells(confidential(), HOLDERS_TABLE)
    assert label == {
        "list": "board",
        "place": 1,
        "song": "Blue",
        "side": "recording",
        "holder": "Reprise",
        "stage": "asked",
        "answer by": label["answer by"],
        "most favored nations": "no",
        "contact": "sync@reprise.example",
        "note": "Asked Ann.",
    }
    assert (crow["share"], crow["fee"], crow["currency"]) == (0.5, 4000, "USD")
    assert (someone["share"], someone["fee"], someone["raised to"]) == (0.1667, 1000, 1333.6)
    assert looks(confidential(), HOLDERS_TABLE, 2)["fee"] == "#,##0.00"


@pytest.mark.parametrize(
    ("money", "number", "look"),
    [
        (Money(MINOR_MAX, "USD"), 10_000_000_000_000, "#,##0.00"),
        (Money(MINOR_MAX - 1, "USD"), 9_999_999_999_999.99, "#,##0.00"),
        (Money(12_345, "JPY"), 12_345, "#,##0"),
        (Money(1_234_567, "KWD"), 1234.567, "#,##0.000"),
        (Money(0, "EUR"), 0, "#,##0.00"),
    ],
)
def test_every_amount_is_exact(money: Money, number: float, look: str) -> None:
    [first, *_] = confidential().songs
    side = SheetSide(Side.RECORDING, holders=(replace(LABEL, fee=money),))
    sheet = replace(confidential(), songs=(replace(first, sides=(side, SheetSide(Side.SONG))),))
    [told] = cells(sheet, HOLDERS_TABLE)
    assert told["fee"] == number
    assert looks(sheet, HOLDERS_TABLE, 1)["fee"] == look


def test_the_copy_for_all_has_no_column_of_what_is_confidential() -> None:
    words = (*columns(SHEET), *HOLDERS)
    assert not [one for one in words if re.search("fee|contact|favored|raised|notes", one)]
    told = " ".join(str(cell) for number in (1, 2) for row in cells(SHEET, number) for cell in row)
    assert "sync@" not in told


def test_what_a_cell_cannot_hold_is_cut() -> None:
    [entry, *_] = SHEET.songs
    long = replace(
        SHEET,
        songs=(replace(entry, tells="a" * 40_000, usage=Usage("\ud83d\ufffe\uffff!")),),
    )
    [first, *_] = cells(long)
    assert first["what it tells us"] == "a" * 32_766 + "…"
    assert first["use"] == "!"


def test_the_same_board_is_the_same_file() -> None:
    assert sheet_xlsx(SHEET) == sheet_xlsx(SHEET)


@many
@given(sheets)
def test_whatever_is_typed_it_is_a_workbook(sheet: ClearanceSheet) -> None:
    rows = cells(sheet)
    assert len(rows) == len(sheet.songs) + len(sheet.runners_up)
    numbers = ("place", "length", "year", "seconds", "made", "rights since")
    typed = [row for row in rows for name in numbers if row.pop(name, None)]
    assert len(typed) >= len(rows)
    assert all(isinstance(value, str) for row in rows for value in row.values())
    entries = (*sheet.songs, *sheet.runners_up)
    holders = [one for entry in entries for side in entry.sides for one in side.holders]
    assert len(cells(sheet, HOLDERS_TABLE)) == len(holders)
