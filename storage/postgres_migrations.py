"""Bringing a database on a PostgreSQL server up to date."""

import logging
import re

import asyncpg

from bot.domain.errors import StorageError
from storage import migrate
from storage.postgres_statements import numbered

log = logging.getLogger(__name__)

OLDEST = 15
"""The oldest version of PostgreSQL that can be used."""
MIGRATING = 0x6E65_6564_6C65
"""The key of the lock that migrations run under: "needle"."""
_TEXT = re.compile(r"\bTEXT\b")


async def bring_up_to_date(url: str) -> None:
    """Apply the migrations that wait, one process at a time.

    Raises:
        StorageError: The server is too old, a newer version has used the database, or a new one
            would lack letters.
    """
    connection = await asyncpg.connect(url)
    try:
        if connection.get_server_version().major < OLDEST:
            version = connection.get_settings().server_version
            raise StorageError(
                f"PostgreSQL {version} is too old. Needle Drop needs {OLDEST} or newer."
            )
        await connection.execute("SELECT pg_advisory_lock($1)", MIGRATING)
        await connection.execute(_by_bytes(migrate.CREATE_TABLE))
        applied = {
            row["version"]: row["checksum"] for row in await connection.fetch(migrate.APPLIED)
        }
        encoding = connection.get_settings().server_encoding
        if not applied and encoding != "UTF8":
            raise StorageError(
                f"it keeps text in {encoding}, which lacks letters. Create another with: createdb"
                " --encoding=UTF8 --template=template0 NAME"
            )
        waiting = migrate.pending(migrate.load_migrations(), applied)
        for migration in waiting:
            async with connection.transaction():
                for statement in migration.statements:
                    await connection.execute(_by_bytes(statement))
                text, names = numbered(migrate.RECORD)
                await connection.execute(text, *[migration.row[name] for name in names])
        if waiting and applied:
            # Not where everything is new: plans for empty tables would serve full ones.
            await connection.execute("ANALYZE")
            log.info("the database was updated for this version")
    finally:
        await connection.close()


def _by_bytes(statement: str) -> str:
    """Have text compared by its bytes, as SQLite does, whatever the database's locale."""
    return _TEXT.sub('TEXT COLLATE "C"', statement)
