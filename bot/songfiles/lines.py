"""Songs in lines: plain text, and the playlists of players (M3U)."""

import io
import re
from collections.abc import Iterator
from urllib.parse import unquote

from bot.domain.song_files import FileEntry, LeftOut, Omission
from bot.domain.typed_text import one_line
from bot.songfiles.fields import SHOWN_MAX, entry, read_isrc, read_length, read_uri
from bot.songfiles.line_marks import SEPARATOR, artist_and_title, bare, numbering

Read = FileEntry | Omission

_TRACK_NUMBER = re.compile(
    r"^\d{1,2}(?:\s*[-\u2010-\u2015]\s+|[.)]\s*)(?=.*\S\s+[-\u2010-\u2015]\s)"
)
"""The number of a track in a file's name, in front of artist and title."""
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
    files = [line for line in lines if not line.startswith("#")]
    return bool(files) and all(map(_AUDIO.search, files))


def is_pls(text: str) -> bool:
    """Return whether a text is a playlist of the kind PLS, in whose lines songs are scattered."""
    return text.lstrip()[:10].lower() == "[playlist]"


def read_lines(text: str) -> Iterator[Read]:
    """Yield the songs of a plain text, a line each: `Artist - Title`.

    Numbers before them are taken away if they count the lines, and so are other marks of lists.
    """
    head = [line for _, (_, line) in zip(range(50), numbered_lines(text), strict=False)]
    numbered = numbering(line[:SHOWN_MAX] for line in head)
    for place, line in numbered_lines(text):
        yield _listed(place, line, numbered)


def _listed(place: int, line: str, numbered: re.Pattern[str] | None) -> Read:
    """Return the song of a line of a list; of a link, only with its name beside it."""
    if len(line) > _LINE_MAX:
        return Omission(place, one_line(line[:SHOWN_MAX]), LeftOut.TOO_LONG)
    found = bare(line, numbered)
    artist, title = artist_and_title(found.words)
    if found.linked and not artist:
        return Omission(place, one_line(line)[:SHOWN_MAX], LeftOut.LINK_ALONE)
    return entry(place, title, (artist,), uri=found.uri, duration_ms=found.duration_ms)


def _named(place: int, line: str, uri: str = "", isrc: str = "", duration_ms: int = 0) -> Read:
    """Return the song in `Artist - Title`, or in a link alone."""
    if len(line) > _LINE_MAX:
        return Omission(place, one_line(line[:SHOWN_MAX]), LeftOut.TOO_LONG)
    facts: dict[str, str | int] = {"isrc": isrc, "duration_ms": duration_ms}
    if not uri and (uri := read_uri(line)):
        return entry(place, "", (), uri=uri, **facts)
    artist, *title = SEPARATOR.split(line.strip(), maxsplit=1)
    if not title:
        return entry(place, artist, (), uri=uri, **facts)
    return entry(place, title[0], (artist,), uri=uri, **facts)


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
    name = _AUDIO.sub("", unquote(name) if "://" in path or "%20" in path else name)
    return _TRACK_NUMBER.sub("", name, count=1)
