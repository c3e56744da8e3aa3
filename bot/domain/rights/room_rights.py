"""What a room knows of the rights to its songs, over all its episodes, by recording."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import Struct

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Song, SongId
from bot.domain.rights.holders import Holder, Side
from bot.domain.rights.recording_names import Name, names_of, names_wanted
from bot.domain.rights.song_rights import SongRights
from bot.domain.rights.steps import RightsStep
from bot.domain.structs import replace

T = TypeVar("T")


class Whole(Struct, frozen=True):
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

    def about(self, song: Song, episode_id: EpisodeId | None = None) -> SongRights:
        """Return all that is known of the rights to a song, as seen from an episode.

        Without an episode, what counts is the latest that was said about any.
        """
        holders = self._found(self.holders, 1, song)
        wholes = frozenset(one.side for one in self._found(self.wholes, 2, song) if one.said)
        words = self._found(self.steps, 0, song)
        found = SongRights(holders, wholes, words[-1] if words else None, words)
        return found if episode_id is None else found.seen_from(episode_id)

    def alike(self, song: Song) -> frozenset[SongId]:
        """Return the ids of a song and of those like it that something is known of."""
        facts: list[RightsStep | Holder | Whole] = []
        facts += self._found(self.steps, 0, song)
        facts += self._found(self.holders, 1, song)
        facts += self._found(self.wholes, 2, song)
        return frozenset((song.id, *(one.song.id for one in facts)))

    def refused(self, song: Song, episode_id: EpisodeId | None = None) -> RightsStep | None:
        """Return the step by which the rights to a song are refused; None if they are not.

        It is a holder's, or one about the song as a whole, whichever has the last word. As long as
        nothing was said about an episode, a refusal for another one is told in it.
        """
        if not (self.steps or self.holders):
            return None
        rights = self.about(song)
        seen = rights if episode_id is None else rights.seen_from(episode_id)
        if seen.spoken:
            rights = seen
        if rights.clearance is not Clearance.DENIED:
            return None
        holder = rights.refusal
        if holder is None:
            return rights.word
        episode = holder.episode_id, holder.number
        return RightsStep(holder.song, Clearance.DENIED, *episode, holder.at, holder.step)

    def refusals(
        self, songs: Iterable[Song], episode_id: EpisodeId | None = None
    ) -> tuple[RightsStep, ...]:
        """Return the refusals among songs, in their order, each about the song as it is given."""
        found = [(song, self.refused(song, episode_id)) for song in songs]
        return tuple(replace(step, song=song) for song, step in found if step is not None)

    def _found(self, among: Sequence[T], kind: int, song: Song) -> tuple[T, ...]:
        """Return those of one kind that are about a recording, in their order."""
        if not among:
            return ()
        index = self._places[kind]
        places = {place for name in names_wanted(song) for place in index.get(name, ())}
        return tuple(among[place] for place in sorted(places))


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
