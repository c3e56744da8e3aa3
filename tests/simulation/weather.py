"""What is going wrong at the moment, and for what nobody can be blamed."""

from collections.abc import Callable, Iterator
from random import Random
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from bot.demo.spotify.faults import Fault as SpotifyFault
from tests.wire.faults import Fault

if TYPE_CHECKING:
    from tests.simulation.process import Process
    from tests.simulation.world import World

Strikes: TypeAlias = Callable[[str, str], Fault | None]
"""Says what goes wrong with a request, by its method and route."""
SpotifyStrikes: TypeAlias = Callable[[str, str], SpotifyFault | None]
T = TypeVar("T", Strikes, SpotifyStrikes)
REFUSED = "Refused"
"""What Discord says where it refuses something for no reason."""


class Weather:
    """Everything that is wrong outside. It says for what nobody can be blamed.

    Attributes:
        discord, spotify: What goes wrong with requests at the moment.
        kill_at: At which moments a process is to be killed: `commit` or `request`, once each.
        deleted: Messages that people deleted.
    """

    def __init__(self, world: "World") -> None:
        self._world = world
        self._lasting: list[Iterator[float]] = []
        self._excuses: list[tuple[float, str]] = []
        self.discord: list[Strikes] = []
        self.spotify: list[SpotifyStrikes] = []
        self.kill_at: dict[str, Random] = {}
        self.deleted: set[int] = set()
        world.discord.goes_wrong = lambda *asked: next(
            (struck for one in self.discord if (struck := one(*asked))), None
        )
        world.spotify.fault = lambda *asked: next(
            (struck for one in self.spotify if (struck := one(*asked))), None
        )

    def begin(self, trouble: Iterator[float] | None) -> None:
        """Begin trouble; it ends after the seconds that it yields, or when all is to be calm."""
        seconds = None if trouble is None else next(trouble, None)
        if trouble is not None and seconds is not None:
            self._lasting.append(trouble)
            self._world.loop.call_later(seconds, self._end, trouble)

    def _end(self, trouble: Iterator[float]) -> None:
        if trouble in self._lasting:
            self._lasting.remove(trouble)
            next(trouble, None)

    def over(self, requests: list[T], seconds: float, strikes: T) -> Iterator[float]:
        """Have something happen to requests for a while: to those in `discord` or `spotify`."""
        requests.append(strikes)
        yield seconds
        requests.remove(strikes)

    def excuse(self, seconds: float, why: str) -> None:
        """Take answers that are late or missing for nobody's fault, for a while."""
        now = self._world.loop.time()
        self._excuses.append((now + seconds, why))
        for deed in self._world.deeds[-40:]:
            if deed.answered_at is None:
                deed.disturbed = deed.disturbed or why

    def excused(self) -> str:
        """Return why an answer may be late or missing now; mostly nothing."""
        now = self._world.loop.time()
        return next((why for until, why in self._excuses if until > now), "")

    def calm(self) -> None:
        """Have nothing go wrong any more."""
        while self._lasting:
            self._end(self._lasting[0])
        self.kill_at.clear()
        self._world.trace.note("quiet", "nothing goes wrong from now on")

    def committed(self, process: "Process | None") -> None:
        """Kill a process between a commit and what follows, where that is to be."""
        if process is not None and self.kill_at.pop("commit", None) is not None:
            process.kill()

    def sent(self, process: "Process") -> None:
        """Kill a process while a request or its answer is on its way, where that is to be."""
        draw = self.kill_at.pop("request", None)
        if draw is not None:
            self._world.loop.call_later(0.2 * draw.random(), process.kill)
