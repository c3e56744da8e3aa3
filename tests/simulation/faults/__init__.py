"""What goes wrong: with processes, the machine, the network, the server, Spotify.

A fault is one function in one of the modules here: `@fault(weight)` over `def name(stage, draw)`.
What it begins ends by itself; or it yields for how many seconds it lasts, and mends it after that.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tests.simulation.stage import Stage

Strike: TypeAlias = "Callable[[Stage, Random], Iterator[float] | None]"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong; the weight says how often, beside the others."""

    weight: float
    strike: Strike


FAULTS: dict[str, Fault] = {}


def fault(weight: float) -> Callable[[Strike], Strike]:
    """Have something go wrong now and then."""

    def register(strike: Strike) -> Strike:
        FAULTS[strike.__name__] = Fault(weight, strike)
        return strike

    return register


for _name in ("processes", "machine", "network", "server", "spotify"):
    import_module(f"{__name__}.{_name}")
