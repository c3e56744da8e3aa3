"""Write tables as CSV that spreadsheets show as they are, such as the ballots of a record."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.counting import method_named

_FORMULA_STARTS = (*"=+-@", *"\uff1d\uff0b\uff0d\uff20", "\t", "\r", "\n")
"""First characters that a spreadsheet may take for the beginning of a formula.

East Asian spreadsheets accept the full-width forms too.
"""
_SKIPPED = " \u00a0\u3000"
"""Leading characters that a spreadsheet may skip."""
_INNER = r"['\" \u00a0\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20]"
_BEGINS_WITHIN = re.compile(rf"(?<=[;\t|\r\n])(?={_INNER})")
_ESCAPED_WITHIN = re.compile(rf"(?<=[;\t|\r\n])'(?={_INNER})")
"""Where a spreadsheet in whose language another sign parts cells might see one begin."""
_NUMBER = re.compile(r"\d+(E\d+)?")
"""Receipts that a spreadsheet would take for numbers and change: `01234567`, `1234E567`."""


def ballots_csv(document: Mapping[str, Any]) -> bytes:
    """Return the ballots of a record: a row for each ballot, in order, and a column for each song.

    The ballot form determines the cells: `picked`, a number of points, a place in the ranking. The
    cell of a song that the ballot does not name is empty. The file begins with a byte order mark,
    without which Excel does not read it as UTF-8. A receipt that would be read as a number begins
    with an apostrophe.

    Args:
        document: A valid record; see `bot.domain.counting.record`.
    """
    form, songs = method_named(document["method"]).form, document["songs"]
    header = [
        "receipt",
        *(f"{song['id']} {song['title']} - {song['artist']}".rstrip(" -") for song in songs),
    ]
    rows = []
    for ballot in document["ballots"]:
        cells = form.cells(ballot)
        rows.append([_receipt(ballot["receipt"]), *(cells.get(song["id"], "") for song in songs)])
    return csv_bytes([header, *rows])


def _receipt(receipt: str) -> str:
    return f"'{receipt}" if _NUMBER.fullmatch(receipt) else receipt


def csv_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a CSV file in which no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def escape_formula(cell: str) -> str:
    """Return a cell that a spreadsheet shows as text and never evaluates.

    Nor does it where it parts cells by semicolons, say, and so sees one begin within this one. What
    looks as if it was escaped already is escaped, too: so what is written is read again.
    """
    text, escaped = cell.lstrip("'").lstrip(_SKIPPED), _BEGINS_WITHIN.sub("'", cell)
    return f"'{escaped}" if text.startswith(_FORMULA_STARTS) else escaped


def unescape_formula(cell: str) -> str:
    """Return a cell as it was before `escape_formula`."""
    plain = _ESCAPED_WITHIN.sub("", cell)
    return plain[1:] if plain.startswith("'") and escape_formula(plain[1:]) == cell else plain
