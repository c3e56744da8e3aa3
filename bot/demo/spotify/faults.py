"""Faults on demand: what the simulated Spotify does to a call instead of answering it properly.

spotify.faults.add("POST", "/playlists/*/items", broken(effect=True))
"""

import asyncio
import contextlib
import fnmatch
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, InvalidStateError
from typing import cast

from msgspec import Struct, field

from bot.demo.spotify.wire import Answer, Json, as_error, as_json

Hook = Callable[[], Awaitable[None] | None]


class Gate:
    """Holds a call until it is opened. Any thread may open it, and any loop may wait for it."""

    def __init__(self) -> None:
        self._reached: Future[None] = Future()
        self._opened: Future[None] = Future()

    def open(self) -> None:
        """Let the call go on; opening it again does nothing."""
        _settle(self._opened)

    async def reached(self) -> None:
        """Wait until a call has reached the gate."""
        await _wait_for(self._reached)

    async def wait_until_open(self) -> None:
        """Report a call at the gate, and wait until it is opened."""
        _settle(self._reached)
        await _wait_for(self._opened)


class Fault(Struct, frozen=True):
    """What happens to one call; by default, nothing unusual.

    Attributes:
        before: Called when the call has arrived, before it takes effect: a person may edit then.
        effect: Whether the call takes effect.
        after: Called when it has taken effect (or has not), before the answer.
        gate: The answer waits until this is opened.
        delay: The answer waits this many seconds.
        drop: The connection is closed without an answer.
        answer: Sent instead of the true answer.
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

    def change_answer(self, true: Answer) -> Answer:
        """Return what is sent in place of the true answer."""
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
    """Return a server error; with `effect`, the call takes effect all the same."""
    return Fault(effect=effect, answer=as_error(status, "Server error"))


def refused(status: int, message: str = "Forbidden") -> Fault:
    """Return a refusal that the state does not explain."""
    return Fault(effect=False, answer=as_error(status, message))


def dropped(*, effect: bool = False) -> Fault:
    """Return a connection closed without an answer; with `effect`, the call takes effect."""
    return Fault(effect=effect, drop=True)


def late(gate: Gate | None = None, *, delay: float = 0) -> Fault:
    """Return an answer that waits for a gate or some seconds; the call takes effect at once."""
    return Fault(gate=gate, delay=delay)


def html(*, status: int = 200, effect: bool = False) -> Fault:
    """Return a web page in place of JSON, as a captive portal does."""
    page = b"<!doctype html><title>Welcome</title><p>Please sign in to use this network."
    return Fault(effect=effect, answer=Answer(status, page, "text/html; charset=utf-8"))


def empty(*, effect: bool = False) -> Fault:
    """Return a 200 with an empty body."""
    return Fault(effect=effect, answer=Answer(200))


def text_error(status: int = 502, text: str = "upstream connect error") -> Fault:
    """Return an error whose `error` is a string, not an object."""
    return Fault(effect=False, answer=as_json(status, {"error": text}))


def null_item(index: int = 0) -> Fault:
    """Return a page with one null item."""
    return Fault(null_item=index)


def meanwhile(before: Hook | None = None, after: Hook | None = None) -> Fault:
    """Run a hook just before a call takes effect, or between that and its answer."""
    return Fault(before=before, after=after)


class _Rule(Struct):
    method: str
    pattern: str
    fault: Fault
    times: int
    skip: int

    def matches(self, method: str, path: str) -> bool:
        return self.method in {"*", method} and any(
            fnmatch.fnmatchcase(one, self.pattern) for one in (path, path.removeprefix("/v1"))
        )


class Faults(Struct):
    """The faults that have been ordered and have not happened yet."""

    _rules: list[_Rule] = field(default_factory=list)
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
            skip: How many matching calls to leave alone first.
        """
        with self._lock:
            self._rules.append(_Rule(method, pattern, fault, times, skip))
            if fault.gate is not None:
                self._gates.append(fault.gate)

    def take(self, method: str, path: str) -> Fault:
        """Return what happens to a call: of the faults that match it, the one ordered first."""
        with self._lock:
            for one in self._rules:
                if one.times == 0 or not one.matches(method, path):
                    continue
                if one.skip:
                    one.skip -= 1
                    continue
                one.times -= 1
                return one.fault
        return NONE

    @property
    def pending(self) -> int:
        """How many ordered faults have not happened yet."""
        with self._lock:
            return sum(one.times for one in self._rules)

    def clear(self) -> None:
        """Forget all faults, and open all gates."""
        with self._lock:
            self._rules.clear()
            gates, self._gates = self._gates, []
        for gate in gates:
            gate.open()


def _settle(future: "Future[None]") -> None:
    # Checking first whether it is done would race with another thread.
    with contextlib.suppress(InvalidStateError):
        future.set_result(None)


async def _wait_for(future: "Future[None]") -> None:
    # Wrapped for each waiter, and shielded: cancelling a waiter must not cancel the gate.
    await asyncio.shield(asyncio.wrap_future(future))
