"""The database as one SQLite file, through aiosqlite: one connection writes, another reads."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from bot.domain.errors import StorageError
from bot.services.ports.unit_of_work import Cast, T
from storage import migrate
from storage.ballots import Answer, Batch, Frozen, box, unpack
from storage.hops import HoppingConnection, Inside, Reading, Statements, hop, run_inside
from storage.queries import queries

_RECEIPT_TRIES = 3

PATIENCE = 1.0
"""How long (seconds) a writer waits for its turn, and as long again for another process's lock.

A person hears within Discord's three seconds that nothing was saved.
"""


class SqliteDatabase:
    """Opens, migrates, and runs transactions. `Store` in `storage.database` builds on it.

    Writers take turns on the writing connection; a reader never waits for them (WAL). Every commit
    is on the disk before it returns (`synchronous=FULL`).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = asyncio.Lock()
        self._patience = PATIENCE
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None
        self._reading: Reading | None = None

    async def open(self) -> None:
        """Open the file, making it if it is new, and bring its schema up to date.

        Raises:
            StorageError: The file cannot be used, or belongs to a newer version.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = await self._connect("PRAGMA journal_mode = WAL")
            await hop(self._writer, self._migrate)
            self._reader = await self._connect("PRAGMA query_only = ON")
            self._reading = Reading(self._reader)
            # Opening and migrating may wait for another process; a person may not.
            await self.patience(PATIENCE)
        except (OSError, sqlite3.Error) as fault:
            await self.close()
            raise StorageError(f"{self._path}: {fault}") from fault
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close both connections; safe to call twice."""
        async with self._turn:
            for connection in (self._reader, self._writer):
                if connection is not None:
                    await connection.close()
            self._reader = self._writer = self._reading = None

    @property
    def reader(self) -> Statements:
        """The connection that reads what is committed."""
        if self._reading is None:
            raise StorageError("the database is not open")
        return self._reading

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Statements]:
        """Take a turn at writing; commit at the end, roll back on any exception.

        Raises:
            StorageError: The database could not do it; nothing of the block is kept.
        """
        async with self._its_turn():
            connection = self._open_writer()
            try:
                await connection.execute_fetchall("BEGIN IMMEDIATE")
                yield Statements(connection)
                await connection.execute_fetchall("COMMIT")
            except BaseException as fault:
                # Shielded, so that a cancelled caller never leaves its transaction to the next one.
                await asyncio.shield(asyncio.ensure_future(hop(connection, _roll_back)))
                if isinstance(fault, sqlite3.Error):
                    raise StorageError(str(fault)) from fault
                raise

    async def at_once(self, work: Callable[[Statements], Coroutine[Any, Any, T]]) -> T:
        """Run a transaction in one hop to the thread: the work waits for nothing but statements.

        Raises:
            StorageError: The database could not do it; nothing of the work is kept.
        """

        def run(connection: sqlite3.Connection) -> T:
            connection.execute("BEGIN IMMEDIATE")
            try:
                told = run_inside(work(Inside(connection)))
                connection.execute("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise
            return told

        return await self._in_one_hop(run)

    async def cast(
        self, casts: Sequence[tuple[Cast, Frozen]], new_id: Callable[[], int]
    ) -> Sequence[Answer]:
        """Decide and write a batch of casts in one transaction and one hop to the thread.

        Raises:
            StorageError: Nothing of the batch is saved.
        """

        def work(connection: sqlite3.Connection) -> Sequence[Answer]:
            for attempt in range(_RECEIPT_TRIES):
                try:
                    return _cast(connection, Batch(casts, new_id))
                except sqlite3.IntegrityError:
                    # Two ballots of a round drew the same receipt: draw again.
                    if attempt + 1 == _RECEIPT_TRIES:
                        raise
            raise AssertionError

        return await self._in_one_hop(work)

    async def _in_one_hop(self, work: Callable[[sqlite3.Connection], T]) -> T:
        async with self._its_turn():
            try:
                # Not shielded: it is whole in its one hop, and the next hop waits behind it.
                return await hop(self._open_writer(), work)
            except sqlite3.Error as fault:
                raise StorageError(str(fault)) from fault

    def _open_writer(self) -> aiosqlite.Connection:
        if self._writer is None:
            raise StorageError("the database is not open")
        return self._writer

    @asynccontextmanager
    async def _its_turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._patience):
                await self._turn.acquire()
        except TimeoutError:
            raise StorageError("the database is busy") from None
        try:
            yield
        finally:
            self._turn.release()

    async def patience(self, seconds: float) -> None:
        """Set how long to wait for a turn, and for a lock of another process."""
        self._patience = max(seconds, 0.001)
        for connection in (self._open_writer(), self._reader):
            # A reader waits, too, while another process opens or mends the file.
            if connection is not None:
                await connection.execute_fetchall(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    async def _connect(self, pragma: str) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(
            self._path, isolation_level=None, factory=HoppingConnection, timeout=5
        )
        connection.row_factory = sqlite3.Row
        try:
            for statement in ("PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", pragma):
                await connection.execute_fetchall(statement)
        except BaseException:
            # Its thread would keep the process alive.
            await connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(migrate.LEDGER)
            applied = {
                row["version"]: row["checksum"] for row in connection.execute(migrate.APPLIED)
            }
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        waiting = migrate.pending(migrate.known(), applied)
        if waiting and applied:
            self._keep_copy(connection, max(applied))
        for migration in waiting:
            _apply(connection, migration)

    def _keep_copy(self, connection: sqlite3.Connection, version: int) -> None:
        name = f"{self._path.name}.before-{version + 1:04}"
        copy = sqlite3.connect(self._path.with_name(name))
        try:
            connection.backup(copy)
        finally:
            copy.close()


def _apply(connection: sqlite3.Connection, migration: migrate.Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster: the lock is ours only now.
        rows = connection.execute(migrate.APPLIED).fetchall()
        if all(row["version"] != migration.version for row in rows):
            for statement in migration.statements:
                connection.execute(statement)
            connection.execute(migrate.NOTE, migration.note)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _roll_back(connection: sqlite3.Connection) -> None:
    # Looked at in the thread: a BEGIN whose caller was cancelled may only just have run there. Not
    # after BEGIN itself failed, nor where SQLite rolled back on its own (a full disk).
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _cast(connection: sqlite3.Connection, batch: Batch) -> Sequence[Answer]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        _read(connection, batch)
        batch.decide()
        if batch.joined:
            connection.executemany(queries.join_roster.sql, batch.joined)
        connection.executemany(queries.put_ballot.sql, batch.rows)
        connection.executemany(queries.log_ballot.sql, batch.log)
        connection.execute("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise
    return batch.answers


def _read(connection: sqlite3.Connection, batch: Batch) -> None:
    cursor = connection.cursor()
    for cast, frozen in batch.casts:
        room_id, round_id, user_id = cast.room_id, cast.round_id, cast.person.user_id
        if round_id not in batch.boxes:
            row = cursor.execute(queries.ballot_box.sql, {"round_id": round_id}).fetchone()
            batch.boxes[round_id] = box(frozen, *row)
        if (round_id, user_id) in batch.standing:
            continue
        asked = {"room_id": room_id, "round_id": round_id, "user_id": user_id}
        removed, packed, receipt = cursor.execute(queries.seat.sql, asked).fetchone()
        batch.on_roster[room_id, user_id] = None if removed is None else not removed
        batch.standing[round_id, user_id] = (
            None if packed is None else unpack(packed, frozen.choices, receipt)
        )
