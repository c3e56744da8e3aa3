"""Measuring several ways to do the same thing in turn, A B C A B C, in CPU time of this process.

Machines differ and are busy with other things. What counts is the ratio of two minimums of one run.
"""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import process_time

LEAST = 0.02
"""A measurement repeats the work until it takes about so long (seconds)."""


@dataclass(frozen=True, slots=True)
class Times:
    """What one way took, once, in CPU seconds, over several measurements."""

    measured: tuple[float, ...]

    @property
    def least(self) -> float:
        """Return the shortest: the one least disturbed."""
        return min(self.measured)

    @property
    def median(self) -> float:
        """Return the middle one."""
        return median(self.measured)


def in_turn(ways: Mapping[str, Callable[[], object]], turns: int) -> dict[str, Times]:
    """Measure each way once a turn, after a turn that is not counted.

    What the ways hold on to already is kept out of the garbage collector's sight, so that none pays
    for the size of another's data.
    """
    gc.collect()
    gc.freeze()
    repeats = {name: _repeats(way) for name, way in ways.items()}
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(turns):
        for name, way in ways.items():
            found[name].append(_measure(way, repeats[name]))
    gc.unfreeze()
    return {name: Times(tuple(measured)) for name, measured in found.items()}


def once(way: Callable[[], object]) -> float:
    """Return the CPU seconds of doing something one time."""
    return _measure(way, 1)


def _repeats(way: Callable[[], object]) -> int:
    return max(1, round(LEAST / max(once(way), 1e-6)))


def _measure(way: Callable[[], object], repeats: int) -> float:
    gc.collect()
    begun = process_time()
    for _ in range(repeats):
        way()
    return (process_time() - begun) / repeats
