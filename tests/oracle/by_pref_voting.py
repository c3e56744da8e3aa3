"""The ranked method as *pref_voting* counts it: single transferable vote by the Scottish order.

Its `stv_scottish` has our rule in every step: a whole-number quota, every song at quota elected at
once, the largest surplus passed on first and alone, ballots passed on at value x surplus / total to
continuing songs only, ties broken by the latest stage that differs and then by lot. Two things
differ:

- It works in floating-point numbers, cut off after some decimals (the Scottish order says five),
  and takes numbers closer than 1e-12 for equal. With 15 decimals and a few dozen ballots, all it
  can lose stays below that, so what is equal for us is equal for it.
- Where an earlier stage separates three or more equal songs only in part, it ignores that and draws
  lots among them all. That cannot be seen from outside, so whenever it draws among three or more,
  the results of every other draw are counted among its answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_scottish

from bot.domain.counting import Profile, Ranking, lot_order
from tests.oracle.answers import Answer, NotComparable, ReadyCount, contested_seats, free_songs

DECIMALS = 15


@dataclass(slots=True)
class _Lot:
    """Takes the place of the library's random numbers, and draws by our lot order.

    The library asks it which of several equal songs to take, but does not say what for. To pass on
    a surplus it must be the song earliest in lot order; to be excluded, the latest. Songs are
    numbered in lot order.

    Attributes:
        surpluses: Whether each draw is for a surplus, as far as that is known; any further draw is
            taken to be for an exclusion.
        forced: The place of a draw and the song it must take, whatever the lot says.
        drawn: The song taken at each draw, and the songs it was taken from.
    """

    surpluses: Sequence[bool]
    forced: tuple[int, int] | None = None
    drawn: list[tuple[int, Sequence[int]]] = field(default_factory=list)

    def choice(self, tied: Sequence[int]) -> int:
        """Return one of the tied songs."""
        place = len(self.drawn)
        if self.forced and self.forced[0] == place:
            taken = self.forced[1]
        else:
            taken = min(tied) if self.is_surplus(place) else max(tied)
        self.drawn.append((taken, tied))
        return taken

    def is_surplus(self, place: int) -> bool:
        """Return whether a draw was taken to be for a surplus."""
        return place < len(self.surpluses) and self.surpluses[place]


@dataclass(frozen=True, slots=True)
class _Contest:
    votes: object
    songs: Sequence[str]
    seats: int

    def answer(self) -> Answer:
        elected, lot = self.settle([])
        found = {elected}
        for place, (taken, tied) in enumerate(lot.drawn):
            for other in tied if len(tied) > 2 else ():
                if other != taken:
                    before = [lot.is_surplus(earlier) for earlier in range(place)]
                    found.add(self.settle(before, (place, other))[0])
        return frozenset(frozenset(self.songs[n - 1] for n in elected) for elected in found)

    def settle(
        self, surpluses: Sequence[bool], forced: tuple[int, int] | None = None
    ) -> tuple[frozenset[int], _Lot]:
        """Count, and count again while a draw turns out to have been for something else.

        A song drawn for a surplus is elected, and a song drawn for an exclusion is not. All draws
        before the first wrong one are right, so each count gets at least one draw further.
        """
        while True:
            lot = _Lot(surpluses, forced)
            elected = frozenset(
                stv_scottish(self.votes, num_seats=self.seats, decimals=DECIMALS, rng=lot)
            )
            true = [taken in elected for taken, _ in lot.drawn]
            wrong = next((n for n, kind in enumerate(true) if kind != lot.is_surplus(n)), None)
            if wrong is None:
                return elected, lot
            surpluses = true[: wrong + 1]


def ranked(profile: Profile) -> ReadyCount:
    """Ask for the Scottish single transferable vote."""
    seats, free = contested_seats(profile), free_songs(profile)
    songs = [song for song in lot_order(profile.seed, profile.songs) if song in free]
    numbers = {song: number for number, song in enumerate(songs, start=1)}
    rankings = [
        [numbers[song] for song in ballot.ranking if song in numbers]
        for ballot in profile.ballots
        if isinstance(ballot, Ranking)
    ]
    if not any(rankings):
        raise NotComparable("no ballot ranks a song")
    votes = ProfileWithTies(
        [{song: rank for rank, song in enumerate(order, start=1)} for order in rankings if order],
        candidates=list(numbers.values()),
    )
    return _Contest(votes, songs, seats).answer
