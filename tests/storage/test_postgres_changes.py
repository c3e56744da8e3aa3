"""A server that changes under a running bot, and databases that are not as they should be."""

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from bot.domain.errors import StorageError
from bot.domain.model import RoomId
from bot.server_address import parse
from bot.services.ports.unit_of_work import UnitOfWork
from storage.database import Database, database_at
from storage.postgres import PostgresBackend
from storage.postgres_backup import back_up_server
from tests.backends import ONLY_POSTGRES
from tests.builders import make_room
from tests.fakes import FakeClock
from tests.postgres import server


@ONLY_POSTGRES
async def test_connections_to_a_server_that_became_a_standby_are_given_up(store: Database) -> None:
    """As after a failover, while the name still leads to the primary that was."""
    backend = store._backend
    assert isinstance(backend, PostgresBackend)
    assert backend._pool is not None
    async with AsyncExitStack() as lent:
        for _ in range(backend._pool.get_max_size()):
            connection = await lent.enter_async_context(backend._pool.acquire())
            await connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")

    async def write() -> None:
        async with store.transaction(None) as unit:
            await unit.facts.set("one", "two")

    with pytest.raises(StorageError, match="read-only"):
        await write()
    await write()
    assert await store.read.facts.get("one") == "two"


async def test_what_a_newer_version_adds_to_a_table_makes_nothing_fail(clock: FakeClock) -> None:
    """As in an update of several processes, one after another."""
    address = await asyncio.to_thread(server().new_database)
    store = database_at(address, clock.now)
    await store.open()
    room = await make_room(store)

    async def title(unit: UnitOfWork) -> str:
        found = await unit.rooms.get(RoomId(room.id))
        assert found is not None
        return found.title

    assert await store.in_one_trip(title, room.id) == room.title
    newer = await asyncpg.connect(address)
    await newer.execute("ALTER TABLE rooms ADD COLUMN more BIGINT NOT NULL DEFAULT 0")
    await newer.close()
    assert await store.in_one_trip(title, room.id) == room.title
    await store.close()


async def test_a_new_database_that_lacks_letters_is_refused(clock: FakeClock) -> None:
    latin = ("--encoding=LATIN1", "--locale=C", "--template=template0")
    address = await asyncio.to_thread(partial(server().new_database, *latin))
    store = database_at(address, clock.now)
    with pytest.raises(StorageError, match="keeps text in LATIN1, which lacks letters"):
        await store.open()


async def test_a_database_that_lacks_tables_is_not_called_sound(
    clock: FakeClock, tmp_path: Path
) -> None:
    address = await asyncio.to_thread(server().new_database)
    store = database_at(address, clock.now)
    await store.open()
    await store.close()
    rival = await asyncpg.connect(address)
    await rival.execute("DROP TABLE ballot_log")
    await rival.close()
    with pytest.raises(StorageError, match="lacks ballot_log"):
        await asyncio.to_thread(back_up_server, parse(address), tmp_path / "copy.dump")
    assert not (tmp_path / "copy.dump").exists()
