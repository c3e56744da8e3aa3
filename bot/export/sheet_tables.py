"""The clearance sheet as a table: what is in each cell, of which type, and the CSV made of it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from msgspec import Struct

from bot.domain.clearance_sheet import ClearanceSheet, SheetHolder, SheetSong
from bot.domain.lengths import write_duration
from bot.domain.links import track_url
from bot.domain.rights import Side, Stage, write_share
from bot.domain.rights.words import STAGES, STATUS
from bot.domain.typed_text import one_line
from bot.domain.when import zone_named
from bot.export.sheet_words import fees, written_writer
from bot.export.tables import csv_bytes


class Length(Struct, frozen=True):
    """How long a song plays, in thousandths of a second."""

    ms: int


Cell = str | int | date | Length | None
"""A datetime is a date, too; None and an empty text are an empty cell."""
Row = tuple[Cell, ...]

COLUMNS = (
    *("show", "episode", "episode title", "list", "place"),
    *("song", "artists", "ISRC", "length", "link"),
    *("scene", "character", "what it tells us", "lost without it"),
    *("rights", "rights since", "rights note"),
    *("locked", "made", "added by the showrunner"),
    *("album", "label", "year", "writers", "publishers"),
    *("recording rights", "recording holders", "song rights", "song holders"),
    *("use", "seconds", "shooting", "airing"),
    *("in one slot with", "how they meet"),
    "cleared for episodes",
)
"""The header row of the table. New columns come last: somebody may count them."""
CONFIDENTIAL_COLUMNS = ("fees", "contacts", "notes on holders")
"""What the confidential copy has besides."""


def columns(sheet: ClearanceSheet) -> tuple[str, ...]:
    """Return the header row of a sheet."""
    return (*COLUMNS, *CONFIDENTIAL_COLUMNS) if sheet.confidential else COLUMNS


def rows(sheet: ClearanceSheet) -> Iterator[Row]:
    """Yield a row for each song: the board in story order, then the runners-up.

    Every row names the board, so that tables of several episodes can be combined.
    """
    for kind, songs in (("board", sheet.songs), ("runner-up", sheet.runners_up)):
        for entry in songs:
            board = (sheet.show, sheet.number, sheet.title, kind, entry.slot)
            made = ("yes" if sheet.locked else "no", _moment(sheet.made_at, sheet), entry.added)
            row = (*board, *_song(entry), *_words(entry, sheet), *made, *_facts(entry, sheet))
            yield (*row, *(_confidential(entry) if sheet.confidential else ()))


def sheet_csv(sheet: ClearanceSheet) -> bytes:
    """Return a sheet as CSV, in which no cell is a formula."""
    return csv_bytes([columns(sheet), *(tuple(map(_text, row)) for row in rows(sheet))])


def _text(cell: Cell) -> str:
    if isinstance(cell, Length):
        return write_duration(cell.ms)
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _song(entry: SheetSong) -> Row:
    song = entry.song
    length = Length(song.duration_ms) if song.duration_ms > 0 else None
    return song.title, ", ".join(song.artists), song.isrc, length, track_url(song.uri)


def _words(entry: SheetSong, sheet: ClearanceSheet) -> Row:
    since = None if entry.since is None else _moment(entry.since, sheet)
    words = (entry.beat, entry.character, entry.tells, entry.lost_without)
    return (*words, STATUS[entry.clearance].lower(), since, entry.note)


def _facts(entry: SheetSong, sheet: ClearanceSheet) -> Row:
    def holders(side: Side) -> Row:
        one = entry.side(side)
        stands = "" if one.clearance is None else STATUS[one.clearance].lower()
        return stands, _listed(_holder(each, sheet) for each in one.holders)

    used = entry.usage
    return (
        *(entry.song.album, entry.label, entry.year or None),
        _listed(map(written_writer, entry.writers)),
        _listed(map(_publisher, entry.publishers)),
        *holders(Side.RECORDING),
        *holders(Side.SONG),
        *(used.use, used.seconds, used.shooting, used.airing),
        *(entry.beside, entry.how),
        _listed(map(one_line, entry.cleared_for)),
    )


def _confidential(entry: SheetSong) -> Row:
    def of_all(told: Callable[[SheetHolder], str]) -> str:
        holders = [one for side in entry.sides for one in side.holders]
        said = ((one_line(one.name), one_line(told(one))) for one in holders)
        return _listed(f"{name}: {words}" for name, words in said if words)

    return (
        of_all(lambda one: ", ".join(fees(one))),
        of_all(lambda one: one.contact),
        of_all(lambda one: one.note),
    )


def _publisher(holder: SheetHolder) -> str:
    name = one_line(holder.name)
    return name if holder.share is None else f"{name} ({write_share(holder.share)})"


def _holder(holder: SheetHolder, sheet: ClearanceSheet) -> str:
    text = f"{_publisher(holder)}: {STAGES[holder.stage]}"
    if holder.answer_by is None or holder.stage is not Stage.ASKED:
        return text
    return f"{text}, answer by {_moment(holder.answer_by, sheet).date().isoformat()}"


def _listed(texts: Iterator[str]) -> str:
    return "; ".join(texts)


def _moment(at: int, sheet: ClearanceSheet) -> datetime:
    """Return an instant (UTC seconds) on the room's clock, with its offset."""
    return datetime.fromtimestamp(at, zone_named(sheet.timezone))
