"""All that one database holds, into another one: all of it, checked, or nothing."""

import os
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from bot.domain.errors import StorageError
from bot.server_address import is_server
from storage import migrate
from storage.database import SQLITE
from storage.move_sides import Row, Rows, Target
from storage.move_sqlite import reading_file, writing_file


class Digest(Struct):
    """What a table holds, told by a number that does not depend on the order of its rows."""

    rows: int = 0
    total: int = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Take some rows in."""
        for row in rows:
            told = blake2b(repr(tuple(row)).encode(), digest_size=16).digest()
            # Added, since two rows that are the same would take each other out otherwise.
            self.total = (self.total + int.from_bytes(told)) % (1 << 128)
            self.rows += 1


async def move(source: str, target: str, tell: Callable[[str, int], None]) -> int:
    """Put all rows of one database into another, and check that they arrived.

    Both are addresses as in DATABASE_URL. Nobody can change the source meanwhile. The rows are
    there once this returns; if it fails, or is killed, none of them is.

    Args:
        source: The database that is only read.
        target: An empty database; it gets its tables here if it has none.
        tell: Called with each table's name and number of rows, once it has arrived.

    Returns:
        How many rows there are.

    Raises:
        StorageError: The source is in use, or was last used by another version; or the target
            holds anything; or one of them cannot be used.
    """
    if _are_same(source, target):
        raise StorageError("FROM and TO are the same database. Name an empty one as TO.")
    total = 0
    async with _reading(source) as origin, _writing(target) as destination:
        tables = await destination.in_order(migrate.tables(migrate.load_migrations()))
        for table in tables:
            number = await _move_table(table, origin, destination)
            tell(table, number)
            total += number
    return total


async def _move_table(table: str, origin: Rows, destination: Target) -> int:
    columns = sorted(await origin.columns(table))
    if columns != sorted(await destination.columns(table)):
        raise StorageError(
            f"{table} has other columns in {origin.place}: it is damaged."
            " Put a backup in its place, then try again."
        )
    sent, arrived = Digest(), Digest()

    async def batches() -> AsyncIterator[Sequence[Row]]:
        async for batch in origin.rows(table, columns):
            sent.add(batch)
            yield batch

    await destination.put(table, columns, batches())
    async for batch in destination.rows(table, columns):
        arrived.add(batch)
    if sent != arrived:
        raise StorageError(
            f"{table} did not arrive as it was ({sent.rows} rows sent, {arrived.rows} arrived)."
            " Try again."
        )
    return sent.rows


def _are_same(source: str, target: str) -> bool:
    files = [Path(url.removeprefix(SQLITE)) for url in (source, target) if not is_server(url)]
    there = len(files) == 2 and all(map(os.path.exists, files))
    return source == target or (there and files[0].samefile(files[1]))


def _reading(url: str) -> AbstractAsyncContextManager[Rows]:
    if is_server(url):
        # Imported on first use, as what it needs is.
        from storage.move_postgres import reading  # noqa: PLC0415

        return reading(url)
    return reading_file(url)


def _writing(url: str) -> AbstractAsyncContextManager[Target]:
    if is_server(url):
        from storage.move_postgres import writing  # noqa: PLC0415

        return writing(url)
    return writing_file(url)
