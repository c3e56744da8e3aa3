"""Starts the bot as a process and follows it by what it logs."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot import settings
from tests.process.bot import World
from tests.wire.loopback import LoopbackDiscord

ROOT = Path(__file__).parents[2]
KILLED_AFTER = 10.0
"""Seconds after which containers kill what does not stop."""
START = 30.0
"""Seconds in which it has started, however busy the machine is."""


@dataclass
class Running:
    """A process of the bot."""

    process: Process
    log: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self) -> None:
        """Read what it logs, to the end."""
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.log += line.decode()
            self._news.set()

    async def logged(self, words: str) -> None:
        """Return when it has logged some words."""
        async with asyncio.timeout(START):
            while words not in self.log:
                assert self.process.returncode is None, self.log
                self._news.clear()
                if words not in self.log:
                    await self._news.wait()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Tell it to stop."""
        self.process.send_signal(how)

    async def ended(self, within: float = START) -> int:
        """Return its exit status."""
        async with asyncio.timeout(within):
            return await self.process.wait()


def environment(folder: Path, **given: str) -> dict[str, str]:
    """Return the environment of a process whose files are in a folder."""
    inherited = {key: value for key, value in os.environ.items() if key not in settings.REMEDIES}
    own = {"DISCORD_TOKEN": "t" * 60, "DATABASE_URL": f"sqlite:///{folder}/needledrop.db"}
    return inherited | own | given


@asynccontextmanager
async def started(*command: str, **environ: str) -> AsyncIterator[Running]:
    """Run a command; in the end nothing of it is left running."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, env=environ, stderr=PIPE, stdout=PIPE
    )
    running = Running(process)
    reading = asyncio.create_task(running.read())
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


def world_of(discord: LoopbackDiscord, **more: object) -> World:
    """Return the world with a loopback Discord in it."""
    at = discord.gateway.url
    api = at.replace("ws://", "http://").replace("/gateway/", "/api/v10")
    return World(api, at, **more)  # type: ignore[arg-type]


@asynccontextmanager
async def bot_process(
    world: World, folder: Path, *, until: str = "connected as", **given: str
) -> AsyncIterator[Running]:
    """Run the bot in a world, with its files in a folder, and follow it until it is at work."""
    environ = environment(folder, **given)
    async with started("-m", "tests.process.bot", world.as_json(), **environ) as running:
        if until:
            await running.logged(until)
        yield running
