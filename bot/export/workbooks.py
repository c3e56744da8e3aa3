"""Write the clearance sheet as a workbook, in which every cell has its type: texts stay texts."""

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from bot.domain.clearance_sheet import ClearanceSheet, SheetHolder
from bot.domain.rights import CURRENCIES, Money
from bot.domain.rights.words import STAGES
from bot.domain.when import zone_named
from bot.export import sheet_tables
from bot.export.sheet_tables import Cell, Length, Row

_CELL_MAX = 32_767
"""Characters that a spreadsheet takes in a cell."""
_DAY_MS = 24 * 3600 * 1000
_FIRST_YEAR = 1900
"""Spreadsheets know no earlier date."""
_WIDTHS = {"song": 32, "artists": 28, "link": 20, "what it tells us": 50, "lost without it": 30}
_WIDTHS |= {"recording holders": 36, "song holders": 36, "holder": 30, "contact": 30, "note": 40}
_WIDTH = 14
_NOT_XML = {**dict.fromkeys(range(0xD800, 0xE000)), 0xFFFE: None, 0xFFFF: None}
"""What no XML file may hold, written or escaped, and a workbook is made of XML."""

HOLDERS = ("list", "place", "song", "side", "holder", "share", "stage", "answer by")
"""The header row of the second table, a row for each holder."""
CONFIDENTIAL_HOLDERS = (
    *("fee", "currency", "most favored nations", "raised to"),
    *("contact", "note"),
)
"""What the confidential copy has besides."""


class _Amount(Struct, frozen=True):
    """Money, or a share in hundredths of a percent where there is no currency."""

    number: int
    currency: str = ""


_Value = Cell | _Amount


def sheet_xlsx(sheet: ClearanceSheet) -> bytes:
    """Return a sheet as a workbook: a table of songs like `sheet_csv`, and one of their holders.

    Places, years, seconds, lengths, shares, fees and dates are what they are; everything else is
    text, whatever it looks like: no cell is a formula or a link, and no title becomes a date.
    """
    heads = (*HOLDERS, *CONFIDENTIAL_HOLDERS) if sheet.confidential else HOLDERS
    board = ("Board", sheet_tables.columns(sheet), sheet_tables.rows(sheet))
    return _workbook(sheet.made_at, [board, ("Rights", heads, _holders(sheet))])


def table_xlsx(name: str, heads: tuple[str, ...], rows: Iterable[Row], made_at: int) -> bytes:
    """Return a table as a workbook; `made_at` is UTC seconds. Texts stay texts, as above."""
    return _workbook(made_at, [(name, heads, rows)])


def _workbook(
    made_at: int, tables: Iterable[tuple[str, tuple[str, ...], Iterable[tuple[_Value, ...]]]]
) -> bytes:
    from xlsxwriter import Workbook  # noqa: PLC0415 -- seldom needed

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    # Otherwise it would say when it was written, and two files of one board would differ.
    book.set_properties({"created": datetime.fromtimestamp(made_at, UTC)})
    formats = _Formats(book)
    for name, heads, rows in tables:
        _write(book, formats, name, heads, rows)
    book.close()
    return file.getvalue()


class _Formats:
    """The formats of a workbook's cells, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def of(self, number: str) -> Any:
        """Return the format for numbers that look like this; `@` is that of texts."""
        if number not in self._made:
            look = {"text_wrap": True, "valign": "top", "num_format": number}
            self._made[number] = self._book.add_format(look)
        return self._made[number]


def _write(
    book: Any,
    formats: _Formats,
    name: str,
    heads: tuple[str, ...],
    rows: Iterable[tuple[_Value, ...]],
) -> None:
    table = book.add_worksheet(name)
    for column, head in enumerate(heads):
        table.set_column(column, column, _WIDTHS.get(head, _WIDTH))
        table.write_string(0, column, head, book.add_format({"bold": True, "num_format": "@"}))
    table.freeze_panes(1, 0)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write_cell(table, formats, (line, column), value)


def _write_cell(table: Any, formats: _Formats, where: tuple[int, int], value: _Value) -> None:
    match value:
        case None | "":
            return
        case int():
            table.write_number(*where, value, formats.of("0"))
        case Length():
            table.write_number(*where, value.ms / _DAY_MS, formats.of("[m]:ss"))
        case _Amount():
            number, look = _amount(value)
            table.write_number(*where, number, formats.of(look))
        case datetime() if value.year >= _FIRST_YEAR:
            look = formats.of("yyyy-mm-dd hh:mm")
            table.write_datetime(*where, value.replace(tzinfo=None), look)
        case date() if value.year >= _FIRST_YEAR:
            table.write_datetime(*where, value, formats.of("yyyy-mm-dd"))
        case date():
            table.write_string(*where, value.isoformat(), formats.of("@"))
        case _:
            table.write_string(*where, _kept(value), formats.of("@"))


def _amount(value: _Amount) -> tuple[Decimal, str]:
    if not value.currency:
        return Decimal(value.number).scaleb(-4), "0.##%"
    places = CURRENCIES[value.currency]
    decimals = f".{'0' * places}" if places else ""
    return Decimal(value.number).scaleb(-places), f"#,##0{decimals}"


def _holders(sheet: ClearanceSheet) -> Iterator[tuple[_Value, ...]]:
    for kind, songs in (("board", sheet.songs), ("runner-up", sheet.runners_up)):
        for entry in songs:
            for side in entry.sides:
                for one in side.holders:
                    song = (kind, entry.slot, entry.song.title, side.side.value)
                    yield (*song, *_holder(one, sheet))


def _holder(holder: SheetHolder, sheet: ClearanceSheet) -> tuple[_Value, ...]:
    answer_by = (
        None
        if holder.answer_by is None
        else datetime.fromtimestamp(holder.answer_by, zone_named(sheet.timezone)).date()
    )
    share = None if holder.share is None else _Amount(holder.share)
    public = (holder.name, share, STAGES[holder.stage], answer_by)
    if not sheet.confidential:
        return public
    fee = holder.fee
    money = (_money(fee), "" if fee is None else fee.currency)
    favored = "yes" if holder.most_favored else "no"
    return (*public, *money, favored, _money(holder.cost), holder.contact, holder.note)


def _money(money: Money | None) -> _Amount | None:
    return None if money is None else _Amount(money.minor, money.currency)


def _kept(text: str) -> str:
    kept = text.translate(_NOT_XML)
    return kept if len(kept) <= _CELL_MAX else f"{kept[: _CELL_MAX - 1]}…"
