"""Counting: each method against other people's libraries, on the same ballots, in one run.

A round of 12 songs to 6, from ballots to the result: the ballots are put into the form that is
counted (ours: the frozen `Profile`), without which nobody can count, and then they are. Ours comes
with tie-breaks, runners-up and everything needed to explain it; theirs are the winners.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from bot.domain.counting import CountedBallot, Picks, Points, Profile, Ranking, count
from bot.domain.structs import replace
from tests.bench.rows import Goal, Row
from tests.bench.timing import in_turn
from tests.oracle.answers import Library, ReadyCount
from tests.oracle.check import seated
from tests.oracle.rounds import large_round

Libraries = Mapping[str, Mapping[str, Library]]
"""For each method, the counts it is compared with, by name."""
COMPARED = {
    "approval": ("abcvoting av",),
    "spread": ("abcvoting seqpav",),
    "points": ("abcvoting av, weighted",),
    "ranked": ("pref_voting stv_scottish", "pyrankvote stv"),
}
"""The names of the counts that each method is compared with."""
TURNS = {10: 30, 1_000: 20, 100_000: 5}
"""How often each way is measured, by the number of ballots."""
BUILDING_TURNS = 3
SEED = "bench"
OURS = "ours"


def goal(method: str, ballots: int, library: str) -> Goal:
    """Return what a count is held to: being no slower than a library."""
    many = f"{ballots:,}".replace(",", " ")
    return Goal(f"{method}, {many} ballots to seats (floor: {library}): CPU ms", times=1)


GOALS = tuple(
    goal(method, ballots, library)
    for ballots in TURNS
    for method, libraries in COMPARED.items()
    for library in libraries
)


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows.

    Args:
        quick: Leave out the largest rounds.
    """
    largest = max(TURNS)
    sizes = {ballots: turns for ballots, turns in TURNS.items() if not quick or ballots < largest}
    yield from measure(voting_libraries(), sizes)


def voting_libraries() -> Libraries:
    """Return other people's counts."""
    # They are in the oracle's own venv; the tests measure without them.
    from tests.oracle import by_abcvoting, by_pref_voting, by_pyrankvote  # noqa: PLC0415

    counts = {
        "approval": (by_abcvoting.approval,),
        "spread": (by_abcvoting.spread,),
        "points": (by_abcvoting.points,),
        "ranked": (by_pref_voting.ranked, by_pyrankvote.ranked),
    }
    return {
        method: dict(zip(names, counts[method], strict=True)) for method, names in COMPARED.items()
    }


def measure(libraries: Libraries, sizes: Mapping[int, int]) -> Iterable[Row]:
    """Measure rounds of so many ballots so many times each, and yield the rows.

    Raises:
        AssertionError: A library seats others than we do.
    """
    for ballots, turns in sizes.items():
        for method, compared in libraries.items():
            yield from _measure(method, ballots, compared, turns)


def _measure(
    method: str, ballots: int, libraries: Mapping[str, Library], turns: int
) -> Iterable[Row]:
    profile = _build(large_round(method, ballots, SEED))
    building = in_turn(
        {OURS: partial(_build, profile)}
        | {name: partial(library, profile) for name, library in libraries.items()},
        min(turns, BUILDING_TURNS),
    )
    ready = {name: library(profile) for name, library in libraries.items()}
    for name, asked in ready.items():
        _check_winners(profile, name, asked)
    counting = in_turn({OURS: partial(count, profile), **ready}, turns)
    took = {name: (building[name].least + counting[name].least) * 1000 for name in counting}
    for name in libraries:
        yield goal(method, ballots, name).measured(took[OURS], took[name])


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
    return replace(profile, ballots=tuple(map(_copy, profile.ballots)))


def _copy(ballot: CountedBallot) -> CountedBallot:
    if isinstance(ballot, Picks):
        return Picks(_copied(ballot.picks), _copied(ballot.stars))
    if isinstance(ballot, Points):
        return Points(_copied(ballot.points))
    if isinstance(ballot, Ranking):
        return Ranking((*ballot.ranking,))
    raise TypeError(f"there is no way to copy {type(ballot).__name__}")


def _copied(choices: frozenset[Any]) -> frozenset[Any]:
    """Copy a set, by way of a list: a frozen set of a frozen set is the same object."""
    return frozenset(list(choices))
