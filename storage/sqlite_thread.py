"""SQLite's thread: aiosqlite gives each connection one, and each call waits for a trip there."""

import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import Any, TypeVar

import aiosqlite
from typing_extensions import override

from bot.domain.errors import StorageError
from storage.shared_reads import Sending, SharedReads
from storage.statements import Connection

_T = TypeVar("_T")


async def in_thread(
    connection: aiosqlite.Connection, work: Callable[[sqlite3.Connection], _T]
) -> _T:
    """Do work in a connection's thread, in one trip.

    aiosqlite's own methods make a trip to run a statement, one to fetch its rows, and one to close
    its cursor. All of them go through `_execute`; so does this, and nothing else in this project.
    `tests/storage/test_sqlite_thread.py` fails if another version of aiosqlite changes it.
    """
    run: Callable[..., Awaitable[_T]] = connection._execute  # noqa: SLF001 - see above
    return await run(work, connection._conn)  # noqa: SLF001 - see above


class ConnectionToThread(Connection):
    """Makes one trip to the thread for each statement."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @override
    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> list[Any]:
        return await in_thread(
            self._connection, lambda raw: raw.execute(sql, parameters).fetchall()
        )

    @override
    async def fetch_each(self, sql: str, rows: Iterable[Mapping[str, object]]) -> list[Any]:
        return await in_thread(self._connection, lambda raw: _fetch_each(raw, sql, rows))

    @override
    async def run_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        await in_thread(self._connection, lambda raw: raw.executemany(sql, rows))


class ConnectionInThread(Connection):
    """For work that is in the thread already: no statement makes a trip."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    @override
    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> list[Any]:
        return self._raw.execute(sql, parameters).fetchall()

    @override
    async def fetch_each(self, sql: str, rows: Iterable[Mapping[str, object]]) -> list[Any]:
        return _fetch_each(self._raw, sql, rows)

    @override
    async def run_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        self._raw.executemany(sql, rows)


def _fetch_each(
    raw: sqlite3.Connection, sql: str, rows: Iterable[Mapping[str, object]]
) -> list[Any]:
    cursor = raw.cursor()
    return [cursor.execute(sql, row).fetchone() for row in rows]


def run_without_waiting(work: Coroutine[Any, Any, _T]) -> _T:
    """Return what a coroutine returns that waits for nothing but a `ConnectionInThread`."""
    try:
        work.send(None)
    except StopIteration as done:
        result: _T = done.value
        return result
    work.close()
    raise RuntimeError("what is done at once may wait for nothing")


class SharingConnection(ConnectionToThread):
    """For reading: equal statements that wait for the thread at the same time run once."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        super().__init__(connection)
        self._reads = SharedReads(self._send)

    @override
    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> list[Any]:
        return await self._reads.fetch(sql, parameters)

    async def _send(
        self, sql: str, parameters: Mapping[str, object], sending: Sending
    ) -> list[Any]:
        def read(raw: sqlite3.Connection) -> list[Any]:
            sending()
            return raw.execute(sql, parameters).fetchall()

        try:
            return await in_thread(self._connection, read)
        except sqlite3.Error as fault:
            raise StorageError(str(fault)) from fault
