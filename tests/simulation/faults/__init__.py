"""What goes wrong: with processes, the machine, the network, the server, Spotify.

A fault is one function in one of the modules here: `@fault(weight)` over `def name(stage, draw)`.
What it begins ends by itself; or it yields for how many seconds it lasts, and mends it after that.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from tests.simulation.plan import Weighed, registering

if TYPE_CHECKING:
    from tests.simulation.stage import Stage

Strike: TypeAlias = "Callable[[Stage, Random], Iterator[float] | None]"


FAULTS: dict[str, Weighed[Strike]] = {}
fault = registering(FAULTS)

for _name in ("processes", "machine", "network", "server", "spotify"):
    import_module(f"{__name__}.{_name}")
