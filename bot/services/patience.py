"""How long to wait before something that failed is tried again, so that the wait fits the cause."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.domain.errors import StorageError

log = logging.getLogger(__name__)

FIRST = 1.0
"""Seconds before the second attempt: most of what fails is over by then, such as a lock."""
MOST = 60.0
"""Seconds before any other attempt, at most."""
MOST_TO_SAVE = 5.0
"""The same for what is done already and has only to be saved."""

Wait = Callable[[float], Awaitable[object]]
"""Waits some seconds."""
T = TypeVar("T")


def wait_after(failures: int, most: float = MOST) -> float:
    """Return the seconds to wait after so many failures in a row: twice as long each time."""
    return min(most, FIRST * 2.0 ** min(failures - 1, 30))


def log_level(fault: Exception) -> int:
    """Return how grave a failure is that is tried again: a bug is, a database that waits is not."""
    return logging.WARNING if isinstance(fault, StorageError) else logging.ERROR


async def saved(
    save: Callable[[], Awaitable[T]],
    what: str,
    wait: Wait = asyncio.sleep,
    *,
    seconds: float = math.inf,
) -> T:
    """Save what has happened outside the database, which it cannot be made to do again.

    Args:
        save: One attempt, such as a transaction.
        what: What is saved, for the log.
        wait: Waits some seconds.
        seconds: How long to wait at most, in all; somebody may be waiting for an answer.

    Raises:
        StorageError: It could not be saved in time.
    """
    failures, waited = 0, 0.0
    while True:
        try:
            return await save()
        except StorageError as fault:
            failures += 1
            pause = wait_after(failures, MOST_TO_SAVE)
            waited += pause
            if waited > seconds:
                raise
            log.warning("%s could not be saved; trying again in %d s: %s", what, pause, fault)
        await wait(pause)
