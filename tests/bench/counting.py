"""Counting: each method against other people's libraries, on the same ballots, in one run.

A round of 12 songs to 6, counted twice over:

- *count*: from the ballots in one's own form (ours: the frozen `Profile`) to the result. Ours comes
  with tie-breaks, runners-up and everything needed to explain it; theirs are the winners.
- *with building*: the same, and what it takes to put the ballots into that form, without which
  nobody can count.

The largest rounds of picks and points are counted again with equal sets of choices *shared*, each
of them one object, as they can be when they are read. The floor is one look at every choice on
every ballot.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from bot.domain.counting import CountedBallot, Picks, Points, Profile, Ranking, count
from tests.bench.table import figures, ratio, table
from tests.bench.timing import in_turn
from tests.oracle.answers import Library, ReadyCount
from tests.oracle.check import seated
from tests.oracle.rounds import large_round

Libraries = Mapping[str, Mapping[str, Library]]
"""For each method, the counts it is compared with, by name."""
TURNS = {10: 30, 1_000: 20, 100_000: 5}
"""How often each way is measured, by the number of ballots."""
BUILDING_TURNS = 3
SHARED = ("approval", "spread", "points")
"""What is measured with shared sets, too."""
SEED = "bench"

OURS, FLOOR = "ours", "floor"
HEAD = (
    "method", "ballots", "against", "count: ours ms", "theirs ms", "theirs / ours",
    "with building: ours ms", "theirs ms", "theirs / ours", "ours / floor",
)  # fmt: skip
TITLE = """\
Counting, 12 songs to 6, CPU milliseconds: the least (the median) of several turns. Ratios are of
the least; theirs / ours above 1: ours is quicker. The floor looks at every choice once."""


def run(*, quick: bool) -> Iterable[str]:
    """Measure, and return the tables.

    Args:
        quick: Leave out the largest rounds.
    """
    largest = max(TURNS)
    sizes = {ballots: turns for ballots, turns in TURNS.items() if not quick or ballots < largest}
    yield table(TITLE, HEAD, measure(voting_libraries(), sizes))


def voting_libraries() -> Libraries:
    """Return other people's counts."""
    # They are in the oracle's own venv; the tests measure without them.
    from tests.oracle import by_abcvoting, by_pref_voting, by_pyrankvote  # noqa: PLC0415

    return {
        "approval": {"abcvoting av": by_abcvoting.approval},
        "spread": {"abcvoting seqpav": by_abcvoting.spread},
        "points": {"abcvoting av, weighted": by_abcvoting.points},
        "ranked": {
            "pref_voting stv_scottish": by_pref_voting.ranked,
            "pyrankvote stv": by_pyrankvote.ranked,
        },
    }


def measure(libraries: Libraries, sizes: Mapping[int, int]) -> list[Sequence[str]]:
    """Measure rounds of so many ballots so many times each, and return the rows.

    Raises:
        AssertionError: A library seats others than we do.
    """
    rounds = [(method, size, False) for size in sizes for method in libraries]
    rounds += [(method, max(sizes), True) for method in SHARED if method in libraries]
    return [
        row
        for method, ballots, shared in rounds
        for row in _measure(method, ballots, libraries[method], sizes[ballots], shared=shared)
    ]


def _measure(
    method: str, ballots: int, libraries: Mapping[str, Library], turns: int, *, shared: bool
) -> Iterable[Sequence[str]]:
    build = _build_shared if shared else _build
    profile = build(large_round(method, ballots, SEED))
    building = in_turn(
        {OURS: partial(build, profile)}
        | {name: partial(library, profile) for name, library in libraries.items()},
        min(turns, BUILDING_TURNS),
    )
    ready = {name: library(profile) for name, library in libraries.items()}
    for name, asked in ready.items():
        _check_winners(profile, name, asked)
    counting = in_turn({OURS: partial(count, profile), FLOOR: _floor(profile), **ready}, turns)
    ours, built = counting[OURS], building[OURS].least + counting[OURS].least
    for name in libraries:
        theirs = counting[name]
        their_built = building[name].least + theirs.least
        yield (
            f"{method}, shared" if shared else method,
            f"{ballots:,}".replace(",", " "),
            name,
            figures(ours.least, ours.median),
            figures(theirs.least, theirs.median),
            ratio(theirs.least / ours.least),
            figures(built),
            figures(their_built),
            ratio(their_built / built),
            ratio(ours.least / counting[FLOOR].least),
        )


def _check_winners(profile: Profile, name: str, asked: ReadyCount) -> None:
    """Refuse to compare times where the results differ."""
    ours, theirs = seated(profile), asked()
    if ours not in theirs:
        raise AssertionError(
            f"{profile.method}, {len(profile.ballots)} ballots: {name} seats others than we do: "
            f"{sorted(map(sorted, theirs))}, not {sorted(ours)}. See `make oracle`."
        )


def _build(profile: Profile) -> Profile:
    """Make every ballot again from its choices, and the round from the ballots."""
    return replace(profile, ballots=tuple(_copy(ballot, _copied) for ballot in profile.ballots))


def _build_shared(profile: Profile) -> Profile:
    """Do the same, with equal sets of choices being one object."""
    known: dict[frozenset[Any], frozenset[Any]] = {}

    def share(choices: frozenset[Any]) -> frozenset[Any]:
        made = _copied(choices)
        return known.setdefault(made, made)

    return replace(profile, ballots=tuple(_copy(ballot, share) for ballot in profile.ballots))


def _copy(ballot: CountedBallot, make: Callable[[frozenset[Any]], frozenset[Any]]) -> CountedBallot:
    if isinstance(ballot, Picks):
        return Picks(make(ballot.picks), make(ballot.stars))
    if isinstance(ballot, Points):
        return Points(make(ballot.points))
    if isinstance(ballot, Ranking):
        return Ranking((*ballot.ranking,))
    raise TypeError(f"there is no way to copy {type(ballot).__name__}")


def _copied(choices: frozenset[Any]) -> frozenset[Any]:
    """Copy a set, by way of a list: a frozen set of a frozen set is the same object."""
    return frozenset(list(choices))


def _floor(profile: Profile) -> Callable[[], object]:
    choices = [_choices(ballot) for ballot in profile.ballots]
    return lambda: Counter(chain.from_iterable(choices))


def _choices(ballot: CountedBallot) -> Iterable[object]:
    if isinstance(ballot, Picks):
        return ballot.picks
    if isinstance(ballot, Ranking):
        return ballot.ranking
    if isinstance(ballot, Points):
        return ballot.points
    raise TypeError(f"there is no floor for {type(ballot).__name__}")
