"""The store: everything the services keep, over whichever database the host chose."""

import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from typing_extensions import override

from bot.domain.errors import ConfigError, Redelivered, StorageError
from bot.domain.folding import FOLDING
from bot.domain.model import RoomId, Round
from bot.domain.rights import Rights
from bot.domain.voting import CastBallot, Vote
from bot.host_files import in_the_way
from bot.services.ports.deliveries import Delivery, unclaimed_delivery
from bot.services.ports.unit_of_work import Store, T
from storage import refolding
from storage.backend import Backend
from storage.ballots import BallotQueue
from storage.frozen_rounds import FrozenRounds
from storage.ids import IdGenerator
from storage.passing import judged
from storage.repositories import Facts, SqlUnitOfWork, StoredAllowance
from storage.repositories.rights import SqlRightsRepository
from storage.sqlite import SqliteBackend
from storage.statements import Statements

SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")
_NO_ADDRESS = f"DATABASE_URL: not an address this version can use. Write {SQLITE} and a path"


class Database(Store):
    """The one store there is; a backend says which kind of database it is in."""

    def __init__(
        self,
        backend: Backend,
        now: Callable[[], float],
        draw_bits: Callable[[int], int] = secrets.randbits,
    ) -> None:
        self._backend = backend
        self._read: SqlUnitOfWork | None = None
        self._now = now
        self._ids = IdGenerator(now, draw_bits)
        rounds = FrozenRounds(self)
        self._ballots = BallotQueue(backend, rounds, self._ids, draw_bits, self._rights_of)
        self.on_promise: Callable[[], None] = lambda: None
        """Called after each commit of a transaction that promised an effect."""
        self.on_cast: Callable[[float], None] | None = None
        """Called after each vote that is on the disk, with how long that took (seconds)."""

    async def open(self) -> None:
        """Open the database and bring its schema up to date.

        Raises:
            StorageError: It cannot be used.
        """
        with self.starting():
            await self._backend.open()
            if await self._backend.reader.fact(name=refolding.FACT) != str(FOLDING):
                async with self._backend.transaction(()) as sql:
                    await refolding.refold(sql)
        self._read = self._unit_of_work(self._backend.reader)

    def starting(self) -> AbstractContextManager[None]:
        """Have the errors of the block, which is part of a start, say whether they may pass."""
        return judged(on_server=not isinstance(self._backend, SqliteBackend))

    async def close(self) -> None:
        """Write what was cast, then close; safe to call twice."""
        await self._ballots.flush()
        self._read = None
        await self._backend.close()

    @property
    @override
    def read(self) -> SqlUnitOfWork:
        if self._read is None:
            raise StorageError("the database is not open")
        return self._read

    @override
    @asynccontextmanager
    async def transaction(
        self, room_id: RoomId | None, *others: RoomId | None
    ) -> AsyncIterator[SqlUnitOfWork]:
        delivery = unclaimed_delivery()
        async with self._backend.transaction(_held(room_id, *others)) as sql:
            unit = self._unit_of_work(sql)
            await self._claim(unit, delivery)
            yield unit
        self._committed(unit, delivery)

    @override
    async def in_one_trip(
        self,
        work: Callable[[SqlUnitOfWork], Coroutine[Any, Any, T]],
        room_id: RoomId | None,
        *others: RoomId | None,
    ) -> T:
        delivery = unclaimed_delivery()

        async def all_of_it(sql: Statements) -> tuple[T, SqlUnitOfWork]:
            unit = self._unit_of_work(sql)
            await self._claim(unit, delivery)
            return await work(unit), unit

        result, unit = await self._backend.in_one_trip(all_of_it, _held(room_id, *others))
        self._committed(unit, delivery)
        return result

    @override
    async def cast(self, vote: Vote) -> CastBallot:
        delivery, began = unclaimed_delivery(), monotonic()
        cast = await self._ballots.cast(vote, delivery.interaction_id if delivery else None)
        _note_claim(delivery)
        if self.on_cast is not None:
            self.on_cast(monotonic() - began)
        return cast

    @override
    def new_id(self) -> int:
        return self._ids()

    @override
    async def scrub(self) -> None:
        await self._backend.scrub()

    def use_node(self, node: int | None) -> None:
        """Make ids with a number that no other process has; None for a random one."""
        self._ids.use(node)

    @property
    def transactions_of_ballots(self) -> int:
        """How many transactions the votes so far took together."""
        return self._ballots.transactions

    async def set_patience(self, seconds: float) -> None:
        """Set how long to wait for a database that another process has locked."""
        await self._backend.set_patience(seconds)

    @property
    def facts(self) -> Facts:
        """Small things the bot remembers of itself."""
        return Facts(self)

    def allowance(self, account: str, *, shared: bool = False) -> StoredAllowance:
        """Return what a Spotify account may still be asked, which all rooms may share."""
        return StoredAllowance(self._backend, account, shared=shared)

    def _committed(self, unit: SqlUnitOfWork, delivery: Delivery | None) -> None:
        """Do what follows the commit of a transaction."""
        _note_claim(delivery)
        if unit.outbox.promised:
            self.on_promise()

    async def _claim(self, unit: SqlUnitOfWork, delivery: Delivery | None) -> None:
        if delivery is None:
            return
        if not await unit.interactions.claim(delivery.interaction_id, int(self._now())):
            raise Redelivered(delivery.interaction_id)

    def _unit_of_work(self, sql: Statements) -> SqlUnitOfWork:
        return SqlUnitOfWork(sql, self._ids)

    async def _rights_of(self, sql: Statements, round_: Round) -> Rights:
        songs = [candidate.song.id for candidate in round_.candidates]
        return await SqlRightsRepository(sql, self._ids).of_songs(round_.room_id, songs)


def _held(*room_ids: RoomId | None) -> tuple[RoomId, ...]:
    return tuple(room_id for room_id in room_ids if room_id is not None)


def _note_claim(delivery: Delivery | None) -> None:
    """Note that the transaction with the claim is committed."""
    if delivery is not None:
        delivery.claimed = True


def database_at(
    url: str, now: Callable[[], float], draw_bits: Callable[[int], int] = secrets.randbits
) -> Database:
    """Return the database of an address, not yet open.

    Args:
        url: The address, such as `sqlite:///needledrop.db` or `postgresql://user@server/name`.
        now: Returns the present in UTC seconds.
        draw_bits: Draws a number of so many bits, for ids and receipts.

    Raises:
        ConfigError: The address is of no database this version can use.
        StorageError: No file can be made or written there.
    """
    if url.startswith(POSTGRES):
        # Imported on first use: most hosts have no need of it.
        from storage.postgres import PostgresBackend  # noqa: PLC0415

        return Database(PostgresBackend(url), now, draw_bits)
    if not url.startswith(SQLITE) or url == SQLITE:
        # Not shown: what is wrong may be an address with a password in it.
        raise ConfigError([_NO_ADDRESS])
    path = Path(url.removeprefix(SQLITE))
    # Before anything is made beside it, such as a key.
    reason = in_the_way(path)
    if reason:
        raise StorageError(f"{reason}.")
    return Database(SqliteBackend(path), now, draw_bits)
