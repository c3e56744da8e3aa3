"""The database as PostgreSQL, through asyncpg: a pool of connections, and a lock for each room."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import partial
from hashlib import sha256
from typing import Any

import asyncpg
from typing_extensions import override

from bot.domain.errors import StorageError
from storage.backend import Backend, BrokenConstraint, RoomHeld, T
from storage.ballot_batch import Answer, BallotBatch
from storage.postgres_ballots import parameters
from storage.postgres_kept import KeptConnection
from storage.postgres_migrations import bring_up_to_date
from storage.postgres_statements import (
    FAULTS,
    PostgresConnection,
    PostgresReads,
    queries,
    told_in_our_words,
)
from storage.postgres_trouble import place_of, unusable
from storage.statements import Statements

PATIENCE = 1.0
"""How long (seconds) to wait for a connection, and as long again for another process's lock.

A person hears within Discord's three seconds that nothing was saved.
"""
ANSWER_WITHIN = 10.0
"""How long (seconds) the server may take for a statement.

Where a network swallows everything, or a machine is gone at a stroke, nobody says that no answer
will come: whoever waits for it would wait for good.
"""
_POOL = 8
_PLANNED_ONCE: dict[str, str] = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "jit": "off",
}
"""Planning the statements of a batch of ballots anew takes longer than running them.

So they are planned once, and by the keys: planned while the tables are small, they would read them
whole for each vote from then on.
"""
_STATEMENTS = 512
_TRIES = 4
_HOLD = "SELECT id FROM rooms WHERE id IN ({}) ORDER BY id FOR NO KEY UPDATE"
_FREE = "SELECT id FROM rooms WHERE id IN ({}) FOR SHARE SKIP LOCKED"
_LOCK = "SELECT pg_advisory_xact_lock({})"
_AGAIN = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.InvalidCachedStatementError,  # a newer version has changed the table
)


class PostgresBackend(Backend):
    """A pool of connections to one database.

    A transaction holds the rooms it is about from its beginning on, so that everything decided in
    it rests on what no other one changes meanwhile. Transactions about different rooms never wait
    for each other.
    """

    batches_at_once = 3
    """With two, bot and server still wait for each other; four gain nothing."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._patience = PATIENCE
        self._pool: asyncpg.Pool[Any] | None = None
        self._ballots = [
            KeptConnection(self._connect_for_ballots, PATIENCE) for _ in range(self.batches_at_once)
        ]

    @override
    async def open(self) -> None:
        try:
            await asyncio.gather(bring_up_to_date(self._url), asyncio.to_thread(queries.load))
            self._pool = await asyncpg.create_pool(
                self._url,
                min_size=1,
                max_size=_POOL,
                # A connection that is given back is reset by default: one more trip to the server,
                # which would undo what was set. Nothing here sets anything.
                reset=_leave,
                **self._arguments({}),
            )
            await self._ballots[0].open()
        except FAULTS as fault:
            await self.close()
            raise unusable(self._url, fault) from fault
        except StorageError as fault:
            raise StorageError(f"{place_of(self._url)}: {fault}") from fault

    @override
    async def close(self) -> None:
        pool, self._pool = self._pool, None
        await asyncio.gather(*(kept.close() for kept in self._ballots))
        if pool is not None:
            await pool.close()

    @property
    @override
    def reader(self) -> Statements:
        pool = self._pool
        if pool is None:
            raise StorageError("the database is not open")
        return Statements(queries, PostgresReads(partial(self._lent, pool)))

    @override
    @asynccontextmanager
    async def transaction(
        self, room_ids: Collection[int], alone: str = ""
    ) -> AsyncIterator[Statements]:
        async with self._lent(self._pool) as connection, _committed(connection, room_ids, alone):
            yield Statements(queries, PostgresConnection(connection))

    @override
    async def in_one_trip(
        self,
        work: Callable[[Statements], Coroutine[Any, Any, T]],
        room_ids: Collection[int],
        alone: str = "",
    ) -> T:
        for tries_left in reversed(range(_TRIES)):
            try:
                async with self.transaction(room_ids, alone) as sql:
                    return await work(sql)
            except StorageError as fault:
                if not tries_left or not isinstance(fault.__cause__, _AGAIN):
                    raise
        raise AssertionError

    @override
    async def write_ballots(self, batch: BallotBatch) -> Sequence[Answer]:
        """Write without holding the rooms, in two trips; hold them only where they have changed."""
        try:
            return await self._put_ballots(batch)
        except RoomHeld as fault:
            fault.free = await self._free(batch.room_ids)
            raise

    async def _put_ballots(self, batch: BallotBatch) -> Sequence[Answer]:
        try:
            async with self._free_for_ballots() as connection:
                sql = Statements(queries, PostgresConnection(connection))
                decided = await batch.decide(sql)
                if not decided.log or await sql.put_ballots(**parameters(decided)):
                    return decided.answers
        except StorageError as fault:
            # Who was faster with what, and who waited for whom, is known once the rooms are held.
            if not isinstance(fault, BrokenConstraint) and not isinstance(fault.__cause__, _AGAIN):
                raise
        return await self.in_one_trip(batch.write, batch.room_ids)

    async def _free(self, room_ids: Collection[int]) -> Collection[int]:
        """Return the rooms that nobody holds just now."""
        async with self._lent(self._pool) as connection:
            with told_in_our_words():
                rows = await connection.fetch(_FREE.format(_listed(room_ids)))
        return {room_id for (room_id,) in rows}

    @override
    async def scrub(self) -> None:
        """Do nothing: a server's files are its own, which it tidies up in its time."""

    @override
    async def set_patience(self, seconds: float) -> None:
        self._patience = max(seconds, 0.001)
        for kept in self._ballots:
            await kept.set_patience(self._patience)
        if self._pool is not None:
            self._pool.set_connect_args(self._url, **self._arguments({}))
            await self._pool.expire_connections()

    def _free_for_ballots(self) -> KeptConnection:
        """Return a connection that is free: the first ones, so that the last are seldom made."""
        return next((kept for kept in self._ballots if kept.free), self._ballots[0])

    async def _connect_for_ballots(self, within: float) -> "asyncpg.Connection[Any]":
        if self._pool is None:
            raise StorageError("the database is not open")
        connection: asyncpg.Connection[Any] = await asyncpg.connect(
            self._url, timeout=within, **self._arguments(_PLANNED_ONCE)
        )
        return connection

    def _arguments(self, settings: dict[str, str]) -> dict[str, Any]:
        """Return how a connection is made."""
        return {
            "command_timeout": ANSWER_WITHIN,
            "statement_cache_size": _STATEMENTS,
            "server_settings": self._settings() | settings,
        }

    def _settings(self) -> dict[str, str]:
        return {
            "application_name": "needledrop",
            "lock_timeout": str(max(1, int(self._patience * 1000))),
            "synchronous_commit": "on",
            # Whoever waited for a room reads it as it is then, whatever the server's default is.
            "default_transaction_isolation": "read committed",
            # Whoever stops in the middle of a transaction lets go of its rooms.
            "idle_in_transaction_session_timeout": "10s",
        }

    @asynccontextmanager
    async def _lent(
        self, pool: "asyncpg.Pool[Any] | None"
    ) -> AsyncIterator["asyncpg.pool.PoolConnectionProxy[Any]"]:
        if pool is None:
            raise StorageError("the database is not open")
        try:
            with told_in_our_words():
                connection = await pool.acquire(timeout=self._patience)
        except StorageError as fault:
            if isinstance(fault.__cause__, TimeoutError):
                raise StorageError("the database is busy") from None
            raise
        try:
            yield connection
        except StorageError as fault:
            if isinstance(fault.__cause__, asyncpg.ReadOnlySQLTransactionError):
                # Another server writes by now: the address may lead there, these do not.
                await pool.expire_connections()
            raise
        finally:
            # One that cannot be given back is closed, and what was done with it stands.
            with contextlib.suppress(*FAULTS):
                await pool.release(connection)


@asynccontextmanager
async def _committed(
    connection: "asyncpg.pool.PoolConnectionProxy[Any]", room_ids: Collection[int], alone: str
) -> AsyncIterator[None]:
    """Begin, and hold what it is about; commit at the end of the block, roll back on any exception.

    Rooms are held in one order, so that no two transactions wait for each other.
    """
    begin = "BEGIN"
    if held := _listed(room_ids):
        begin += f"; {_HOLD.format(held)}"
    if alone:
        begin += f"; {_LOCK.format(_key_of(alone))}"
    try:
        with told_in_our_words():
            await connection.execute(begin)  # in one trip to the server
        yield
        with told_in_our_words():
            await connection.execute("COMMIT")
    except BaseException:
        # Shielded, so that a cancelled caller never leaves its transaction to the next one.
        await asyncio.shield(asyncio.ensure_future(_roll_back(connection)))
        raise


def _listed(room_ids: Collection[int]) -> str:
    return ", ".join(str(int(room_id)) for room_id in sorted(set(room_ids)))


def _key_of(alone: str) -> int:
    """Return the key of the lock of something that is no row."""
    return int.from_bytes(sha256(alone.encode()).digest()[:8], signed=True)


async def _roll_back(connection: "asyncpg.pool.PoolConnectionProxy[Any]") -> None:
    try:
        # Asked for even if none is known of: a beginning that was broken off may still come about.
        await connection.execute("ROLLBACK")
    except FAULTS:
        # What broke has left its transaction, and perhaps the pool already.
        with contextlib.suppress(asyncpg.InterfaceError):
            connection.terminate()


async def _leave(connection: object) -> None:
    del connection
