"""Fixtures: the loopback Discord, and the whole bot connected to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.wire.house import House, loopback, run_house
from tests.wire.loopback import LoopbackDiscord
from tests.wire.waits import started_clock


@pytest.fixture
def clock() -> FakeClock:
    return started_clock()


@pytest.fixture
async def discord(clock: FakeClock) -> AsyncIterator[LoopbackDiscord]:
    async with loopback(clock) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the bot and the processes it starts keep their files, pictures included."""
    # Pictures go there if the database is no file.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
async def house(
    discord: LoopbackDiscord, clock: FakeClock, folder: Path, address: str
) -> AsyncIterator[House]:
    async with run_house(discord, folder, clock, url=address) as made:
        yield made
