"""A new file for a copy of the database, which is whole or not there."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.domain.errors import StorageError
from bot.host_files import absolute, create
from storage.trouble import unusable


@contextmanager
def new_copy(target: Path) -> Iterator[Path]:
    """Lend a file for this user alone, to be written in the block; it gets the target's name then.

    If the block raises, nothing is left behind.

    Raises:
        StorageError: Something is where the copy is to be, or it cannot be written there.
    """
    with blamed_on(target):
        _require_new(target)
    partial = target.with_name(f"{target.name}.part")
    try:
        with blamed_on(target):
            partial.unlink(missing_ok=True)
            create(partial)
        yield partial
        with blamed_on(target):
            partial.replace(target)
    finally:
        for left in (partial, partial.with_name(f"{partial.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _require_new(target: Path) -> None:
    place = absolute(target)
    if target.is_dir():
        example = place / "needledrop-2026-12-04.db"
        raise StorageError(f"{place} is a folder. Name a new file in it, such as {example}.")
    if os.path.lexists(target):
        raise StorageError(f"{place} is there already. Name a new file for the copy.")


@contextmanager
def blamed_on(file: Path) -> Iterator[None]:
    """Name a file as what is at fault.

    Raises:
        StorageError: Something went wrong with it.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as fault:
        raise unusable(file, fault) from fault
