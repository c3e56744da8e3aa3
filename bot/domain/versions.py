"""Telling that two recordings are versions of one song: remastered, live, acoustic, cut for radio.

Catalogues write what kind of version a recording is behind its title. That is a habit and no rule,
so what is found here is pointed out to people and never decides anything.
"""

import re
import unicodedata

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
_BRACKETS = re.compile(r"^(?P<base>.*\S)\s*[(\[](?P<kind>[^()\[\]]*)[)\]]\s*$", re.DOTALL)
_DASH = re.compile(r"(?<=\S)\s+[-\u2013\u2014]\s+(?=\S)")
_GUEST = re.compile(
    r"^(?P<base>.*?\S)\s+(?P<kind>(?:feat\.?|featuring|ft\.?)\s+\S.*)$", re.IGNORECASE | re.DOTALL
)


def base_title(title: str) -> str:
    """Return a title without what only says which version it is; never nothing.

    `Heroes - Live at Wembley`, `Heroes (2017 Remaster)` and `Heroes [feat. Her]` are all `Heroes`.
    """
    base = title.strip()
    while (shorter := _without_one(base)) != base:
        base = shorter
    return base


def fold(words: str) -> str:
    """Return words as they are compared and searched: no accents, no case, single spaces.

    The wildcards of SQL's LIKE go too, so that what people type is only ever text.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    letters = "".join(c if c.isalnum() else " " for c in plain.casefold())
    return " ".join(letters.split()) or words.replace("%", " ").replace("_", " ").strip().casefold()


def first_artist(recording: Recording) -> str:
    """Return the first artist as it is compared; empty where there is none."""
    return fold(recording.artists[0]) if recording.artists else ""


def same_artist(one: Recording, other: Recording) -> bool:
    """Say whether the first artist of two recordings is the same."""
    return bool(first_artist(one)) and first_artist(one) == first_artist(other)


def same_song(one: Recording, other: Recording) -> bool:
    """Say whether two recordings are likely versions of one song."""
    return _name(one.title) == _name(other.title) and same_artist(one, other)


def _name(title: str) -> str:
    """Return a base title as it is compared; one without letters or digits as it stands."""
    base = base_title(title)
    return fold(base) or base


def _without_one(title: str) -> str:
    """Return a title without the last thing that says which version it is."""
    brackets = _BRACKETS.match(title)
    if brackets and _KIND.match(brackets["kind"].strip()):
        return brackets["base"].rstrip()
    dashes = list(_DASH.finditer(title))
    for dash in dashes:
        # Behind the last dash, the word that tells may stand at the end: `Heroes - Early Demo`.
        kind = _KIND if dash is dashes[-1] else _BEGINNING
        if kind.match(title[dash.end() :]):
            return title[: dash.start()]
    guest = _GUEST.match(title)
    return guest["base"].rstrip() if guest else title
