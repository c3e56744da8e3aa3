"""Tables as CSV, for spreadsheets."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.counting import method_named

_FORMULA = (*"=+-@", *"\uff1d\uff0b\uff0d\uff20", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula, in its first character.

East Asian ones take the full-width forms too.
"""
_BLANKS = " \u00a0\u3000"
"""What a spreadsheet may pass over on its way to the first character."""
_NUMBER = re.compile(r"\d+(E\d+)?")
"""A receipt that a spreadsheet would take for a number, and change: `01234567`, `1234E567`."""


def ballots_csv(document: Mapping[str, Any]) -> bytes:
    """Return the ballots of a record, one a line in the record's order, a column for each song.

    What a cell says is up to the form of the ballots: `picked`, how many points, the place in the
    ranking. It is empty where the ballot does not speak of the song. The file begins with a byte
    order mark: without it the most used spreadsheet does not read it as UTF-8. A receipt that would
    be read as a number begins with an apostrophe.

    Args:
        document: A sound record; see `bot.domain.counting.record`.
    """
    form, songs = method_named(document["method"]).form, document["songs"]
    head = [
        "receipt",
        *(f"{song['id']} {song['title']} - {song['artist']}".rstrip(" -") for song in songs),
    ]
    rows = []
    for ballot in document["ballots"]:
        cells = form.cells(ballot)
        rows.append([_receipt(ballot["receipt"]), *(cells.get(song["id"], "") for song in songs)])
    return csv_bytes([head, *rows])


def _receipt(receipt: str) -> str:
    return f"'{receipt}" if _NUMBER.fullmatch(receipt) else receipt


def csv_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a CSV file in which no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def inert(cell: str) -> str:
    """Return a cell that a spreadsheet shows as it is and never runs."""
    return f"'{cell}" if cell.lstrip(_BLANKS).startswith(_FORMULA) else cell
