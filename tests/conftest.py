"""Fixtures that every level of the tests shares: the real database, and stand-ins beyond it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.database import Database, database_at
from tests.fakes import FakeClock

# A deadline is a timed assertion, which fails on a slow machine and proves nothing on a fast one.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Database]:
    """The real storage, on a file of its own."""
    database = database_at(f"sqlite:///{tmp_path}/needledrop.db", clock.now)
    await database.open()
    yield database
    await database.close()
