"""SQLite without threads, on a disk that can fail, with a note of everything that is committed."""

import asyncio
import re
import sqlite3
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from functools import cache
from typing import Any

import aiosqlite.core

from tests.simulation.loop import CAUSE, PROCESS, VirtualLoop

_STATEMENT = re.compile(r"\s*(?:--[^\n]*\n\s*)*(\w+)(?:\s+(?:OR\s+\w+\s+)?(?:INTO|FROM)?\s*(\w+))?")
_WRITES = {"INSERT", "UPDATE", "DELETE"}
_WELL = {"SELECT", "WITH", "ROLLBACK"}
"""What meets no trouble: whoever reads waits for nobody who writes."""
TROUBLES = {
    "full": "database or disk is full",
    "locked": "database is locked",
    "read-only": "attempt to write a readonly database",
    "failing": "disk I/O error",
}
"""What can be wrong with the disk, and how SQLite says it."""
_WORKERS = ("outbox", "ballot", "look-")
"""How the names of tasks begin that work for nobody in particular."""
_AGAIN = 0.01
"""So many seconds later SQLite tries again whether a lock is free."""
real_connect: Any = sqlite3.connect


class Disk:
    """What the disk does, for all connections of all processes."""

    def __init__(self) -> None:
        self.trouble = ""
        self.committed: Callable[[Any, Any, list[str]], None] = lambda *_: None
        """Told of each commit: the process, the cause, and the tables that were written."""
        self.writing: dict[object, int] = {}
        """Causes whose transaction is under way, and how many each has."""
        self.claimed: set[object] = set()
        """Causes that are claimed: what they led to is saved, and they are refused once more."""


def _verb(sql: str) -> tuple[str, str]:
    found = _STATEMENT.match(sql)
    assert found is not None, sql
    return found[1].upper(), found[2] or ""


_verb = cache(_verb)


class SimulatedConnection(sqlite3.Connection):
    """A real connection whose statements meet the disk's trouble first."""

    disk: Disk
    patience = 0.0
    process: Any = None
    cause: object = None
    tables: list[str]

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        verb, table = _verb(sql)
        if verb == "PRAGMA":
            if "busy_timeout" in sql:
                _, given, milliseconds = sql.partition("=")
                self.patience = int(milliseconds) / 1000 if given else self.patience
                return super().execute(f"SELECT {int(self.patience * 1000)}")
            return super().execute(sql, parameters)
        self._meet(verb)
        try:
            cursor = super().execute(sql, parameters)
        except sqlite3.OperationalError as error:
            error.patience = self.patience  # type: ignore[attr-defined]
            raise
        if verb != "DELETE" or cursor.rowcount:
            self._note(verb, table)
        return cursor

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
        if isinstance(parameters, tuple) and not parameters:
            return super().executemany(sql, parameters)
        verb, table = _verb(sql)
        self._meet(verb)
        rows = list(parameters)
        cursor = super().executemany(sql, rows)
        if rows:
            self._note(verb, table)
        return cursor

    def close(self) -> None:
        self._end()
        super().close()

    def _meet(self, verb: str) -> None:
        trouble = self.disk.trouble
        if not trouble or verb in _WELL:
            return
        if verb == "BEGIN" and trouble in ("full", "read-only"):
            return
        error = sqlite3.OperationalError(TROUBLES[trouble])
        error.patience = self.patience  # type: ignore[attr-defined]
        raise error

    def _note(self, verb: str, table: str) -> None:
        if verb == "BEGIN":
            self.cause, self.tables = CAUSE.get(), []
            self.disk.writing[self.cause] = self.disk.writing.get(self.cause, 0) + 1
        elif verb in _WRITES:
            self.tables.append(table)
        elif verb == "COMMIT":
            cause, tables = self.cause, self.tables
            self._end()
            if cause is not None and "interactions" in tables:
                self.disk.claimed.add(cause)
            self.disk.committed(self.process, cause, tables)
        elif verb == "ROLLBACK":
            self._end()

    def _end(self) -> None:
        left = self.disk.writing.pop(self.cause, 0) - 1
        if left > 0:
            self.disk.writing[self.cause] = left
        self.cause, self.tables = None, []


class ThreadlessQueue:
    """Stands for the queue to a connection's thread: calls run inline, in order, after a wait."""

    def __init__(self) -> None:
        self._calls: deque[tuple[Any, Callable[[], Any], Context]] = deque()
        self._free_at = 0.0
        self._gives_up_at: float | None = None

    def put_nowait(self, call: tuple[Any, Callable[[], Any]]) -> None:
        """Have a call made after those before it."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        context, task = copy_context(), asyncio.current_task()
        if task is not None and task.get_name().startswith(_WORKERS):
            # It was begun by what somebody did, and works on for everybody.
            context.run(CAUSE.set, task.get_name().partition("-")[0])
        self._calls.append((*call, context))
        self._free_at = max(self._free_at, loop.time()) + loop.delay()
        loop.call_at(self._free_at, self._next)

    def _next(self) -> None:
        future, work, context = self._calls[0]
        loop = asyncio.get_running_loop()
        try:
            result = context.run(work)
        except BaseException as error:  # noqa: BLE001 - handed on, as the thread does
            if self._waits(error, loop.time()):
                loop.call_later(_AGAIN, self._next)
                return
            if future:
                aiosqlite.core.set_exception(future, error)
        else:
            if future:
                aiosqlite.core.set_result(future, result)
        self._gives_up_at = None
        self._calls.popleft()

    def _waits(self, error: BaseException, now: float) -> bool:
        """Say whether SQLite would go on waiting for a lock."""
        if "locked" not in str(error):
            return False
        if self._gives_up_at is None:
            self._gives_up_at = now + getattr(error, "patience", 0.0)
        return now < self._gives_up_at


def install(disk: Disk) -> None:
    """Have all of SQLite's connections of this process use the simulated disk."""

    def connect(database: Any, *given: Any, **named: Any) -> sqlite3.Connection:
        base = named.pop("factory", sqlite3.Connection)
        kinds = (
            (SimulatedConnection,) if base is sqlite3.Connection else (base, SimulatedConnection)
        )
        kind = type("Connection", kinds, {})
        patience = named.pop("timeout", 5.0)
        made = real_connect(database, *given, factory=kind, timeout=0, **named)
        assert isinstance(made, SimulatedConnection)
        made.disk, made.patience, made.process, made.tables = disk, patience, PROCESS.get(), []
        if made.process is not None:
            made.process.connections.append(made)
        return made

    named: Any = sqlite3
    named.connect = connect
    named = aiosqlite.core
    named.SimpleQueue = ThreadlessQueue
