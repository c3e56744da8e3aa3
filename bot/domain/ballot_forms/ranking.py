"""Ballots that put songs in order."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from bot.domain.ballot_forms.form import (
    BallotForm,
    Change,
    Choices,
    CountedBallot,
    SongNames,
    check_songs,
)
from bot.domain.errors import InvalidBallot
from bot.domain.json_fields import Fields
from bot.domain.model import Rules, SongId

RANKED = ">"
"""The first character of a ranking's text; places alone would be picks."""


class ChosenRanking(Choices, frozen=True):
    """Some or all songs, the best one first."""

    ranking: tuple[SongId, ...]


class RankSong(Change, frozen=True):
    """Put a song last in the ranking, at this place, counted from 1.

    The place is the next free one that the writer saw. Repeating the change has no effect.
    """

    song: SongId
    place: int


class UnrankSong(Change, frozen=True):
    """Remove the last song of the ranking, at this place, counted from 1.

    Repeating the change has no effect.
    """

    chooses = False

    place: int


class StartOver(Change, frozen=True):
    """Remove every song from the ranking."""

    chooses = False


class Ranking(CountedBallot, frozen=True):
    """A ballot that ranks some or all songs, the best one first; without any it abstains."""

    ranking: tuple[str, ...] = ()

    @property
    def abstains(self) -> bool:
        """Whether no song is ranked."""
        return not self.ranking

    @property
    def named(self) -> frozenset[str]:
        """The ranked songs."""
        return frozenset(self.ranking)


class RankingForm(BallotForm[ChosenRanking, RankSong | UnrankSong | StartOver, Ranking]):
    """A ranking: it grows and shrinks at its end, and may hold all songs."""

    name = "ranking"
    changes = (RankSong, UnrankSong, StartOver)
    counted = Ranking
    fields = ("ranking",)

    def merge(
        self,
        before: ChosenRanking | None,
        change: RankSong | UnrankSong | StartOver,
        rules: Rules,
        order: Sequence[SongId],
        barred: Collection[SongId],
    ) -> ChosenRanking | None:
        """Return the ranking after a change; `stale` refuses one made for another length."""
        del rules  # a ballot may rank all songs
        ranking = before.ranking if before else ()
        if isinstance(change, RankSong):
            check_songs((change.song,), order, barred)
            ranking = _append(ranking, change.song, change.place)
        elif isinstance(change, UnrankSong):
            ranking = _remove_last(ranking, change.place)
        else:
            ranking = ()
        return ChosenRanking(ranking) if ranking else None

    def pack(self, choices: ChosenRanking, order: Sequence[SongId]) -> str:
        """Return `>3,0` for the fourth candidate before the first."""
        places = {song: place for place, song in enumerate(order)}
        return RANKED + ",".join([str(places[song]) for song in choices.ranking])

    def unpack(self, text: str, order: Sequence[SongId]) -> ChosenRanking:
        """Return the ranking in a text."""
        places = text.removeprefix(RANKED).split(",")
        return ChosenRanking(tuple([order[int(place)] for place in places]))

    def converter(self, names: SongNames) -> Callable[[ChosenRanking], Ranking]:
        """Return the converter."""
        return lambda choices: Ranking(tuple([names[song] for song in choices.ranking]))

    def read(self, ballot: Fields, places: Mapping[str, int], limits: Mapping[str, int]) -> Ranking:
        """Return a ballot's `ranking`."""
        del limits
        return Ranking(ballot.songs("ranking", places) if "ranking" in ballot else ())

    def write(self, ballot: Ranking, places: Mapping[str, int]) -> dict[str, object]:
        """Return songs in the order ranked."""
        del places
        return {"ranking": list(ballot.ranking)}

    def cells(self, written: Mapping[str, Any]) -> dict[str, str]:
        """Return the place in the ranking."""
        return {song: str(place) for place, song in enumerate(written.get("ranking", ()), 1)}


def _append(ranking: tuple[SongId, ...], song: SongId, place: int) -> tuple[SongId, ...]:
    if place == len(ranking) > 0 and ranking[-1] == song:
        return ranking
    if len(ranking) != place - 1:
        raise InvalidBallot("stale")
    if song in ranking:
        raise InvalidBallot("repeated")
    return (*ranking, song)


def _remove_last(ranking: tuple[SongId, ...], place: int) -> tuple[SongId, ...]:
    if place < 1 or len(ranking) not in (place - 1, place):
        raise InvalidBallot("stale")
    return ranking[: place - 1]


RANKING = RankingForm()
