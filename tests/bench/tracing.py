"""Counting what the bot's own code does, from outside: Python's profiler and SQLite's trace.

Nothing of the bot is replaced. The profiler sees every call in every thread; the first call of a
method of SQLite's that it sees hands it the connection, whose statements it then has told.
"""

import dis
import functools
import sqlite3
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Self

from storage.statements import Statements

ROOT = Path(__file__).parents[2]
_OURS = tuple(f"{ROOT / name}/" for name in ("bot", "cogs", "storage"))
_SIMULATED = f"{ROOT / 'bot' / 'demo'}/"
_STORAGE = f"{ROOT / 'storage'}/"
_ASKING = frozenset(
    one.__code__
    for one in (
        Statements.__getattr__,
        Statements.fetch_all,
        Statements.fetch_each,
        Statements.run_many,
    )
)
"""What is called for each query, with its `name`."""
_NOT_COUNTED = ("COMMIT", "ROLLBACK", "PRAGMA", "--")
"""How what SQLite tells begins that is no statement of its own: ends, settings, and triggers."""

_unseen: ContextVar[bool] = ContextVar("unseen", default=False)


@dataclass(slots=True)
class Work:
    """What was done while it was counted."""

    called: list[CodeType] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    queries: list[tuple[str, Sequence[str]]] = field(default_factory=list)
    """The name of each query, and who asks it: the nearest caller first, none of the store's."""

    @property
    def calls(self) -> int:
        """How many calls there were of the bot's own functions."""
        return len(self.called)

    @property
    def functions(self) -> int:
        """How many different functions were called."""
        return len(set(self.called))

    @property
    def files(self) -> int:
        """How many files these functions are in."""
        return len({code.co_filename for code in self.called})

    @property
    def transactions(self) -> int:
        """How many transactions began."""
        return sum(sql.startswith("BEGIN") for sql in self.asked)

    @property
    def statements(self) -> int:
        """How many statements SQLite ran, not counting those that begin or end a transaction."""
        return len(self.asked) - self.transactions


class Tracer:
    """Sees what every thread does that begins while it is entered, and the thread that enters it.

    So it is entered before the bot is put together.
    """

    def __init__(self) -> None:
        self._work: Work | None = None
        self._connections: dict[int, sqlite3.Connection] = {}

    def __enter__(self) -> Self:
        threading.setprofile(self._see)
        sys.setprofile(self._see)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)

    @contextmanager
    def counted(self) -> Iterator[Work]:
        """Count what is done in the block; what is `unseen` is left out."""
        self._work = work = Work()
        try:
            yield work
        finally:
            self._work = None

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """Leave out the calls that the caller itself makes in the block, to wait for the bot."""
        token = _unseen.set(True)
        try:
            yield
        finally:
            _unseen.reset(token)

    def _see(self, frame: FrameType, event: str, called: object) -> None:
        if event == "c_call":
            self._meet(getattr(called, "__self__", None), getattr(called, "__name__", ""))
        elif event == "call" and self._work is not None and not _unseen.get():
            code = frame.f_code
            if code in _ASKING:
                self._work.queries.append((frame.f_locals["name"], tuple(_callers(frame))))
            # A coroutine that goes on after it waited is not called again.
            if _is_ours(code) and frame.f_lasti == _start(code):
                self._work.called.append(code)

    def _meet(self, owner: object, name: str) -> None:
        connection = owner.connection if isinstance(owner, sqlite3.Cursor) else owner
        if not isinstance(connection, sqlite3.Connection) or name == "close":
            return
        if id(connection) not in self._connections:
            self._connections[id(connection)] = connection
            connection.set_trace_callback(self._hear)

    def _hear(self, sql: str) -> None:
        if self._work is not None and not sql.startswith(_NOT_COUNTED):
            self._work.asked.append(sql)


def _callers(frame: FrameType) -> Iterator[str]:
    """Yield which functions of the bot's called one, the nearest first, but none of the store's."""
    caller = frame.f_back
    while caller is not None:
        path, name = caller.f_code.co_filename, caller.f_code.co_name
        if path.startswith(_OURS) and not path.startswith(_STORAGE):
            yield f"{Path(path).relative_to(ROOT)}:{caller.f_lineno} {name}"
        caller = caller.f_back


@functools.cache
def _is_ours(code: CodeType) -> bool:
    """Whether a function is the bot's own; comprehensions belong to the function around them."""
    path, inner = code.co_filename, code.co_name.startswith("<") and code.co_name != "<lambda>"
    return path.startswith(_OURS) and not path.startswith(_SIMULATED) and not inner


@functools.cache
def _start(code: CodeType) -> int:
    """Return where a function's code begins to run, in bytes."""
    return next(step.offset for step in dis.get_instructions(code) if step.opname == "RESUME")
