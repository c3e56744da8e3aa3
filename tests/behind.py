"""The database file, read and changed behind the bot's back."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


async def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Run a statement on the database file itself, in a transaction of its own.

    It runs beside the event loop: a transaction that the bot has begun needs the loop to end, so
    waiting for its lock on the loop would wait for ever.
    """

    def run() -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(path)) as connection, connection:
            return connection.execute(sql).fetchall()

    return await asyncio.to_thread(run)
