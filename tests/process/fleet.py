"""The processes that divide the shards of one PostgreSQL, and a vote that is open there."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from tests.backends import KEY
from tests.fakes import FakeClock
from tests.process.conftest import Vote
from tests.process.running import Running, bot_process, world_of
from tests.wire.house import run_house
from tests.wire.interactions import Interaction
from tests.wire.loopback import LoopbackDiscord
from tests.wire.shapes import User


@dataclass
class Fleet:
    """The processes of one database, and a vote that is open."""

    vote: Vote
    url: str
    stack: AsyncExitStack
    voted: list[Interaction] = field(default_factory=list)

    async def start(self, shards: str, until: str) -> Running:
        """Start a process with some of two shards, and follow it until it has logged something."""
        discord = self.vote.house.discord
        settings = {"SHARD_COUNT": "2", "SHARD_IDS": shards}
        settings |= {"DATABASE_URL": self.url, "ENCRYPTION_KEY": KEY}
        folder = self.vote.house.path
        process = bot_process(world_of(discord), folder, until=until, **settings)
        return await self.stack.enter_async_context(process)

    async def votes(self, writer: User, *, wait: bool = True) -> None:
        """Have a writer vote."""
        form = await self.vote.form(writer)
        self.voted.append(await self.vote.pick(writer, form, wait=wait))

    async def rows(self, sql: str, *given: object) -> list[tuple[object, ...]]:
        """Run a statement on the database, and return what it holds."""
        connection = await asyncpg.connect(self.url)
        try:
            return [tuple(row) for row in await connection.fetch(sql, *given)]
        finally:
            await connection.close()


@asynccontextmanager
async def fleet_at(
    url: str, discord: LoopbackDiscord, clock: FakeClock, path: Path
) -> AsyncIterator[Fleet]:
    """Open a vote in a database at an address; in the end no process is left."""
    discord.state.slots = 16
    async with run_house(discord, path, clock, url=url) as house:
        view = await house.opened()
        await house.bot.close()
        async with AsyncExitStack() as stack:
            yield Fleet(Vote(house, view.round.id), url, stack)
