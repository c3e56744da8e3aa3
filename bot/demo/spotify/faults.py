"""Trouble on demand: what the simulated Spotify does to a call instead of answering it well.

spotify.faults.add("POST", "/playlists/*/items", broken(effect=True))
"""

import asyncio
import contextlib
import fnmatch
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from typing import cast

from bot.demo.spotify.wire import Answer, Json, as_error, as_json

Hook = Callable[[], Awaitable[None] | None]


class Gate:
    """Holds a call back until it is opened. Any thread may open it, any loop may wait for it."""

    def __init__(self) -> None:
        self._reached: Future[None] = Future()
        self._opened: Future[None] = Future()

    def open(self) -> None:
        """Let the call go on; opening it twice is once."""
        _settle(self._opened)

    async def reached(self) -> None:
        """Wait until a call stands before the gate."""
        await _waiting(self._reached)

    async def passage(self) -> None:
        """Stand before the gate, and wait for its opening."""
        _settle(self._reached)
        await _waiting(self._opened)


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call. Without arguments nothing does.

    Attributes:
        before: Called when the call has arrived, before it takes effect: a person may edit here.
        effect: Whether the call takes effect.
        after: Called when it has taken effect (or has not), before the answer.
        gate: The answer waits until this is opened.
        delay: The answer waits this many seconds.
        drop: The connection is closed without an answer.
        answer: Is sent instead of the true answer.
        null_item: The entry of the page, from 0, whose `item` is null in the answer.
    """

    before: Hook | None = None
    effect: bool = True
    after: Hook | None = None
    gate: Gate | None = None
    delay: float = 0
    drop: bool = False
    answer: Answer | None = None
    null_item: int | None = None

    def __post_init__(self) -> None:
        if not self.effect and self.answer is None and not self.drop:
            raise ValueError("A call without effect needs an answer, or to be dropped")

    def disguise(self, true: Answer) -> Answer:
        """Return what is sent where the true answer is this one."""
        if self.answer is not None:
            return self.answer
        if self.null_item is None or true.status != 200:
            return true
        shape = true.json()
        entries = shape["items"]
        if isinstance(entries, dict):  # A playlist, whose items are a page of their own.
            entries = entries["items"]
        cast("list[Json]", entries)[self.null_item]["item"] = None
        return as_json(true.status, shape)


NONE = Fault()


def too_many(retry_after: int, *, quota: bool = False) -> Fault:
    """Return the fault of calling too often: in 30 seconds, or with `quota` in a day."""
    message = "Quota exceeded" if quota else "API rate limit exceeded"
    reason = "QUOTA_EXCEEDED" if quota else ""
    headers = {"Retry-After": str(retry_after)}
    return Fault(effect=False, answer=as_error(429, message, reason, headers))


def broken(status: int = 502, *, effect: bool = False) -> Fault:
    """Return a fault of Spotify's own; with `effect` the call was done for all that."""
    return Fault(effect=effect, answer=as_error(status, "Server error"))


def refused(status: int, message: str = "Forbidden") -> Fault:
    """Return a refusal that the state of things does not explain."""
    return Fault(effect=False, answer=as_error(status, message))


def dropped(*, effect: bool = False) -> Fault:
    """Return a closed connection instead of an answer; with `effect` the call was done."""
    return Fault(effect=effect, drop=True)


def late(gate: Gate | None = None, *, delay: float = 0) -> Fault:
    """Return an answer that waits for a gate or some seconds; the call takes effect at once."""
    return Fault(gate=gate, delay=delay)


def html(*, status: int = 200, effect: bool = False) -> Fault:
    """Return a web page where JSON was asked for, as a captive portal does."""
    page = b"<!doctype html><title>Welcome</title><p>Please sign in to use this network."
    return Fault(effect=effect, answer=Answer(status, page, "text/html; charset=utf-8"))


def empty(*, effect: bool = False) -> Fault:
    """Return a 200 with nothing in it."""
    return Fault(effect=effect, answer=Answer(200))


def text_error(status: int = 502, text: str = "upstream connect error") -> Fault:
    """Return an error whose `error` is a string and no object."""
    return Fault(effect=False, answer=as_json(status, {"error": text}))


def null_item(index: int = 0) -> Fault:
    """Return a page of items one of which is null."""
    return Fault(null_item=index)


def meanwhile(before: Hook | None = None, after: Hook | None = None) -> Fault:
    """Have something done just before a call takes effect, or between that and its answer."""
    return Fault(before=before, after=after)


@dataclass(slots=True)
class _Ordered:
    method: str
    pattern: str
    fault: Fault
    times: int
    skip: int

    def meets(self, method: str, path: str) -> bool:
        return self.method in {"*", method} and any(
            fnmatch.fnmatchcase(one, self.pattern) for one in (path, path.removeprefix("/v1"))
        )


@dataclass(slots=True)
class Faults:
    """The faults that are ordered and have not happened yet."""

    _ordered: list[_Ordered] = field(default_factory=list)
    _gates: list[Gate] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(
        self, method: str, pattern: str, fault: Fault, *, times: int = 1, skip: int = 0
    ) -> None:
        """Order a fault for calls that are still to come.

        Args:
            method: `GET`, `POST`, …, or `*` for all.
            pattern: Of the path, with or without `/v1`; `*` is any text, slashes too. The token
                endpoint is `/api/token`.
            fault: What happens.
            times: To how many calls it happens.
            skip: How many such calls are spared first.
        """
        with self._lock:
            self._ordered.append(_Ordered(method, pattern, fault, times, skip))
            if fault.gate is not None:
                self._gates.append(fault.gate)

    def take(self, method: str, path: str) -> Fault:
        """Return what is to happen to a call: the fault first ordered of those that meet it."""
        with self._lock:
            for one in self._ordered:
                if one.times == 0 or not one.meets(method, path):
                    continue
                if one.skip:
                    one.skip -= 1
                    continue
                one.times -= 1
                return one.fault
        return NONE

    @property
    def pending(self) -> int:
        """How many calls still have a fault before them."""
        with self._lock:
            return sum(one.times for one in self._ordered)

    def clear(self) -> None:
        """Forget all faults, and open all gates."""
        with self._lock:
            self._ordered.clear()
            gates, self._gates = self._gates, []
        for gate in gates:
            gate.open()


def _settle(future: "Future[None]") -> None:
    # Asking first whether it is settled would race with another thread.
    with contextlib.suppress(InvalidStateError):
        future.set_result(None)


async def _waiting(future: "Future[None]") -> None:
    # Wrapped anew each time, and shielded: a waiter that is cancelled must not close the gate.
    await asyncio.shield(asyncio.wrap_future(future))
