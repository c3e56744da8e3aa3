"""A database on a PostgreSQL server as what is moved from, or to."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from graphlib import TopologicalSorter
from typing import Any, TypeAlias

import asyncpg
from typing_extensions import override

from bot.domain.errors import StorageError
from storage import migrate
from storage.move_sides import BATCH, Row, Rows, Target, require_current, require_empty
from storage.postgres import PostgresBackend
from storage.postgres_trouble import place_of, told_of

_CONNECT_WITHIN = 10.0
_BOTS = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND application_name = 'needledrop'
"""
_COLUMNS = """
SELECT column_name::text FROM information_schema.columns
 WHERE table_schema = current_schema() AND table_name = $1
"""
_REFERENCES = """
SELECT one.relname::text, other.relname::text FROM pg_constraint
  JOIN pg_class AS one ON one.oid = conrelid
  JOIN pg_class AS other ON other.oid = confrelid
 WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_THERE = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"

Connection: TypeAlias = "asyncpg.Connection[Any]"


class _ServerRows(Rows):
    def __init__(self, url: str, connection: Connection) -> None:
        self._url, self._connection = url, connection

    @property
    @override
    def place(self) -> str:
        return place_of(self._url)

    @override
    async def columns(self, table: str) -> Sequence[str]:
        return [name for (name,) in await self._connection.fetch(_COLUMNS, table)]

    @override
    async def rows(self, table: str, columns: Sequence[str]) -> AsyncIterator[Sequence[Row]]:
        query = f'SELECT {_list(columns)} FROM "{table}"'  # noqa: S608 - the schema's names
        with told_of(self._url):
            found = await self._connection.cursor(query)
            while batch := await found.fetch(BATCH):
                yield [tuple(row) for row in batch]


class _ServerTarget(_ServerRows, Target):
    @override
    async def in_order(self, tables: Iterable[str]) -> Sequence[str]:
        referred: dict[str, set[str]] = {table: set() for table in sorted(tables)}
        for one, other in await self._connection.fetch(_REFERENCES):
            if one in referred and one != other:
                referred[one].add(other)
        return [*TopologicalSorter(referred).static_order()]

    @override
    async def put(
        self, table: str, columns: Sequence[str], batches: AsyncIterator[Sequence[Row]]
    ) -> None:
        async def each() -> AsyncIterator[Row]:
            async for batch in batches:
                for row in batch:
                    yield row

        try:
            await self._connection.copy_records_to_table(table, records=each(), columns=columns)
        except asyncpg.DataError as fault:
            # Not its words: they repeat the value.
            raise StorageError(
                f"{table} holds a value that PostgreSQL cannot keep ({type(fault).__name__})."
                " Please report this."
            ) from fault


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[Rows]:
    """Lend a database that no bot runs on, to be read as it is now; nobody can change it.

    Raises:
        StorageError: A bot runs on it, another version used it last, or it cannot be used.
    """
    async with _connected(url) as connection, connection.transaction():
        there = await _tables(connection)
        applied = await connection.fetch(migrate.APPLIED) if "migrations" in there else []
        require_current(place_of(url), {row[0]: row[1] for row in applied})
        await _require_stopped(url, connection)
        # Nobody writes while this is held; whoever only reads goes on.
        await connection.execute(f"LOCK TABLE {_list(_ours(there))} IN SHARE MODE")
        yield _ServerRows(url, connection)


@asynccontextmanager
async def writing(url: str) -> AsyncIterator[Target]:
    """Lend an empty database to be written, in a transaction that is committed after the block.

    Raises:
        StorageError: It holds something, or cannot be used.
    """
    async with _connected(url) as connection:
        await _require_empty(url, connection)
    backend = PostgresBackend(url)
    await backend.open()
    await backend.close()
    async with _connected(url) as connection:
        async with connection.transaction():
            tables = _list(_ours(await _tables(connection)))
            await connection.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
            await _require_empty(url, connection)
            yield _ServerTarget(url, connection)
        await connection.execute("ANALYZE")


async def require_stopped(url: str) -> None:
    """Return if no bot runs on a database.

    Raises:
        StorageError: One does, or the database cannot be used.
    """
    async with _connected(url) as connection:
        await _require_stopped(url, connection)


async def _require_stopped(url: str, connection: Connection) -> None:
    """Return if no bot has a session there; a bot that runs always has one."""
    if await connection.fetchval(_BOTS):
        raise StorageError(
            f"{place_of(url)} is in use: a bot is running on it. Stop every one of its processes,"
            " and try again."
        )


async def _require_empty(url: str, connection: Connection) -> None:
    rows = {
        table: await connection.fetchval(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - the schema's names
        for table in _ours(await _tables(connection))
    }
    require_empty(place_of(url), rows)


async def _tables(connection: Connection) -> frozenset[str]:
    return frozenset(name for (name,) in await connection.fetch(_THERE))


def _ours(there: frozenset[str]) -> list[str]:
    """Return those of the bot's tables that are there."""
    return sorted(there & migrate.tables(migrate.load_migrations()))


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Connection]:
    """Connect; what goes wrong is told in our words."""
    with told_of(url):
        connection = await asyncpg.connect(
            url, timeout=_CONNECT_WITHIN, server_settings={"application_name": "needledrop-move"}
        )
        try:
            await connection.execute("SET lock_timeout = '5s'")
            yield connection
        finally:
            await connection.close(timeout=_CONNECT_WITHIN)


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
