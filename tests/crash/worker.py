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
from bot.app import App, NoClient, Parts, build_behind
from bot.domain import timing
from bot.domain.errors import StorageError
from bot.randomness import Randomness
from bot.services.rounds import due
from bot.settings import Settings
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


class DrawnLots(Randomness):
    """Draws lots by the process's seed; what has to differ between processes is drawn freely."""

    def __init__(self, draw: random.Random) -> None:
        super().__init__()
        self._draw = draw

    def lot(self) -> str:
        return f"{self._draw.getrandbits(128):032x}"


def hasten() -> None:
    """Shorten what takes minutes or days, so that it happens while we watch."""
    outbox_module.LEASE = 2
    due.RETRY = 1
    timing.EXTENSION = 2
    timing.QUIET = 1
    timing.SETTLING = 0


def build(url: str, line: Line, clock: AheadClock, draw: random.Random) -> App[NoClient]:
    """Put a process together."""
    parts = Parts(
        clock=clock,
        timer=FakeTimer(),  # no turnout is shown: it is no promise
        randomness=DrawnLots(draw),
        covers=FakeCovers(),
        artwork=FakeArtwork(),
        vault=FakeVault(),
        spotify=FakeSpotify(FakeCatalogue(), LineSpotify(line), FakeLibrary()),
    )
    settings = Settings("", database_url=url)
    announcer = LineAnnouncer(line)
    return build_behind(NoClient(), announcer, announcer, settings, parts)


async def begin(app: App[NoClient]) -> None:
    """Begin to work, once the other process leaves the database alone for long enough."""
    await app.open()
    while True:
        try:
            await app.services.due_rounds.sign_of_life()
            break
        except StorageError:
            tell("busy", "at the start")
    await app.begin()


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
    app = build(url, line, clock, draw)
    writers = Writers(app.database, app.services, draw, tell, line.slot)
    showrunners = Showrunners(app.database, app.services, draw, tell, clock)

    def heed(word: str) -> None:
        writers.voting = showrunners.scheduling = False
        showrunners.hurry = word == "hurry"

    try:
        await begin(app)
        tell("up")
        people = asyncio.gather(writers.vote(), showrunners.steer())
        ending = asyncio.create_task(told(heed))
        await asyncio.wait((people, ending), return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        people.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await people  # raises what nobody foresaw, and ends this process by it
    finally:
        await app.close()


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
