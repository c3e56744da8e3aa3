"""The trips to SQLite's thread, which aiosqlite has no public method for."""

import asyncio
import inspect
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable

import aiosqlite
import pytest

from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.voting import Vote
from bot.services.ports.unit_of_work import UnitOfWork
from storage.database import Database
from storage.sqlite_thread import in_thread
from tests.backends import ONLY_SQLITE, sqlite_of
from tests.builders import NOW, choices, make_episode, make_room, make_round, person


@pytest.fixture
async def connection() -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(":memory:") as opened:
        yield opened


def test_aiosqlite_still_has_what_the_storage_uses_of_it() -> None:
    changed = "aiosqlite runs work in its thread in another way now: change `in_thread`"
    assert inspect.iscoroutinefunction(getattr(aiosqlite.Connection, "_execute", None)), changed
    parameters = list(inspect.signature(aiosqlite.Connection._execute).parameters.values())
    kinds = [parameter.kind for parameter in parameters]
    assert parameters[1].name == "fn", changed
    assert inspect.Parameter.VAR_POSITIONAL in kinds, changed
    assert isinstance(aiosqlite.Connection._conn, property), changed


async def test_work_is_done_in_the_thread_of_the_connection(
    connection: aiosqlite.Connection,
) -> None:
    def work(raw: sqlite3.Connection) -> tuple[threading.Thread, int]:
        [number] = raw.execute("SELECT 7").fetchone()
        return threading.current_thread(), number

    assert await in_thread(connection, work) == (connection._thread, 7)
    assert connection._thread is not threading.current_thread()


async def test_work_waits_for_what_was_asked_before(connection: aiosqlite.Connection) -> None:
    await connection.execute("CREATE TABLE numbers (n)")
    put = asyncio.create_task(connection.execute_insert("INSERT INTO numbers VALUES (7)"))
    await asyncio.sleep(0)
    rows = await in_thread(connection, lambda raw: raw.execute("SELECT n FROM numbers").fetchall())
    assert rows == [(7,)]
    await put


async def test_what_work_raises_is_raised(connection: aiosqlite.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="nonsense"):
        await in_thread(connection, lambda raw: raw.execute("nonsense"))


def trips_to(store: Database, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the list that every trip to the thread that writes is put into from now on."""
    trips: list[object] = []
    writer = sqlite_of(store)._open_writer()
    run = writer._execute

    def noted(work: Callable[..., object], *given: object) -> object:
        trips.append(work)
        return run(work, *given)  # type: ignore[no-untyped-call]  # aiosqlite's

    monkeypatch.setattr(writer, "_execute", noted)
    return trips


@pytest.mark.parametrize("voters", [1, 100])
@ONLY_SQLITE
async def test_a_batch_of_votes_is_one_trip(
    store: Database, monkeypatch: pytest.MonkeyPatch, voters: int
) -> None:
    room = await make_room(store)
    round_ = await make_round(store, room, await make_episode(store, room))
    trips = trips_to(store, monkeypatch)
    change = PickSongs(choices(round_, 1))
    await asyncio.gather(
        *(
            store.cast(Vote(room.id, round_.id, person(voter), change, NOW))
            for voter in range(voters)
        )
    )
    assert len(trips) == store.transactions_of_ballots
    assert store.transactions_of_ballots <= 2


@ONLY_SQLITE
async def test_a_transaction_at_once_is_one_trip(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await make_room(store)
    trips = trips_to(store, monkeypatch)

    async def work(unit: UnitOfWork) -> bool:
        await unit.rooms.join(room.id, person(1).user_id, NOW)
        await unit.facts.set("one", "two")
        return await unit.rooms.on_roster(room.id, person(1).user_id) is True

    assert await store.in_one_trip(work, None)
    assert len(trips) == 1


@ONLY_SQLITE
async def test_work_at_once_that_waits_for_anything_else_is_undone(store: Database) -> None:
    async def waits(unit: UnitOfWork) -> None:
        await unit.facts.set("one", "two")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="may wait for nothing"):
        await store.in_one_trip(waits, None)
    assert await store.read.facts.get("one") == ""
