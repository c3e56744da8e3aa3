"""The connection of ballots: kept as long as it serves, and made anew otherwise."""

import asyncio
from typing import Any

import asyncpg
import pytest

from bot.domain.errors import StorageError
from bot.domain.structs import replace
from bot.domain.voting import CastBallot
from storage import postgres_kept
from storage.backend import BrokenConstraint
from storage.database import Database, database_at
from storage.postgres import PostgresBackend
from storage.postgres_kept import KeptConnection
from storage.postgres_statements import told_in_our_words
from tests.backends import ONLY_POSTGRES
from tests.builders import NOW, make_episode, make_room, make_round, person
from tests.fakes import FakeClock
from tests.postgres import server
from tests.storage.test_ballots import open_round, vote
from tests.storage.test_postgres_reads import all_lent
from tests.storage.test_rival_ballots import until_it_waits


def kept_by(store: Database) -> KeptConnection:
    backend = store._backend
    assert isinstance(backend, PostgresBackend)
    return backend._ballots[0]


async def process_id(kept: KeptConnection) -> int:
    """Return the number of the server's process that serves the connection."""
    async with kept as connection:
        return connection.get_server_pid()


@ONLY_POSTGRES
async def test_votes_go_on_one_connection(store: Database) -> None:
    _, round_ = await open_round(store)
    first = await process_id(kept_by(store))
    for n in range(3):
        await vote(store, round_, person(1), n)
    assert await process_id(kept_by(store)) == first


@ONLY_POSTGRES
async def test_a_vote_is_written_while_every_other_connection_is_in_use(store: Database) -> None:
    _, round_ = await open_round(store)
    async with store.transaction(round_.room_id) as unit:
        await unit.rounds.retime(round_, replace(round_, opened_at=NOW))
    await vote(store, round_, person(1), 1)  # reads the round, which is kept in memory from then on
    async with all_lent(store):
        assert isinstance(await vote(store, round_, person(2), 1), CastBallot)


async def test_votes_go_on_after_the_server_was_away(clock: FakeClock) -> None:
    store = database_at(server().new_database(), clock.now)
    await store.open()
    room = await make_room(store)
    round_ = await make_round(store, room, await make_episode(store, room))
    await vote(store, round_, person(1), 1)
    server().stop()
    for _ in range(2):
        with pytest.raises(StorageError):
            await vote(store, round_, person(2), 1)
    server().start()
    await vote(store, round_, person(2), 1)
    assert (await store.read.rounds.turnout(round_)).voted == 2
    await store.close()


@ONLY_POSTGRES
async def test_a_vote_after_one_that_waited_in_vain_is_written(
    store: Database, address: str
) -> None:
    _, round_ = await open_round(store)
    await store.set_patience(0.1)
    rival = await asyncpg.connect(address)
    await rival.execute("BEGIN; SELECT 1 FROM rooms FOR UPDATE")
    with pytest.raises(StorageError, match="lock timeout"):
        await vote(store, round_, person(1), 1)
    await rival.execute("ROLLBACK")
    await rival.close()
    await store.set_patience(30)
    await vote(store, round_, person(1), 1)
    assert (await store.read.rounds.turnout(round_)).voted == 1


@ONLY_POSTGRES
async def test_whoever_is_cancelled_leaves_nothing_under_way_to_the_next(
    store: Database, address: str
) -> None:
    kept = kept_by(store)

    async def waits() -> None:
        async with kept as connection:
            await connection.fetch("SELECT 1 FROM facts")

    rival = await asyncpg.connect(address)
    await rival.execute("BEGIN; LOCK TABLE facts")
    waiting = asyncio.create_task(waits())
    await until_it_waits(address)
    waiting.cancel()
    await asyncio.wait([waiting])
    async with kept as connection:
        assert await connection.fetchval("SELECT 1") == 1
    await rival.close()


@ONLY_POSTGRES
async def test_what_contradicts_another_row_is_no_fault_of_the_connection(store: Database) -> None:
    kept = kept_by(store)
    first = await process_id(kept)

    async def writes() -> None:
        async with kept as connection:
            with told_in_our_words():
                await connection.execute("INSERT INTO facts (name) VALUES (NULL)")

    with pytest.raises(BrokenConstraint):
        await writes()
    assert await process_id(kept) == first


@ONLY_POSTGRES
async def test_one_that_was_idle_for_long_is_made_anew(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await process_id(kept_by(store))
    monkeypatch.setattr(postgres_kept, "_IDLE_AT_MOST", -1.0)
    assert await process_id(kept_by(store)) != first


@ONLY_POSTGRES
async def test_a_closed_database_leaves_no_connection_open(store: Database, address: str) -> None:
    await open_round(store)
    kept = kept_by(store)
    async with kept as connection:
        held: Any = connection
    await store.close()
    assert held.is_closed()
    with pytest.raises(StorageError, match="not open"):
        async with kept:
            pytest.fail("connected to a closed database")


@ONLY_POSTGRES
async def test_whoever_uses_it_for_too_long_does_not_keep_the_database_from_closing(
    store: Database,
) -> None:
    kept = kept_by(store)
    kept._turn.patience = 0.01
    async with kept as connection:
        await store.close()
        assert connection.is_closed()
