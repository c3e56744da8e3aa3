"""The store as it opens and closes."""

import pytest

from bot.domain.errors import StorageError
from storage.database import Database
from tests.builders import make_room


async def test_what_is_read_is_read_through_one_unit_of_work(store: Database) -> None:
    assert store.read is store.read


async def test_a_closed_database_says_that_it_is_not_open(store: Database) -> None:
    room = await make_room(store)
    await store.close()
    await store.close()
    with pytest.raises(StorageError, match="the database is not open"):
        await store.read.rooms.get(room.id)
    with pytest.raises(StorageError, match="the database is not open"):
        await make_room(store)
    await store.open()
    assert await store.read.rooms.get(room.id) == room
