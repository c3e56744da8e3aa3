"""The real clock and the real timer. Nothing else in the bot reads the time."""

import asyncio
import time
from collections.abc import Callable

from typing_extensions import override

from bot.services.ports.world import Clock, ScheduledCall, Timer


class SystemClock(Clock):
    """The machine's clock."""

    @override
    def now(self) -> float:
        return time.time()


class LoopTimer(Timer):
    """A timer on the running event loop."""

    @override
    def time(self) -> float:
        return asyncio.get_running_loop().time()

    @override
    def call_later(self, delay: float, callback: Callable[[], None]) -> ScheduledCall:
        loop = asyncio.get_running_loop()
        return loop.call_later(delay, callback) if delay > 0 else loop.call_soon(callback)
