"""Hops to SQLite's thread: aiosqlite makes one for each call, so what belongs together is one."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any, Self, TypeVar

import aiosqlite

from bot.domain.errors import StorageError

_T = TypeVar("_T")


class _Hop(str):
    """Work for SQLite's thread, in the guise of a statement.

    aiosqlite makes one hop to its thread for each call. `executemany` is the call that reaches our
    connection class with both its arguments as they are, so a whole batch travels in one of it.
    """

    work: Callable[[sqlite3.Connection], object]
    result: object
    __slots__ = ("result", "work")


class HoppingConnection(sqlite3.Connection):
    """SQLite's connection, which does the work that comes in the guise of a statement."""

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Do work, or run a statement for each of the parameters."""
        if isinstance(sql, _Hop):
            sql.result = sql.work(self)
            return self.cursor()
        return super().executemany(sql, parameters)


_Told = tuple[list[Any], int, int | None]
"""What a statement comes to: its rows, how many it changed, and the row it put in last."""


class _Rows:
    """What comes of one statement, as aiosql reads a cursor."""

    def __init__(self, asking: Coroutine[Any, Any, _Told]) -> None:
        self._asking = asking
        self._rows: Sequence[Any] = ()
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        self._rows, self.rowcount, self.lastrowid = await self._asking
        return self

    async def __aexit__(self, *raised: object) -> None:
        return None

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def fetchone(self) -> Any:
        return self._rows[0] if self._rows else None


class Statements:
    """A connection as aiosql uses one: each statement is run and fetched whole in one hop.

    aiosqlite's own cursor makes a hop to run a statement, one to fetch, and one to close.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Any) -> _Rows:
        """Return what runs a statement when it is entered, and has its rows then."""
        return _Rows(self._ask(sql, parameters))

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> aiosqlite.Cursor:
        """Run a statement for each of the parameters."""
        return await self._connection.executemany(sql, parameters)

    async def _ask(self, sql: str, parameters: Any) -> _Told:
        return await hop(self._connection, lambda raw: _told(raw.execute(sql, parameters)))


class Inside(Statements):
    """The same for work that is in SQLite's thread already: no statement makes a hop."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Any:
        """Run a statement for each of the parameters."""
        return self._raw.executemany(sql, parameters)

    async def _ask(self, sql: str, parameters: Any) -> _Told:
        return _told(self._raw.execute(sql, parameters))


def run_inside(work: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine that waits for nothing but statements `Inside`, from its begin to its end."""
    try:
        work.send(None)
    except StopIteration as done:
        told: _T = done.value
        return told
    work.close()
    raise RuntimeError("what is done at once may wait for nothing")


class Reading(Statements):
    """The same for what only reads: equal questions that wait at one time are asked once.

    When many people press at once, each of them asks for the same room. A question that is being
    answered already is not joined, since its answer may be older than what the next one knows of.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        super().__init__(connection)
        self._waiting: dict[tuple[str, str], asyncio.Task[_Told]] = {}

    async def _ask(self, sql: str, parameters: Any) -> _Told:
        key = (sql, repr(parameters))
        asked = self._waiting.get(key)
        if asked is None:
            asked = asyncio.create_task(self._answer(key, parameters))
            self._waiting[key] = asked
        # Shielded: others may wait for the same answer.
        return await asyncio.shield(asked)

    async def _answer(self, key: tuple[str, str], parameters: Any) -> _Told:
        asked = asyncio.current_task()

        def work(raw: sqlite3.Connection) -> _Told:
            del self._waiting[key]
            return _told(raw.execute(key[0], parameters))

        try:
            return await hop(self._connection, work)
        except sqlite3.Error as fault:
            raise StorageError(str(fault)) from fault
        finally:
            if self._waiting.get(key) is asked:  # the hop was never made
                del self._waiting[key]


def _told(cursor: sqlite3.Cursor) -> _Told:
    return cursor.fetchall(), cursor.rowcount, cursor.lastrowid


async def hop(connection: aiosqlite.Connection, work: Callable[[sqlite3.Connection], _T]) -> _T:
    """Run work in SQLite's thread, in one hop."""
    told = _Hop("")
    told.work = work
    await connection.executemany(told, ())
    return told.result  # type: ignore[return-value]  # a str cannot be generic
