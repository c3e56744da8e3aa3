"""Checks of what is in the database, whether that is a file or on a server. They block."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from bot.doctor.findings import Finding, ok, unchecked, wrong
from bot.domain.errors import StorageError

BESIDE_LATELY = 120
"""Seconds for which a process that noticed another is believed; it notices every half minute."""


class Signs(Protocol):
    """Signs of life that the bot has left."""

    @property
    def seen(self) -> Mapping[tuple[int, int], int]:
        """When (UTC seconds) each shard was last seen, by the shards' total number and its own."""
        ...


class CheckedDatabase(Protocol):
    """The database, checked without changing it. All methods block, and raise StorageError."""

    def in_use(self) -> bool:
        """Return whether there is a database that something was written to."""
        ...

    def integrity(self) -> str:
        """Return the first damage found; empty if there is none."""
        ...

    def tables(self) -> frozenset[str]:
        """Return those of the bot's tables that are there."""
        ...

    def waiting(self) -> int:
        """Return how many migrations the next start will apply."""
        ...

    def seen_beside(self) -> int:
        """Return when (UTC seconds) a process of the bot last noticed another; 0 if none has."""
        ...

    def pulse(self, now: float) -> Signs:
        """Return how the bot is doing; `now` is UTC seconds."""
        ...


def processes(database: CheckedDatabase, now: Callable[[], float]) -> Iterator[Finding]:
    """Check that the bot was not started twice, and that each shard has a process, if any has."""
    # What cannot be read is reported by the check of the file or of the server. Tables that an
    # older version has not made are no reason to leave out what the others say.
    with suppress(StorageError):
        seen = database.seen_beside()
        if seen and now() - seen <= BESIDE_LATELY:
            to_do = "Stop one of them, unless one is just taking over from the other"
            yield wrong("processes: two of the bot are running on this database", to_do)
    with suppress(StorageError):
        total, silent = _silent(database.pulse(now()), now() - BESIDE_LATELY)
        if silent:
            shards = ", ".join(map(str, silent))
            to_do = (
                "Look at the log of the process with them in SHARD_IDS; if there is none, start it"
            )
            yield wrong(
                f"processes: of {total} shards, there is no sign of life of {shards}", to_do
            )


def _silent(signs: Signs, since: float) -> tuple[int, Sequence[int]]:
    """Return the shards' total number, and those without a sign of life since an instant.

    None are silent where all are: the bot is stopped then. Only the latest division counts, since
    what was seen of the one before it stays for a while.
    """
    total, _ = max(signs.seen, key=signs.seen.__getitem__, default=(0, 0))
    silent = [shard for shard in range(total) if signs.seen.get((total, shard), 0) < since]
    return total, silent if len(silent) < total else []


def integrity(database: CheckedDatabase, tables: Collection[str] = ()) -> Iterator[Finding]:
    """Check that nothing is damaged, nor missing.

    Args:
        database: Where to look.
        tables: Those of a database that is up to date.
    """
    try:
        if not database.in_use():
            return
        damage = database.integrity() or _missing(database, tables)
    except StorageError:
        if not _unusable(database):
            yield unchecked("database: couldn't be checked for damage", "Try again later")
        return
    if not damage:
        yield ok("database: no damage")
    elif not _unusable(database):
        yield wrong(f"database: damaged ({damage})", "Stop the bot and put a backup in its place")


def _missing(database: CheckedDatabase, tables: Collection[str]) -> str:
    """Return which tables are not there; empty if all are, or will be on the next start."""
    missing = set() if database.waiting() else {*tables} - database.tables()
    return f"it lacks {', '.join(sorted(missing))}" if missing else ""


def _unusable(database: CheckedDatabase) -> bool:
    """Return whether the check of the file or of the server tells of this already."""
    try:
        database.waiting()
    except StorageError:
        return True
    return False
