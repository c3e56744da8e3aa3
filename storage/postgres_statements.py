"""PostgreSQL's connections: parameters are numbered, and each statement is a trip to the server."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import asyncpg
from msgspec.json import Encoder
from typing_extensions import override

from bot.domain.errors import StorageError
from storage.backend import BrokenConstraint, RoomHeld
from storage.shared_reads import Sending, SharedReads
from storage.statements import Connection, Driver, Queries

FAULTS = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
"""What the driver raises where the server could not do it, or could not be reached."""

_as_json = Encoder().encode
_PARAMETER = re.compile(r"'(?:[^']|'')*'|(?<![:\w]):([a-z_][a-z0-9_]*)")
_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)
_NAMED_OTHERWISE = {
    "json_group_array(": "json_agg(",
    "json_each(": "json_array_elements_text(",
}
"""What makes a JSON list of a column, and rows of a list, by SQLite's names."""

queries = Queries(Driver, instead=Path(__file__).with_name("postgres_queries"))


@lru_cache(maxsize=1024)
def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """Return a statement as PostgreSQL reads it, and the names of `$1` and so on in their order."""
    names: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        name = match[1]
        # A word in quotes is no parameter.
        return match[0] if name is None else names.setdefault(name, f"${len(names) + 1}")

    return _PARAMETER.sub(number, _in_its_words(sql)), tuple(names)


@lru_cache(maxsize=64)
def for_each(sql: str) -> tuple[str, tuple[str, ...]]:
    """Return a statement that asks a query for many rows of parameters at once.

    Its parameters are arrays of numbers as `array_of` writes them, one for each of the names, as
    long as there are rows. It returns a row for each of them, in order: `found`, NULL where the
    query has none, and the query's first row.
    """
    names: dict[str, None] = {}

    def column(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        names[match[1]] = None
        return f"asked.{match[1]}"

    query = _PARAMETER.sub(column, _in_its_words(sql)).strip().rstrip(";")
    arrays = ", ".join(f"${n}::text::bigint[]" for n in range(1, len(names) + 1))
    asked = f"unnest({arrays}) WITH ORDINALITY AS asked ({', '.join(names)}, place)"
    answers = f"SELECT true AS found, answer.* FROM ({query}) AS answer LIMIT 1"  # noqa: S608 - ours
    text = (
        f"SELECT one.* FROM {asked} LEFT JOIN LATERAL ({answers}) AS one ON true"  # noqa: S608
        " ORDER BY asked.place"
    )
    return text, tuple(names)


def array_of(numbers: Sequence[object]) -> str:
    """Return an array of numbers and NULLs as a text: the driver takes long to look at each."""
    return f"{{{_as_json(numbers).decode()[1:-1]}}}"


def _in_its_words(sql: str) -> str:
    """Return a statement without comments, and with PostgreSQL's names of functions."""
    text = _COMMENT.sub("", sql)
    for theirs, ours in _NAMED_OTHERWISE.items():
        text = text.replace(theirs, ours)
    return text


@contextmanager
def told_in_our_words() -> Iterator[None]:
    """Raise the store's own errors in place of the driver's.

    Raises:
        BrokenConstraint: A row contradicts another one.
        RoomHeld: A lock was not to be had in time.
        ValueError: A value is one that the database cannot keep.
        StorageError: The server could not do it, or could not be reached.
    """
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as fault:
        fault.detail = None  # it repeats the row, which may be a ballot, for the log to keep
        raise BrokenConstraint(str(fault)) from fault
    except asyncpg.LockNotAvailableError as fault:
        raise RoomHeld(str(fault)) from fault
    except asyncpg.DataError as fault:
        raise ValueError(str(fault)) from fault
    except FAULTS as fault:
        raise StorageError(str(fault) or type(fault).__name__) from fault


class PostgresConnection(Connection):
    """Runs statements on one connection, within its transaction.

    What the driver raises is told in the store's own words here, so that an error of whoever
    uses a transaction is never taken for the database's.
    """

    def __init__(
        self, connection: "asyncpg.pool.PoolConnectionProxy[Any] | asyncpg.Connection[Any]"
    ) -> None:
        self._connection = connection

    @override
    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> list[Any]:
        text, names = numbered(sql)
        with told_in_our_words():
            return await self._connection.fetch(text, *[parameters[name] for name in names])

    @override
    async def fetch_each(self, sql: str, rows: Iterable[Mapping[str, object]]) -> list[Any]:
        asked = list(rows)
        if len(asked) == 1:
            # By itself: to take arrays apart costs a tenth more.
            found = await self.fetch(sql, asked[0])
            return found[:1] or [None]
        text, names = for_each(sql)
        columns = [array_of([row[name] for row in asked]) for name in names]
        with told_in_our_words():
            found = await self._connection.fetch(text, *columns)
        return [None if row[0] is None else row[1:] for row in found]

    @override
    async def run_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        text, names = numbered(sql)
        given = [[row[name] for name in names] for row in rows]
        with told_in_our_words():
            await self._connection.executemany(text, given)


Borrow = Callable[[], AbstractAsyncContextManager["asyncpg.pool.PoolConnectionProxy[Any]"]]
"""Lends a connection of the pool for the length of a block."""


class PostgresReads(Connection):
    """Runs each statement by itself, on whichever connection of the pool is free.

    Equal statements that wait for one at the same time run once.
    """

    def __init__(self, borrow: Borrow) -> None:
        self._borrow = borrow
        self._reads = SharedReads(self._send)

    @override
    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> list[Any]:
        return await self._reads.fetch(sql, parameters)

    async def _send(
        self, sql: str, parameters: Mapping[str, object], sending: Sending
    ) -> list[Any]:
        async with self._lent() as connection:
            sending()
            return await connection.fetch(sql, parameters)

    @override
    async def fetch_each(self, sql: str, rows: Iterable[Mapping[str, object]]) -> list[Any]:
        async with self._lent() as connection:
            return await connection.fetch_each(sql, rows)

    @override
    async def run_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        async with self._lent() as connection:
            await connection.run_many(sql, rows)

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[PostgresConnection]:
        async with self._borrow() as connection:
            yield PostgresConnection(connection)
