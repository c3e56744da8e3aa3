"""The pace of the demo's MusicBrainz: a question a second, on a clock that is in a hurry."""

import asyncio
import time

from typing_extensions import override

from bot.clock import LoopTimer

HURRY = 50
"""How many of its seconds pass in one of the world's."""


def hurried() -> float:
    """Return the seconds on the clock."""
    return time.monotonic() * HURRY


async def wait_hurried(seconds: float) -> None:
    """Wait so many seconds of that clock."""
    await asyncio.sleep(seconds / HURRY)


class HurriedTimer(LoopTimer):
    """Measures the pace by that clock."""

    @override
    def time(self) -> float:
        return hurried()
