"""Reads on PostgreSQL: equal ones that wait for a connection are sent once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager

import asyncpg
import pytest

from bot.domain.errors import StorageError
from storage.database import Database
from storage.postgres import PostgresBackend
from tests.backends import ONLY_POSTGRES
from tests.storage.test_rival_ballots import until_it_waits

pytestmark = ONLY_POSTGRES


@asynccontextmanager
async def all_lent(store: Database) -> AsyncIterator[list[str]]:
    """Keep every connection of the pool busy in the block; note what is sent from then on."""
    sent: list[str] = []
    backend = store._backend
    assert isinstance(backend, PostgresBackend)
    pool = backend._pool
    assert pool is not None
    async with AsyncExitStack() as held:
        for _ in range(pool.get_max_size()):
            connection = await held.enter_async_context(pool.acquire())
            connection.add_query_logger(lambda query: sent.append(query.query))
        yield sent


def several(*reads: Awaitable[object]) -> list[asyncio.Future[object]]:
    return [asyncio.ensure_future(one) for one in reads]


async def test_equal_reads_that_wait_are_sent_once(store: Database) -> None:
    async with store.transaction(None) as unit:
        await unit.facts.set("one", "1")
    async with all_lent(store) as sent:
        names = ["one"] * 20 + ["two"]
        reads = several(*(store.read.facts.get(name) for name in names))
        await asyncio.sleep(0)
    assert await asyncio.gather(*reads) == ["1"] * 20 + [""]
    assert len(sent) == 2


async def test_a_read_that_was_sent_is_not_shared(store: Database, address: str) -> None:
    await store.set_patience(30)
    async with all_lent(store) as sent:
        pass
    rival = await asyncpg.connect(address)
    await rival.execute("BEGIN; LOCK TABLE facts")
    first = several(store.read.facts.get("one"))
    await until_it_waits(address)
    second = several(store.read.facts.get("one"))
    await rival.execute("INSERT INTO facts (name, value) VALUES ('one', '1'); COMMIT")
    await rival.close()
    await asyncio.gather(*first)
    assert await asyncio.gather(*second) == ["1"]
    assert len(sent) == 2


async def test_whoever_gives_up_leaves_the_others_their_answer(store: Database) -> None:
    async with all_lent(store) as sent:
        first, *others = several(*(store.read.facts.get("one") for _ in range(3)))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        others[0].cancel()
        await asyncio.sleep(0)
    assert await others[1] == ""
    assert first.cancelled()
    assert others[0].cancelled()
    assert len(sent) == 1


async def test_all_are_told_that_no_connection_was_free(store: Database) -> None:
    await store.set_patience(0.01)
    async with all_lent(store) as sent:
        reads = several(*(store.read.facts.get("one") for _ in range(3)))
        await asyncio.wait(reads)
    assert all(isinstance(one.exception(), StorageError) for one in reads)
    assert not sent


async def test_a_transaction_that_reads_beside_itself_is_noticed(store: Database) -> None:
    with pytest.raises(AssertionError, match="beside itself"):
        async with store.transaction(None):
            await store.read.facts.get("one")
