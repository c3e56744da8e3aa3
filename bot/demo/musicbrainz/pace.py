"""The pace of the demo's MusicBrainz: a question a second, on a clock that waiting moves.

Whoever asks and whoever answers share the clock, so the pace is kept, and nobody waits for it.
"""

import asyncio
import time

from typing_extensions import override

from bot.clock import LoopTimer


class Pace(LoopTimer):
    """A timer that is ahead of the machine's by all that was waited."""

    def __init__(self) -> None:
        self._ahead = 0.0

    @override
    def time(self) -> float:
        return time.monotonic() + self._ahead

    async def wait(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        self._ahead += seconds
        await asyncio.sleep(0)
