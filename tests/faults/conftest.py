"""Fixtures: the services over the real storage, and the whole bot on the loopback Discord."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.conftest import house
from tests.wire.house import House as Wired
from tests.wire.house import loopback, run_house
from tests.wire.waits import started_clock

__all__ = ["house"]


@pytest.fixture
async def wired(tmp_path: Path) -> AsyncIterator[Wired]:
    """A room on the loopback Discord, whose clock is not the one of the services' fixtures."""
    clock = started_clock()
    async with loopback(clock) as discord, run_house(discord, tmp_path, clock) as made:
        yield made
