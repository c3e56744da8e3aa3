"""A copy of the database as it is at one moment, made while the bot runs."""

import contextlib
import os
import sqlite3
from pathlib import Path

from bot.domain.errors import StorageError
from bot.host_files import absolute, in_the_way, on_read_only_disk, why_not
from storage import migrate
from storage.new_copy import blamed_on, new_copy
from storage.trouble import Damaged, unusable

_OF_WRITING = (
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_IOERR_WRITE",
    "SQLITE_IOERR_FSYNC",
    "SQLITE_IOERR_DIR_FSYNC",
    "SQLITE_IOERR_TRUNCATE",
)


def back_up(database: Path, target: Path) -> int:
    """Copy a database into a new file, by SQLite's own means, and check the copy.

    Blocks until it is done; the bot can go on writing meanwhile. The copy is one file for this user
    alone, with everything that was committed when it began. If it fails, nothing is left behind.

    Returns:
        The size of the copy in bytes.

    Raises:
        StorageError: There is no database of the bot's, it cannot be read or was used by a newer
            version; the target is there already or cannot be written; or the copy is not sound. It
            names which of the two files is at fault.
    """
    if not os.path.isfile(database):  # noqa: PTH113 - Path's own raises where it may not look
        reason = why_not(database, FileNotFoundError("it is no file"))
        raise StorageError(f"{reason} (DATABASE_URL says where the database is).")
    with blamed_on(target):
        if target.exists() and target.samefile(database):
            place = absolute(target)
            raise StorageError(f"{place} is the database itself. Name a new file for the copy.")
    with new_copy(target) as partial:
        copy_soundly(database, partial, target)
        require_ours(database, partial, "Check whether DATABASE_URL names the right one")
    return target.stat().st_size


def copy_soundly(database: Path, partial: Path, target: Path) -> None:
    """Copy a database into a file, check it, and have the disk keep it.

    Args:
        database: What is copied; only read.
        partial: The file, which is empty.
        target: What the file is meant for, which is named where it cannot be written.

    Raises:
        Damaged: The database is not sound.
        StorageError: It was used by a newer version, or one of the files cannot be used.
    """
    address = f"{database.absolute().as_uri()}?{_mode(database)}"
    with (
        contextlib.closing(sqlite3.connect(partial)) as copy,
        blamed_on(database),
        contextlib.closing(sqlite3.connect(address, uri=True)) as source,
    ):
        source.execute("PRAGMA busy_timeout = 5000")
        _require_known(source, database)
        try:
            source.backup(copy)
            # One file, whole by itself.
            copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as fault:
            # The source is only read, and was just read from.
            if getattr(fault, "sqlite_errorname", "").startswith(_OF_WRITING):
                raise unusable(target, fault) from fault
            raise
        if damage := _damage(copy):
            what = f"{absolute(database)} is damaged, and so is a copy ({damage})"
            raise Damaged(f"{what}. Put an earlier backup in its place.")
    with blamed_on(target), partial.open("rb+") as file:
        os.fsync(file.fileno())


def _damage(copy: sqlite3.Connection) -> str:
    [verdict] = copy.execute("PRAGMA integrity_check").fetchone()
    broken = copy.execute("PRAGMA foreign_key_check").fetchone()
    lost = f"{broken[0]} refers to rows that are not there" if broken else ""
    return lost if verdict == "ok" else str(verdict)


def require_ours(file: Path, copy: Path, to_do: str) -> None:
    """Return if a bot was started on the database that was copied.

    Args:
        file: Where it was.
        copy: What is looked at, since it is whole by itself.
        to_do: What to do otherwise.

    Raises:
        StorageError: None was.
    """
    with blamed_on(file), contextlib.closing(sqlite3.connect(copy)) as connection:
        has = "SELECT 1 FROM sqlite_master WHERE name = 'migrations'"
        if connection.execute(has).fetchone() and connection.execute(migrate.APPLIED).fetchone():
            return
    raise StorageError(f"{absolute(file)} holds nothing of Needle Drop's. {to_do}.")


def _mode(database: Path) -> str:
    """Return how to open a database to copy it."""
    if not in_the_way(database):
        # Who may only read would leave files beside it that its own user cannot write.
        return "mode=rw"
    log = database.with_name(f"{database.name}-wal")
    whole = not log.exists() or log.stat().st_size == 0
    # Where nobody can write, SQLite need not make the files by which those who do agree.
    return "mode=ro&immutable=1" if whole and on_read_only_disk(database) else "mode=ro"


def _require_known(source: sqlite3.Connection, database: Path) -> None:
    """Raise StorageError if a newer version used the database, or it lacks tables.

    It is sqlite3.Error if it is no database.
    """
    if source.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone() is None:
        return
    # One read, since a bot that starts may change both meanwhile.
    source.execute("BEGIN")
    applied = dict(source.execute(migrate.APPLIED).fetchall())
    known = migrate.load_migrations()
    try:
        migrate.pending(known, applied)
    except StorageError as fault:
        raise StorageError(f"{absolute(database)}: {fault}") from fault
    there = {name for (name,) in source.execute("SELECT name FROM sqlite_master")}
    source.rollback()
    missing = migrate.tables([one for one in known if one.version in applied]) - there
    if missing:
        named = ", ".join(sorted(missing))
        raise Damaged(f"{absolute(database)} lacks {named}. Put an earlier backup in its place.")
