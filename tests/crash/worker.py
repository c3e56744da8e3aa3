"""One process of the bot without Discord, with people in it: `python -m tests.crash.worker …`.

It waits for the line `go OFFSET`, works until it is killed or told to `stop`, and writes down what
was acknowledged: a JSON list a line, on standard output, before the same person does anything else.
"""

import asyncio
import contextlib
import json
import logging
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot import outbox as outbox_module
from bot.domain import timing
from bot.domain.errors import StorageError
from bot.outbox import Outbox
from bot.schedule import Schedule
from bot.services import Ports, Services, assemble
from bot.services.effects.handlers import Effects
from bot.services.rounds import due
from bot.words import TimesInWords
from storage.database import Database, database_at
from tests.crash.line import Line, LineAnnouncer, LineSpotify
from tests.crash.people import Showrunners, Writers
from tests.fakes import (
    FakeArtwork,
    FakeCatalogue,
    FakeCovers,
    FakeLibrary,
    FakeSpotify,
    FakeTimer,
    FakeVault,
)


@dataclass(frozen=True, slots=True)
class AheadClock:
    """The real clock, some seconds ahead: what the processes slept through."""

    offset: float

    def now(self) -> float:
        return time.time() + self.offset


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts of one process, put together as `bot.app` does it."""

    database: Database
    schedule: Schedule
    outbox: Outbox
    services: Services

    async def begin(self) -> None:
        await self.database.open()
        self.outbox.start()
        while not await self._back():
            tell("busy", "at the start")
        await self.schedule.start(self._look, self._sweep, self.services.due_rounds.sign_of_life)

    async def _back(self) -> bool:
        try:
            await self.services.due_rounds.sign_of_life()
        except StorageError:
            return False
        await self.services.due_rounds.plan()
        return True

    async def close(self) -> None:
        self.schedule.stop()
        await self.schedule.idle()
        await self.outbox.stop()
        await self.database.close()

    async def _sweep(self) -> None:
        await self.services.due_rounds.plan()
        self.outbox.wake()

    async def _look(self, key: str) -> None:
        if key == outbox_module.KEY:
            self.outbox.wake()
        elif key == due.KEY:
            await self.services.due_rounds.look()


def hasten() -> None:
    """Shorten what takes minutes or days, so that it happens while we watch."""
    outbox_module.LEASE = 2
    due.RETRY = 1
    timing.EXTENSION = 2
    timing.QUIET = 1
    timing.SETTLING = 0


def build(url: str, line: Line, clock: AheadClock, draw: random.Random) -> Bot:
    """Put a process together."""
    database, schedule = database_at(url, clock.now), Schedule(clock)
    announcer = LineAnnouncer(line)
    ports = Ports(
        store=database,
        clock=clock,
        words=TimesInWords(),
        agenda=schedule,
        draw_seed=lambda: f"{draw.getrandbits(128):032x}",
        announcer=announcer,
        events=announcer,
        spotify=FakeSpotify(FakeCatalogue(), LineSpotify(line), FakeLibrary()),
        vault=FakeVault(),
        covers=FakeCovers(),
        artwork=FakeArtwork(),
        timer=FakeTimer(),  # no turnout is shown: it is no promise
    )
    services = assemble(ports)
    outbox = Outbox(database, clock, schedule, Effects(ports, services).make)
    database.on_promise = outbox.wake
    return Bot(database, schedule, outbox, services)


def tell(*what: object) -> None:
    """Tell the parent something; it is out of this process's hands when this returns."""
    os.write(1, json.dumps(what).encode() + b"\n")


async def told(heed: Callable[[str], None]) -> None:
    """Hear what the parent says until it says `stop`, or is no more."""
    reader = asyncio.StreamReader()
    pipe = sys.stdin.buffer
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), pipe
    )
    while (word := (await reader.readline()).decode().strip()) not in ("stop", ""):
        heed(word)
    transport.close()


async def work(url: str, line: Line, offset: float, seed: int) -> None:
    """Be one process of the bot, and the people who talk to it."""
    draw, clock = random.Random(seed), AheadClock(offset)
    bot = build(url, line, clock, draw)
    writers = Writers(bot.database, bot.services, draw, tell, line.slot)
    showrunners = Showrunners(bot.database, bot.services, draw, tell, clock)

    def heed(word: str) -> None:
        writers.voting = showrunners.scheduling = False
        showrunners.hurry = word == "hurry"

    try:
        await bot.begin()
        tell("up")
        people = asyncio.gather(writers.vote(), showrunners.steer())
        ending = asyncio.create_task(told(heed))
        await asyncio.wait((people, ending), return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        people.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await people  # raises what nobody foresaw, and ends this process by it
    finally:
        await bot.close()


def main() -> None:
    """Wait for the word, then work."""
    url, port, slot, seed = sys.argv[1:]
    logging.basicConfig(level=logging.ERROR, format="%(name)s %(message)s")
    hasten()
    go = bytearray()
    while not go.endswith(b"\n"):  # by hand: nothing behind this line may be taken with it
        if not (byte := os.read(0, 1)):
            return
        go += byte
    offset = float(go.split()[1])
    asyncio.run(work(url, Line(int(port), int(slot)), offset, int(seed)))


if __name__ == "__main__":
    main()
