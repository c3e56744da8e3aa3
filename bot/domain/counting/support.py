"""The support for each song, summed up: used by `approval`, `spread` and `points`."""

from collections.abc import Collection, Iterable, Mapping
from math import lcm

from msgspec import Struct

from bot.domain.counting.outcome import Figures


class Support(Struct, frozen=True):
    """How much support each song has: the ballots of a round, summed up.

    Attributes:
        groups: Each set of songs that was supported together, with how many ballots support
            exactly that set.
        names: The names of a song's two sums; the first one counts first.
        sums: The two sums of each candidate; songs are ordered by them, highest first.
        ballots: How many ballots there are, including abstentions.
        abstentions: How many support nothing.
    """

    groups: tuple[tuple[frozenset[str], int], ...]
    names: tuple[str, str]
    sums: Mapping[str, tuple[int, int]]
    ballots: int
    abstentions: int

    def supports(self, song: str) -> bool:
        """Return whether any ballot supports a song."""
        return self.sums[song][0] > 0

    def figures(self, song: str) -> Figures:
        """Return the figures of a song for the outcome."""
        (first, second), (first_sum, second_sum) = self.names, self.sums[song]
        return ((first, first_sum), (second, second_sum))

    def weights(self, songs: Iterable[str], seated: Collection[str]) -> dict[str, int]:
        """Return each song's spread weight: how much it would give to writers who have got little.

        A ballot counts for every song it supports. The more of these are already seated, the less
        it weighs: 1 with none seated, 1/2 with one, 1/3 with two, and so on. This is a step
        of sequential proportional approval (Lackner & Skowron, *Multi-Winner Voting with Approval
        Preferences*, 2023).

        Only weights from the same call can be compared: to be whole numbers, they are in a unit
        small enough that each of these fractions is a multiple of it.
        """
        weights = dict.fromkeys(songs, 0)
        wanted, taken = frozenset(weights), frozenset(seated)
        unit = lcm(*range(1, len(taken) + 2))
        for supported, ballots in self.groups:
            if chosen := supported & wanted:
                weight = ballots * (unit // (1 + len(supported & taken)))
                for song in chosen:
                    weights[song] += weight
        return weights


def count_supporters(groups: Mapping[frozenset[str], int], songs: Iterable[str]) -> dict[str, int]:
    """Return how many ballots support each song, given how many support each set of songs."""
    totals = dict.fromkeys(songs, 0)
    for names, ballots in groups.items():
        for song in names:
            totals[song] += ballots
    return totals
