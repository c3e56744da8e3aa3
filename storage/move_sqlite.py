"""A file of SQLite's as what is moved from, or to."""

import os
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

from typing_extensions import override

from bot.domain.errors import StorageError
from bot.host_files import absolute, why_not
from storage import migrate
from storage.database import SQLITE
from storage.move_sides import BATCH, Row, Rows, Target, require_current, require_empty
from storage.sqlite import SqliteBackend
from storage.trouble import unusable

_WAIT = 2.0
"""Seconds to wait for whoever has the file locked for a moment."""


class _FileRows(Rows):
    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path, self._connection = path, connection

    @property
    @override
    def place(self) -> str:
        return str(absolute(self._path))

    @override
    async def columns(self, table: str) -> Sequence[str]:
        return [row[1] for row in self._connection.execute(f'PRAGMA table_info("{table}")')]

    @override
    async def rows(self, table: str, columns: Sequence[str]) -> AsyncIterator[Sequence[Row]]:
        query = f'SELECT {_list(columns)} FROM "{table}"'  # noqa: S608 - the schema's names
        with _told(self._path):
            found = self._connection.execute(query)
            while batch := found.fetchmany(BATCH):
                yield batch


class _FileTarget(_FileRows, Target):
    @override
    async def in_order(self, tables: Iterable[str]) -> Sequence[str]:
        return sorted(tables)  # what refers to what is looked at once, at the end

    @override
    async def put(
        self, table: str, columns: Sequence[str], batches: AsyncIterator[Sequence[Row]]
    ) -> None:
        values = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table}" ({_list(columns)}) VALUES ({values})'  # noqa: S608 - the schema's names
        async for batch in batches:
            self._connection.executemany(statement, batch)


@asynccontextmanager
async def reading_file(url: str) -> AsyncIterator[Rows]:
    """Lend a file that nobody else has open, to be read.

    Raises:
        StorageError: There is none, a program has it open, or another version used it last.
    """
    path = Path(url.removeprefix(SQLITE))
    if not _is_file(path):
        raise StorageError(f"{why_not(path, FileNotFoundError('it is no file'))}.")
    with _connection(path) as connection:
        take_alone(path, connection)
        has = "SELECT 1 FROM sqlite_master WHERE name = 'migrations'"
        applied = connection.execute(migrate.APPLIED) if connection.execute(has).fetchone() else []
        require_current(str(absolute(path)), dict(applied))
        yield _FileRows(path, connection)


@asynccontextmanager
async def writing_file(url: str) -> AsyncIterator[Target]:
    """Lend an empty file to be written, in a transaction that is committed after the block.

    Raises:
        StorageError: It holds something, or cannot be written.
    """
    path = Path(url.removeprefix(SQLITE))
    if _is_file(path):
        with _connection(path) as connection:
            _require_empty(path, connection)
    backend = SqliteBackend(path)
    await backend.open()
    await backend.close()
    with _connection(path) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        _require_empty(path, connection)
        yield _FileTarget(path, connection)
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            what = f"{broken[0]} refers to rows that are not there"
            raise StorageError(
                f"The source is damaged: {what}. Put a backup in its place, then try again."
            )
        connection.execute("COMMIT")


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - Path's own raises where it may not look


def take_alone(path: Path, connection: sqlite3.Connection) -> None:
    """Begin a transaction that keeps everybody else from a file until the connection is closed.

    Raises:
        StorageError: Somebody has it open, such as a bot.
    """
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as fault:
        if not fault.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise
        raise StorageError(
            f"{absolute(path)} is in use: a bot is running on it, or another program has it open."
            " Stop it, and try again."
        ) from fault


def _require_empty(path: Path, connection: sqlite3.Connection) -> None:
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    rows = {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - its own names
        for (name,) in named
        if name != "migrations"
    }
    require_empty(str(absolute(path)), rows)


@contextmanager
def _connection(path: Path) -> Iterator[sqlite3.Connection]:
    """Connect to a file; a transaction that was not committed is rolled back in the end."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    with (
        _told(path),
        closing(
            sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)
        ) as connection,
    ):
        yield connection


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        raise unusable(path, fault) from fault


def _list(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
