"""What a room knows of the rights to its songs, over all its episodes, by recording."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Song, SongId
from bot.domain.rights.holders import Holder, License, Side
from bot.domain.rights.recording_names import Name, names_of, names_wanted
from bot.domain.rights.song_rights import SongRights

T = TypeVar("T")

_CLEARED = Clearance.CLEARED


@dataclass(frozen=True, slots=True)
class RightsStep:
    """A step about a song as a whole, naming no holder: for which episode, and when (UTC seconds).

    `number` is that of the episode; None and empty if it is for none. `id` orders steps.
    """

    song: Song
    status: Clearance
    episode_id: EpisodeId | None
    number: str
    at: int
    id: int = 0


@dataclass(frozen=True, slots=True)
class Whole:
    """Somebody's word that a side of a song has no more holders than are known, or maybe has."""

    song: Song
    side: Side
    said: bool = True


@dataclass(frozen=True)
class Rights:
    """All steps about the songs of a room, the earliest first, and the holders of their rights.

    Recordings are the same as on a longlist: by link, by code and title, or by title and artists
    where one of them has no code.
    """

    steps: Sequence[RightsStep] = ()
    holders: Sequence[Holder] = ()
    wholes: Sequence[Whole] = ()
    _places: tuple[dict[Name, list[int]], ...] = field(
        default=(), init=False, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        names: dict[SongId, list[Name]] = {}
        facts: tuple[Sequence[RightsStep | Holder | Whole], ...]
        facts = (self.steps, self.holders, self.wholes)
        for one in (one for several in facts for one in several):
            if one.song.id not in names:
                names[one.song.id] = names_of(one.song)
        places = tuple(_index(several, lambda song: names[song.id]) for several in facts)
        object.__setattr__(self, "_places", places)

    def about(self, song: Song) -> SongRights:
        """Return all that is known of the rights to a song."""
        holders = self._found(self.holders, 1, song)
        wholes = frozenset(one.side for one in self._found(self.wholes, 2, song) if one.said)
        said = self._said(song)
        if said is None:
            return SongRights(holders, wholes)
        cleared = [one for one in self._found(self.steps, 0, song) if one.status is _CLEARED]
        return SongRights(holders, wholes, said.status, said.id, licenses_of(cleared))

    def alike(self, song: Song) -> frozenset[SongId]:
        """Return the ids of a song and of those like it that something is known of."""
        facts: list[RightsStep | Holder | Whole] = []
        facts += self._found(self.steps, 0, song)
        facts += self._found(self.holders, 1, song)
        facts += self._found(self.wholes, 2, song)
        return frozenset((song.id, *(one.song.id for one in facts)))

    def refused(self, song: Song) -> RightsStep | None:
        """Return the step by which the rights to a song are refused; None if they are not.

        It is a holder's, or one about the song as a whole, whichever has the last word.
        """
        if not (self.steps or self.holders):
            return None
        rights = self.about(song)
        if rights.clearance is not Clearance.DENIED:
            return None
        holder = rights.refusal
        if holder is None:
            return self._said(song)
        episode = holder.episode_id, holder.number
        return RightsStep(holder.song, Clearance.DENIED, *episode, holder.at, holder.step)

    def refusals(self, songs: Iterable[Song]) -> tuple[RightsStep, ...]:
        """Return the refusals among songs, in their order, each about the song as it is given."""
        found = [(song, self.refused(song)) for song in songs]
        return tuple(replace(step, song=song) for song, step in found if step is not None)

    def said_at(self, song: Song) -> int | None:
        """Return when (UTC seconds) the latest word on a song as a whole was said; None if none."""
        step = self._said(song)
        return None if step is None else step.at

    def _said(self, song: Song) -> RightsStep | None:
        """Return the latest step about a song as a whole, for whichever episode."""
        return next(iter(self._found(self.steps, 0, song)[-1:]), None)

    def _found(self, among: Sequence[T], kind: int, song: Song) -> tuple[T, ...]:
        """Return those of one kind that are about a recording, in their order."""
        if not among:
            return ()
        index = self._places[kind]
        places = {place for name in names_wanted(song) for place in index.get(name, ())}
        return tuple(among[place] for place in sorted(places))


def licenses_of(cleared: Iterable["RightsStep | Holder"]) -> tuple[License, ...]:
    """Return the episodes of steps by which a song was cleared; none if one was for no episode."""
    found = {one.episode_id: one.number for one in cleared}
    if None in found:
        return ()
    return tuple(License(each, number) for each, number in found.items() if each is not None)


def _index(
    facts: Sequence[RightsStep | Holder | Whole], names: Callable[[Song], list[Name]]
) -> dict[Name, list[int]]:
    """Return the places of facts by each name of the songs they are about."""
    index: dict[Name, list[int]] = {}
    for place, one in enumerate(facts):
        for name in names(one.song):
            index.setdefault(name, []).append(place)
    return index


NOTHING_KNOWN = Rights()
