"""How many requests Discord takes: so many a second, and not too many that it refuses."""

import logging
import math
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace

import aiohttp

log = logging.getLogger(__name__)

PER_SECOND = 45.0
"""Requests a second with one token, of the fifty that Discord takes; all processes share them."""
REFUSED_MOST = 8_000
"""Refused requests in `WINDOW` seconds at which the outbox rests; all processes share them.

Discord bans an address at ten thousand. What people press still has to be answered meanwhile.
"""
WINDOW = 600.0
_REFUSALS = (401, 403, 429)
_SLICE = 30.0
"""Refusals are counted together for so many seconds."""


class RequestBudget:
    """Counts all requests, and tells the outbox, which can wait, how long it has to.

    Args:
        time: Returns seconds that never decrease.
        share: Returns how much of what all processes may do this one may: above 0, up to 1.
    """

    def __init__(self, time: Callable[[], float], share: Callable[[], float]) -> None:
        self._time = time
        self._share = share
        self._left = 1.0
        self._counted_at = -math.inf
        self._refused: deque[list[float]] = deque()
        self._resting = False

    def listen(self, trace: aiohttp.TraceConfig) -> None:
        """Count the requests that are made with a trace."""
        trace.on_request_start.append(self._begins)
        trace.on_request_end.append(self._ended)

    def pause(self) -> float:
        """Return for how many seconds nothing should be sent that can wait; 0 if it may be now."""
        self._refill()
        return max(0.0, (1.0 - self._left) / self._rate)

    def rest(self) -> float:
        """Return for how many seconds the outbox has to rest, since too much was refused."""
        now, most = self._time(), max(1.0, REFUSED_MOST * self._share())
        while self._refused and self._refused[0][0] <= now - WINDOW:
            self._refused.popleft()
        refused = sum(count for _, count in self._refused)
        if refused < most:
            self._resting = False
            return 0.0
        if not self._resting:
            self._resting = True
            log.error(
                "Discord has refused %d requests in %d minutes, and bans an address at 10000. What"
                " can wait is put off. Look in the log for what was refused",
                refused,
                WINDOW / 60,
            )
        return max(1.0, self._refused[0][0] + WINDOW - now)

    @property
    def has_room(self) -> bool:
        """Whether the outbox may send something now."""
        return not (self.pause() or self.rest())

    def count(self, status: int, scope: str = "") -> None:
        """Count an answer by its status; `scope` is what Discord says a limit is for."""
        # A limit that all bots share is nobody's fault.
        if status not in _REFUSALS or scope == "shared":
            return
        now = self._time()
        if not self._refused or now >= self._refused[-1][0] + _SLICE:
            self._refused.append([now, 0])
        self._refused[-1][1] += 1

    def spend(self) -> None:
        """Count a request that is made."""
        self._refill()
        self._left -= 1.0

    @property
    def _rate(self) -> float:
        return PER_SECOND * self._share()

    def _refill(self) -> None:
        now, rate = self._time(), self._rate
        passed = max(0.0, now - self._counted_at)
        self._left = min(max(1.0, rate), self._left + passed * rate)
        self._counted_at = now

    async def _begins(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestStartParams,
    ) -> None:
        # Answers to interactions do not count: they go by tokens of their own.
        if {"interactions", "webhooks"}.isdisjoint(request.url.parts):
            self.spend()

    async def _ended(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        answer = request.response
        self.count(answer.status, answer.headers.get("X-RateLimit-Scope", ""))
