"""Checks of the key that the database's secrets are sealed with. They block."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from bot import encryption
from bot.doctor.database_file import missing_file
from bot.doctor.findings import Finding, note, ok, unchecked, wrong
from bot.domain.errors import ConfigError, StorageError
from bot.host_files import absolute


class Sealing(Protocol):
    """A database that contains sealed secrets. All methods raise StorageError."""

    def in_use(self) -> bool:
        """Return whether there is a database that something was written to."""
        ...

    def sealed(self) -> Sequence[str]:
        """Return everything that is sealed; nothing where there is no database yet."""
        ...


def key(keys: Sequence[str], file: Path | None, database: Sealing) -> Iterator[Finding]:
    """Check that there is a key, that nobody else can read it, and that it opens what is sealed.

    Args:
        keys: Those of ENCRYPTION_KEY.
        file: Where the key is otherwise; None if it has to be in ENCRYPTION_KEY.
        database: What is sealed with it.
    """
    sealed = _sealed(database)
    if keys:
        yield ok("key: set in ENCRYPTION_KEY")
    elif file is None:
        return  # The check of the settings reports it.
    elif not os.path.lexists(file):
        yield _missing(file, sealed, database)
        return
    else:
        try:
            keys = encryption.read(file)
        except ConfigError as fault:
            what, _, to_do = fault.faults[0].partition(". ")
            yield wrong(f"key: {what}", to_do)
            return
        yield ok(f"key: {absolute(file)} is yours alone")
    if sealed:
        yield _check_fit(keys, sealed)


def _missing(file: Path, sealed: Sequence[str] | None, database: Sealing) -> Finding:
    """Return what it means that there is no key."""
    place, old = absolute(file), absolute(Path(file.name))
    # Path's own raises where it may not look.
    found = f"It may be {old}" if old != place and os.path.isfile(old) else ""  # noqa: PTH113
    if sealed:
        what = f"key: {place} is missing, while the database has secrets sealed with it"
        to_do = found or "Put it back from where the bot ran before, or from your backup"
        return wrong(what, f"{to_do}; or connect Spotify again")
    if sealed is None:
        what = f"key: {place} is missing; whether it is needed is not known"
        return unchecked(what, "Fix the database first")
    if database.in_use():
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


def _sealed(database: Sealing) -> Sequence[str] | None:
    """Return what is sealed; None where the database cannot be read, which is reported already."""
    try:
        return database.sealed()
    except StorageError:
        return None
