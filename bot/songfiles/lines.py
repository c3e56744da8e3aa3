"""Songs in lines: plain text, and the playlists of players (M3U)."""

import io
import re
from collections.abc import Iterator
from urllib.parse import unquote

from bot.domain.song_files import FileEntry, LeftOut, Omission
from bot.domain.typed_text import one_line
from bot.songfiles.fields import SHOWN_MAX, entry, read_isrc, read_length, read_uri

Read = FileEntry | Omission

_SEPARATOR = re.compile(r"(?<!\s)\s+[-\u2013\u2014]\s+|\t+")
_NUMBERED = re.compile(r"\s*(\d{1,4})[.)]\s+")
_INFO = re.compile(r"#EXTINF:\s*(-?\d{1,9})(?:\.\d{1,9})?(?:[^,\"]|\"[^\"]*\")*,(.*)", re.DOTALL)
_ISRC = "#EXTISRC:"
_AUDIO = re.compile(
    r"\.(?:mp3|m4a|aac|flac|ogg|oga|opus|wav|wma|aiff?|alac|ape|webm|mp4)$", re.IGNORECASE
)
_LINE_MAX = 4000
"""Characters of a line that may still be a song."""


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that are not empty, each with its number, counted from 1."""
    for number, line in enumerate(io.StringIO(text, newline=None), 1):
        if stripped := line.strip(" \r\n\v\f\ufeff\x1a"):
            yield number, stripped


def is_m3u(text: str) -> bool:
    """Return whether a text is a playlist of players: it says so, or its lines are audio files."""
    head = [line for _, line in zip(range(20), numbered_lines(text), strict=False)]
    lines = [line for _, line in head]
    if any(line.startswith(("#EXTM3U", "#EXTINF")) for line in lines):
        return True
    return bool(lines) and all(_AUDIO.search(line) or line.startswith("#") for line in lines)


def read_lines(text: str) -> Iterator[Read]:
    """Yield the songs of a plain text, a line each: `Artist - Title`.

    Numbers before them are taken away if they count the lines.
    """
    counted = _are_counted(text)
    for place, line in numbered_lines(text):
        yield _named(place, _NUMBERED.sub("", line, count=1) if counted else line)


def _are_counted(text: str) -> bool:
    head = [line for _, (_, line) in zip(range(50), numbered_lines(text), strict=False)]
    numbers = [int(found[1]) for line in head if (found := _NUMBERED.match(line))]
    return len(head) > 1 and numbers == list(range(numbers[0] if numbers else 1, len(head) + 1))


def _named(place: int, line: str, uri: str = "", isrc: str = "", duration_ms: int = 0) -> Read:
    """Return the song in `Artist - Title`, or in a link alone."""
    if len(line) > _LINE_MAX:
        return Omission(place, one_line(line[:SHOWN_MAX]), LeftOut.TOO_LONG)
    facts: dict[str, str | int] = {"isrc": isrc, "duration_ms": duration_ms}
    if not uri and (uri := read_uri(line)):
        return entry(place, "", (), uri=uri, **facts)
    artist, title = _split(line)
    return entry(place, title, (artist,), uri=uri, **facts)


def _split(line: str) -> tuple[str, str]:
    """Return artist and title; without a separator, all of it is the title."""
    artist, *title = _SEPARATOR.split(line.strip(), maxsplit=1)
    return (artist, title[0]) if title else ("", artist)


def read_m3u(text: str) -> Iterator[Read]:
    """Yield the songs of a playlist of players; a line without information says its file's name."""
    info, isrc, begun = "", "", 0
    for place, line in numbered_lines(text):
        if line.startswith("#EXTINF"):
            if info:
                yield _informed(begun, info, isrc, "")
            info, begun, isrc = line, place, ""
        elif line.startswith(_ISRC):
            isrc = read_isrc(line.removeprefix(_ISRC))
        elif not line.startswith("#"):
            yield _informed(begun if info else place, info, isrc, line)
            info, isrc = "", ""
    if info:
        yield _informed(begun, info, isrc, "")


def _informed(place: int, info: str, isrc: str, location: str) -> Read:
    uri = read_uri(location)
    found = _INFO.match(info[:_LINE_MAX]) if info else None
    if found is None:
        named = "" if uri else _file_name(location)
        return _named(place, named or location, uri="", isrc=isrc)
    length, words = found.groups()
    return _named(place, words, uri, isrc, read_length(length))


def _file_name(location: str) -> str:
    """Return the name of a file without its folders and its ending."""
    path = location[:_LINE_MAX]
    name = re.split(r"[/\\]", path)[-1]
    return _AUDIO.sub("", unquote(name) if "://" in path or "%20" in path else name)
