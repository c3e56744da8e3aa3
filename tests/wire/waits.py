"""Waiting that tests end, and a clock that begins now."""

import asyncio
import time

from tests.fakes import FakeClock


class Waits:
    """Waiting that is over when the test says so."""

    def __init__(self) -> None:
        self.over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        """Wait, however long it should be."""
        await self.over.wait()


def started_clock() -> FakeClock:
    """Return a clock that begins now, since discord.py sometimes reads the real time."""
    return FakeClock(float(int(time.time())))
