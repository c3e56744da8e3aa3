"""Text for screens: escaping and cutting what people typed, and formatting names and times."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from bot.domain.lengths import write_duration, write_length
from bot.domain.links import track_url
from bot.domain.model import Character, Episode, Room, Round, Song
from bot.domain.time_texts import write_in_zone
from bot.domain.typed_text import one_line, paragraphs

ELLIPSIS = "…"
DASH = "\u2013"
NUMBER_MAX = 20
"""Characters of an episode's number."""
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
_ESCAPES = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\*_~`|>#[]()<"} | {"@": f"@{_ZERO_WIDTH_SPACE}"}
)
"""The escape for each character that Discord could take for markup or a mention."""
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
REMEMBERED = 2048
"""How many texts are remembered as they are shown: everybody who votes sees the same songs."""


@lru_cache(maxsize=REMEMBERED)
def clean(text: str) -> str:
    """Return text on one line, without control and invisible characters."""
    return one_line(text)


def cut(text: str, limit: int) -> str:
    """Return at most `limit` characters, with an ellipsis at the end if some were cut off.

    An accent or a joined emoji is not separated from the character it belongs to.
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
    """Return text that Discord shows literally: no markup, no mentions, only plain links.

    Args:
        text: One line that somebody typed.
        links: Whether addresses stay clickable.
    """
    pieces = _LINK.split(text) if links else [text.replace("://", f":{_ZERO_WIDTH_SPACE}//")]
    pieces[::2] = [piece.translate(_ESCAPES) for piece in pieces[::2]]  # between the addresses
    return _LIST_MARK.sub(_tame_list_mark, "".join(pieces))


def _tame_list_mark(mark: re.Match[str]) -> str:
    # A backslash cannot escape a digit; a zero-width space keeps it from starting a list.
    return f"\\{mark[0]}" if mark[0] in "-+" else f"{_ZERO_WIDTH_SPACE}{mark[0]}"


def unescape(text: str) -> str:
    """Return the text that `escape` was called with."""
    return _BACKSLASHED.sub(r"\1", text.replace(_ZERO_WIDTH_SPACE, ""))


@lru_cache(maxsize=REMEMBERED)
def safe(text: str, limit: int, *, links: bool = True) -> str:
    """Return what somebody typed, cleaned, cut and escaped.

    Right-to-left text is isolated, so that it does not reorder the text around it.
    """
    tidy = cut(clean(text), limit)
    escaped = escape(tidy, links=links)
    rightward = not tidy.isascii() and not _RIGHT_TO_LEFT.isdisjoint(
        map(unicodedata.bidirectional, tidy)
    )
    return f"{_ISOLATE}{escaped}{_POP}" if rightward else escaped


def option(text: str, limit: int = OPTION_MAX) -> str:
    """Return text for a menu or a choice, where Discord has no markup and forbids blanks."""
    return cut(clean(text), limit) or BLANK


def quoted(text: str, limit: int = 1000) -> str:
    """Return what somebody typed in quotation marks; a text with a link gets none."""
    words = safe(text, limit)
    # Discord would take the closing mark for a part of the link.
    return words if "://" in words else f"“{words}”"


def code_block(text: str, limit: int) -> str:
    """Return what somebody typed, cut, to be copied as it is: with its lines, without markup."""
    tidy = cut(paragraphs(text), limit).replace("`", f"`{_ZERO_WIDTH_SPACE}")
    return f"```\n{tidy}\n```"


def track_link(song: Song) -> str:
    """Return the address of a song on Spotify; empty for a song entered by hand."""
    return track_url(song.recording.uri)


def title(song: Song, limit: int, link: str = "") -> str:
    """Return a song's title in bold, as a link if an address is given."""
    words = safe(song.title, limit, links=False) or BLANK
    return f"**[{words}]({link})**" if link else f"**{words}**"


def song_name(song: Song, limit: int = 80, artist_limit: int = 80) -> str:
    """Return title and artists for a sentence, without a link."""
    artist = safe(song.artist, artist_limit, links=False)
    return f"{title(song, limit)} {DASH} {artist}" if artist else title(song, limit)


def song_option(song: Song) -> str:
    """Return title and artists for a menu."""
    artist = option(song.artist, 38) if song.artist else ""
    return f"{option(song.title, 58)} {DASH} {artist}" if artist else option(song.title)


def ruling(round_: Round, song: Song) -> str:
    """Return the pin or veto of a song in words; empty for most songs."""
    if song.id in round_.pinned:
        return "pinned: has its seat already"
    if song.id in round_.vetoed:
        return "vetoed: doesn't count"
    return ""


def duration(milliseconds: int) -> str:
    """Return a length as `3:45` or `1:02:03`; empty if it is unknown."""
    return write_duration(milliseconds)


def instant(at: float) -> str:
    """Return an instant (UTC seconds), absolute and relative, in each reader's own zone."""
    return f"<t:{int(at)}:F> (<t:{int(at)}:R>)"


def length(seconds: float) -> str:
    """Return a length of time in words, to the minute: `2 days`, `1 hour 30 minutes`."""
    return write_length(seconds, 2)


def relative(at: float) -> str:
    """Return an instant (UTC seconds) relative to now, such as `in 2 hours`."""
    return f"<t:{int(at)}:R>"


def count(number: int, thing: str, things: str = "") -> str:
    """Return a number with its noun: `1 song`, `3 songs`."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def ordinal(number: int) -> str:
    """Return a number as an ordinal: `1st`, `2nd`, `11th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number % 100 < 14 else ending}"


def episode_number(number: str) -> str:
    """Return an episode's number, safe to show."""
    return safe(number, NUMBER_MAX, links=False)


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as a list for a sentence: `a, b and c`."""
    *rest, final = list(words) or [""]
    return f"{', '.join(rest)} {last} {final}" if rest else final


def episode_name(episode: Episode) -> str:
    """Return the name of an episode for a sentence: `episode 104 “Pilot”`."""
    number = episode_number(episode.number)
    title = safe(episode.title, 100, links=False)
    return f"episode {number} “{title}”" if title else f"episode {number}"


def room_time(at: float, timezone: str) -> str:
    """Return an instant (UTC seconds) as it is read in a room's time zone, beside an `instant`."""
    return f"in the room's time zone, {write_in_zone(at, timezone)}"


def sentence(words: str) -> str:
    """Return words with a capital at the beginning, as a sentence has it."""
    return words[:1].upper() + words[1:]


def for_character(character: Character) -> str:
    """Return which character a song is for: `for Maya`."""
    return f"for {safe(character.name, 60, links=False) or BLANK}"


def file_word(number: str) -> str:
    """Return an episode's number in a form that is safe in a file name."""
    return re.sub(r"[^0-9A-Za-z]+", "-", number).strip("-")[:_FILE_WORD_MAX] or "episode"


def room_name(room: Room) -> str:
    """Return a room's title."""
    return safe(room.title, 100, links=False)


def person(user_id: int) -> str:
    """Return a mention, which Discord shows as the person's name.

    A negative id stands for somebody who asked to be forgotten.
    """
    return f"<@{user_id}>" if user_id > 0 else "somebody who asked to be forgotten"
