"""What a file says of one song, cleaned: title, artists, codes, lengths."""

import re

from bot.domain import links
from bot.domain.isrc import isrc_key
from bot.domain.links import LinkKind
from bot.domain.model import TITLE_MAX, Recording
from bot.domain.names import is_blank
from bot.domain.song_files import FileEntry, LeftOut, Omission, told
from bot.domain.typed_text import one_line

SHOWN_MAX = 200
"""Characters of an entry that a report repeats."""
_READ_MAX = 4000
"""Characters of a field that are looked at; a song's title has 300 at most."""
_DAY_MS = 24 * 3600 * 1000
_ISRC_BEFORE = re.compile(r"^\s*(?:urn:)?isrc\b:?\s*", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:\.\d{1,3})?")
_BARE_ID = re.compile(r"[0-9A-Za-z]{22}")
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?=-|/|\.|$)")
_EDITIONS = dict.fromkeys(("true", "yes", "1", "explicit", "e"), True) | dict.fromkeys(
    ("false", "no", "0", "clean", "not explicit"), False
)
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,9})?")


def entry(
    place: int, title: str, artists: tuple[str, ...], **facts: str | int | None
) -> FileEntry | Omission:
    """Return a song that a file tells of, or why it cannot be imported.

    Args:
        place: Its line or number.
        title: The title, as the file has it.
        artists: The artists, as the file has them.
        **facts: `uri`, `isrc`, `album`, `duration_ms`, `explicit` and `year`, which must be clean.
    """
    title = _shown(title)
    names = tuple(filter(None, map(_shown, artists)))
    recording = Recording(title, names, **facts)  # type: ignore[arg-type]
    if why := _fault(recording):
        uri = str(facts.get("uri", ""))
        return Omission(place, (told(recording) or links.track_url(uri))[:SHOWN_MAX], why)
    return FileEntry(place, recording)


def _shown(text: str) -> str:
    """Return a text on one line; empty if it would show nothing, such as a soft hyphen alone."""
    text = one_line(text[:_READ_MAX])
    return "" if is_blank(text) else text


def _fault(recording: Recording) -> LeftOut | None:
    if not recording.title:
        return LeftOut.LINK_ALONE if recording.uri else LeftOut.NO_TITLE
    if not recording.artists:
        return LeftOut.NO_ARTIST
    if max(len(recording.title), len(", ".join(recording.artists))) > TITLE_MAX:
        return LeftOut.TOO_LONG
    return None


def read_uri(*texts: str) -> str:
    """Return the first Spotify track URI among texts that may be links, URIs or bare ids."""
    for text in texts:
        stripped = text[:_READ_MAX].strip()
        if _BARE_ID.fullmatch(stripped):
            return f"spotify:track:{stripped}"
        link = links.parse(stripped) if "spotify" in stripped.casefold() else None
        if link is not None and link.kind is LinkKind.TRACK:
            return f"spotify:track:{link.id}"
    return ""


def read_isrc(text: str) -> str:
    """Return an ISRC as it is written, or nothing if it is none: `gb-um7-16-00001`."""
    code = _ISRC_BEFORE.sub("", one_line(text[:_READ_MAX]), count=1)
    return code if isrc_key(code) else ""


def read_milliseconds(text: str) -> int:
    """Return a length in milliseconds: `225000`; 0 if it is none."""
    number = text[:_READ_MAX].strip()
    return _bounded(float(number)) if _NUMBER.fullmatch(number) else 0


def read_length(text: str) -> int:
    """Return a length in milliseconds: `3:45`, `1:02:03`, or seconds; 0 if it is none.

    A number that would be three hours in seconds is milliseconds.
    """
    typed = text[:_READ_MAX].strip()
    if clock := _CLOCK.fullmatch(typed):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return _bounded(1000.0 * (hours * 3600 + minutes * 60 + seconds))
    if not _NUMBER.fullmatch(typed):
        return 0
    return _bounded(float(typed) if float(typed) >= 10800 else float(typed) * 1000)


def read_year(text: str) -> int:
    """Return the year of a release, of which that may be all that is known; 0 if it is none."""
    found = _YEAR.match(text[:_READ_MAX].strip())
    return int(found[0]) if found else 0


def read_edition(text: str) -> bool | None:
    """Return whether a song is the explicit version; None if the file does not say."""
    return _EDITIONS.get(text[:_READ_MAX].strip().casefold())


def _bounded(milliseconds: float) -> int:
    return round(milliseconds) if 0 < milliseconds <= _DAY_MS else 0


def read_artists(text: str) -> tuple[str, ...]:
    """Return the artists in a text: between semicolons, since commas stand in names, too."""
    return tuple(text[:_READ_MAX].split(";"))
