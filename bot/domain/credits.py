"""Who wrote and published songs, on which label, and when: suggested or said, and confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from bot.domain.folding import fold
from bot.domain.model import Song
from bot.domain.rights.recording_names import Name, names_of, names_wanted

CreditId = NewType("CreditId", int)

MUSICBRAINZ = "musicbrainz"
"""The source of what was looked up there; what somebody typed has none."""


class CreditKind(StrEnum):
    """What a credit says of a song."""

    WRITER = "writer"
    PUBLISHER = "publisher"
    LABEL = "label"
    YEAR = "year"
    """Of the first release of the recording."""


class Found(Struct, frozen=True):
    """A credit that a catalogue has, before it is kept; `link` is where it says so."""

    kind: CreditKind
    name: str
    link: str = ""


class Credit(Struct, frozen=True):
    """One credit of a song, kept for a room.

    A year is a `name` of four digits. `share` is in hundredths of a percent, None where nobody
    knows it. `source` is empty for what somebody typed. What is not `confirmed` is a suggestion,
    which nothing but the screen of suggestions ever shows.
    """

    id: CreditId
    song: Song
    kind: CreditKind
    name: str
    share: int | None = None
    source: str = ""
    link: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class Credits:
    """All credits of a room's songs, in the order they were kept; found by recording, as rights."""

    kept: Sequence[Credit] = ()
    _places: dict[Name, list[int]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        for place, one in enumerate(self.kept):
            for name in names_of(one.song):
                self._places.setdefault(name, []).append(place)

    def about(self, song: Song) -> tuple[Credit, ...]:
        """Return all credits of a recording, suggestions too, in order."""
        if not self.kept:
            return ()
        found = {place for name in names_wanted(song) for place in self._places.get(name, ())}
        return tuple(self.kept[place] for place in sorted(found))

    def confirmed(self, song: Song, kind: CreditKind) -> tuple[Credit, ...]:
        """Return the confirmed credits of one kind of a recording, in order, each name once.

        Of what is kept twice under one name, the one with a share is returned.
        """
        return tuple(one for one in once(self.about(song)) if one.confirmed and one.kind is kind)

    def year(self, song: Song) -> int:
        """Return the year of a recording: a confirmed one, or its catalogue's; 0 if unknown."""
        said = self.confirmed(song, CreditKind.YEAR)
        return int(said[-1].name) if said else song.recording.year


def once(kept: Sequence[Credit]) -> tuple[Credit, ...]:
    """Return credits of one recording, in order, without those that say the same as another.

    Older databases may hold one twice, under two links or spellings. What is confirmed goes before
    a suggestion, and a credit with a share before one without.
    """
    best: dict[tuple[CreditKind, str], Credit] = {}
    for one in kept:
        there = best.setdefault((one.kind, fold(one.name)), one)
        if (one.confirmed, one.share is not None) > (there.confirmed, there.share is not None):
            best[one.kind, fold(one.name)] = one
    return tuple(best.values())


NO_CREDITS = Credits()
