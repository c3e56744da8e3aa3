"""The terms a room asks for: set once, and where an episode or a song differs, there as well."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from bot.domain.errors import InvalidInput
from bot.domain.model import EpisodeId, SongId
from bot.domain.typed_text import fingerprint, one_line, paragraphs

SECONDS_MAX = 4 * 3600
"""The longest use of a song, in seconds: longer than any episode."""

PRODUCTION = ("company", "signer", "production")
"""Who asks: fields of the room."""
LICENSE = ("media", "territory", "term", "use", "options")
"""What is asked for: fields of the room."""
USE = ("use", "seconds", "shooting", "airing")
"""What an episode, or a song in an episode, may have otherwise."""

LIMITS = {
    "company": 100,
    "signer": 300,
    "production": 200,
    "media": 300,
    "territory": 200,
    "term": 200,
    "use": 200,
    "options": 300,
    "seconds": 20,
    "shooting": 100,
    "airing": 100,
}
"""The most characters of each field."""

_CLOCK = re.compile(r"(?:(?P<minutes>[0-9]{1,3}):(?=[0-5][0-9]))?(?P<seconds>[0-9]{1,5})")


class Terms(Struct, frozen=True):
    """Terms as they were typed; what nobody has said is empty.

    `signer` has a line each for a name, a role and so on; all else is one line. `production` says
    of what type it is. `use` says how the song is heard: featured, in the background, sung or
    lip-synced on camera, over titles. `seconds` is how long, as a whole number. `shooting` and
    `airing` are dates in words, since many are weeks or seasons.
    """

    company: str = ""
    signer: str = ""
    production: str = ""
    media: str = ""
    territory: str = ""
    term: str = ""
    use: str = ""
    options: str = ""
    seconds: str = ""
    shooting: str = ""
    airing: str = ""


class Scope(Struct, frozen=True):
    """What terms are for: the room, an episode, or a song in an episode."""

    episode_id: EpisodeId | None = None
    song_id: SongId | None = None


ROOM = Scope()


class RoomTerms(Struct, frozen=True):
    """The terms of a room and of what differs in it."""

    said: Mapping[Scope, Terms] = field(default_factory=dict)

    def own(self, scope: Scope) -> Terms:
        """Return what was said for a scope itself."""
        return self.said.get(scope) or Terms()

    def holding(self, scope: Scope) -> Terms:
        """Return what holds for a scope: what was said for it, or else for what it is in."""
        wider = [scope, Scope(scope.episode_id), ROOM]
        found = [self.own(one) for one in wider]
        return Terms(**{name: _first(name, found) for name in LIMITS})


def _first(name: str, terms: Sequence[Terms]) -> str:
    return next(filter(None, (str(getattr(one, name)) for one in terms)), "")


def read_field(name: str, text: str) -> str:
    """Return what somebody typed into a field as it is kept.

    Raises:
        InvalidInput: It is too long (`terms.long`), or no length of time (`terms.seconds`).
    """
    tidy = paragraphs(text) if name == "signer" else one_line(text)
    if name == "seconds" and tidy:
        return str(_read_seconds(tidy))
    if len(tidy) > LIMITS[name]:
        raise InvalidInput("terms.long", tidy, {"limit": LIMITS[name]})
    return tidy


def _read_seconds(text: str) -> int:
    """Return the seconds of `45` or `1:05`."""
    found = _CLOCK.fullmatch(text)
    seconds = int(found["minutes"] or 0) * 60 + int(found["seconds"]) if found else 0
    if not 0 < seconds <= SECONDS_MAX:
        raise InvalidInput("terms.seconds", text)
    return seconds


def marks_of(terms: Terms, names: Sequence[str]) -> tuple[str, ...]:
    """Return the fingerprints of some fields, in order: what a form was filled in with."""
    return tuple(fingerprint(getattr(terms, name)) for name in names)


def merged(now: Terms, typed: Mapping[str, str], was: Sequence[str] | None = None) -> Terms:
    """Return terms with what somebody typed, and with what others have changed meanwhile.

    Args:
        now: The terms as they are kept.
        typed: What was typed, by the names of fields.
        was: The fingerprints of these fields, in order, as they were when the person began; None
            if that was just now.

    Raises:
        InvalidInput: Something typed cannot be used, or somebody else has changed a field in
            another way (`terms.overtaken`).
    """
    texts = {name: read_field(name, text) for name, text in typed.items()}
    kept = {name: str(getattr(now, name)) for name in Terms.__struct_fields__}
    marks = marks_of(now, tuple(typed)) if was is None else was
    for (name, text), before in zip(texts.items(), marks, strict=True):
        current = kept[name]
        if text == current or fingerprint(text) == before:
            continue
        if fingerprint(current) != before:
            raise InvalidInput("terms.overtaken", text)
        kept[name] = text
    return Terms(**kept)
