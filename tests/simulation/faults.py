"""What goes wrong: with processes, Discord, the disk, the clock, and by people's hands.

A fault is one function here: `@fault(weight)` over `def name(world, draw)`. It begins something
that ends by itself, or that `Weather.calm` ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from tests.simulation.discord_side import Mishap
from tests.simulation.disk import TROUBLES
from tests.simulation.weather import REFUSED, chatter

if TYPE_CHECKING:
    from tests.simulation.world import World

Strike: TypeAlias = "Callable[[World, Random], None]"
REFUSALS = (
    (400, 50035), (400, 99999), (401, 0), (403, 50001), (403, 50013), (403, 0), (404, 10003),
    (404, 10008), (404, 0), (409, 0), (429, 30046), (500, 0), (502, 0), (503, 0), (504, 0),
    (529, 0),
)  # fmt: skip
"""Statuses and codes: known ones, and such as nobody has heard of."""


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


@fault(4)
def kill_a_process(world: "World", draw: Random) -> None:
    """End a process at some moment."""
    if world.alive:
        draw.choice(world.alive).kill()


@fault(6)
def kill_after_a_commit(world: "World", draw: Random) -> None:
    """End a process between its next commit and what follows it."""
    world.weather.kill_at["commit"] = draw


@fault(6)
def kill_at_a_request(world: "World", draw: Random) -> None:
    """End a process while its next request is on its way to Discord, or the answer back."""
    world.weather.kill_at["request"] = draw


@fault(2)
def stay_away(world: "World", draw: Random) -> None:
    """End all processes, and start them only after a while."""
    wanted, world.wanted = world.wanted, 0
    for process in list(world.alive):
        process.kill()

    def back() -> None:
        world.wanted = max(world.wanted, wanted)
        for _ in range(world.wanted - len(world.alive)):
            world.start()

    world.loop.call_later(draw.choice((30, 300, 3600)), back)


@fault(2)
def deploy(world: "World", draw: Random) -> None:
    """Stop a process as a host does; another one follows."""
    running = [one for one in world.alive if not one.stopping]
    if running:
        draw.choice(running).stop()


@fault(5)
def lose_requests(world: "World", draw: Random) -> None:
    """Have requests to Discord, or its answers, get lost for a while."""
    chance = draw.choice((0.1, 0.5))

    def strikes(method: str, route: str) -> Mishap | None:
        if draw.random() < chance:
            return Mishap(lost=draw.choice(("request", "answer")))
        return None

    world.weather.over_discord(draw.choice((20, 300)), strikes)


@fault(4)
def forget_a_post(world: "World", draw: Random) -> None:
    """Lose the answer to the next post, let nothing through for long, and have people talk."""
    posted: list[str] = []
    seconds = draw.choice((100, 400, 700))

    def strikes(method: str, route: str) -> Mishap | None:
        if "/interactions/" in route or "/webhooks/" in route:
            return None
        if posted:
            return Mishap(lost="request")
        if method == "POST" and route.endswith("/messages"):
            posted.append(route)
            return Mishap(lost="answer")
        return None

    world.weather.over_discord(seconds, strikes)
    channel = draw.choice([one for one in world.discord.held.channels if 700 <= one < 800])
    number = draw.choice((10, 70, 150))
    world.loop.call_later(0.9 * seconds, lambda: chatter(world, channel, number))


@fault(5)
def refuse_requests(world: "World", draw: Random) -> None:
    """Have Discord refuse for a while; with a status of 500 it may have acted all the same."""
    status, code = draw.choice(REFUSALS)
    effect = status >= 500 and draw.random() < 0.5
    chance, only = draw.choice((0.2, 1.0)), draw.choice(("POST", "PATCH", "GET", ""))

    def strikes(method: str, route: str) -> Mishap | None:
        if (only and method != only) or draw.random() >= chance or "/gateway" in route:
            return None
        message = "Unavailable" if status == 429 or status >= 500 else REFUSED
        body = {"code": code, "message": message, "retry_after": 1.0}
        headers = {"Via": "1.1 google"} if status == 429 else {}
        return Mishap(status=status, body=body, headers=headers, effect=effect)

    world.weather.over_discord(draw.choice((20, 300)), strikes)


@fault(3)
def limit_requests(world: "World", draw: Random) -> None:
    """Have Discord ask for patience."""
    seconds, everywhere = draw.choice((0.5, 5.0, 40.0)), draw.random() < 0.3

    def strikes(method: str, route: str) -> Mishap | None:
        if draw.random() >= 0.5:
            return None
        body = {"message": "Slow down", "retry_after": seconds, "global": everywhere}
        return Mishap(status=429, body=body, headers={"Via": "1.1 google"})

    world.weather.over_discord(60, strikes)
    world.weather.excuse(60 + 5 * seconds, "Discord limits requests")


@fault(3)
def slow_network(world: "World", draw: Random) -> None:
    """Have requests and answers take long."""
    most = draw.choice((1.0, 4.0, 20.0))

    def strikes(method: str, route: str) -> Mishap | None:
        return Mishap(before=most * draw.random(), after=most * draw.random())

    world.weather.over_discord(draw.choice((20, 200)), strikes)


@fault(4)
def drop_the_gateway(world: "World", draw: Random) -> None:
    """Cut all connections to the gateway; their sessions can be resumed, or not."""
    world.weather.excuse(10, "the gateway was cut")
    world.discord.gateway.drop(forget=draw.random() < 0.5)


@fault(3)
def empty_the_caches(world: "World", draw: Random) -> None:
    """Have clients begin again, and wait for what they know of the server."""
    gateway = world.discord.gateway
    world.weather.excuse(10, "the gateway was cut")
    gateway.empty_for = draw.choice((5.0, 60.0, 600.0))
    gateway.drop(forget=True)

    def fill_again() -> None:
        gateway.empty_for = 0.0

    world.loop.call_later(60, fill_again)


@fault(1)
def shut_the_gateway(world: "World", draw: Random) -> None:
    """Let nobody connect to the gateway for some minutes."""
    gateway, seconds = world.discord.gateway, draw.choice((20, 200))
    gateway.drop(forget=draw.random() < 0.5)
    gateway.shut = True
    world.weather.excuse(seconds + 60, "the gateway was down")

    def open_again() -> None:
        gateway.shut = False

    world.loop.call_later(seconds, open_again)


@fault(2)
def ask_to_reconnect(world: "World", draw: Random) -> None:
    """Have Discord ask all clients to connect again."""
    world.weather.excuse(10, "the gateway asked to reconnect")
    world.discord.gateway.reconnect()


@fault(3)
def delete_a_message(world: "World", draw: Random) -> None:
    """Have somebody delete a message of the bot's."""
    held = world.discord.held
    channels = [one for one in sorted(held.messages) if one >= 700 and held.messages[one]]
    if channels:
        there = held.messages[draw.choice(channels)]
        gone = draw.choice(list(there))
        world.trace.note("somebody", f"deletes message {gone}")
        world.weather.deleted.add(gone)
        del there[gone]


@fault(2)
def forbid_a_channel(world: "World", draw: Random) -> None:
    """Have the bot lose a channel, files or threads for a while."""
    held, seconds = world.discord.held, draw.choice((60, 1200))
    channel = draw.choice([one for one in held.channels if 700 <= one < 800])
    what = draw.choice(("all", "all", "files", "threads"))
    world.trace.note("somebody", f"takes {what} of channel {channel} from the bot")
    if what == "all":
        held.refusals[channel] = draw.choice((50001, 50013))
    (held.no_files if what == "files" else held.no_threads).update(
        () if what == "all" else (channel,)
    )

    def allow() -> None:
        held.refusals.pop(channel, None)
        held.no_files.discard(channel)
        held.no_threads.discard(channel)

    world.loop.call_later(seconds, allow)


@fault(2)
def close_direct_messages(world: "World", draw: Random) -> None:
    """Have somebody take no direct messages any more."""
    held = world.discord.held
    there = [one for one in held.users if one < 99]
    channel = held.direct(draw.choice(there))
    held.refusals[int(channel["id"])] = 50007


@fault(3)
def set_the_clock(world: "World", draw: Random) -> None:
    """Set the machine's clock, forward or back."""
    by = draw.choice((-7200, -600, -90, 90, 600, 7200))
    world.trace.note("somebody", f"sets the clock by {by} seconds")
    world.clock.skew += by
    world.weather.excuse(5, "the clock was set")


@fault(2)
def sleep_deep(world: "World", draw: Random) -> None:
    """Have the machine sleep, and everything else go on."""
    seconds = draw.choice((30, 600, 7200))
    world.trace.note("somebody", f"puts the machine to sleep for {seconds} seconds")
    world.weather.excuse(10, "the machine slept")
    world.loop.leap(seconds)


@fault(4)
def spoil_the_disk(world: "World", draw: Random) -> None:
    """Have the disk be full, locked, read-only or failing for a while."""
    world.disk.trouble = draw.choice(list(TROUBLES))
    world.trace.note("trouble", f"the disk is {world.disk.trouble}")

    def mend() -> None:
        world.disk.trouble = ""
        world.trace.note("trouble", "the disk is well again")

    world.loop.call_later(draw.choice((1, 20, 200)), mend)


@fault(2)
def slow_the_disk(world: "World", draw: Random) -> None:
    """Have the disk be slow for a while."""
    world.loop.slow, seconds = draw.choice((20.0, 200.0)), draw.choice((5, 60))
    world.weather.excuse(seconds + 5, "the disk was slow")

    def mend() -> None:
        world.loop.slow = 1.0

    world.loop.call_later(seconds, mend)
