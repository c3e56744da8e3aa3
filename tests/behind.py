"""The database, read and changed behind the bot's back."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg

from storage.database import Database
from storage.postgres import PostgresBackend


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
