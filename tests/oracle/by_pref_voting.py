"""The ranked method as *pref_voting* counts it: single transferable vote by the Scottish order.

Its `stv_scottish` has our rule in every step: the whole-number quota, everybody at quota elected at
once, the largest surplus passed on first and alone, ballots passing at value x surplus / total to
continuing songs only, ties by the latest stage that differs, and then the lot. Two things differ:

- It works in floating-point numbers, cut after some decimals (the order says five), and takes
  numbers as equal that are closer than 1e-12. With 15 decimals and some dozens of ballots, all it
  can lose stays below that, so what is equal for us is equal for it.
- Where an earlier stage separates three or more equal songs only in part, it forgets that and draws
  lots among them all. From outside one cannot tell, so whenever it draws among three or more, what
  it would say had it drawn another is counted among its answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_scottish

from bot.domain.counting import Profile, Ranking, lot_order
from tests.oracle.answers import Answer, Asked, NotComparable, contested_seats, free_songs

DECIMALS = 15


@dataclass(slots=True)
class _Lot:
    """Stands where the library's random numbers would, and draws as our lot order does.

    The library asks it which of some equal songs to take, and not what for. To pass on a surplus it
    must be the song earliest in lot order, to be excluded the latest. Songs are numbered in lot
    order.

    Attributes:
        surpluses: Which draws are for a surplus, as far as that is known. Others are taken to be
            for an exclusion.
        but: A draw, by its place, that is to be for this song, whatever the lot says.
        drawn: The song taken at each draw, and among which.
    """

    surpluses: Sequence[bool]
    but: tuple[int, int] | None = None
    drawn: list[tuple[int, Sequence[int]]] = field(default_factory=list)

    def choice(self, tied: Sequence[int]) -> int:
        """Return one of the tied songs."""
        place = len(self.drawn)
        if self.but and self.but[0] == place:
            taken = self.but[1]
        else:
            taken = min(tied) if self.is_surplus(place) else max(tied)
        self.drawn.append((taken, tied))
        return taken

    def is_surplus(self, place: int) -> bool:
        """Return what a draw was taken to be for."""
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
        self, surpluses: Sequence[bool], but: tuple[int, int] | None = None
    ) -> tuple[frozenset[int], _Lot]:
        """Count, and count again as long as a draw turns out to have been for something else.

        Whoever was drawn for a surplus is elected, and whoever was drawn for an exclusion is not.
        All draws before the first wrong one are right, so each count gets a draw further.
        """
        while True:
            lot = _Lot(surpluses, but)
            elected = frozenset(
                stv_scottish(self.votes, num_seats=self.seats, decimals=DECIMALS, rng=lot)
            )
            true = [taken in elected for taken, _ in lot.drawn]
            wrong = next((n for n, kind in enumerate(true) if kind != lot.is_surplus(n)), None)
            if wrong is None:
                return elected, lot
            surpluses = true[: wrong + 1]


def ranked(profile: Profile) -> Asked:
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
