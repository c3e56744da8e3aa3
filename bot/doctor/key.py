"""Checks of the key that the database's secrets are sealed with. They block."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from bot import encryption
from bot.doctor.database import missing_file
from bot.doctor.findings import Finding, note, ok, unchecked, wrong
from bot.domain.errors import ConfigError, StorageError
from bot.host_files import absolute


class SealedFile(Protocol):
    """A file that contains sealed secrets."""

    @property
    def path(self) -> Path:
        """Where the file is."""
        ...

    def sealed(self) -> Sequence[str]:
        """Return everything that is sealed.

        Raises:
            StorageError: The file cannot be read.
        """
        ...


def key(keys: Sequence[str], file: Path, database: SealedFile) -> Iterator[Finding]:
    """Check that there is a key, that nobody else can read it, and that it opens what is sealed."""
    sealed = _sealed(database)
    if not keys and not os.path.lexists(file):
        yield _missing(file, sealed, database.path)
        return
    try:
        usable = tuple(keys) or encryption.read(file)
    except ConfigError as fault:
        what, _, to_do = fault.faults[0].partition(". ")
        yield wrong(f"key: {what}", to_do)
        return
    yield ok("key: set in ENCRYPTION_KEY" if keys else f"key: {absolute(file)} is yours alone")
    if sealed:
        yield _check_fit(usable, sealed)


def _missing(file: Path, sealed: Sequence[str] | None, database: Path) -> Finding:
    """Return what it means that there is no key."""
    place, old = absolute(file), absolute(Path(file.name))
    found = f"It may be {old}" if old != place and old.is_file() else ""
    if sealed:
        what = f"key: {place} is missing, while the database has secrets sealed with it"
        to_do = found or "Put it back from where the bot ran before, or from your backup"
        return wrong(what, f"{to_do}; or connect Spotify again")
    if sealed is None:
        what = f"key: {place} is missing; whether it is needed is not known"
        return unchecked(what, "Fix the database first")
    if os.path.isfile(database) and os.path.getsize(database):  # noqa: PTH113, PTH202 - as above
        what = f"key: {place} is missing, though the database has been in use"
        to_do = found or "If you moved the bot, put its key there"
        return note(what, f"{to_do}. Nothing needs it yet, and the next start makes a new one")
    return missing_file(file, "key")


def _check_fit(keys: Sequence[str], sealed: Sequence[str]) -> Finding:
    vault = encryption.Vault(keys)
    shut = sum(not vault.opens(one) for one in sealed)
    if shut == len(sealed):
        what = "key: does not fit what is sealed in the database"
        return wrong(what, "Put the old key back, after the new one, or connect Spotify again")
    if shut:
        what = f"key: opens {len(sealed) - shut} of {len(sealed)} secrets in the database"
        to_do = "Put the old key back, after the new one, or have those rooms connect Spotify again"
        return note(what, to_do)
    return ok("key: fits what is sealed in the database")


def _sealed(database: SealedFile) -> Sequence[str] | None:
    """Return what is sealed; None where the database cannot be read, which `opens` reports."""
    if not os.path.lexists(database.path):
        return ()
    try:
        return database.sealed()
    except StorageError:
        return None
