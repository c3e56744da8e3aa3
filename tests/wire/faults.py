"""Faults to order from the loopback Discord: what goes wrong with which request."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one request.

    Attributes:
        status: The status of the answer; 0 leaves the answer as it is.
        body: The body of that answer.
        headers: Its headers.
        after: Whether the request still takes effect.
        dropped: Whether the connection is cut instead of an answer.
        gate: Must be opened before anything happens.
        gate_after: Must be opened between the effect and the answer.
    """

    status: int = 0
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False
    dropped: bool = False
    gate: "Gate | None" = None
    gate_after: "Gate | None" = None


class Gate:
    """Holds requests until it is opened."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._open = asyncio.Event()

    def open(self) -> None:
        """Let the waiting requests go on."""
        self._open.set()

    async def passed(self) -> None:
        """Report a waiting request, and wait."""
        self.reached.set()
        await self._open.wait()


def limited(seconds: float, *, everywhere: bool = False) -> Fault:
    """Return a rate limit (429), for the bucket or for all requests of the bot."""
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": everywhere}
    headers = {"Retry-After": str(seconds), "Via": "1.1 google"}
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    headers["X-RateLimit-Scope"] = "global" if everywhere else "user"
    return Fault(429, body, headers)


def broken(status: int = 502, *, after: bool = False) -> Fault:
    """Return a server's error, before the effect or after it."""
    return Fault(status, {"message": "", "code": 0}, after=after)


def dropped(*, after: bool = False) -> Fault:
    """Return a connection cut, before the effect or after it."""
    return Fault(dropped=True, after=after)


def refused(status: int, code: int, message: str = "") -> Fault:
    """Return a refusal with one of Discord's codes."""
    return Fault(status, {"message": message, "code": code})


def held(gate: Gate) -> Fault:
    """Return a request that reaches Discord late."""
    return Fault(gate=gate)


def slow(gate: Gate) -> Fault:
    """Return an answer that comes late, to a request that took effect in time."""
    return Fault(gate_after=gate)


class Script:
    """The ordered faults, by route and call."""

    def __init__(self) -> None:
        self._once: defaultdict[tuple[str, str], deque[Fault | None]] = defaultdict(deque)
        self._always: dict[tuple[str, str], Fault] = {}

    def add(self, method: str, route: str, *faults: Fault | None) -> None:
        """Order faults for the next calls of a route, one each; None lets a call succeed."""
        self._once[method, route].extend(faults)

    def always(self, method: str, route: str, fault: Fault) -> None:
        """Order a fault for every call of a route until `mend`."""
        self._always[method, route] = fault

    def mend(self) -> None:
        """Forget all faults."""
        self._once.clear()
        self._always.clear()

    def of(self, method: str, route: str) -> Fault | None:
        """Return the fault of a call, and use it up if it was for one call."""
        key = (method, route)
        if self._once.get(key):
            return self._once[key].popleft()
        return self._always.get(key)

    @property
    def pending(self) -> int:
        """How many faults ordered for single calls have not happened yet."""
        return sum(len(queue) for queue in self._once.values())
