"""What goes wrong between the bot and Discord: requests, answers, and the gateway."""

from collections.abc import Iterator
from random import Random

from tests.simulation.actions import vote
from tests.simulation.crowd import Person
from tests.simulation.discord_side import Slow
from tests.simulation.faults import fault
from tests.simulation.plan import STORM
from tests.simulation.stage import Room, Stage
from tests.simulation.weather import REFUSED
from tests.wire.faults import Fault, dropped, limited

REFUSALS = (
    (400, 50035), (400, 99999), (401, 0), (403, 50001), (403, 50013), (403, 0), (404, 10003),
    (404, 10008), (404, 0), (409, 0), (429, 30046), (500, 0), (502, 0), (503, 0), (504, 0),
    (529, 0),
)  # fmt: skip
"""Statuses and codes: known ones, and such as nobody has heard of."""
UNKNOWN_MESSAGE = 10008


@fault(5)
def lose_requests(stage: Stage, draw: Random) -> Iterator[float]:
    """Have requests to Discord, or its answers, get lost for a while."""
    weather = stage.world.weather
    chance = draw.choice((0.1, 0.5))

    def strikes(method: str, route: str) -> Fault | None:
        if draw.random() < chance:
            return dropped(after=draw.random() < 0.5)
        return None

    return weather.over(weather.discord, draw.choice((20, 300)), strikes)


@fault(4)
def forget_a_post(stage: Stage, draw: Random) -> Iterator[float]:
    """Lose the answer to the next post, let nothing through for long, and have people talk."""
    world = stage.world
    seconds, number = draw.choice((100, 400, 700)), draw.choice((10, 70, 150))
    posted: list[float] = []

    def talk() -> None:
        for room in stage.rooms:
            stage.chatter(room, number)

    def strikes(method: str, route: str) -> Fault | None:
        if "/interactions/" in route or "/webhooks/" in route:
            return None
        now = world.loop.time()
        if posted:
            return dropped() if now < posted[0] + seconds else None
        if method == "POST" and route.endswith("/messages"):
            posted.append(now)
            world.loop.call_later(0.9 * seconds, talk)
            return dropped(after=True)
        return None

    return world.weather.over(world.weather.discord, STORM, strikes)


@fault(5)
def refuse_requests(stage: Stage, draw: Random) -> Iterator[float]:
    """Have Discord refuse for a while; with a status of 500 it may have acted all the same."""
    weather = stage.world.weather
    status, code = draw.choice(REFUSALS)
    effect = status >= 500 and draw.random() < 0.5
    chance, only = draw.choice((0.2, 1.0)), draw.choice(("POST", "PATCH", "GET", ""))

    def strikes(method: str, route: str) -> Fault | None:
        if (only and method != only) or draw.random() >= chance or "/gateway" in route:
            return None
        if code == UNKNOWN_MESSAGE and "/messages/" in route:
            return None  # Discord does not say so of a message that is there
        message = "Unavailable" if status == 429 or status >= 500 else REFUSED
        body = {"code": code, "message": message, "retry_after": 1.0}
        headers = {"Via": "1.1 google"} if status == 429 else {}
        return Fault(status, body, headers, after=effect)

    return weather.over(weather.discord, draw.choice((20, 300)), strikes)


@fault(3)
def limit_requests(stage: Stage, draw: Random) -> Iterator[float]:
    """Have Discord ask for patience."""
    weather = stage.world.weather
    seconds, everywhere = draw.choice((0.5, 5.0, 40.0)), draw.random() < 0.3

    def strikes(method: str, route: str) -> Fault | None:
        return limited(seconds, everywhere=everywhere) if draw.random() < 0.5 else None

    weather.excuse(60 + 5 * seconds, "Discord limits requests")
    return weather.over(weather.discord, 60, strikes)


@fault(3)
def slow_network(stage: Stage, draw: Random) -> Iterator[float]:
    """Have requests and answers take long."""
    weather = stage.world.weather
    most = draw.choice((1.0, 4.0, 20.0))

    def strikes(method: str, route: str) -> Fault | None:
        return Slow(there=most * draw.random(), back=most * draw.random())

    return weather.over(weather.discord, draw.choice((20, 200)), strikes)


@fault(4)
def drop_the_gateway(stage: Stage, draw: Random) -> None:
    """Cut all connections to the gateway; their sessions can be resumed, or not."""
    stage.world.weather.excuse(10, "the gateway was cut")
    stage.world.discord.gateway.drop(forget=draw.random() < 0.5)


@fault(3)
def silence_the_gateway(stage: Stage, draw: Random) -> Iterator[float]:
    """Have nobody hear anything for a while, and then all of it, or nothing of it ever."""
    gateway, seconds = stage.world.discord.gateway, draw.choice((2, 30, 600))
    gateway.silent = True
    stage.world.weather.excuse(seconds + 10, "the gateway was silent")
    yield seconds
    gateway.silent = False
    gateway.drop(forget=draw.random() < 0.2)


@fault(6)
def empty_the_caches(stage: Stage, draw: Random) -> Iterator[float]:
    """Have clients begin again, ready long before they know the server; people press meanwhile."""
    gateway = stage.world.discord.gateway
    stage.world.weather.excuse(10, "the gateway was cut")
    gateway.empty_for = draw.choice((5.0, 60.0, 600.0))
    gateway.drop(forget=True)
    for room in stage.rooms:
        for who in room.writers:
            stage.world.spawn(_take_part(stage, room, who, draw), f"{who.name} takes part")
    yield 60
    gateway.empty_for = 0.0


async def _take_part(stage: Stage, room: Room, who: Person, draw: Random) -> None:
    """Do what only writers may while the client knows no roles."""
    await stage.world.sleep(stage.world.discord.gateway.empty_for * draw.random())
    if not await vote(stage, room, who, draw):
        await stage.crowd.do(who, "song propose", room.channel, song=f"{room.name} {who.name}")


@fault(1)
def shut_the_gateway(stage: Stage, draw: Random) -> Iterator[float]:
    """Let nobody connect to the gateway for some minutes."""
    gateway, seconds = stage.world.discord.gateway, draw.choice((20, 200))
    gateway.drop(forget=draw.random() < 0.5)
    gateway.shut = True
    stage.world.weather.excuse(seconds + 60, "the gateway was down")
    yield seconds
    gateway.shut = False


@fault(2)
def ask_to_reconnect(stage: Stage, draw: Random) -> None:
    """Have Discord ask all clients to connect again."""
    stage.world.weather.excuse(10, "the gateway asked to reconnect")
    stage.world.discord.gateway.reconnect()
