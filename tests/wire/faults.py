"""What can go wrong with a request, to be told to the loopback Discord beforehand."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one request.

    Attributes:
        status: What is answered; 0 leaves the answer as it is.
        body: The body of that answer.
        headers: Its headers.
        after: Whether the request takes effect all the same.
        dropped: Whether the connection is cut instead of an answer.
        gate: What is waited for before anything happens.
        gate_after: What is waited for between the effect and the answer.
    """

    status: int = 0
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False
    dropped: bool = False
    gate: "Gate | None" = None
    gate_after: "Gate | None" = None


class Gate:
    """Holds requests up until it is opened."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._open = asyncio.Event()

    def open(self) -> None:
        """Let go on what waits here."""
        self._open.set()

    async def passed(self) -> None:
        """Say that somebody waits, and wait."""
        self.reached.set()
        await self._open.wait()


def limited(seconds: float, *, everywhere: bool = False) -> Fault:
    """Return 429, with seconds to wait, for the bucket or for everything the bot asks."""
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
    """Return a refusal with a code of Discord's."""
    return Fault(status, {"message": message, "code": code})


def held(gate: Gate) -> Fault:
    """Return a request that reaches Discord late."""
    return Fault(gate=gate)


def slow(gate: Gate) -> Fault:
    """Return an answer that comes late, to a request that took effect in time."""
    return Fault(gate_after=gate)


class Script:
    """What is to go wrong, by route, call by call."""

    def __init__(self) -> None:
        self._once: defaultdict[tuple[str, str], deque[Fault | None]] = defaultdict(deque)
        self._always: dict[tuple[str, str], Fault] = {}

    def add(self, method: str, route: str, *faults: Fault | None) -> None:
        """Have the next calls of a route go so, one after another; None goes well."""
        self._once[method, route].extend(faults)

    def always(self, method: str, route: str, fault: Fault) -> None:
        """Have every call of a route go so until it is mended."""
        self._always[method, route] = fault

    def mend(self) -> None:
        """Have everything go well from now on."""
        self._once.clear()
        self._always.clear()

    def of(self, method: str, route: str) -> Fault | None:
        """Return what happens to a call, and count it."""
        key = (method, route)
        if self._once.get(key):
            return self._once[key].popleft()
        return self._always.get(key)

    @property
    def pending(self) -> int:
        """How many calls that were to go wrong have not come."""
        return sum(len(queue) for queue in self._once.values())
