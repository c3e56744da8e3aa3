"""Write a board for other programs: as CSV for spreadsheets, and as JSON."""

import json

from bot.domain.clearance_sheet import ClearanceSheet, SheetSong
from bot.domain.lengths import write_duration
from bot.domain.links import track_url
from bot.domain.model import Recording
from bot.domain.time_texts import write_iso
from bot.export.sheet_words import STATUS
from bot.export.tables import csv_bytes

FORMAT = "needledrop-board/1"
COLUMNS = (
    "show",
    "episode",
    "episode title",
    "list",
    "place",
    "song",
    "artists",
    "ISRC",
    "length",
    "link",
    "scene",
    "character",
    "what it tells us",
    "lost without it",
    "rights",
    "rights since",
    "rights note",
    "locked",
    "made",
    "added by the showrunner",
)
"""The header row of the table."""

_Json = dict[str, object]


def board_csv(sheet: ClearanceSheet) -> bytes:
    """Return a board as CSV, a row for each song: the board in story order, then the runners-up.

    Every row names the board, so that tables of several episodes can be combined.
    """
    return csv_bytes([COLUMNS, *board_rows(sheet)])


def board_rows(sheet: ClearanceSheet) -> list[tuple[str, ...]]:
    """Return the rows of a board's table, without its heads."""
    episode = (sheet.show, sheet.number, sheet.title)
    state = ("yes" if sheet.locked else "no", write_iso(sheet.made_at, sheet.timezone))

    def line(kind: str, entry: SheetSong) -> tuple[str, ...]:
        place = (kind, str(entry.slot))
        cells = (*_song_cells(entry.song), *_entry_cells(entry, sheet))
        return (*episode, *place, *cells, *state, entry.added or "")

    seated = [line("board", entry) for entry in sheet.songs]
    others = [line("runner-up", entry) for entry in sheet.runners_up]
    return [*seated, *others]


def _song_cells(song: Recording) -> tuple[str, ...]:
    length, link = write_duration(song.duration_ms), track_url(song.uri)
    return song.title, ", ".join(song.artists), song.isrc, length, link


def _entry_cells(entry: SheetSong, sheet: ClearanceSheet) -> tuple[str, ...]:
    return (
        entry.beat,
        entry.character,
        entry.tells,
        entry.lost_without,
        STATUS[entry.clearance].lower(),
        "" if entry.since is None else write_iso(entry.since, sheet.timezone),
        entry.note,
    )


def board_json(sheet: ClearanceSheet) -> bytes:
    """Return a board as JSON in UTF-8; `docs/board-file.md` describes the keys.

    Texts are as people typed them. Incompatible changes need another number in `FORMAT`.
    """
    document: _Json = {
        "format": FORMAT,
        "show": sheet.show,
        "episode": {"number": sheet.number, "title": sheet.title},
        "timezone": sheet.timezone,
        "made_at": write_iso(sheet.made_at, sheet.timezone),
        "locked": sheet.locked,
        "songs": [_entry(entry, sheet) for entry in sheet.songs],
        "runners_up": [
            {"place": entry.slot, **_song(entry.song), "rights": _rights(entry, sheet)}
            for entry in sheet.runners_up
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _song(song: Recording) -> _Json:
    return {
        "title": song.title,
        "artists": list(song.artists),
        "isrc": song.isrc,
        "length_ms": song.duration_ms,
        "spotify_uri": song.uri,
        "link": track_url(song.uri),
    }


def _entry(entry: SheetSong, sheet: ClearanceSheet) -> _Json:
    return {
        "slot": entry.slot,
        **_song(entry.song),
        "scene": entry.beat,
        "character": entry.character,
        "tells": entry.tells,
        "lost_without": entry.lost_without,
        "rights": _rights(entry, sheet),
        "added": entry.added,
    }


def _rights(entry: SheetSong, sheet: ClearanceSheet) -> _Json:
    return {
        "status": entry.clearance.value,
        "since": None if entry.since is None else write_iso(entry.since, sheet.timezone),
        "note": entry.note,
    }
