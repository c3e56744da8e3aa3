"""The kinds of databases that the tests of the storage are run on."""

from collections.abc import Callable, Mapping
from pathlib import Path

from storage.database import Database
from storage.sqlite import SqliteBackend


def sqlite_at(folder: Path) -> str:
    """Return the address of a database file in a folder."""
    return f"sqlite:///{folder}/needledrop.db"


BACKENDS: Mapping[str, Callable[[Path], str]] = {"sqlite": sqlite_at}
"""For each kind, how to get the address of a new database; another kind is another line."""


def sqlite_of(store: Database) -> SqliteBackend:
    """Return what is below a store in SQLite, for tests that are about SQLite."""
    assert isinstance(store._backend, SqliteBackend)
    return store._backend
