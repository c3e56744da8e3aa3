"""What a move reads from, and what it writes to, whichever kind of database each is."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any, Protocol

from bot.domain.errors import StorageError
from storage import migrate

BATCH = 5000
"""How many rows are read at once."""
Row = tuple[Any, ...]


class Rows(Protocol):
    """A database whose rows are read, as they are at one moment."""

    @property
    def place(self) -> str:
        """Where it is, for people."""
        ...

    async def columns(self, table: str) -> Sequence[str]:
        """Return the names of a table's columns."""
        ...

    def rows(self, table: str, columns: Sequence[str]) -> AsyncIterator[Sequence[Row]]:
        """Yield all rows of a table, a batch at a time, in no order."""
        ...


class Target(Rows, Protocol):
    """A database that rows are put into, within one transaction."""

    async def in_order(self, tables: Iterable[str]) -> Sequence[str]:
        """Return tables, each behind those that its rows refer to."""
        ...

    async def put(
        self, table: str, columns: Sequence[str], batches: AsyncIterator[Sequence[Row]]
    ) -> None:
        """Put rows into a table."""
        ...


def require_current(place: str, applied: dict[int, str]) -> None:
    """Return if this version of the bot has brought a source up to date.

    Raises:
        StorageError: Another version used it last.
    """
    try:
        waiting = migrate.pending(migrate.load_migrations(), applied)
    except StorageError as fault:
        raise StorageError(f"{place}: {fault}") from fault
    if waiting:
        raise StorageError(
            f"{place} is of an older version. Start this version of the bot on it once, stop it,"
            " and try again."
        )


def require_empty(place: str, rows: dict[str, int]) -> None:
    """Return if no table of a target has rows.

    Raises:
        StorageError: Some have.
    """
    used = sorted(table for table, number in rows.items() if number)
    if used:
        raise StorageError(
            f"{place} holds something already: there are rows in {', '.join(used)}. Name an empty"
            " database."
        )
