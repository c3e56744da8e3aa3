"""Write a board as a workbook, in which every cell has its type: texts stay as they are."""

import io
from datetime import UTC, datetime

from bot.domain.clearance_sheet import ClearanceSheet
from bot.export.board_files import COLUMNS, board_rows

_CELL_MAX = 32_767
"""Characters that a spreadsheet takes in a cell."""
_DAY_MS = 24 * 3600 * 1000
_NUMBER, _LENGTH = COLUMNS.index("place"), COLUMNS.index("length")
_WIDTHS = {"song": 32, "artists": 28, "link": 20, "what it tells us": 50, "lost without it": 30}
_WIDTH = 14
_NOT_XML = {**dict.fromkeys(range(0xD800, 0xE000)), 0xFFFE: None, 0xFFFF: None}
"""What no XML file may hold, written or escaped, and a workbook is made of XML."""


def board_xlsx(sheet: ClearanceSheet) -> bytes:
    """Return a board as a workbook, with the columns and rows of `board_csv`.

    A place is a number and a length a duration; everything else is text, whatever it looks like: no
    cell is a formula, a link, or a date.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 -- seldom needed

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    # Otherwise it would say when it was written, and two files of one board would differ.
    book.set_properties({"created": datetime.fromtimestamp(sheet.made_at, UTC)})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    length = book.add_format({"valign": "top", "num_format": "[m]:ss"})
    table = book.add_worksheet("Board")
    for column, name in enumerate(COLUMNS):
        table.set_column(column, column, _WIDTHS.get(name, _WIDTH))
    table.write_row(0, 0, COLUMNS, book.add_format({"bold": True, "num_format": "@"}))
    table.freeze_panes(1, 0)
    songs = [entry.song for entry in (*sheet.songs, *sheet.runners_up)]
    for line, (cells, song) in enumerate(zip(board_rows(sheet), songs, strict=True), 1):
        for column, cell in enumerate(cells):
            if column == _NUMBER:
                table.write_number(line, column, int(cell), text)
            elif column == _LENGTH and cell:
                table.write_number(line, column, song.duration_ms / _DAY_MS, length)
            elif cell:
                table.write_string(line, column, _kept(cell), text)
    book.close()
    return file.getvalue()


def _kept(cell: str) -> str:
    kept = cell.translate(_NOT_XML)
    return kept if len(kept) <= _CELL_MAX else f"{kept[: _CELL_MAX - 1]}…"
