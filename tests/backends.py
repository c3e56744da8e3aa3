"""The kinds of databases that the tests of the storage are run on."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.settings import Settings
from storage import postgres, postgres_statements
from storage.database import Database, database_at
from storage.sqlite import SqliteBackend
from tests.fakes import FakeClock
from tests.postgres import server

# A machine that does much else may keep a connection waiting for longer than a person should.
postgres.PATIENCE = 10.0
postgres.ANSWER_WITHIN = 60.0

_borrowers = set[object]()
_LENDING = "_lent"
_BESIDE = "a transaction reads beside itself, not with its unit"
_lent = postgres.PostgresBackend._lent


@asynccontextmanager
async def _lent_once(backend: postgres.PostgresBackend, pool: Any) -> AsyncIterator[Any]:
    """Lend a connection, though not a second one to the same task.

    Under load, every connection is held by somebody who waits for one more.
    """
    borrower = (backend, asyncio.current_task())
    assert borrower not in _borrowers, _BESIDE
    async with _lent(backend, pool) as connection:
        _borrowers.add(borrower)
        try:
            yield connection
        finally:
            _borrowers.remove(borrower)


setattr(postgres.PostgresBackend, _LENDING, _lent_once)

_fetch = postgres_statements.PostgresReads.fetch


async def _read_without_connection(
    reads: Any, sql: str, parameters: Mapping[str, object]
) -> list[Any]:
    """Read for a task that holds no connection, even where another task is sent for the answer."""
    borrower = (reads._borrow.func.__self__, asyncio.current_task())
    assert borrower not in _borrowers, _BESIDE
    return await _fetch(reads, sql, parameters)


setattr(postgres_statements.PostgresReads, _fetch.__name__, _read_without_connection)


async def sqlite_at(folder: Path, migrated: Path) -> str:
    """Copy an empty database into a folder: faster than migrating it."""
    return f"sqlite:///{shutil.copy(migrated, folder / 'needledrop.db')}"


async def postgres_at(_folder: Path, _migrated: Path) -> str:
    """Empty this process's database: faster than making another one."""
    url, emptying = await asyncio.to_thread(_one_for_all)
    connection = await asyncpg.connect(url)
    await connection.execute(emptying)
    await connection.close()
    return url


BACKENDS: Mapping[str, Callable[[Path, Path], Awaitable[str]]] = {
    "sqlite": sqlite_at,
    "postgres": postgres_at,
}
"""For each kind, how to get the address of an empty database; another kind is another line.

Both are given a folder, and a file of SQLite's that has every migration applied.
"""


ONLY_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
"""For tests about what only SQLite has: a file, a thread."""
ONLY_POSTGRES = pytest.mark.parametrize("backend", ["postgres"])
"""For tests about what only PostgreSQL has: a server, many writers."""

KEY = "k" * 43 + "="
"""The key where there is no folder for a key file."""


def settings_at(address: str) -> Settings:
    """Return the settings of a bot with a database."""
    keys = () if address.startswith("sqlite:") else (KEY,)
    return Settings("t" * 60, database_url=address, encryption_keys=keys)


@cache
def _one_for_all() -> tuple[str, str]:
    """Return the address of a database with every migration applied, and how to empty it."""
    url = server().new_database()

    async def made() -> str:
        database = database_at(url, FakeClock().now)
        await database.open()
        await database.close()
        connection = await asyncpg.connect(url)
        rows = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        )
        await connection.close()
        tables = [row["tablename"] for row in rows if row["tablename"] != "migrations"]
        # Deleting is faster than truncating where there is little. Nothing checks the order.
        deleting = ["DELETE FROM " + table for table in tables]  # noqa: S608 - the schema's names
        return ";".join(["SET session_replication_role = replica", *deleting])

    return url, asyncio.run(made())


def sqlite_of(store: Database) -> SqliteBackend:
    """Return what is below a store in SQLite, for tests that are about SQLite."""
    assert isinstance(store._backend, SqliteBackend)
    return store._backend
