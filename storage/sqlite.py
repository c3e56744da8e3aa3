"""The database as one SQLite file, through aiosqlite: one connection writes, another reads."""

import asyncio
import contextlib
import itertools
import logging
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
from typing_extensions import override

from bot.domain.errors import StorageError
from bot.host_files import absolute, create, make_folder
from storage import migrate
from storage.backend import Backend, BrokenConstraint, T
from storage.ballot_batch import Answer, BallotBatch
from storage.ground import Ground
from storage.sqlite_ballots import read_together
from storage.sqlite_thread import (
    ConnectionInThread,
    ConnectionToThread,
    SharingConnection,
    in_thread,
    run_without_waiting,
)
from storage.statements import Driver, Queries, Statements
from storage.trouble import unusable
from storage.turn import Turn

log = logging.getLogger(__name__)

_HELD = re.compile(r"\s+FOR (?:NO KEY )?UPDATE(?: SKIP LOCKED)?\b")
"""How a query holds rows. Here there is one writer at a time, which holds all there are."""


class _Driver(Driver):
    @override
    def process_sql(self, _name: str, _operation: Any, sql: str) -> str:
        return _HELD.sub("", sql)


queries = Queries(_Driver, instead=Path(__file__).with_name("sqlite_queries"))

PATIENCE = 1.0
"""How long (seconds) a writer waits for its turn, and as long again for another process's lock.

A person hears within Discord's three seconds that nothing was saved.
"""
_SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # What is deleted or changed is overwritten, also in pages that nothing uses any longer. It is
    # the default in some builds of SQLite alone.
    "PRAGMA secure_delete = ON",
)
_STATEMENTS = 512
"""How many statements a connection keeps prepared: more than there are."""


class SqliteBackend(Backend):
    """One file and its two connections.

    Writers take turns on the writing connection; readers never wait for them (WAL). Every commit is
    on disk before it returns (`synchronous=FULL`).
    """

    batches_at_once = 1

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = Turn(PATIENCE)
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None
        self._reading: Statements | None = None
        self._ground: Ground | None = None

    @override
    async def open(self) -> None:
        try:
            make_folder(self._path.parent)
            create(self._path)
            # A connection of aiosqlite's that cannot be made leaves a thread that complains.
            await asyncio.gather(
                asyncio.to_thread(_try_to_connect, self._path), asyncio.to_thread(queries.load)
            )
            self._writer = await self._connect("PRAGMA journal_mode = WAL")
            await in_thread(self._writer, self._migrate)
            self._reader = await self._connect("PRAGMA query_only = ON")
            self._reading = Statements(queries, SharingConnection(self._reader))
            self._ground = await in_thread(self._writer, lambda _: Ground(self._path))
            # Opening and migrating may wait for another process; a person may not.
            await self.set_patience(PATIENCE)
        except (OSError, sqlite3.Error) as fault:
            await self.close()
            raise unusable(self._path, fault) from fault
        except StorageError as fault:
            await self.close()
            raise StorageError(f"{absolute(self._path)}: {fault}") from fault
        except BaseException:
            await self.close()
            raise

    @override
    async def close(self) -> None:
        self._turn.patience = None
        async with self._turn:
            for connection in (self._reader, self._writer):
                if connection is not None:
                    await connection.close()
            self._reader = self._writer = self._reading = None

    @property
    @override
    def reader(self) -> Statements:
        if self._reading is None:
            raise StorageError("the database is not open")
        return self._reading

    @override
    @asynccontextmanager
    async def transaction(
        self, room_ids: Collection[int], alone: str = ""
    ) -> AsyncIterator[Statements]:
        del room_ids, alone  # one transaction at a time, whatever it is about
        async with self._turn:
            connection = self._open_writer()
            try:
                await connection.execute_fetchall("BEGIN IMMEDIATE")
                yield Statements(queries, ConnectionToThread(connection))
                await in_thread(connection, self._commit)
            except BaseException as fault:
                # Shielded, so that a cancelled caller never leaves its transaction to the next one.
                await asyncio.shield(asyncio.ensure_future(in_thread(connection, _roll_back)))
                if isinstance(fault, sqlite3.Error):
                    raise StorageError(str(fault)) from fault
                raise

    @override
    async def in_one_trip(
        self,
        work: Callable[[Statements], Coroutine[Any, Any, T]],
        room_ids: Collection[int],
        alone: str = "",
    ) -> T:
        del room_ids, alone

        def run(raw: sqlite3.Connection) -> T:
            raw.execute("BEGIN IMMEDIATE")
            try:
                result = run_without_waiting(work(Statements(queries, ConnectionInThread(raw))))
                self._commit(raw)
            except BaseException:
                _roll_back(raw)
                raise
            return result

        async with self._turn:
            try:
                # Not shielded: all of it is one call, and the next call waits behind it.
                return await in_thread(self._open_writer(), run)
            except sqlite3.IntegrityError as fault:
                raise BrokenConstraint(str(fault)) from fault
            except sqlite3.Error as fault:
                raise StorageError(str(fault)) from fault

    @override
    async def write_ballots(self, batch: BallotBatch) -> Sequence[Answer]:
        return await self.in_one_trip(partial(batch.write, read=read_together), batch.room_ids)

    @override
    async def scrub(self) -> None:
        async with self._turn:
            try:
                await in_thread(self._open_writer(), _empty_log)
            except sqlite3.Error as fault:
                raise StorageError(str(fault)) from fault

    @override
    async def set_patience(self, seconds: float) -> None:
        self._turn.patience = max(seconds, 0.001)
        for connection in (self._open_writer(), self._reader):
            # A reader waits too while another process opens or recovers the file.
            if connection is not None:
                await connection.execute_fetchall(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _commit(self, connection: sqlite3.Connection) -> None:
        # Before each commit: nobody is told that something is saved which nobody can find again.
        if self._ground is not None:
            self._ground.check()
        connection.execute("COMMIT")

    def _open_writer(self) -> aiosqlite.Connection:
        if self._writer is None:
            raise StorageError("the database is not open")
        return self._writer

    async def _connect(self, pragma: str) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(
            self._path, isolation_level=None, timeout=5, cached_statements=_STATEMENTS
        )
        connection.row_factory = sqlite3.Row
        try:
            for statement in (*_SETTINGS, pragma):
                await connection.execute_fetchall(statement)
        except BaseException:
            # Its thread would keep the process alive.
            await connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(migrate.CREATE_TABLE)
            applied = {
                row["version"]: row["checksum"] for row in connection.execute(migrate.APPLIED)
            }
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        waiting = migrate.pending(migrate.load_migrations(), applied)
        copy = self._keep_copy(connection, max(applied)) if waiting and applied else None
        if waiting:
            _apply(connection, waiting)
        if copy is not None:
            log.info("the database was updated for this version; what was there is in %s", copy)

    def _keep_copy(self, connection: sqlite3.Connection, version: int) -> Path:
        """Keep a copy beside the database, under a name that no earlier copy has; return it."""
        name = f"{self._path.name}.before-{version + 1:04}"
        names = itertools.chain([name], (f"{name}.{n}" for n in itertools.count(2)))
        file = next(new for one in names if (new := _made_new(self._path.with_name(one))))
        try:
            with contextlib.closing(sqlite3.connect(file)) as copy:
                connection.backup(copy)
        except BaseException:
            # Half a copy would be taken for a whole one.
            file.unlink()
            raise
        return file


def _apply(connection: sqlite3.Connection, waiting: Sequence[migrate.Migration]) -> None:
    """Apply migrations, all of them or none: one wait for the disk, for others as well."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster: the lock is ours only now.
        applied = {row["version"] for row in connection.execute(migrate.APPLIED)}
        for migration in waiting:
            if migration.version not in applied:
                for statement in migration.statements:
                    connection.execute(statement)
                connection.execute(migrate.RECORD, migration.row)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _try_to_connect(path: Path) -> None:
    sqlite3.connect(path).close()


def _made_new(file: Path) -> Path | None:
    """Make an empty file that only the bot's user may read; return None if one is there already."""
    try:
        file.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        return None
    return file


def _empty_log(connection: sqlite3.Connection) -> None:
    """Bring the log into the database and cut it off: it would keep pages as they were before."""
    [patience] = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(patience)}")


def _roll_back(connection: sqlite3.Connection) -> None:
    # Looked at in the thread: a BEGIN whose caller was cancelled may only just have run there. Not
    # after BEGIN itself failed, nor where SQLite rolled back on its own (a full disk).
    if connection.in_transaction:
        connection.execute("ROLLBACK")
