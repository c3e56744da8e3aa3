"""What people put around the song in a line: numbers, bullets, boxes to tick, links, lengths."""

import itertools
import re
from collections.abc import Iterable

from msgspec import Struct

from bot.songfiles.fields import read_length, read_uri

SEPARATOR = re.compile(r"(?<!\s)\s+[-\u2010-\u2015\u2212]\s+|\t+")
"""What stands between artist and title."""
_SIGNED = re.compile(
    r"^\s*(?:(?:#|no\.? ?)(\d{1,4})[.):]*\s+|[(\[]?(\d{1,4})"
    r"(?:([.)\]:]+)\s+|\s+[-\u2010-\u2015\u2212]\s+|\t\s*))(?=\S)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"^\s*()(\d{1,4})()\s+(?=\S)")
"""A number and nothing else, as in 3 Doors Down."""
_NUMBERINGS = ((_SIGNED, 2), (_PLAIN, 5))
"""How lines are numbered, and how many of them have to be, unless their numbers begin with 0."""
_PADDED = 2
"""How many lines have to have such a number, as in 01, which no name begins with."""
_BULLET = re.compile(
    r"^(?:[-*+>\u2022\u2023\u2043\u2219\u25a0-\u25cf\u25e6\u2010-\u2015\u00b7]\s+(?![-\u2010-\u2015]\s))?"
    r"(?:\[[ xX\u2713\u2714]?\]\s+|[\u2610-\u2612\u2705\u2713\u2714]\ufe0f?\s+)?"
)
_MARKED_LINK = re.compile(r"\[([^\[\]]*)\]\(\s*<?(https?://[^\s()<>]+)>?\s*\)")
_LINK = re.compile(r"[(<\[]?(?:https?://[^\s<>)\]]+|spotify:track:\w{22})[)>\]]?", re.IGNORECASE)
_LOOSE = " \t-\u2010-\u2015\u2212:|,;"
_LENGTH = re.compile(r"(?<!\s)\s*[(\[]((?:\d{1,2}:)?\d{1,3}:[0-5]\d)[)\]]$")
_LENGTH_APART = re.compile(
    r"(?<!\s)(?:\s+[-\u2010-\u2015\u2212|]\s+|\t+)((?:\d{1,2}:)?\d{1,3}:[0-5]\d)$"
)
_TITLE_FIRST = re.compile(
    r"(?:\"(?P<plain>[^\"]+)\"|\u201c(?P<curly>[^\u201c\u201d]+)\u201d)"
    r",?\s+(?:by|[-\u2010-\u2015\u2212])\s+(?P<artist>\S.*)$"
)
_BULLETS_MAX = 3


class Line(Struct, frozen=True):
    """A line without what is around its song; `words` are empty where there is a link alone."""

    words: str
    uri: str = ""
    linked: bool = False
    duration_ms: int = 0


def numbering(lines: Iterable[str]) -> re.Pattern[str] | None:
    """Return how the lines of a list are numbered; headings between them may not be."""
    lines = list(map(_unbulleted, lines))
    return next((one for one, few in _NUMBERINGS if _counts(one, few, lines)), None)


def _counts(pattern: re.Pattern[str], few: int, lines: list[str]) -> bool:
    found = [one for one in map(pattern.match, lines) if one]
    if not found or not _begins(found[0]):
        return False
    written = [one[1] or one[2] for one in found]
    steps = itertools.pairwise(map(int, written))
    enough = _PADDED if written[0].startswith("0") else few
    many = len(written) >= enough and 2 * len(written) >= len(lines)
    return many and all(after in (before + 1, 1) for before, after in steps)


def _begins(one: re.Match[str]) -> bool:
    """Return whether a list may begin so; it does not with 1999 - Prince, or 99 Luftballons."""
    signed, plain, mark = one.groups()
    if signed or mark or plain == "1" or plain.startswith("0"):
        return True
    return one.re is _SIGNED and SEPARATOR.search(one.string, one.end()) is not None


def bare(line: str, numbered: re.Pattern[str] | None) -> Line:
    """Return a line without its marks; `numbered` says how its list is numbered."""
    line = _unbulleted(line)
    if numbered is not None:
        line = _unbulleted(numbered.sub("", line, count=1))
    words = _LINK.sub(" ", _MARKED_LINK.sub(r"\1 \2", line))
    linked = words != line
    words, duration_ms = _without_length(words.strip(_LOOSE) if linked else words.strip())
    return Line(words, read_uri(line) if linked else "", linked, duration_ms)


def artist_and_title(words: str) -> tuple[str, str]:
    """Return both, of `Artist - Title` or `"Title" by Artist`; else all of it is the title."""
    if turned := _TITLE_FIRST.match(words):
        title = turned["plain"] or turned["curly"]
        return turned["artist"], title.rstrip(", ")
    artist, *title = SEPARATOR.split(words, maxsplit=1)
    return (artist, title[0]) if title else ("", artist)


def _unbulleted(line: str) -> str:
    for _ in range(_BULLETS_MAX):  # a box to tick may be behind a bullet
        shorter = _BULLET.sub("", line.strip(), count=1)
        if shorter == line or not shorter:
            break
        line = shorter
    return line


def _without_length(words: str) -> tuple[str, int]:
    """Return words without how long the song plays, and that, in thousandths of a second."""
    for pattern in (_LENGTH, _LENGTH_APART):
        found = pattern.search(words)
        if found and SEPARATOR.search(words[: found.start()]):
            return words[: found.start()], read_length(found[1])
    return words, 0
