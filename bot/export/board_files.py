"""Write a board for other programs: as CSV for spreadsheets, and as JSON."""

import json

from bot.domain.cue_sheet import Cue, CueSheet
from bot.domain.lengths import write_duration
from bot.domain.links import track_url
from bot.domain.model import Recording
from bot.domain.time_texts import write_iso
from bot.export.cue_words import STATUS
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


def board_csv(sheet: CueSheet) -> bytes:
    """Return a board as CSV, a row for each song: the board in story order, then the runners-up.

    Every row names the board, so that tables of several episodes can be combined.
    """
    return csv_bytes([COLUMNS, *board_rows(sheet)])


def board_rows(sheet: CueSheet) -> list[tuple[str, ...]]:
    """Return the rows of a board's table, without its heads."""
    episode = (sheet.show, sheet.number, sheet.title)
    state = ("yes" if sheet.locked else "no", write_iso(sheet.made_at, sheet.timezone))

    def line(kind: str, cue: Cue) -> tuple[str, ...]:
        place = (kind, str(cue.slot))
        cells = (*_song_cells(cue.song), *_cue_cells(cue, sheet))
        return (*episode, *place, *cells, *state, cue.added or "")

    seated = [line("board", cue) for cue in sheet.cues]
    others = [line("runner-up", cue) for cue in sheet.runners_up]
    return [*seated, *others]


def _song_cells(song: Recording) -> tuple[str, ...]:
    length, link = write_duration(song.duration_ms), track_url(song.uri)
    return song.title, ", ".join(song.artists), song.isrc, length, link


def _cue_cells(cue: Cue, sheet: CueSheet) -> tuple[str, ...]:
    return (
        cue.beat,
        cue.character,
        cue.tells,
        cue.lost_without,
        STATUS[cue.clearance].lower(),
        "" if cue.since is None else write_iso(cue.since, sheet.timezone),
        cue.note,
    )


def board_json(sheet: CueSheet) -> bytes:
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
        "songs": [_cue(cue, sheet) for cue in sheet.cues],
        "runners_up": [
            {"place": cue.slot, **_song(cue.song), "rights": _rights(cue, sheet)}
            for cue in sheet.runners_up
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


def _cue(cue: Cue, sheet: CueSheet) -> _Json:
    return {
        "slot": cue.slot,
        **_song(cue.song),
        "scene": cue.beat,
        "character": cue.character,
        "tells": cue.tells,
        "lost_without": cue.lost_without,
        "rights": _rights(cue, sheet),
        "added": cue.added,
    }


def _rights(cue: Cue, sheet: CueSheet) -> _Json:
    return {
        "status": cue.clearance.value,
        "since": None if cue.since is None else write_iso(cue.since, sheet.timezone),
        "note": cue.note,
    }
