"""Songs in tables (CSV), as services write them: columns are found by their heads."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from bot.domain.folding import fold
from bot.domain.song_files import BYTES_MAX, LeftOut, Omission
from bot.domain.typed_text import one_line
from bot.export.tables import unescape_formula
from bot.songfiles.fields import (
    SHOWN_MAX,
    entry,
    read_artists,
    read_edition,
    read_isrc,
    read_length,
    read_milliseconds,
    read_uri,
    read_year,
)
from bot.songfiles.line_marks import artist_and_title
from bot.songfiles.lines import Read, numbered_lines

_HEADS = {
    "title": "track name|track title|title|song|song name|song title|track|name"
    "|titel|titre|titulo|titolo|cancion|chanson|lied|nazwa|tytuł|タイトル|曲名|歌名",
    "artists": "artist name s|artist names|artist name|artists|artist|artist s|artist name 1"
    "|creator|performer|performer s|performers|performed by|band|singer|by"
    "|kunstler|kunstler in|interpret|interpreten|artiste|artistes|interprete|artista|artistas"
    "|wykonawca|アーティスト|歌手",
    "uri": "track uri|spotify uri|spotify track uri|spotify id|spotify track id|track id|uri"
    "|spotify url|track url|url|link|id",
    "isrc": "isrc|isrc code|track isrc",
    "album": "album name|album title|album",
    "milliseconds": "track duration ms|duration ms|length ms|milliseconds",
    "length": "duration|track duration|length|time",
    "released": "release date|album release date|released|release year|year",
    "explicit": "explicit|is explicit|explicit lyrics",
}
"""Heads of columns, folded, the surest first."""
csv.field_size_limit(BYTES_MAX)  # a field that is too long costs its own song alone
_DELIMITERS = ",;\t|"
_RULE = " \t-:=_"
"""What the line below the heads of a table is made of, as Markdown has it."""
_HEAD_LINES = 5
"""Lines in which the heads are looked for: some programs write a title above them."""


class Table(Struct, frozen=True):
    """A table that was found in a text: its delimiter, and where its columns are.

    `head_line` is the line of the heads, counted from 1.
    """

    delimiter: str
    columns: dict[str, int]
    head_line: int


def find_table(text: str) -> Table | None:
    """Return the table that a text is; None if there are no heads of songs' columns."""
    for place, line in islice(numbered_lines(text), _HEAD_LINES):
        for delimiter in _DELIMITERS:
            columns, others = _columns(line[:10_000], delimiter)
            known = {"title", "uri"} & set(columns)
            # One head among others is one, unless that line is a song itself.
            alone = "title" in columns and others and " - " not in line
            if known and (len(columns) > 1 or alone):
                return Table(delimiter, columns, place)
    return None


def _columns(line: str, delimiter: str) -> tuple[dict[str, int], int]:
    """Return where the columns of songs are, and how many others there are."""
    try:
        heads = [fold(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return {}, 0
    found = {
        field: next((heads.index(name) for name in names.split("|") if name in heads), -1)
        for field, names in _HEADS.items()
    }
    columns = {field: place for field, place in found.items() if place >= 0}
    return columns, len(heads) - len(columns)


def read_table(text: str, table: Table) -> Iterator[Read]:
    """Yield the songs of a table, in order."""
    for place, row in _rows(text, table):
        if row is None:
            yield Omission(place, "", LeftOut.UNREADABLE)
        elif any(cell.strip(_RULE) for cell in row) and not _is_head(row, table.columns):
            yield _song(place, row, table.columns)


def _is_head(row: Sequence[str], columns: dict[str, int]) -> bool:
    """Return whether a row has the heads once more, as where several tables were joined."""
    named = [columns[field] for field in ("title", "artists") if field in columns]
    return len(named) > 1 and all(
        place < len(row) and fold(row[place]) in _HEADS[field].split("|")
        for field, place in columns.items()
        if field in ("title", "artists")
    )


def _rows(text: str, table: Table) -> Iterator[tuple[int, Sequence[str] | None]]:
    """Yield the rows below the heads, each with its line.

    A quotation mark that is not closed would swallow the rest of the table, so such a table is
    read line by line.
    """
    strict = csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter, strict=True)
    try:
        for _ in strict:
            pass
    except csv.Error:
        yield from _lines_as_rows(text, table)
        return
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter, strict=True)
    before = 0
    for row in rows:
        if before >= table.head_line:
            yield before + 1, row
        before = rows.line_num


def _lines_as_rows(text: str, table: Table) -> Iterator[tuple[int, Sequence[str] | None]]:
    for place, line in numbered_lines(text):
        if place <= table.head_line:
            continue
        try:
            yield place, next(csv.reader([line], delimiter=table.delimiter))
        except (csv.Error, StopIteration):
            yield place, None


def _song(place: int, row: Sequence[str], columns: dict[str, int]) -> Read:
    def cell(field: str) -> str:
        column = columns.get(field, -1)
        return unescape_formula(row[column]) if 0 <= column < len(row) else ""

    title, artists = cell("title"), cell("artists")
    if "artists" not in columns:  # they may be in one cell with it
        artists, title = artist_and_title(title.strip())
    made = entry(
        place,
        title,
        read_artists(artists),
        uri=read_uri(cell("uri")),
        isrc=read_isrc(cell("isrc")),
        album=one_line(cell("album")[:SHOWN_MAX]),
        duration_ms=read_milliseconds(cell("milliseconds")) or read_length(cell("length")),
        year=read_year(cell("released")),
        explicit=read_edition(cell("explicit")),
    )
    if isinstance(made, Omission) and not made.text:
        return Omission(place, one_line(" ".join(row)[:SHOWN_MAX]), made.why)
    return made
