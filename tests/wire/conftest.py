"""Fixtures: the loopback Discord, and the whole bot connected to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.wire.house import CHANNEL, Bot, House, started_clock
from tests.wire.loopback import LoopbackDiscord


@pytest.fixture
def clock() -> FakeClock:
    return started_clock()


@pytest.fixture
async def discord(clock: FakeClock) -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord(clock.now) as made:
        made.channel(CHANNEL, "song-room")
        yield made
        assert made.rest.strange == [], "the bot asked for what the loopback does not know"


@pytest.fixture
async def house(discord: LoopbackDiscord, clock: FakeClock, tmp_path: Path) -> AsyncIterator[House]:
    boss = discord.user(1, "boss", manages=True)
    writers = [discord.user(10 + n, f"writer{n}") for n in range(1, 5)]
    made = House(discord, Bot(discord, tmp_path, clock), clock, tmp_path, boss, writers)
    try:
        await made.bot.start()
        yield made
    finally:
        await made.bot.close()
