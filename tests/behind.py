"""The database, read and changed behind the bot's back."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg

from storage.database import Database
from storage.postgres import PostgresBackend


async def tables(where: Path | Database) -> list[str]:
    """Return the names of all tables."""
    postgres = isinstance(where, Database) and isinstance(where._backend, PostgresBackend)
    found = await rows(where, _POSTGRES_TABLES if postgres else _SQLITE_TABLES)
    return [name for (name,) in found]


_SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
_POSTGRES_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


async def rows(where: Path | Database, sql: str) -> list[tuple[Any, ...]]:
    """Run a statement on the database itself, in a transaction of its own.

    It runs beside the event loop: a transaction that the bot has begun needs the loop to end, so
    waiting for its lock on the loop would wait for ever.
    """
    backend = where._backend if isinstance(where, Database) else None
    if isinstance(backend, PostgresBackend):
        connection = await asyncpg.connect(backend._url)
        try:
            return [tuple(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()
    path = where if isinstance(where, Path) else backend._path  # type: ignore[union-attr]

    def run() -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(path)) as connection, connection:
            return connection.execute(sql).fetchall()

    return await asyncio.to_thread(run)
