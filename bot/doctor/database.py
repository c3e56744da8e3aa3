"""Checks of the database file, and of the key that its secrets are sealed with.

All of them block.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from bot import encryption
from bot.doctor.findings import Finding, ok, unchecked, wrong
from bot.domain.errors import ConfigError, StorageError, WrongKey


class SealedFile(Protocol):
    """A file that contains sealed secrets."""

    @property
    def path(self) -> Path:
        """Where the file is."""
        ...

    def sealed(self) -> str:
        """Return one sealed text; empty if there is none.

        Raises:
            StorageError: The file cannot be read.
        """
        ...


class DatabaseFile(SealedFile, Protocol):
    """The database, checked without changing it. All methods block, and raise StorageError."""

    def integrity(self) -> str:
        """Return the first damage found; empty if there is none."""
        ...

    def waiting(self) -> int:
        """Return how many migrations the next start will apply."""
        ...

    def require_writable(self) -> None:
        """Return if the file can be written to."""
        ...

    def journal(self) -> str:
        """Return the journal mode; the bot sets `wal`."""
        ...


def opens(database: DatabaseFile) -> Iterator[Finding]:
    """Check that the database can be opened and written to, and keeps votes durably."""
    path = database.path
    if not path.exists():
        yield _missing_file(path, "database")
        return
    try:
        database.require_writable()
        waiting = database.waiting()
        journal = database.journal()
    except StorageError as fault:
        to_do = "Let the bot's user write the file and its folder; if it is busy, try again"
        yield wrong(f"database: {path} cannot be used ({fault})", to_do)
        return
    if waiting:
        yield ok(f"database: {path}; the next start brings its schema up to date")
    else:
        yield ok(f"database: {path} opens, can be written to, and is up to date")
    if journal == "wal" or waiting:
        yield ok("database: durable (every vote is on the disk before it is answered)")
    else:
        to_do = "Put the file on a local disk: shared folders of a network cannot do that"
        yield wrong(f"database: it keeps no write-ahead log (journal: {journal})", to_do)


def integrity(database: DatabaseFile) -> Iterator[Finding]:
    """Check that the file is not damaged."""
    if not database.path.exists():
        return
    try:
        damage = database.integrity()
    except StorageError:
        yield unchecked("database: could not be looked through for damage", "Try again later")
        return
    if damage:
        yield wrong(f"database: damaged ({damage})", "Stop the bot and put a backup in its place")
    else:
        yield ok("database: no damage")


def key(keys: Sequence[str], file: Path, database: SealedFile) -> Iterator[Finding]:
    """Check that there is a key, that nobody else can read it, and that it opens what is sealed."""
    sealed = _sealed(database)
    if not keys and not file.exists():
        if sealed:
            what = f"key: {file} is missing, while the database holds what was sealed with it"
            yield wrong(what, "Put it back from your backup, or connect Spotify again")
        else:
            yield _missing_file(file, "key")
        return
    try:
        usable = tuple(keys) or encryption.read(file)
    except ConfigError as fault:
        what, _, to_do = fault.faults[0].partition(". ")
        yield wrong(f"key: {what}", to_do)
        return
    yield ok("key: set in ENCRYPTION_KEY" if keys else f"key: {file} is yours alone")
    if sealed:
        yield _check_fit(usable, sealed)


def _check_fit(keys: Sequence[str], sealed: str) -> Finding:
    try:
        encryption.Vault(keys).open(sealed)
    except WrongKey:
        what = "key: does not fit what is sealed in the database"
        return wrong(what, "Put the old key back, behind the new one, or connect Spotify again")
    return ok("key: fits what is sealed in the database")


def _sealed(database: SealedFile) -> str:
    if not database.path.exists():
        return ""
    try:
        return database.sealed()
    except StorageError:
        return ""  # `opens` reports it.


def _missing_file(file: Path, what: str) -> Finding:
    folder = next(one for one in file.absolute().parents if one.exists())
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return ok(f"{what}: {file} will be made on the first start")
    to_do = "Let the bot's user write there, or name another place"
    return wrong(f"{what}: {file} cannot be made, since {folder} cannot be written to", to_do)
