"""Processes that divide the servers of one PostgreSQL: what a silence, a kill and an update cost.

The processes are real ones, on a loopback Discord, with the waits that hosts have. The silence is
that of a test's clock.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import perf_counter

from bot.domain.model import Cause
from storage.database import database_at
from tests.bench.installs import folder
from tests.bench.rows import Goal, Row
from tests.fakes import FakeClock
from tests.postgres import Server
from tests.process.fleet import Fleet, fleet_at
from tests.process.running import KILLED_AFTER
from tests.services.conftest import House
from tests.services.shards.divided import Process, pass_time, room_on, round_of, vote_in
from tests.wire.faults import Gate, held
from tests.wire.house import CHANNEL, loopback
from tests.wire.rest import MESSAGE
from tests.wire.shapes import text_of
from tests.wire.waits import started_clock

TWO_HOURS, SILENCE = 7200, 600
SHARDS = 2
PAUSED = "Paused"
"""What a ballot says of a vote that is."""
GIVEN_UP = 180.0
"""After how long (seconds) what a killed process promised is taken never to be made."""

GRACE = Goal("two shards, one silent for 10 minutes: votes closed or put off wrongly", most=0)
ROLLING = Goal("a rolling restart, from SIGTERM until all is held again: s a shard", most=10)
PROMISED = Goal("what a killed process promised, until another has made it: s", most=90)
GOALS = (GRACE, ROLLING, PROMISED)


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows.

    Args:
        quick: Leave out what waits for the lease of a killed process.
    """
    server = Server("-c max_connections=60")
    try:
        with asyncio.Runner() as runner, folder() as place:
            path = Path(place)
            yield GRACE.measured(runner.run(treated_wrongly(server.new_database(), path)))
            yield ROLLING.measured(runner.run(handed_over(server.new_database(), path)))
            if not quick:
                yield PROMISED.measured(runner.run(made_for(server.new_database(), path)))
    finally:
        server.remove()


async def treated_wrongly(url: str, path: Path) -> int:
    """Return how many of two rounds got grace that was not theirs, or not the grace that was."""
    clock = FakeClock()
    store = database_at(url, clock.now)
    await store.open()
    house = House(clock=clock, store=store, path=path)
    await house.open()
    try:
        rounds = [await vote_in(house, await room_on(house, shard)) for shard in range(SHARDS)]
        there, silent = (Process(house, 1 + shard, (shard,)) for shard in range(SHARDS))
        for process in (there, silent):
            await process.start()
        await pass_time(house, TWO_HOURS - SILENCE // 2, there, silent)
        await pass_time(house, SILENCE, there)
        await silent.start()
        for process in (there, silent):
            await process.due.look()
        graced = [(await round_of(house, one)).cause is Cause.GRACE for one in rounds]
        return sum(found is not due for found, due in zip(graced, (False, True), strict=True))
    finally:
        await house.app.close()


async def handed_over(url: str, path: Path) -> float:
    """Return how long (seconds a shard) the next process takes to take over from the last."""
    async with _fleet(url, path) as fleet:
        old = await fleet.start("0-1", "connected as")
        await old.logged("shard 1 of 2 is held")
        new = await fleet.start("0-1", "shard 1 waits")
        began = perf_counter()
        old.stop()
        await new.logged("connected as")
        await new.logged("shard 1 of 2 is held")
        took = perf_counter() - began
        if await old.ended(KILLED_AFTER):
            raise AssertionError(old.log)
        return took / SHARDS


async def made_for(url: str, path: Path) -> float:
    """Return how long (seconds) after a kill another process has made what was promised."""
    async with _fleet(url, path) as fleet:
        house, gate = fleet.vote.house, Gate()
        discord = house.discord
        doomed = await fleet.start("0", "connected as")
        await fleet.start("1", "connected as")
        # The server is on shard 0. That the ballot says so is promised, claimed, and on its way.
        discord.fail("PATCH", MESSAGE, held(gate))
        await discord.command("round pause", {}, house.boss, CHANNEL)
        await gate.reached.wait()
        doomed.stop(signal.SIGKILL)
        began = perf_counter()
        ballot = partial(house.ballots, fleet.vote.round_id)
        await discord.until(lambda: PAUSED in text_of(ballot()[0]), "the edit", within=GIVEN_UP)
        took = perf_counter() - began
        gate.open()
        return took


@asynccontextmanager
async def _fleet(url: str, path: Path) -> AsyncIterator[Fleet]:
    clock = started_clock()
    async with loopback(clock) as discord, fleet_at(url, discord, clock, path) as fleet:
        yield fleet
