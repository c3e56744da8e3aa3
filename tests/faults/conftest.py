"""Fixtures: the services over the real storage, and the whole bot on the loopback Discord."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.conftest import house
from tests.wire.house import CHANNEL, Bot, started_clock
from tests.wire.house import House as Wired
from tests.wire.loopback import LoopbackDiscord

__all__ = ["house"]


@pytest.fixture
async def wired(tmp_path: Path) -> AsyncIterator[Wired]:
    """A room on the loopback Discord, whose bot stands in no time of its own."""
    clock = started_clock()
    async with LoopbackDiscord(clock.now) as discord:
        discord.channel(CHANNEL, "song-room")
        boss = discord.user(1, "boss", manages=True)
        writers = [discord.user(10 + n, f"writer{n}") for n in range(1, 5)]
        made = Wired(discord, Bot(discord, tmp_path, clock), clock, tmp_path, boss, writers)
        try:
            await made.bot.start()
            yield made
        finally:
            await made.bot.close()
        assert discord.rest.strange == []
