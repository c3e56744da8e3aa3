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
async def house(
    discord: LoopbackDiscord,
    clock: FakeClock,
    tmp_path: Path,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[House]:
    # Where pictures go if the database is no file.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    async with run_house(discord, tmp_path, clock, url=address) as made:
        yield made
