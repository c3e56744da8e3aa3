"""Recognizing versions of one song: remasters, live and acoustic versions, radio edits.

Catalogues usually write the kind of version after the title. Since they do not always, these
guesses are shown to people, and decide only whether two titles go with one ISRC.
"""

import re
from functools import lru_cache

from bot.domain.folding import fold
from bot.domain.isrc import isrc_key
from bot.domain.model import Recording

_YEAR = r"(?:19|20)\d\d"
_BEGINS = (
    rf"(?:{_YEAR}\s+|digital(?:ly)?\s+)*re-?master(?:ed|s)?\b"
    r"|live(?=$|\s*[/,-]|\s+(?:at|from|in|on|and|acoustic|version|session|recording|take|edit)\b"
    rf"|\s*@|\s+{_YEAR}\b)"
    r"|acoustic\b|unplugged\b|demo\b|mono\b|stereo\b|instrumental\b|karaoke\b|a cappella\b"
    r"|acapella\b|radio edit\b|single edit\b|bonus track\b|rehearsal\b|outtake\b|alternate\b"
    r"|alternative take\b"
    r"|take \d|sped up\b|slowed\b|feat(?:\.|uring\b)|ft\.|deluxe\b|anniversary\b"
    r"|from [\"\u201c\u2018'\u00ab]"
)
_ENDS = (
    r"re-?master(?:ed)?|version|edit|(?:re)?mix|demo|live|acoustic|session|sessions|instrumental|mono"
    rf"|stereo|edition|re-?master(?:ed)?\s+{_YEAR}"
)
_BEGINNING = re.compile(_BEGINS, re.IGNORECASE)
_KIND = re.compile(rf"^(?:{_BEGINS})|(?:^|.*[\s/\u2019'-])(?:{_ENDS})$", re.IGNORECASE)
_OPEN, _CLOSE = r"(\[\uff08\u3010", r")\]\uff09\u3011"
_BRACKETS = re.compile(
    rf"^(?P<base>.*\S)\s*[{_OPEN}](?P<kind>[^{_OPEN}{_CLOSE}]*)[{_CLOSE}]\s*$", re.DOTALL
)
_DASH = re.compile(r"(?<=\S)\s+[-\u2013\u2014]\s+(?=\S)")
_GUEST = re.compile(
    r"^(?P<base>.*?\S)\s+(?P<kind>(?:feat\.?|featuring|ft\.?)\s+\S.*)$", re.IGNORECASE | re.DOTALL
)


_SPELLED = {"and": "", "pt": "part", "ii": "2", "iii": "3", "iv": "4"}
"""Words that catalogues write in several ways, in the one that is compared."""


def base_title(title: str) -> str:
    """Return a title without words about the version; never an empty text.

    `Heroes - Live at Wembley`, `Heroes (2017 Remaster)` and `Heroes [feat. Her]` are all `Heroes`.
    """
    base = title.strip()
    while (shorter := _without_one(base)) != base:
        base = shorter
    return base


def identity(isrc: str, title: str) -> str:
    """Return what recordings have in common that are the same; empty if nothing is known.

    An ISRC is not enough: labels give one to two songs by mistake, whose titles tell them apart.

    Args:
        isrc: The code, however it is written; what is no code tells nothing.
        title: The title, whichever version it names.
    """
    code = isrc_key(isrc)
    if not code:
        return ""
    words = [_SPELLED.get(word, word) for word in title_key(title).split()]
    return f"{code} {''.join(words) or title_key(title)}"


def identity_of(recording: Recording) -> str:
    """Return the `identity` of a recording."""
    return identity(recording.isrc, recording.title)


def recording_key(recording: Recording) -> str:
    """Return what makes two recordings entered by hand the same: folded title and artists."""
    artists = " ".join(sorted(fold(artist) for artist in recording.artists))
    return f"{fold(recording.title)} / {artists}"


def first_artist(recording: Recording) -> str:
    """Return the first artist, folded; empty if there is none."""
    return fold(recording.artists[0]) if recording.artists else ""


def same_artist(one: Recording, other: Recording) -> bool:
    """Return whether two recordings have the same first artist."""
    return bool(first_artist(one)) and first_artist(one) == first_artist(other)


def same_song(one: Recording, other: Recording) -> bool:
    """Return whether two recordings are likely versions of one song."""
    return title_key(one.title) == title_key(other.title) and same_artist(one, other)


@lru_cache(maxsize=8192)
def title_key(title: str) -> str:
    """Return what titles of versions have in common: the base title, folded.

    It is unchanged if it has no letters or digits.
    """
    base = base_title(title)
    return fold(base) or base


def _without_one(title: str) -> str:
    """Return a title without its last mention of the version."""
    brackets = _BRACKETS.match(title)
    if brackets and _KIND.match(brackets["kind"].strip()):
        return brackets["base"].rstrip()
    dashes = list(_DASH.finditer(title))
    for dash in dashes:
        # After the last dash, the kind may come at the end: `Heroes - Early Demo`.
        kind = _KIND if dash is dashes[-1] else _BEGINNING
        if kind.match(title[dash.end() :]):
            return title[: dash.start()]
    guest = _GUEST.match(title)
    return guest["base"].rstrip() if guest else title
