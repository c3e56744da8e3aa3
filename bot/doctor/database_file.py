"""Checks of a database that is a file: whether it is there, and for nobody else to read.

All of them block.
"""

import os
import shlex
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.doctor.findings import Check, Finding, blocking, note, ok, unusable, wrong
from bot.doctor.machine import disk
from bot.domain.errors import StorageError
from bot.host_files import absolute, in_the_way


class DatabaseFile(Protocol):
    """The database, checked without changing it. All methods block, and raise StorageError."""

    @property
    def path(self) -> Path:
        """Where the file is."""
        ...

    def waiting(self) -> int:
        """Return how many migrations the next start will apply."""
        ...

    def require_writable(self) -> None:
        """Return if the file can be written to."""
        ...

    def keeps_log(self) -> bool:
        """Return whether there is a write-ahead log, or will be on the next start."""
        ...

    def open_to_others(self) -> Sequence[Path]:
        """Return the files of the database, and its copies beside it, that others may read."""
        ...


def file_checks(database: DatabaseFile) -> list[Check]:
    """Return the checks that a file needs besides those of every database."""
    return [
        Check("database", blocking(partial(opens, database))),
        Check("database readers", blocking(partial(private, database))),
        Check("disk", blocking(partial(disk, database.path))),
    ]


def opens(database: DatabaseFile) -> Iterator[Finding]:
    """Check that the database can be opened and written to, and keeps votes durably."""
    place = absolute(database.path)
    if not os.path.lexists(place):
        yield _other_slashes(database.path) or missing_file(database.path, "database")
        return
    try:
        database.require_writable()
        waiting = database.waiting()
        durable = database.keeps_log()
    except StorageError as fault:
        yield unusable(f"database: {str(fault).rstrip('.')}")
        return
    yield from _elsewhere(database.path)
    if waiting:
        yield ok(f"database: {place}; the next start updates it")
    else:
        yield ok(f"database: {place} opens, can be written to, and is up to date")
    if durable:
        yield ok("database: durable (every vote is on the disk before it is answered)")
    else:
        to_do = "Put the file on a local disk: network folders can't do that"
        yield wrong("database: it can't keep a write-ahead log", to_do)


def private(database: DatabaseFile) -> Iterator[Finding]:
    """Check that nobody else may read who voted for what."""
    files = " ".join(shlex.quote(str(file)) for file in database.open_to_others())
    if files:
        what = "database: others may read who voted for what"
        yield wrong(what, f"Run: chmod 600 {files}")
    elif os.path.exists(database.path):  # noqa: PTH110 - Path's own raises where it may not look
        yield ok("database: yours alone, with the copies beside it")


def missing_file(file: Path, what: str) -> Finding:
    """Return what becomes of a file that is not there: whether the next start can make it."""
    place = absolute(file)
    reason = in_the_way(file)
    if reason:
        return unusable(f"{what}: {reason}")
    told = f"{what}: {place} is not there, so the next start makes a new one"
    return note(told, "If you moved the bot, put the old one there first")


def _other_slashes(file: Path) -> Finding | None:
    """Return that a missing file was meant to be elsewhere, where only that folder is there."""
    meant, place = _from_the_root(file), absolute(file)
    # Path's own raise where they may not look.
    if meant is None or not os.path.isdir(meant.parent) or os.path.isdir(place.parent):  # noqa: PTH112
        return None
    told = f"database: {place} is not there, and neither is its folder, while {meant.parent} is"
    return wrong(told, f"If you meant {meant}, write sqlite:///{meant} with four slashes")


def _elsewhere(file: Path) -> Iterator[Finding]:
    meant = _from_the_root(file)
    if meant is not None and os.path.exists(meant):  # noqa: PTH110 - as above
        to_do = f"If you meant that one, write sqlite:///{meant} with four slashes"
        yield note(f"database: there is {absolute(file)}, and there is {meant}", to_do)


def _from_the_root(file: Path) -> Path | None:
    """Return the path that another slash would make of one; None where that is no other."""
    if file.is_absolute() or len(file.parts) < 2:
        return None
    rooted = Path(os.sep, file)
    return None if rooted == absolute(file) else rooted
