"""The store: everything the services keep, over whichever database the host chose."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.domain.errors import ConfigError, NotFound
from bot.domain.model import RoundId
from bot.services.ports.unit_of_work import Cast, Casted, T
from storage.ballots import Answer, Frozen, GroupCommit
from storage.hops import Statements
from storage.ids import Ids
from storage.repositories import Allowances, Facts, SqlUnitOfWork
from storage.sqlite import SqliteDatabase

_FROZEN_KEPT = 4096

SQLITE = "sqlite:///"


class Database:
    """Implements `bot.services.ports.unit_of_work.Store`."""

    def __init__(self, database: SqliteDatabase, now: Callable[[], float]) -> None:
        self._database = database
        self._group = GroupCommit(self._write)
        self._frozen: OrderedDict[RoundId, Frozen] = OrderedDict()
        self._loading: dict[RoundId, asyncio.Task[Frozen | None]] = {}
        self.new_id = Ids(now)
        self.on_promise: Callable[[], None] = lambda: None
        """Called after each commit of a transaction that promised an effect."""

    async def open(self) -> None:
        """Open the database and bring its schema up to date.

        Raises:
            StorageError: It cannot be used.
        """
        await self._database.open()

    async def close(self) -> None:
        """Write what was cast, then close; safe to call twice."""
        await self._group.flush()
        await self._database.close()

    @property
    def read(self) -> SqlUnitOfWork:
        """What is committed."""
        return SqlUnitOfWork(self._database.reader, self.new_id)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqlUnitOfWork]:
        """Do everything in the block together, or nothing of it.

        Raises:
            StorageError: Nothing of the block is kept.
        """
        async with self._database.transaction() as connection:
            unit = SqlUnitOfWork(connection, self.new_id)
            yield unit
        if unit.outbox.promised:
            self.on_promise()

    async def at_once(self, work: Callable[[SqlUnitOfWork], Coroutine[Any, Any, T]]) -> T:
        """Do a transaction in one go; see `Store.at_once`."""

        async def all_of_it(connection: Statements) -> tuple[T, bool]:
            unit = SqlUnitOfWork(connection, self.new_id)
            return await work(unit), unit.outbox.promised

        told, promised = await self._database.at_once(all_of_it)
        if promised:
            self.on_promise()
        return told

    async def cast(self, cast: Cast) -> Casted:
        """Merge a change into a ballot; see `Store.cast`."""
        frozen = await self._frozen_round(cast.round_id)
        if frozen.round.room_id != cast.room_id:
            raise NotFound("round")
        return await self._group.cast(cast, frozen)

    @property
    def transactions_of_ballots(self) -> int:
        """How many transactions the casts so far took together."""
        return self._group.transactions

    async def patience(self, seconds: float) -> None:
        """Set how long to wait for a database that another process has locked."""
        await self._database.patience(seconds)

    @property
    def facts(self) -> Facts:
        """Small things the bot remembers of itself."""
        return Facts(self)

    def allowance(self, account: str) -> Allowances:
        """Return what a Spotify account may still be asked."""
        return Allowances(self, account)

    async def _frozen_round(self, round_id: RoundId) -> Frozen:
        frozen = self._frozen.get(round_id)
        if frozen is None:
            # A round that many vote in at once is read once for all of them.
            loading = self._loading.get(round_id)
            if loading is None:
                loading = asyncio.create_task(self._load(round_id), name=f"round-{round_id}")
                self._loading[round_id] = loading
                loading.add_done_callback(lambda _: self._loading.pop(round_id))
            frozen = await asyncio.shield(loading)
        if frozen is None:
            raise NotFound("round")
        return frozen

    async def _load(self, round_id: RoundId) -> Frozen | None:
        frozen = await self.read.rounds.frozen(round_id)
        # A round of a plan gets its candidates later.
        if frozen is not None and frozen.choices:
            self._frozen[round_id] = frozen
            if len(self._frozen) > _FROZEN_KEPT:
                self._frozen.popitem(last=False)
        return frozen

    async def _write(self, casts: Sequence[tuple[Cast, Frozen]]) -> Sequence[Answer]:
        return await self._database.cast(casts, self.new_id)


def database_at(url: str, now: Callable[[], float]) -> Database:
    """Return the database of an address such as `sqlite:///needledrop.db`, not yet open.

    Raises:
        ConfigError: The address is of no database this version can use.
    """
    if not url.startswith(SQLITE) or url == SQLITE:
        raise ConfigError(
            [f"DATABASE_URL: {url!r} is no address this version can use. Write {SQLITE} and a path"]
        )
    return Database(SqliteDatabase(Path(url.removeprefix(SQLITE))), now)
