"""The piles that hold the ballots while they are counted in stages."""

from collections import Counter
from collections.abc import Collection, Iterable
from fractions import Fraction
from math import gcd

from bot.domain.counting.outcome import Number

Rest = tuple[str, ...]
"""A ranking from the song that holds the ballot onward; the songs before it are decided."""
Pile = dict[int, dict[Rest, int]]
"""The ballots of a song: for each value a ballot can have, how many have each rest."""


class Piles:
    """Which song holds which ballots. One song holds a ballot, and may pass it to the next.

    A ballot begins as one vote and may be passed on at part of its value, so there are fractions of
    votes. They are stored as whole numbers of a unit, which gets smaller when necessary. This is
    exact, and faster than fractions.

    Ballots of one pile with the same value and the same rest behave alike from now on, so they are
    counted together.

    Attributes:
        totals: How many units each song holds, without excluded songs.
        unit: How many units make one vote.
    """

    def __init__(self, rankings: Iterable[Rest], songs: Iterable[str]) -> None:
        """Give every ballot to the first of these songs that it ranks, ignoring other songs."""
        self.unit = 1
        self._piles: dict[str, Pile] = {song: {} for song in songs}
        self.totals = dict.fromkeys(self._piles, 0)
        self._votes: dict[str, Number] = {}  # fractions can be long, and reducing them slow
        self._hand_out({1: Counter(rankings)}, 1, self._piles.keys())

    def votes(self, song: str) -> Number:
        """Return how many votes a song holds."""
        if song not in self._votes:
            whole, part = divmod(self.totals[song], self.unit)
            self._votes[song] = Fraction(self.totals[song], self.unit) if part else whole
        return self._votes[song]

    def pass_on(self, song: str, continuing: Collection[str]) -> None:
        """Pass on all ballots of a song at their current value."""
        del self.totals[song]
        self._hand_out(self._piles.pop(song), 1, continuing)

    def pass_on_surplus(self, song: str, quota: int, continuing: Collection[str]) -> None:
        """Pass on all ballots of a song, each at the part of its value that exceeds the quota.

        A song with 7 votes that needs 5 passes on 2/7 of each ballot.
        """
        total = self.totals[song]
        surplus = total - quota * self.unit
        common = gcd(surplus, total)
        pile = self._piles.pop(song)
        self._make_finer(total // common)
        self.totals[song] = quota * self.unit
        self._votes[song] = quota
        self._hand_out(pile, surplus // common, continuing)

    def _make_finer(self, times: int) -> None:
        self.unit *= times
        self.totals = {song: total * times for song, total in self.totals.items()}
        for song, pile in self._piles.items():
            self._piles[song] = {value * times: rests for value, rests in pile.items()}

    def _hand_out(self, pile: Pile, times: int, continuing: Collection[str]) -> None:
        """Give each ballot, at a multiple of its value, to the first continuing song it ranks."""
        for old, rests in pile.items():
            value = old * times
            heaps: dict[str, dict[Rest, int]] = {}
            for rest, ballots in rests.items():
                for place, song in enumerate(rest):
                    if song in continuing:
                        heap = heaps.get(song)
                        if heap is None:
                            heap = heaps[song] = self._piles[song].setdefault(value, {})
                            self._votes.pop(song, None)
                        left = rest[place:] if place else rest
                        heap[left] = heap.get(left, 0) + ballots
                        self.totals[song] += ballots * value
                        break
