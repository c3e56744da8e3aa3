"""One process of the bot: the real one, as its own assembler builds it, until it is killed."""

import asyncio
import random
import sqlite3
from typing import TYPE_CHECKING, Any

from bot.app import App, Parts, build
from bot.client import NeedleDrop
from bot.randomness import Randomness
from bot.settings import Settings
from tests.fakes import FakeArtwork, FakeCovers, FakePictures, FakeVault
from tests.simulation.loop import SimulatedTask, within
from tests.simulation.trace import short

if TYPE_CHECKING:
    from tests.simulation.world import World

TOKEN = "t" * 60
HEARTBEAT_EVERY = 90.0
"""Less often than in production, and often enough not to be taken for absent."""
DAILY_CALLS = 5000
"""How many calls Spotify may be asked for in any 24 hours; the story is a few days in one."""
RESTART_AFTER = 5.0
"""So many seconds later whatever runs the process starts it again."""


class Process:
    """A process. Once it is dead, nothing of it runs any more."""

    def __init__(self, world: "World", number: int) -> None:
        self.world = world
        self.number = number
        self.dead = False
        self.stopping = False
        self.connections: list[sqlite3.Connection] = []
        self.app: App[NeedleDrop] | None = None
        self.life: asyncio.Task[None] | None = None
        self._told = asyncio.Event()

    def __repr__(self) -> str:
        return f"process {self.number}"

    def start(self) -> None:
        """Begin to live."""
        self.world.trace.note(repr(self), "starts")
        context = within(self, repr(self))
        self.life = self.world.loop.create_task(self._live(), context=context, name=repr(self))

    def _parts(self) -> Parts:
        world = self.world
        return Parts(
            clock=world.clock,
            randomness=Randomness(random.Random(f"{world.seed}:{self.number}")),
            covers=FakeCovers(),
            artwork=FakeArtwork(),
            pictures=FakePictures(),
            vault=FakeVault(),
            account=world.spotify.account_at,
            heartbeat_every=HEARTBEAT_EVERY,
        )

    async def _live(self) -> None:
        world = self.world
        settings = Settings(
            TOKEN,
            database_url=f"sqlite:///{world.database}",
            spotify=world.spotify.settings,
            daily_calls=DAILY_CALLS,
        )
        self.app = build(settings, self._parts())
        living = asyncio.create_task(self._work(self.app), name=f"{self!r} works")
        stop = asyncio.create_task(self._told.wait(), name=f"{self!r} waits for its end")
        try:
            # As the real one does: being cancelled is not enough to end the connection.
            await asyncio.wait((living, stop), return_when=asyncio.FIRST_COMPLETED)
            if stop.done():
                world.trace.note(repr(self), "finishes what is under way")
            else:
                living.result()
        except Exception as error:  # noqa: BLE001 - the process ends, and another one begins
            world.trace.note(repr(self), f"fails: {short(repr(error))}")
        finally:
            for task in (living, stop):
                task.cancel()
            await self.app.close()
            world.trace.note(repr(self), "ends")
            self.die()

    async def _work(self, app: App[NeedleDrop]) -> None:
        await app.open()
        await app.client.start(TOKEN)

    def stop(self) -> None:
        """Have it end as the real one does at a signal; once it is ending, nothing more."""
        if self.stopping:
            return
        self.world.trace.note(repr(self), "is told to stop")
        self.stopping = True
        if self.app is None:
            self.die()  # it has not begun yet, and has nothing to end
        else:
            self._told.set()

    def kill(self) -> None:
        """End at once, wherever it is."""
        if not self.dead:
            self.world.trace.note(repr(self), "is killed")
            self.die()

    def die(self) -> None:
        """Run nothing more; SQLite rolls back what was not committed."""
        self.dead = True
        # What is held here is not collected, so nothing of it runs to clean up after itself.
        self.world.kept.extend(self.tasks())
        for connection in self.connections:
            connection.close()
        self.world.discord.died(self)
        self.world.gone(self)

    def tasks(self) -> list[SimulatedTask[Any]]:
        """Return what it is in the middle of."""
        everything = asyncio.all_tasks(self.world.loop)
        mine = [one for one in everything if isinstance(one, SimulatedTask)]
        return [one for one in mine if one.process is self]

    @property
    def online(self) -> bool:
        """Whether people can reach it."""
        return not self.dead and self.app is not None and self.app.client.online
