"""A copy of the database as it is at one moment, made while the bot runs."""

import contextlib
import os
import sqlite3
from pathlib import Path

from bot.domain.errors import StorageError


def back_up(database: Path, target: Path) -> int:
    """Copy a database into a new file, by SQLite's own means, and check the copy.

    Blocks until it is done; the bot can go on writing meanwhile. The copy is one file, with
    everything that was committed when it began. If it fails, nothing is left behind.

    Returns:
        The size of the copy in bytes.

    Raises:
        StorageError: There is no database, the target is there already or cannot be written, or
            the copy is not sound.
    """
    if not database.is_file():
        raise StorageError(f"{database} is not there yet")
    if target.exists():
        raise StorageError(f"{target} is there already; give another name")
    partial = target.with_name(f"{target.name}.part")
    try:
        partial.unlink(missing_ok=True)
        _copy(database, partial)
        size = partial.stat().st_size
        partial.replace(target)
    except (OSError, sqlite3.Error) as fault:
        raise StorageError(f"{target}: {fault}") from fault
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return size


def _copy(database: Path, partial: Path) -> None:
    # Only the bot's user may read it.
    partial.touch(mode=0o600, exist_ok=False)
    address = f"{database.absolute().as_uri()}?mode=ro"
    with (
        contextlib.closing(sqlite3.connect(address, uri=True)) as source,
        contextlib.closing(sqlite3.connect(partial)) as copy,
    ):
        source.execute("PRAGMA busy_timeout = 5000")
        source.backup(copy)
        # One file, whole by itself.
        copy.execute("PRAGMA journal_mode = DELETE")
        [verdict] = copy.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok" or copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise StorageError(f"the copy of {database} is not sound: {verdict}")
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
