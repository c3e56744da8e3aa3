"""What is going wrong at the moment, and for what nobody can be blamed."""

from collections.abc import Callable, Iterator
from random import Random
from typing import TYPE_CHECKING, TypeVar

from bot.demo.spotify.faults import Fault as SpotifyFault
from tests.simulation.discord_side import Mishap

if TYPE_CHECKING:
    from tests.simulation.process import Process
    from tests.simulation.world import World

Struck = TypeVar("Struck", Mishap, SpotifyFault)
REFUSED = "Refused"
"""What Discord says where it refuses something for no reason."""


class Weather:
    """Everything that is wrong outside. It says for what nobody can be blamed."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._lasting: list[Iterator[float]] = []
        self._discord: list[Callable[[str, str], Mishap | None]] = []
        self._spotify: list[Callable[[str, str], SpotifyFault | None]] = []
        self._excuses: list[tuple[float, str]] = []
        self.kill_at: dict[str, Random] = {}
        """At which moments a process is to be killed: `commit` or `request`, once each."""
        self.deleted: set[int] = set()
        """Messages that people deleted."""
        world.discord.sending = self._sent
        world.discord.mishap = lambda *asked: _first(self._discord, *asked)
        world.spotify.fault = lambda *asked: _first(self._spotify, *asked)

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

    def over_discord(
        self, seconds: float, strikes: Callable[[str, str], Mishap | None]
    ) -> Iterator[float]:
        """Have something happen to requests to Discord for a while, by their method and route."""
        return _while_there(self._discord, seconds, strikes)

    def over_spotify(
        self, seconds: float, strikes: Callable[[str, str], SpotifyFault | None]
    ) -> Iterator[float]:
        """Have something happen to calls to Spotify for a while, by their method and path."""
        return _while_there(self._spotify, seconds, strikes)

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
        if process is not None and "commit" in self.kill_at:
            del self.kill_at["commit"]
            process.kill()

    def _sent(self, process: "Process") -> None:
        """Kill a process while a request or its answer is on its way, where that is to be."""
        if "request" in self.kill_at:
            draw = self.kill_at.pop("request")
            self._world.loop.call_later(0.2 * draw.random(), process.kill)


def _while_there(
    there: list[Callable[..., Struck | None]], seconds: float, strikes: Callable[..., Struck | None]
) -> Iterator[float]:
    there.append(strikes)
    yield seconds
    there.remove(strikes)


def _first(
    strikes: list[Callable[[str, str], Struck | None]], method: str, route: str
) -> Struck | None:
    return next((struck for one in strikes if (struck := one(method, route)) is not None), None)
