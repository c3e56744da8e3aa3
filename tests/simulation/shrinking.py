"""Makes a failure smaller: leaves out steps of a seed's plan for as long as it still fails."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.simulation.running import Run, outcomes
from tests.simulation.simulation import Outcome


@dataclass(frozen=True, slots=True)
class Smaller:
    """The smallest failure that was found, and how many runs that took."""

    outcome: Outcome
    runs: int


def shrunk(failed: Outcome, at_once: int, mutation: str = "") -> Smaller:
    """Return a run of the same seed with fewer steps that breaks the same invariant.

    Halves of the steps are left out first, then quarters, and so on down to single ones.
    """
    wanted = {one.invariant for one in failed.broken}
    best, runs = failed, 0
    everything = frozenset(step.number for step in failed.steps)
    size = max(1, len(everything) // 2)
    while size:
        progress = False
        tries = list(_tries(best, everything, size, mutation))
        for outcome in outcomes(tries, at_once):
            runs += 1
            fewer = len(outcome.steps) < len(best.steps)
            if fewer and wanted & {one.invariant for one in outcome.broken}:
                best, progress = outcome, True
        if not progress:
            size //= 2
    return Smaller(best, runs)


def _tries(best: Outcome, everything: frozenset[int], size: int, mutation: str) -> Iterator[Run]:
    kept = [step.number for step in best.steps]
    gone = everything - set(kept)
    for first in range(0, len(kept), size):
        yield Run(best.seed, gone | set(kept[first : first + size]), mutation)
