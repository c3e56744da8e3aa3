"""A connection to PostgreSQL that is kept for one purpose."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import Any

import asyncpg

from bot.domain.errors import StorageError
from storage.backend import BrokenConstraint, RoomHeld
from storage.postgres_statements import FAULTS, told_in_our_words
from storage.turn import Turn

_IDLE_AT_MOST = 300.0
"""How long (seconds) a connection may have been idle: a firewall in between forgets it in time."""

_OPENED_WITHIN = 60.0
"""How long (seconds) the first connection may take: the server may be starting as well."""


class KeptConnection:
    """One connection, for one at a time, which stays open from one use to the next.

    A pool of one does the same, but having a connection lent and given back takes it a tenth of the
    time of a vote that comes alone. What failed in any other way than by a broken constraint or a
    held room is closed, and the next use connects anew: to the server that answers by then.

    Attributes:
        patience: How long (seconds) to wait for a turn.
    """

    def __init__(
        self,
        connect: Callable[[float], Awaitable["asyncpg.Connection[Any]"]],
        patience: float,
    ) -> None:
        """Make it, not yet connected.

        Args:
            connect: Makes a connection within so many seconds.
            patience: How long (seconds) to wait for a turn.
        """
        self._connect = connect
        self._patience = patience
        self._turn = Turn(patience)
        self._connection: asyncpg.Connection[Any] | None = None
        self._used_at = 0.0

    @property
    def free(self) -> bool:
        """Whether nobody uses it, or waits for it."""
        return self._turn.free

    async def open(self) -> None:
        """Connect ahead of the first use, with the driver's own errors."""
        self._connection, self._used_at = await self._connect(_OPENED_WITHIN), monotonic()

    async def __aenter__(self) -> "asyncpg.Connection[Any]":
        """Take a turn, and return the connection.

        Raises:
            StorageError: The others took too long, or the server cannot be reached.
        """
        await self._turn.__aenter__()
        try:
            return await self._connected()
        except BaseException:
            await self._turn.__aexit__()
            raise

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let the next one go on."""
        if kind is not None and not issubclass(kind, BrokenConstraint | RoomHeld):
            self._drop()
        self._used_at = monotonic()
        await self._turn.__aexit__()

    async def set_patience(self, seconds: float) -> None:
        """Set how long to wait for a turn, and connect anew with the next use."""
        await self.close()
        self._patience = self._turn.patience = seconds

    async def close(self) -> None:
        """Close the connection, waiting in turn for whoever uses it; the next use makes it anew."""
        try:
            with suppress(StorageError, *FAULTS):
                async with self._turn:
                    if self._connection is not None:
                        await self._connection.close(timeout=self._patience)
        finally:
            # Whoever still uses it has had their time, and a server that does not answer, too.
            self._drop()

    async def _connected(self) -> "asyncpg.Connection[Any]":
        if self._connection is not None and monotonic() - self._used_at > _IDLE_AT_MOST:
            self._drop()
        if self._connection is None or self._connection.is_closed():
            try:
                with told_in_our_words():
                    self._connection = await self._connect(self._patience)
            except StorageError as fault:
                if isinstance(fault.__cause__, TimeoutError):
                    raise StorageError("the database is busy") from None
                raise
        return self._connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()
