"""Taking turns at a connection."""

import asyncio

from bot.domain.errors import StorageError


class Turn:
    """Lets one at a time do something, in the order in which they asked.

    Attributes:
        patience: How long (seconds) to wait for a turn; None for as long as it takes.
    """

    def __init__(self, patience: float | None) -> None:
        self.patience = patience
        self._lock = asyncio.Lock()
        self._waiting = 0

    @property
    def free(self) -> bool:
        """Whether nobody has the turn, or waits for it."""
        # A lock that was just let go of is not free as long as somebody waits for it.
        return not self._waiting and not self._lock.locked()

    async def __aenter__(self) -> None:
        """Take the turn.

        Raises:
            StorageError: The others took too long.
        """
        # A timer costs more than all else here, and whoever need not wait has no use for one.
        if self.free:
            await self._lock.acquire()
            return
        self._waiting += 1
        try:
            async with asyncio.timeout(self.patience):
                await self._lock.acquire()
        except TimeoutError:
            raise StorageError("the database is busy") from None
        finally:
            self._waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        """Let the next one go on."""
        self._lock.release()
