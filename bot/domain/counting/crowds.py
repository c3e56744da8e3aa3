"""How well the ballots of a vote hide among each other once they are shown without names.

Whoever knows who proposed which song knows which ballots a voter cannot have cast: those that name
a song of their own. A ballot *fits* a voter if it names none of theirs. Of all the ways to give
each voter a ballot that fits, one is the truth, and nobody can tell which. The *crowd* of a ballot
is the number of voters who have it in at least one of these ways.

All ways follow from any one of them by passing ballots on in circles, as in every bipartite graph
(Berge 1957). A voter none of whose songs is named by any ballot fits them all; these voters are
alike, and counted together as *the others*. Those whose songs are named are few, since the songs
are, and have a number each. A ballot is known by the set of voters it fits, a bit each, and the
highest bit stands for the others. So the work grows with the songs, and hardly with the voters.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

LEAST_BALLOTS = 5
LEAST_CROWD = 3
LEAST_CROWD_FOR_A_VOTER = 2
"""What must be left of a ballot's crowd for somebody who knows which ballot is their own."""


class Hiding(StrEnum):
    """Whether ballots that are shown without names stay nameless."""

    SAFE = "safe"
    FEW_BALLOTS = "few_ballots"
    SMALL_CROWD = "small_crowd"


class NoMatch(Exception):
    """The ballots cannot be those of these voters: no way gives everybody one that fits."""


def hiding(ballots: Sequence[frozenset[str]], voters: Sequence[frozenset[str]]) -> Hiding:
    """Return whether these ballots, shown without names, stay nameless.

    Args:
        ballots: The songs that each ballot names, in any order; none that names no song.
        voters: For each of those who cast them, in any order, the songs they could not name.

    Raises:
        NoMatch: The ballots cannot be those of these voters.
    """
    if len(ballots) < LEAST_BALLOTS:
        return Hiding.FEW_BALLOTS
    kinds, way = _start(ballots, voters)
    if min(way.crowd(kind) for kind in set(kinds)) < LEAST_CROWD:
        return Hiding.SMALL_CROWD
    for seen in _seen_by_voters(kinds, way):
        # Ballots of the others need no look: there are three others or more, whom all ballots fit.
        if any(seen.crowd(kind) < LEAST_CROWD_FOR_A_VOTER for kind in seen.held.values()):
            return Hiding.SMALL_CROWD
    return Hiding.SAFE


def crowds(ballots: Sequence[frozenset[str]], voters: Sequence[frozenset[str]]) -> list[int]:
    """Return the crowd of each ballot, in their order; takes and raises what `hiding` does."""
    kinds, way = _start(ballots, voters)
    sizes = {kind: way.crowd(kind) for kind in set(kinds)}
    return [sizes[kind] for kind in kinds]


class _Way:
    """A way to give each voter a ballot that fits."""

    def __init__(
        self, held: Mapping[int, int], spare: Sequence[int], samples: Sequence[int], others: int
    ) -> None:
        """Take who has what.

        Args:
            held: The ballot of each voter with a number.
            spare: For each number, how many ballots of the others fit it.
            samples: For each number, one ballot of the others that fits it; 0 if none does.
            others: How many the others are.
        """
        self.held = held
        self._spare = spare
        self._samples = samples
        self._others = others
        self._holders = {ballot: voter for voter, ballot in held.items()}
        self._sources = self._find_sources()

    def crowd(self, kind: int) -> int:
        """Return the crowd of a ballot of this kind."""
        takers = self.takers(kind, self._holders.get(kind, self.rest))
        return takers.bit_count() + (self._others - 1 if takers >> self.rest else 0)

    @property
    def rest(self) -> int:
        """The number that stands for the others."""
        return len(self._spare)

    @property
    def fitted_once(self) -> int:
        """The numbers that just one ballot of the others fits."""
        return sum(1 << number for number, ballots in enumerate(self._spare) if ballots == 1)

    def takers(self, kind: int, holder: int) -> int:
        """Return who has this ballot in some way: whom it fits, and who can make up for it."""
        return kind & self._sources[holder]

    def without(self, kind: int, holder: int, voter: int) -> "_Way":
        """Return the way that is left when a taker of this ballot goes and takes it along."""
        held, spare = dict(self.held), list(self._spare)

        def add(ballot: int, sign: int) -> None:
            for number in range(self.rest):
                spare[number] += sign * (ballot >> number & 1)

        for giver, taker in pairwise(self._chain(voter, holder)):
            passed = self._samples[taker] if giver == self.rest else self.held[giver]
            if giver == self.rest:
                add(passed, -1)
            if taker == self.rest:
                add(passed, 1)
            else:
                held[taker] = passed
        if holder == self.rest:
            add(kind, -1)
        held.pop(voter, 0)
        return _Way(held, spare, self._samples, self._others - (voter == self.rest))

    def _voters(self) -> Iterator[int]:
        yield from self.held
        if self._others:
            yield self.rest

    def _next(self, voter: int) -> int:
        """Return whom a ballot of this voter fits."""
        if voter == self.rest:
            return sum(1 << number for number in self.held if self._spare[number] > 0)
        return self.held[voter]

    def _find_sources(self) -> dict[int, int]:
        """Return whose ballots can come to each voter by being passed on (Warshall 1962)."""
        voters = list(self._voters())
        ahead = {voter: self._next(voter) | 1 << voter for voter in voters}
        for between, further in ahead.items():
            for voter in voters:
                if ahead[voter] >> between & 1:
                    ahead[voter] |= further
        return {
            voter: sum(1 << source for source in voters if ahead[source] >> voter & 1)
            for voter in voters
        }

    def _chain(self, giver: int, taker: int) -> list[int]:
        """Return the shortest chain along which ballots are passed on."""
        before = {giver: giver}
        waiting = deque([giver])
        while taker not in before:
            voter = waiting.popleft()
            ahead = self._next(voter)
            for following in self._voters():
                if ahead >> following & 1 and following not in before:
                    before[following] = voter
                    waiting.append(following)
        chain = [taker]
        while chain[-1] != giver:
            chain.append(before[chain[-1]])
        return chain[::-1]


def _start(
    ballots: Sequence[frozenset[str]], voters: Sequence[frozenset[str]]
) -> tuple[list[int], _Way]:
    """Return what each ballot fits, and a way."""
    if len(ballots) != len(voters):
        raise NoMatch
    named = frozenset[str]().union(*ballots)
    numbered = [own for voter in voters if (own := voter & named)]
    if len(voters) - len(numbered) < LEAST_CROWD:
        # Then they are too few to be taken together.
        numbered = [voter & named for voter in voters]
    kinds = [
        sum((own.isdisjoint(ballot)) << number for number, own in enumerate(numbered))
        | 1 << len(numbered)
        for ballot in ballots
    ]
    return kinds, _any_way(Counter(kinds), len(numbered), len(voters) - len(numbered))


def _any_way(kinds: Counter[int], numbered: int, others: int) -> _Way:
    """Find a way, by chains that each free one more ballot (Kuhn 1955)."""
    left = kinds.copy()
    held: dict[int, int] = {}

    def provide(voter: int, tried: set[int]) -> bool:
        for kind in kinds:
            if kind >> voter & 1 and kind not in tried:
                tried.add(kind)
                if left[kind]:
                    left[kind] -= 1
                elif not any(
                    provide(holder, tried) for holder in list(held) if held[holder] == kind
                ):
                    continue
                held[voter] = kind
                return True
        return False

    if not all(provide(voter, set()) for voter in range(numbered)):
        raise NoMatch
    spare, samples = [0] * numbered, [0] * numbered
    for kind, count in left.items():
        for voter in range(numbered):
            if count and kind >> voter & 1:
                spare[voter] += count
                samples[voter] = kind
    return _Way(held, spare, samples, others)


def _seen_by_voters(kinds: Sequence[int], way: _Way) -> Iterator[_Way]:
    """Yield what is left when a voter takes out a ballot that can be theirs, for all such pairs."""
    for holder, kind in way.held.items():
        for voter in _numbers(way.takers(kind, holder)):
            yield way.without(kind, holder, voter)
    # Of a ballot of the others, it matters only which numbers are left with none that fits.
    done: dict[int, int] = {}
    for kind in Counter(kinds) - Counter(way.held.values()):
        alike = kind & way.fitted_once
        fresh = way.takers(kind, way.rest) & ~done.get(alike, 0)
        done[alike] = done.get(alike, 0) | fresh
        for voter in _numbers(fresh):
            yield way.without(kind, way.rest, voter)


def _numbers(voters: int) -> list[int]:
    return [number for number in range(voters.bit_length()) if voters >> number & 1]
