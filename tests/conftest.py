"""Fixtures that every level of the tests shares: the real database, and stand-ins beyond it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.database import Database, database_at
from tests.backends import BACKENDS
from tests.fakes import FakeClock

# A deadline is a timed assertion, which fails on a slow machine and proves nothing on a fast one.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=BACKENDS)
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock
) -> AsyncIterator[Database]:
    """The real storage over each kind of database, new and empty."""
    database = database_at(BACKENDS[request.param](tmp_path), clock.now)
    await database.open()
    yield database
    await database.close()
