"""Fixtures: a Discord with an open round, which the bot that opened it has left."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from bot.domain.model import RoundId
from tests.fakes import FakeClock
from tests.wire.conftest import clock, folder
from tests.wire.house import House, loopback, run_house
from tests.wire.interactions import Interaction
from tests.wire.loopback import LoopbackDiscord
from tests.wire.people import options_of
from tests.wire.shapes import Json, User

__all__ = ["clock", "folder"]


@pytest.fixture
async def discord(clock: FakeClock) -> AsyncIterator[LoopbackDiscord]:
    """Serve a Discord whose ids tell the real time, as the processes' clocks do."""
    async with loopback(clock) as made:
        began = monotonic()
        made.state.passed = lambda: monotonic() - began
        yield made


@dataclass(frozen=True)
class Vote:
    """A round that is open for half an hour, in a folder that no bot is at work on."""

    house: House
    round_id: RoundId

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.house.path / "needledrop.db"

    async def form(self, writer: User) -> Json:
        """Return the private message in which a writer picks songs."""
        return await self.house.form(self.round_id, writer)

    async def pick(self, writer: User, form: Json, *, wait: bool = False) -> Interaction:
        """Have a writer pick the first two songs."""
        menu = f"picks:{self.round_id}"
        songs = options_of(form, menu)[:2]
        return await self.house.discord.choose(menu, songs, writer, form, wait=wait)


@pytest.fixture
async def vote(
    discord: LoopbackDiscord, clock: FakeClock, folder: Path, address: str
) -> AsyncIterator[Vote]:
    async with run_house(discord, folder, clock, url=address) as house:
        view = await house.opened()
        await house.bot.close()
        yield Vote(house, view.round.id)
