"""The storage runs on every kind of database."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database, database_at
from tests.backends import BACKENDS
from tests.fakes import FakeClock


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def other(address: str, clock: FakeClock, store: Database) -> AsyncIterator[Database]:
    """The store of another process, over the same database."""
    made = database_at(address, clock.now)
    await made.open()
    for one in (store, made):
        await one.set_patience(30)
    yield made
    await made.close()
