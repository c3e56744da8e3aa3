"""What is going wrong at the moment, and for how long."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from bot.demo.spotify.faults import Fault
from tests.simulation.discord_side import Mishap

if TYPE_CHECKING:
    from tests.simulation.process import Process
    from tests.simulation.world import World


REFUSED = "Refused"
"""What Discord says where it refuses something for no reason."""


@dataclass(frozen=True, slots=True)
class Storm:
    """Trouble with requests until some time: what happens to one, or None where it gets through."""

    until: float
    strikes: Callable[[str, str], Mishap | Fault | None]


class Weather:
    """Everything that is wrong outside. It says for what nobody can be blamed."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._discord: list[Storm] = []
        self._spotify: list[Storm] = []
        self._excuses: list[tuple[float, str]] = []
        self.kill_at: dict[str, Random] = {}
        """At which moments a process is to be killed: `commit` or `request`, once each."""
        self.deleted: set[int] = set()
        """Messages that people deleted."""
        world.discord.sending = self._sent
        world.discord.mishap = self._meet_discord
        world.spotify.fault = self._meet_spotify

    def over_discord(self, seconds: float, strikes: Callable[[str, str], Mishap | None]) -> None:
        """Have something happen to requests to Discord for a while."""
        self._discord.append(Storm(self._world.loop.time() + seconds, strikes))

    def over_spotify(self, seconds: float, strikes: Callable[[str, str], Fault | None]) -> None:
        """Have something happen to calls to Spotify for a while."""
        self._spotify.append(Storm(self._world.loop.time() + seconds, strikes))

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
        world = self._world
        self._discord.clear()
        self._spotify.clear()
        self.kill_at.clear()
        world.disk.trouble, world.loop.slow, world.clock.skew = "", 1.0, 0.0
        gateway, held = world.discord.gateway, world.discord.held
        gateway.shut, gateway.empty_for = False, 0.0
        held.refusals.clear()
        held.no_files.clear()
        held.no_threads.clear()
        world.trace.note("quiet", "nothing goes wrong from now on")

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

    def _meet_discord(self, method: str, route: str) -> Mishap | None:
        return self._meet(self._discord, method, route)  # type: ignore[return-value]

    def _meet_spotify(self, method: str, route: str) -> Fault | None:
        return self._meet(self._spotify, method, route)  # type: ignore[return-value]

    def _meet(self, storms: list[Storm], method: str, route: str) -> Mishap | Fault | None:
        now = self._world.loop.time()
        storms[:] = [one for one in storms if one.until > now]
        for storm in storms:
            struck = storm.strikes(method, route)
            if struck is not None:
                return struck
        return None


def chatter(world: "World", channel: int, number: int) -> None:
    """Have people talk in a channel, so that what was said before is far up."""
    held = world.discord.held
    somebody = next(iter(held.users.values()))
    for _ in range(number if channel in held.messages else 0):
        said = held.new_message(channel, {"content": "Anyway."})
        said["author"] = somebody.payload()
        held.messages[channel][int(said["id"])] = said
    world.trace.note("people", f"talk in channel {channel}: {number} messages")
