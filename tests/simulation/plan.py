"""What a seed has in store: the season, what people do besides, and what goes wrong when."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
ACTION, FAULT = "action", "fault"
MINUTE, HOUR = 60, 3600
STORM = 3 * HOUR
"""So long (virtual seconds) things go wrong; then all is quiet."""
QUIET = 2.5 * HOUR
"""So long (virtual seconds) all is quiet: what needs a person is tried again each hour."""


@dataclass(frozen=True, slots=True)
class Weighed(Generic[F]):
    """An action or a fault; the weight says how often it happens, beside the others."""

    weight: float
    run: F


def registering(known: dict[str, Weighed[F]]) -> Callable[[float], Callable[[F], F]]:
    """Return a decorator that has a function happen now and then, given its weight."""

    def weighing(weight: float) -> Callable[[F], F]:
        def register(run: F) -> F:
            known[run.__name__] = Weighed(weight, run)
            return run

        return register

    return weighing


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens at its time, whatever else does.

    Attributes:
        number: By which it is left out when a failure is made smaller.
        at: Virtual seconds since the start.
        chance: What its own chance follows from.
    """

    number: int
    at: float
    kind: str
    name: str
    chance: int


@dataclass(frozen=True, slots=True)
class Plan:
    """One simulation.

    Attributes:
        calm: Whether nothing goes wrong, and people do what is sensible alone.
        songs: How many songs the shortlist has.
        writers: How many people write.
        processes: How many processes share the database.
        rooms: How many rooms there are.
        roles: Whether voting is kept for a role.
        linked: Whether songs are proposed by links to Spotify, not by hand.
    """

    seed: int
    calm: bool
    songs: int
    writers: int
    processes: int
    rooms: int
    roles: bool
    linked: bool
    steps: tuple[Step, ...]


def plan_of(
    seed: int, known_actions: Mapping[str, Weighed[Any]], known_faults: Mapping[str, Weighed[Any]]
) -> Plan:
    """Return what a seed has in store, of the actions and faults that there are."""
    draw = random.Random(f"{seed}:plan")
    calm = draw.random() < 0.2
    actions = 0 if calm else draw.choice((10, 30, 60))
    faults = 0 if calm or draw.random() < 0.1 else draw.choice((3, 10, 25))
    drawn = [
        *_drawn(draw, ACTION, known_actions, actions),
        *_drawn(draw, FAULT, known_faults, faults),
    ]
    steps = [Step(number, *one) for number, one in enumerate(sorted(drawn))]
    return Plan(
        seed=seed,
        calm=calm,
        songs=draw.choice((4, 5, 6, 6, 8, 12)),
        writers=draw.choice((2, 3, 4, 5, 7)),
        processes=1 if calm or draw.random() < 0.6 else 2,
        rooms=1 if calm else draw.choice((1, 2)),
        roles=draw.random() < 0.5,
        linked=draw.random() < 0.5,
        steps=tuple(steps),
    )


def _drawn(
    draw: random.Random, kind: str, known: Mapping[str, Weighed[Any]], number: int
) -> list[tuple[float, str, str, int]]:
    """Draw what happens, with weights of the seed's own: many things never do."""
    its_own = {
        name: one.weight * draw.expovariate(1) * (draw.random() < 0.7)
        for name, one in known.items()
    }
    if not any(its_own.values()):
        return []
    names = draw.choices(list(its_own), list(its_own.values()), k=number)
    return [(draw.uniform(2 * MINUTE, STORM), kind, name, draw.getrandbits(32)) for name in names]
