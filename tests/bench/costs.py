"""Measuring what waits for the disk: wall and CPU time of many votes, several ways in turn."""

import gc
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Cost:
    """What one thing took, of many done in a row or at once: seconds each, of all threads.

    `waits` are how long each of them took from its beginning to its end.
    """

    wall: float
    cpu: float
    waits: tuple[float, ...] = ()


Do = Callable[[int], Awaitable[None]]
"""Does the nth of many things."""

Way = Callable[[], Awaitable[Sequence[float]]]
"""Does many things once over; returns how long each took, in seconds."""


async def costs_in_turn(ways: Mapping[str, Way], turns: int) -> dict[str, Cost]:
    """Return the least wall and the least CPU time of each way, after a turn that is not counted.

    The waits are those of all turns.
    """
    found: dict[str, list[Cost]] = {name: [] for name in ways}
    for turn in range(turns + 1):
        for name, way in ways.items():
            cost = await _cost(way)
            if turn:
                found[name].append(cost)
    return {name: _least(costs) for name, costs in found.items()}


def percentile(waits: Sequence[float], share: float) -> float:
    """Return the wait that so many (0.99: 99 of 100) do not go beyond."""
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * share))]


async def _cost(way: Way) -> Cost:
    gc.collect()
    wall, cpu = perf_counter(), process_time()
    waits = await way()
    wall, cpu = perf_counter() - wall, process_time() - cpu
    return Cost(wall / len(waits), cpu / len(waits), tuple(waits))


def _least(costs: Iterable[Cost]) -> Cost:
    costs = list(costs)
    return Cost(
        min(cost.wall for cost in costs),
        min(cost.cpu for cost in costs),
        tuple(wait for cost in costs for wait in cost.waits),
    )
