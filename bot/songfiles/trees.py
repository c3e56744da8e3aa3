"""Songs in playlists for sharing: XSPF, which is XML, and JSON, be it JSPF or a board of ours."""

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from bot.domain.errors import InvalidInput
from bot.domain.song_files import SONGS_MAX
from bot.domain.typed_text import one_line
from bot.songfiles.boards import read_board
from bot.songfiles.fields import SHOWN_MAX, entry, read_isrc, read_milliseconds, read_uri
from bot.songfiles.lines import Read

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(x[0-9a-f]{1,8}|[0-9]{1,8});", re.IGNORECASE)
_DEPTH_MAX = 20
_PARTS_MAX = 60 * SONGS_MAX
"""Elements of XML, or lists and objects of JSON, that a file may have: far more than songs need."""
_DIGITS_MAX = 20
_FIELDS = ("title", "creator", "album", "duration", "location", "identifier", "isrc")

Facts = dict[str, list[str]]


def read_xspf(text: str, name: str) -> Iterator[Read]:
    """Yield the songs of an XSPF playlist.

    Raises:
        InvalidInput: It is not well-formed (`file.broken`), no playlist (`file.unknown`), or has
            declarations and entities, which no playlist needs (`file.unsafe`).
    """
    for place, facts in enumerate(_tracks(text, name), 1):
        yield _song(place, facts)


def _tracks(text: str, name: str) -> Iterator[Facts]:
    from defusedxml import DefusedXmlException  # noqa: PLC0415 -- seldom needed
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    source = io.BytesIO(_legal(_DECLARATION.sub("", text, count=1)).encode("utf-8", "replace"))
    path = list[Element]()
    try:
        for number, (event, element) in enumerate(
            iterparse(source, events=("start", "end"), forbid_dtd=True)
        ):
            if event == "start":
                path.append(element)
                _require_playlist(path, number, name)
                continue
            path.pop()
            if _local(element) == "track":
                yield _facts(element)
            if len(path) < 3:  # what is read needs no place in memory any more
                for parent in path[-1:]:
                    parent.remove(element)
    except ParseError as fault:
        raise InvalidInput("file.broken", name, {"line": fault.position[0]}) from fault
    except DefusedXmlException as fault:
        raise InvalidInput("file.unsafe", name) from fault


def _legal(text: str) -> str:
    """Return XML without characters, and references to some, for which it would be refused."""
    return _ILLEGAL.sub("", _REFERENCE.sub(_kept_if_legal, text))


def _kept_if_legal(reference: re.Match[str]) -> str:
    digits = reference[1].lower()
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    legal = code <= 0x10FFFF and _ILLEGAL.match(chr(code)) is None
    return reference[0] if legal else ""


def _require_playlist(path: Sequence[Element], number: int, name: str) -> None:
    root = path[0].tag.rpartition("}")[2].lower()
    if root != "playlist" or len(path) > _DEPTH_MAX or number > 2 * _PARTS_MAX:
        raise InvalidInput("file.unknown", name)


def _facts(track: Element) -> Facts:
    facts: Facts = {}
    for child in track:
        facts.setdefault(_local(child), []).append((child.text or "").strip())
        # Where there is no element for a code, programs put it into a `meta`.
        if _local(child) == "meta" and "isrc" in child.get("rel", "").lower():
            facts.setdefault("isrc", []).append((child.text or "").strip())
    return facts


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def read_json(text: str, name: str) -> Iterator[Read] | None:
    """Return the songs of a JSPF playlist, or of a board that was exported here.

    None if the text only begins as JSON does: `[Demo] - …`.

    Raises:
        InvalidInput: It is damaged JSON (`file.broken`), or no playlist (`file.unknown`).
    """
    if text.count("[") + text.count("{") > _PARTS_MAX:
        raise InvalidInput("file.unknown", name)
    try:
        document = json.loads(text, strict=False, parse_int=_number)
    except json.JSONDecodeError as fault:
        if text.lstrip().startswith("["):
            return None
        raise InvalidInput("file.broken", name, {"line": fault.lineno}) from fault
    except (ValueError, RecursionError) as fault:  # an endless number, or too deep
        raise InvalidInput("file.unknown", name) from fault
    if (board := read_board(document)) is not None:
        return board
    playlist = document.get("playlist") if isinstance(document, dict) else None
    tracks = playlist.get("track") if isinstance(playlist, dict) else None
    if not isinstance(tracks, list):
        raise InvalidInput("file.unknown", name)
    return (_song(place, _json_facts(track)) for place, track in enumerate(tracks, 1))


def _number(digits: str) -> int:
    """Return a number, or 0 for one of more digits than anything in a playlist has."""
    return int(digits) if len(digits) <= _DIGITS_MAX else 0


def _json_facts(track: Any) -> Facts:
    if not isinstance(track, Mapping):
        return {}
    return {field: list(_texts(track.get(field))) for field in _FIELDS}


def _texts(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one
        elif isinstance(one, int | float) and not isinstance(one, bool):
            yield f"{one:.0f}" if abs(one) < 1e12 else ""


def _song(place: int, facts: Facts) -> Read:
    def first(field: str) -> str:
        return next(iter(facts.get(field, ())), "")

    codes = (*facts.get("isrc", ()), *facts.get("identifier", ()))
    return entry(
        place,
        first("title"),
        (first("creator"),),
        uri=read_uri(*facts.get("location", ()), *facts.get("identifier", ())),
        isrc=next(filter(None, map(read_isrc, codes)), ""),
        album=one_line(first("album")[:SHOWN_MAX]),
        duration_ms=read_milliseconds(first("duration")),
    )
