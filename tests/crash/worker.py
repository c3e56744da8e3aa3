"""One process of the bot without Discord, with people in it: `python -m tests.crash.worker …`.

It waits for the line `go OFFSET`, and works until it is killed or reads `stop`. It writes every
acknowledgment to standard output, as a line with a JSON list, before the same person does anything
else.
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

from bot import effect_leases
from bot.app import App, Parts, build_behind
from bot.closing import NoClient
from bot.domain import timing
from bot.domain.errors import StorageError
from bot.domain.listening import session
from bot.domain.structs import replace
from bot.randomness import Randomness
from bot.services.shards import leases as leases_module
from bot.services.shards.attendance import Attendance
from bot.services.shards.leases import Leases
from bot.settings import Settings
from tests.crash import scene
from tests.crash.listening import Listeners
from tests.crash.people import Showrunners, Writers
from tests.crash.remote import Remote, RemoteAnnouncer, RemotePlaylists
from tests.fakes import (
    FakeArtwork,
    FakeCatalogue,
    FakeCovers,
    FakeLibrary,
    FakeSpotify,
    FakeSurroundings,
    FakeTimer,
    FakeVault,
)

HEARTBEAT_EVERY = 0.5
"""Seconds, of the three that a lease lasts here."""


@dataclass(frozen=True, slots=True)
class AheadClock:
    """The real clock, some seconds ahead, as if the processes had been down that long."""

    offset: float

    def now(self) -> float:
        return time.time() + self.offset


class SeededLots(Randomness):
    """Draws lots from the process's seed; what must differ between processes is truly random."""

    def __init__(self, draw: random.Random) -> None:
        super().__init__()
        self._draw = draw

    def lot(self) -> str:
        return f"{self._draw.getrandbits(128):032x}"


def shorten_waits() -> None:
    """Shorten waits of minutes or days, so that they end within the test."""
    effect_leases.LEASE = 4
    timing.EXTENSION = 2
    timing.QUIET = 1
    timing.SETTLING = 0
    timing.UNDO = 1
    session.AFTER_SONG = 1 - 200  # a second after the songs of the scene begin
    leases_module.LEASE = 3


def build(url: str, remote: Remote, clock: AheadClock, draw: random.Random) -> App[NoClient]:
    """Put a process together."""
    parts = Parts(
        clock=clock,
        heartbeat_every=HEARTBEAT_EVERY,
        timer=FakeTimer(),  # turnouts are not shown: they are not promised
        randomness=SeededLots(draw),
        covers=FakeCovers(),
        artwork=FakeArtwork(),
        vault=FakeVault(),
        spotify=FakeSpotify(FakeCatalogue(), RemotePlaylists(remote), FakeLibrary()),
    )
    settings = Settings("", database_url=url)
    if not url.startswith("sqlite:"):
        settings = replace(settings, shard_count=scene.SHARDS, shard_ids=(remote.slot,))
    announcer = RemoteAnnouncer(remote)
    return build_behind(NoClient(), announcer, announcer, FakeSurroundings(), settings, parts)


async def hold(attendance: Attendance) -> None:
    """Hold this process's shard, as the client does, and take it again when it was lost."""
    while isinstance(attendance, Leases):
        [shard] = attendance.wanted
        with contextlib.suppress(StorageError):
            if not attendance.holds(shard) and await attendance.claim(shard):
                attendance.came(shard)
        await asyncio.sleep(0.1)


async def begin(app: App[NoClient]) -> None:
    """Begin to work, as soon as the other process leaves the database unlocked for long enough."""
    while True:
        try:
            await app.open()
            await app.services.due_rounds.heartbeat()
            break
        except StorageError:
            report("busy", "at the start")
            await asyncio.sleep(0.05)
    await app.begin()


def report(*what: object) -> None:
    """Send the parent a line, unbuffered: it has left this process when this returns."""
    os.write(1, json.dumps(what).encode() + b"\n")


async def read_orders(obey: Callable[[str], None]) -> None:
    """Obey the parent's orders until it sends `stop`, or has ended."""
    reader = asyncio.StreamReader()
    pipe = sys.stdin.buffer
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), pipe
    )
    while (word := (await reader.readline()).decode().strip()) not in ("stop", ""):
        obey(word)
    transport.close()


async def work(url: str, remote: Remote, offset: float, seed: int) -> None:
    """Be one process of the bot, and the people who talk to it."""
    draw, clock = random.Random(seed), AheadClock(offset)
    app = build(url, remote, clock, draw)
    writers = Writers(app.database, app.services, draw, report, remote.slot)
    showrunners = Showrunners(app.database, app.services, draw, report, clock)

    listeners = Listeners(app.database, app.services, draw, report, remote.slot)

    def obey(word: str) -> None:
        writers.voting = showrunners.scheduling = listeners.listening = False
        showrunners.hurry = word == "hurry"

    try:
        await begin(app)
        holding = asyncio.create_task(hold(app.ports.attendance))
        report("up")
        people = asyncio.gather(writers.vote(), showrunners.run(), listeners.run())
        ending = asyncio.create_task(read_orders(obey))
        await asyncio.wait((people, ending), return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        people.cancel()
        holding.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await people  # raises unexpected errors, which end this process
    finally:
        await app.close()


def main() -> None:
    """Wait for the order to go, then work."""
    url, port, slot, seed = sys.argv[1:]
    logging.basicConfig(level=logging.ERROR, format="%(name)s %(message)s")
    shorten_waits()
    go = bytearray()
    while not go.endswith(b"\n"):  # byte by byte: nothing after this line may be consumed
        if not (byte := os.read(0, 1)):
            return
        go += byte
    offset = float(go.split()[1])
    asyncio.run(work(url, Remote(int(port), int(slot)), offset, int(seed)))


if __name__ == "__main__":
    main()
