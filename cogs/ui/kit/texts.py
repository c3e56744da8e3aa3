"""Words for screens: what people typed made harmless, cut to size, and set beside our own."""

import re
import unicodedata
from collections.abc import Iterable

from bot.domain.lengths import write_duration, write_length
from bot.domain.links import track_url
from bot.domain.model import Character, Episode, Room, Song
from bot.domain.typed_text import one_line

ELLIPSIS = "…"
DASH = "\u2013"
BLANK = "(no title)"
OPTION_MAX = 100
"""Characters of a menu's label or description, an autocomplete choice, a custom id."""

_FILE_WORD_MAX = 40
_ISOLATE, _POP = "\u2068", "\u2069"
_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")
_LIST_MARK = re.compile(r"^(-|\+|\d{1,9}(?=[.)]))")
_BACKSLASHED = re.compile(r"\\([^0-9A-Za-z\s])")
_LINK = re.compile(r"(https?://[A-Za-z0-9\-._~:/?#&=%+,;!$]+)")
_ZERO_WIDTH_SPACE = "\u200b"
_HARMLESS = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\*_~`|>#[]()<"} | {"@": f"@{_ZERO_WIDTH_SPACE}"}
)
"""Marks that Discord would follow, and what is written for each."""
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def clean(text: str) -> str:
    """Return text on one line, without the characters that only steer or hide other text."""
    return one_line(text)


def cut(text: str, limit: int) -> str:
    """Return at most `limit` characters, ending in an ellipsis where some were cut off.

    An accent or a joined emoji is not torn from what it belongs to.
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    end = limit - 1
    while end > 0 and _belongs_to_previous(text[end]):
        end -= 1
    if end > 0 and text[end - 1] == "\u200d":
        end -= 1
    return text[:end].rstrip() + ELLIPSIS


def _belongs_to_previous(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")


def escape(text: str, *, links: bool = True) -> str:
    """Return text that Discord shows as it is: no markup, no mention, no link but a plain one.

    Args:
        text: What somebody typed, on one line.
        links: Whether addresses stay as they are, so that they can be followed.
    """
    pieces = _LINK.split(text) if links else [text.replace("://", f":{_ZERO_WIDTH_SPACE}//")]
    pieces[::2] = [piece.translate(_HARMLESS) for piece in pieces[::2]]  # between the addresses
    return _LIST_MARK.sub(_tame_list_mark, "".join(pieces))


def _tame_list_mark(mark: re.Match[str]) -> str:
    # Digits cannot be escaped; a character without width before them keeps them from being a list.
    return f"\\{mark[0]}" if mark[0] in "-+" else f"{_ZERO_WIDTH_SPACE}{mark[0]}"


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return _BACKSLASHED.sub(r"\1", text.replace(_ZERO_WIDTH_SPACE, ""))


def shown(text: str, limit: int, *, links: bool = True) -> str:
    """Return what somebody typed, fit to stand among our own words.

    Text that runs from right to left is kept from turning round what stands beside it.
    """
    tidy = cut(clean(text), limit)
    escaped = escape(tidy, links=links)
    rightward = not tidy.isascii() and not _RIGHT_TO_LEFT.isdisjoint(
        map(unicodedata.bidirectional, tidy)
    )
    return f"{_ISOLATE}{escaped}{_POP}" if rightward else escaped


def option(text: str, limit: int = OPTION_MAX) -> str:
    """Return text for a menu or a choice, where Discord knows no markup but allows no blank."""
    return cut(clean(text), limit) or BLANK


def quoted(text: str, limit: int = 1000) -> str:
    """Return what somebody typed in quotation marks; without, where a link would take them in."""
    given = shown(text, limit)
    return given if "://" in given else f"“{given}”"


def track_link(song: Song) -> str:
    """Return the address of a song on Spotify; empty for one entered by hand."""
    return track_url(song.recording.uri)


def title(song: Song, limit: int, link: str = "") -> str:
    """Return a song's title in bold, leading to a link where one is given."""
    words = shown(song.title, limit, links=False) or BLANK
    return f"**[{words}]({link})**" if link else f"**{words}**"


def song_name(song: Song, limit: int = 80, artist_limit: int = 80) -> str:
    """Return title and artists for a sentence, without a link."""
    artist = shown(song.artist, artist_limit, links=False)
    return f"{title(song, limit)} {DASH} {artist}" if artist else title(song, limit)


def song_option(song: Song) -> str:
    """Return title and artists for a menu."""
    artist = option(song.artist, 38) if song.artist else ""
    return f"{option(song.title, 58)} {DASH} {artist}" if artist else option(song.title)


def duration(milliseconds: int) -> str:
    """Return a length as `3:45` or `1:02:03`; empty where it is not known."""
    return write_duration(milliseconds)


def instant(at: float) -> str:
    """Return an instant (UTC seconds) so that everyone reads their own zone: full and relative."""
    return f"<t:{int(at)}:F> (<t:{int(at)}:R>)"


def length(seconds: float) -> str:
    """Return a length of time in words, to the minute: `2 days`, `1 hour 30 minutes`."""
    return write_length(seconds, 2)


def ago(at: float) -> str:
    """Return how far off an instant (UTC seconds) is."""
    return f"<t:{int(at)}:R>"


def count(number: int, thing: str, things: str = "") -> str:
    """Return a number with its noun: `1 song`, `3 songs`."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def ordinal(number: int) -> str:
    """Return the place a number names: `1st`, `2nd`, `11th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number % 100 < 14 else ending}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words in a row: `a, b and c`."""
    *rest, final = list(words) or [""]
    return f"{', '.join(rest)} {last} {final}" if rest else final


def episode_name(episode: Episode) -> str:
    """Return how a reply names an episode: `episode 104 “Pilot”`."""
    number = shown(episode.number, 20, links=False)
    title = shown(episode.title, 100, links=False)
    return f"episode {number} “{title}”" if title else f"episode {number}"


def for_whom(character: Character) -> str:
    """Return whose a song is: `for Maya`."""
    return f"for {shown(character.name, 60, links=False) or BLANK}"


def file_word(number: str) -> str:
    """Return what of an episode's number may stand in the name of a file."""
    return re.sub(r"[^0-9A-Za-z]+", "-", number).strip("-")[:_FILE_WORD_MAX] or "episode"


def room_name(room: Room) -> str:
    """Return a room's title."""
    return shown(room.title, 100, links=False)


def person(user_id: int) -> str:
    """Return a person's name as Discord shows it; nobody is notified.

    Below 0 stands somebody who asked to be forgotten.
    """
    return f"<@{user_id}>" if user_id > 0 else "somebody who asked to be forgotten"
