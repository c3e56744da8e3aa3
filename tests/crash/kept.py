"""The database under the crash test, as it is seen, watched and troubled from outside."""

import asyncio
import contextlib
import random
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, Protocol

import asyncpg
from typing_extensions import override

from tests.cable import Cable
from tests.postgres import Server

Rows = Sequence[Mapping[str, Any]]

WATCHED = {
    "state": "OLD.state <> NEW.state",
    "outcome": "true",
    "opened_at": "OLD.opened_at IS NOT NEW.opened_at",
    "closed_at": "OLD.closed_at IS NOT NEW.closed_at",
    "graced_at": "OLD.graced_at IS NOT NEW.graced_at",
    "cause": "OLD.cause <> NEW.cause AND NEW.cause = 'extended'",
}
"""The columns of rounds whose changes the database itself logs, each with when it does."""

CALLED = {"cause": "extended"}
"""What a change of a column is called in the log, where not by the column's name."""


class Kept(Protocol):
    """A database of some kind.

    Attributes:
        url: Where the processes find it.
    """

    url: str

    def open(self) -> contextlib.AbstractAsyncContextManager[None]:
        """Have it there for the length of a block; it is empty at first."""
        ...

    async def watch(self) -> None:
        """Have it log, in order, what happens to every round from now on, in the table `seen`."""
        ...

    async def rows(self, sql: str) -> Rows:
        """Return the rows of a query."""
        ...

    async def damage(self) -> Sequence[str]:
        """Return what is broken in it."""
        ...

    async def trouble(self, draw: random.Random) -> str:
        """Let something go wrong with it; return what, empty if nothing can."""
        ...


class KeptInFile(Kept):
    """A file of SQLite's."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "needledrop.db"
        self.url = f"sqlite:///{self._path}"

    @override
    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        yield

    @override
    async def watch(self) -> None:
        triggers = "".join(
            f"CREATE TRIGGER see_{column} AFTER UPDATE OF {column} ON rounds WHEN {when} BEGIN"  # noqa: S608 - our own words
            " INSERT INTO seen (round_id, what, was, becomes) VALUES"
            f" (NEW.id, '{CALLED.get(column, column)}', OLD.{column}, NEW.{column}); END;"
            for column, when in WATCHED.items()
        )
        with closing(sqlite3.connect(self._path)) as connection:
            connection.executescript(
                "CREATE TABLE seen (id INTEGER PRIMARY KEY, round_id BIGINT, what TEXT, was TEXT,"
                f" becomes TEXT);{triggers}"
            )

    @override
    async def rows(self, sql: str) -> Rows:
        with closing(sqlite3.connect(self._path)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql)]

    @override
    async def damage(self) -> Sequence[str]:
        found = [row["integrity_check"] for row in await self.rows("PRAGMA integrity_check")]
        return [line for line in found if line != "ok"]

    @override
    async def trouble(self, draw: random.Random) -> str:
        return ""


class KeptOnServer(Kept):
    """A PostgreSQL server of its own, which the processes reach through a cable."""

    def __init__(self) -> None:
        self._server = Server()
        self._address = self._server.new_database()
        self._cable = Cable(self._server.socket)
        self.url = ""

    @override
    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        try:
            async with self._cable.plugged_in() as port:
                name = self._address.partition("?")[0].rpartition("/")[2]
                self.url = f"postgresql://postgres@127.0.0.1:{port}/{name}"
                yield
        finally:
            await asyncio.to_thread(self._server.remove)

    @override
    async def watch(self) -> None:
        notes = "".join(
            f"IF {when.replace('IS NOT', 'IS DISTINCT FROM')} THEN"  # noqa: S608 - our own words
            " INSERT INTO seen (round_id, what, was, becomes) VALUES"
            f" (NEW.id, '{CALLED.get(column, column)}', OLD.{column}, NEW.{column}); END IF;"
            for column, when in WATCHED.items()
            if column != "outcome"
        )
        await self._do(
            "CREATE TABLE seen (id BIGSERIAL PRIMARY KEY, round_id BIGINT, what TEXT, was TEXT,"  # noqa: S608 - our own words
            " becomes TEXT);"
            f"CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {notes}"
            " RETURN NULL; END $$;"
            "CREATE FUNCTION see_outcome() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " INSERT INTO seen (round_id, what, was, becomes)"
            " VALUES (NEW.id, 'outcome', OLD.outcome, NEW.outcome); RETURN NULL; END $$;"
            "CREATE TRIGGER see AFTER UPDATE ON rounds FOR EACH ROW EXECUTE FUNCTION see();"
            "CREATE TRIGGER see_outcome AFTER UPDATE OF outcome ON rounds FOR EACH ROW"
            " EXECUTE FUNCTION see_outcome();"
        )

    @override
    async def rows(self, sql: str) -> Rows:
        connection = await asyncpg.connect(self._address)
        try:
            return [dict(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    @override
    async def damage(self) -> Sequence[str]:
        return []  # a server that starts has found its files sound

    @override
    async def trouble(self, draw: random.Random) -> str:
        """Restart the server as if it had been killed, or cut the network for a moment."""
        if draw.random() < 0.5:
            await asyncio.to_thread(self._server.stop)
            await asyncio.to_thread(self._server.start)
            return "the server was killed"
        await self._cable.cut(draw.uniform(0.2, 2))
        return "the network was cut"

    async def _do(self, statements: str) -> None:
        connection = await asyncpg.connect(self._address)
        try:
            await connection.execute(statements)
        finally:
            await connection.close()
