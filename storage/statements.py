"""The SQL in `storage/queries`, and the connections that run it."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import aiosql

FOLDER = Path(__file__).with_name("queries")
_NAMED = re.compile(r"^-- name: (\w+)", re.MULTILINE)


class Connection(Protocol):
    """A connection to a database, which runs one statement at a time."""

    async def fetch(self, sql: str, parameters: Mapping[str, object]) -> list[Any]:
        """Run a statement, and return all its rows."""
        ...

    async def fetch_each(self, sql: str, rows: Iterable[Mapping[str, object]]) -> list[Any]:
        """Run a statement once for each of the rows, and return the first row of each, or None."""
        ...

    async def run_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a statement once for each of the rows."""
        ...


class Driver:
    """Runs the queries that aiosql has loaded on a `Connection`.

    Parameters stay as they are written, `:name`; the driver of a database that writes them
    otherwise overrides `process_sql`.
    """

    is_aio_driver = True

    def process_sql(self, _name: str, _operation: Any, sql: str) -> str:
        """Return a query's SQL as the database reads it."""
        return sql

    async def select(
        self, connection: Connection, _name: str, sql: str, parameters: Any, _record: None
    ) -> AsyncIterator[Any]:
        """Run a query of many rows."""
        for row in await connection.fetch(sql, parameters):
            yield row

    async def select_one(
        self, connection: Connection, _name: str, sql: str, parameters: Any, _record: None
    ) -> Any:
        """Run a query marked `^`, and return its first row or None."""
        rows = await connection.fetch(sql, parameters)
        return rows[0] if rows else None

    async def select_value(
        self, connection: Connection, _name: str, sql: str, parameters: Any
    ) -> Any:
        """Run a query marked `$`, and return the first value of its first row, or None."""
        rows = await connection.fetch(sql, parameters)
        return rows[0][0] if rows else None

    async def insert_update_delete(
        self, connection: Connection, _name: str, sql: str, parameters: Any
    ) -> None:
        """Run a query marked `!`. How many rows it changed is not told: databases differ in it."""
        await connection.fetch(sql, parameters)


class Queries:
    """The named queries, each a method, as a kind of `Driver` runs them.

    All files are read at once, so that they are of one version; but a file is understood when one
    of its queries is first asked for, which takes a few milliseconds, or by `load`.
    """

    def __init__(self, driver: Callable[[], Any], instead: Path | None = None) -> None:
        """Find the queries.

        Args:
            driver: Makes what runs them.
            instead: A folder of queries that take the place of those of the same name, for a
                database that needs them otherwise.
        """
        self._driver = driver
        folders = [FOLDER] if instead is None else [FOLDER, instead]
        texts = [file.read_text("utf-8") for folder in folders for file in folder.glob("*.sql")]
        self._text_of = {name: text for text in texts for name in _NAMED.findall(text)}

    def __getattr__(self, name: str) -> Any:
        if name not in self._text_of:
            raise AttributeError(f"no query is called {name}")
        text = self._text_of[name]
        loaded = aiosql.from_str(text, self._driver)
        for one, where in self._text_of.items():
            if where is text:
                vars(self).setdefault(one, getattr(loaded, one))
        return vars(self)[name]

    def load(self) -> None:
        """Understand all files, so that nobody waits for one later; any thread may."""
        for name in self._text_of:
            getattr(self, name)


class Statements:
    """The named queries on one connection: `await statements.room(id=7)`."""

    def __init__(self, queries: Queries, connection: Connection) -> None:
        self._queries = queries
        self._connection = connection

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(getattr(self._queries, name), self._connection)

    async def fetch_all(self, name: str, **parameters: object) -> list[Any]:
        """Run a query of many rows, and return all of them at once: less work for each."""
        return await self._connection.fetch(getattr(self._queries, name).sql, parameters)

    async def fetch_each(self, name: str, rows: Iterable[Mapping[str, object]]) -> list[Any]:
        """Run a query once for each of the rows, and return the first row of each, or None."""
        return await self._connection.fetch_each(getattr(self._queries, name).sql, rows)

    async def run_many(self, name: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a query once for each of the rows, in order."""
        await self._connection.run_many(getattr(self._queries, name).sql, rows)
