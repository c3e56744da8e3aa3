"""Checking a database file without changing it: for `python -m bot doctor`."""

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct

from bot.domain.errors import StorageError
from bot.host_files import absolute, open_to_others
from bot.services.ports.pulse import Pulse
from storage import inspection, migrate
from storage.inspection import StoredRoom, stored_rooms
from storage.pulse import pulse
from storage.trouble import DAMAGE, unusable

_LOCKED_FOR = 3.0
"""Seconds to wait for another process's lock."""
_STEPS = 10_000
"""Steps of SQLite's virtual machine between two checks of the time."""
_BELONGING = ("-wal", "-shm", "-journal", ".before-", ".replaced-")
"""What the names of files go on with that are the database's, behind its own."""
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
_SEALED = (
    "SELECT tables.name, columns.name FROM sqlite_master AS tables, "
    "pragma_table_info(tables.name) AS columns "
    "WHERE tables.type = 'table' AND columns.name LIKE 'sealed%'"
)


class Checkup(Struct, frozen=True):
    """One file. All methods block, and raise StorageError where the file cannot be used.

    Attributes:
        path: The file, which is never created.
        seconds: How long a check may take.
    """

    path: Path
    seconds: float = 60.0

    @property
    def place(self) -> str:
        """The file's path from the root."""
        return str(absolute(self.path))

    def in_use(self) -> bool:
        """Return whether there is a file that something was written to."""
        # Path's own raise where it may not look.
        return os.path.isfile(self.path) and bool(os.path.getsize(self.path))  # noqa: PTH113, PTH202

    def integrity(self) -> str:
        """Return the first damage that is found; empty if there is none."""
        try:
            rows = self._query("PRAGMA integrity_check(1)")
            broken = self._query("PRAGMA foreign_key_check")
        except StorageError as fault:
            if getattr(fault.__cause__, "sqlite_errorname", "").startswith(DAMAGE):
                return str(fault.__cause__)
            raise
        if rows != [("ok",)]:
            return str(rows[0][0])
        return f"{broken[0][0]} refers to rows that are not there" if broken else ""

    def waiting(self) -> int:
        """Return how many migrations the next start will apply.

        Raises:
            StorageError: A newer version of the bot made the file, as well.
        """
        applied = dict(self._query(migrate.APPLIED)) if self._has("migrations") else {}
        try:
            return len(migrate.pending(migrate.load_migrations(), applied))
        except StorageError as fault:
            raise StorageError(f"{absolute(self.path)}: {fault}") from fault

    def tables(self) -> frozenset[str]:
        """Return those of the bot's tables that are there."""
        there = {name for (name,) in self._query(_TABLES)}
        return frozenset(there & migrate.tables(migrate.load_migrations()))

    def require_writable(self) -> None:
        """Return if the file can be written to."""
        with self._connection() as connection:
            # SQLite lets BEGIN IMMEDIATE through on a file it cannot write; only a write tells.
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("CREATE TABLE written_by_doctor (written BIGINT)")
            connection.execute("ROLLBACK")

    def keeps_log(self) -> bool:
        """Return whether there is a write-ahead log, or the next start can begin one.

        A backup has none. Whether there can be one is tried on another file in the same folder,
        which is gone afterwards.
        """
        if self._query("PRAGMA journal_mode") == [("wal",)]:
            return True
        try:
            with TemporaryDirectory(dir=self.path.resolve().parent) as folder:
                return _can_keep_log(Path(folder, "log.db"))
        except (OSError, sqlite3.Error) as fault:
            raise unusable(self.path, fault) from fault

    def open_to_others(self) -> list[Path]:
        """Return the files of the database, and the copies beside it, that others may read."""
        name = self.path.resolve().name
        try:
            beside = sorted(self.path.resolve().parent.iterdir())
        except OSError:
            beside = [self.path.resolve()]
        belonging = tuple(f"{name}{end}" for end in _BELONGING)
        return [
            file
            for file in beside
            if (file.name == name or file.name.startswith(belonging)) and open_to_others(file)
        ]

    def rooms(self) -> list[StoredRoom]:
        """Return all rooms, by title; none where there is no file yet."""
        if not self._is_there() or not self._has("rooms"):
            return []
        return stored_rooms(self._query(inspection.ROOMS))

    def client_ids(self) -> frozenset[str]:
        """Return the Client IDs of the apps that rooms have brought and use."""
        if not self._is_there() or not self._has("spotify_accounts"):
            return frozenset()
        return frozenset(str(one) for (one,) in self._query(inspection.APPS))

    def seen_beside(self) -> int:
        """Return when (UTC seconds) a process of the bot last noticed another; 0 if none has."""
        if not self._is_there() or not self._has("facts"):
            return 0
        rows = self._query(inspection.SEEN_BESIDE)
        return int(rows[0][0]) if rows else 0

    def pulse(self, now: float) -> Pulse:
        """Return how the bot is doing; `now` is UTC seconds."""
        if not self._is_there():
            return Pulse()
        return pulse(self._of_each, now)

    def sealed(self) -> list[str]:
        """Return all sealed values; none where there is no file yet.

        Sealed values are in columns whose names begin with `sealed`, and a few are facts.
        """
        if not self._is_there():
            return []
        return [
            str(value)
            for table, column in self._query(_SEALED)
            for (value,) in self._query(
                f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\''  # noqa: S608
            )
        ] + [
            str(value)
            for (value,) in (self._query(inspection.SEALED_FACTS) if self._has("facts") else [])
        ]

    def texts(self) -> str:
        """Return the titles of rooms and of episodes, and what songs are called."""
        if not self._is_there():
            return ""
        return "".join(
            str(text)
            for table, sql in inspection.TEXTS.items()
            if self._has(table)
            for (text,) in self._query(sql)
        )

    def _is_there(self) -> bool:
        return os.path.exists(self.path)  # noqa: PTH110 - Path's own raises where it may not look

    def _of_each(self, asked: Mapping[str, str]) -> Mapping[str, list[tuple[Any, ...]]]:
        """Return what queries about tables find; nothing where there is no such table."""
        return {table: self._query(sql) if self._has(table) else [] for table, sql in asked.items()}

    def _has(self, table: str) -> bool:
        return bool(self._query("SELECT 1 FROM sqlite_master WHERE name = ?", table))

    def _query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._connection() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        until = time.monotonic() + self.seconds
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        try:
            with closing(
                sqlite3.connect(address, uri=True, timeout=_LOCKED_FOR, isolation_level=None)
            ) as connection:
                connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
                yield connection
        except (OSError, sqlite3.Error) as fault:
            raise unusable(self.path, fault) from fault


def _can_keep_log(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as connection:
        return bool(connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",))
