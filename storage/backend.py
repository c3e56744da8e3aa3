"""The interface of a kind of database; SQLite's is in `storage.sqlite`."""

from collections.abc import Callable, Collection, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

from bot.domain.errors import StorageError
from storage.ballot_batch import Answer, BallotBatch
from storage.statements import Statements

T = TypeVar("T")


class BrokenConstraint(StorageError):
    """A row contradicts another one, such as a value that must be unique but is not."""


class RoomHeld(StorageError):
    """Somebody held a room for longer than one waits.

    Attributes:
        free: The rooms it was about that nobody held any more when the wait ended.
    """

    free: Collection[int] = ()


class Backend(Protocol):
    """Reads and writes in transactions, whatever the data.

    Attributes:
        batches_at_once: How many batches of ballots it writes at the same time.
    """

    batches_at_once: int

    async def open(self) -> None:
        """Connect, and bring the schema up to date.

        Raises:
            StorageError: The database cannot be used, or belongs to a newer version.
        """
        ...

    async def close(self) -> None:
        """Close all connections; safe to call twice."""
        ...

    @property
    def reader(self) -> Statements:
        """Statements that read what is committed.

        Raises:
            StorageError: The database is not open.
        """
        ...

    def transaction(
        self, room_ids: Collection[int], alone: str = ""
    ) -> AbstractAsyncContextManager[Statements]:
        """Take a turn at writing; commit at the end, roll back on any exception.

        Args:
            room_ids: The rooms it is about. No other transaction about one of them goes on
                meanwhile.
            alone: What else it is about that no other transaction may be about meanwhile.

        Raises:
            StorageError: The database could not do it; nothing of the block is kept.
        """
        ...

    async def in_one_trip(
        self,
        work: Callable[[Statements], Coroutine[Any, Any, T]],
        room_ids: Collection[int],
        alone: str = "",
    ) -> T:
        """Run a transaction whose work awaits nothing but its statements.

        It may be run again from its beginning, where the database asks for that. The rest is as for
        `transaction`.

        Raises:
            BrokenConstraint: Nothing of the work is kept; other values may succeed.
            StorageError: The database could not do it; nothing of the work is kept.
        """
        ...

    async def write_ballots(self, batch: BallotBatch) -> Sequence[Answer]:
        """Write the votes of a batch in one transaction; return the answers in their order.

        Raises:
            BrokenConstraint: Nothing of it is kept; another receipt may succeed.
            RoomHeld: Nothing of it is kept; the votes of other rooms may be written.
            StorageError: The database could not do it; nothing of it is kept.
        """
        ...

    async def scrub(self) -> None:
        """Leave nothing in the files of what was changed or deleted, if they are the bot's own.

        It waits for nobody: what others use just now is left to the next time.

        Raises:
            StorageError: The database could not do it.
        """
        ...

    async def set_patience(self, seconds: float) -> None:
        """Set how long to wait for a turn, and for a lock of another process."""
        ...
