"""Songs in a board that was exported as JSON, in whichever format of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.typed_text import one_line
from bot.songfiles.fields import SHOWN_MAX, entry, read_isrc, read_milliseconds, read_uri, read_year
from bot.songfiles.lines import Read

FORMATS = ("needledrop-board/1", "needledrop-board/2")
"""The formats that are read; `docs/board-file.md` describes them."""


def read_board(document: Any) -> Iterator[Read] | None:
    """Return the songs on an exported board, then its runners-up; None if it is no such board."""
    if not isinstance(document, Mapping) or document.get("format") not in FORMATS:
        return None
    lists = [document.get(name) for name in ("songs", "runners_up")]
    if not all(isinstance(one, list) for one in lists):
        return None
    songs = [song for one in lists for song in one or ()]
    return (_song(place, song) for place, song in enumerate(songs, 1))


def _song(place: int, song: Any) -> Read:
    facts = song if isinstance(song, Mapping) else {}
    artists = facts.get("artists")
    return entry(
        place,
        _text(facts, "title"),
        tuple(one for one in artists if isinstance(one, str)) if isinstance(artists, list) else (),
        uri=read_uri(_text(facts, "spotify_uri"), _text(facts, "link")),
        isrc=read_isrc(_text(facts, "isrc")),
        album=one_line(_text(facts, "album")[:SHOWN_MAX]),
        duration_ms=read_milliseconds(_text(facts, "length_ms")),
        year=read_year(_text(facts, "year")),
    )


def _text(facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if isinstance(value, str) else str(value) if whole else ""
