"""What keeps a database file from being used, in words for whoever hosts the bot."""

import sqlite3
from errno import ENOSPC
from os.path import lexists
from pathlib import Path

from bot.domain.errors import StorageError
from bot.host_files import absolute, in_the_way, why_not

DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_IN_USE = ("SQLITE_BUSY", "SQLITE_LOCKED")


class Damaged(StorageError):
    """A file is no sound database."""


def unusable(path: Path, fault: OSError | sqlite3.Error) -> StorageError:
    """Return the error that names the file, what is at fault, and what to do."""
    # Extended names go on from the plain ones: SQLITE_CORRUPT_INDEX, SQLITE_BUSY_SNAPSHOT.
    name = getattr(fault, "sqlite_errorname", "")
    if name.startswith(DAMAGE):
        damage = (
            f"{absolute(path)} is damaged, or no database ({fault}). Put a backup in its place, or "
            "name another file in DATABASE_URL"
        )
        return Damaged(f"{damage}.")
    if name.startswith(_IN_USE):
        text = f"{absolute(path)} is in use by another program. Stop that one, or try again"
    else:
        if name.startswith("SQLITE_FULL"):
            fault = OSError(ENOSPC, "")
        text = _beside(path) or why_not(path, fault, write=True)
    return StorageError(f"{text}.")


def _beside(path: Path) -> str:
    """Return what is wrong with the files that SQLite keeps beside a database; empty if nothing."""
    beside = (path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))
    return next(filter(None, (in_the_way(file) for file in beside if lexists(file))), "")
