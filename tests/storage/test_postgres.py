"""What PostgreSQL needs otherwise than SQLite."""

import asyncio
import re
from collections.abc import Mapping

import pytest

from bot.domain.errors import StorageError
from bot.log_texts import traced
from storage import migrate
from storage.backend import BrokenConstraint
from storage.database import Database, database_at
from storage.postgres import PostgresBackend
from storage.postgres_statements import for_each, numbered, queries
from tests.backends import ONLY_POSTGRES
from tests.builders import make_room
from tests.fakes import FakeClock
from tests.postgres import server


def test_parameters_are_numbered_in_the_order_of_their_first_place() -> None:
    sql = "-- a :comment\nSELECT ':no', x::text FROM t WHERE a = :a AND b = :b AND c = :a"
    text, names = numbered(sql)
    assert text.strip() == "SELECT ':no', x::text FROM t WHERE a = $1 AND b = $2 AND c = $1"
    assert names == ("a", "b")


def test_a_query_is_asked_for_many_rows_at_once() -> None:
    text, names = for_each("SELECT name FROM people WHERE id = :id AND room = :room;")
    assert names == ("id", "room")
    assert "unnest($1::text::bigint[], $2::text::bigint[])" in text
    assert "WHERE id = asked.id AND room = asked.room)" in text


@pytest.mark.parametrize("statement", ["voter", "put_ballots"])
async def test_what_a_vote_needs_is_found_by_its_key_though_the_tables_are_empty_yet(
    clock: FakeClock, statement: str
) -> None:
    """The plan that is made with the first vote serves the thousands after it."""
    store = database_at(server().new_database(), clock.now)
    await store.open()
    backend, sql = store._backend, getattr(queries, statement).sql
    assert isinstance(backend, PostgresBackend)
    text, _ = for_each(sql) if statement == "voter" else numbered(sql)
    async with backend._ballots[0] as connection:
        parameters = (await connection.prepare(text)).get_parameters()
        nothing = ", ".join("'{}'" for _ in parameters)
        await connection.execute(f"PREPARE planned AS {text}")
        lines = await connection.fetch(f"EXPLAIN EXECUTE planned ({nothing})")
    await store.close()
    plan = "\n".join(line[0] for line in lines)
    assert "Seq Scan" not in plan
    assert set(re.findall(r"using (\w+) on (?:ballots|roster|rounds)", plan)) == {
        "ballots_pkey",
        "roster_pkey",
        "rounds_pkey",
    }
    assert re.search(r"round_id = \S+\) AND \(voter_id = ", plan)


@ONLY_POSTGRES
async def test_a_row_that_is_not_there_is_none(store: Database) -> None:
    room = await make_room(store)
    rows: list[Mapping[str, object]] = [{"id": room.id}, {"id": 1}, {"id": room.id}]
    found = await store._backend.reader.fetch_each("room", rows)
    assert [row and row[0] for row in found] == [room.id, None, room.id]


async def test_a_server_that_went_away_is_told_of_and_used_again(clock: FakeClock) -> None:
    url = server().new_database()
    store = database_at(url, clock.now)
    await store.open()
    await make_room(store)
    server().stop()
    with pytest.raises(StorageError):
        await store.read.facts.get("one")
    with pytest.raises(StorageError):
        async with store.transaction(None) as unit:
            await unit.facts.set("one", "two")
    server().start()
    async with store.transaction(None) as unit:
        await unit.facts.set("one", "three")
    assert await store.read.facts.get("one") == "three"
    await store.close()


async def test_no_such_server(clock: FakeClock) -> None:
    store = database_at("postgresql://nobody@127.0.0.1:1/none", clock.now)
    with pytest.raises(StorageError, match="no server can be reached there"):
        await store.open()


async def test_a_database_of_another_version_is_named(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "storage")
    url, known = server().new_database(), migrate.load_migrations()
    more = migrate.Migration(9000, "more", "CREATE TABLE more (id BIGINT);")
    for migrations, logged in (
        (known, []),
        ([*known, more], ["the database was updated for this version"]),
    ):
        caplog.clear()
        monkeypatch.setattr(migrate, "load_migrations", lambda now=migrations: now)
        store = database_at(url, clock.now)
        await store.open()
        await store.close()
        assert [one.getMessage() for one in caplog.records] == logged
    monkeypatch.setattr(migrate, "load_migrations", lambda: known)
    with pytest.raises(
        StorageError, match=r"^postgresql://postgres@.*: .* Start the newer version"
    ):
        await store.open()


@ONLY_POSTGRES
async def test_an_id_that_no_database_takes(store: Database) -> None:
    with pytest.raises(ValueError, match="int64"):
        await store._backend.reader.room(id=2**70)


@ONLY_POSTGRES
async def test_an_error_does_not_repeat_the_row(store: Database) -> None:
    """It may end up in the log, and the row may be a ballot, or what somebody typed."""
    ballot: dict[str, object] = {"round_id": 1, "voter_id": 777_000_777, "choices": "secret"}
    ballot["lines"] = "secret"
    with pytest.raises(BrokenConstraint) as told:
        async with store._backend.transaction(()) as sql:
            await sql.put_ballot(**ballot, receipt=None, cast_at=0)
    logged = traced(told.value)
    assert "receipt" in logged
    assert "secret" not in logged
    assert "777000777" not in logged


@ONLY_POSTGRES
async def test_whoever_is_cancelled_twice_leaves_nothing_under_way_to_the_next(
    store: Database,
) -> None:
    async def writes() -> None:
        async with store.transaction(None) as unit:
            await unit.facts.set("one", "two")
            began.set()
            await asyncio.Event().wait()

    for _ in range(3):
        began = asyncio.Event()
        writing = asyncio.create_task(writes())
        await began.wait()
        for _ in range(2):
            writing.cancel()
            await asyncio.sleep(0)
        assert await store.read.facts.get("one") == ""
        await asyncio.wait([writing])
        assert writing.cancelled()
