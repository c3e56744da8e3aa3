"""Ask equal questions once: while the answer is under way, and as long as it is good."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

from bot.services.ports.world import Clock

T = TypeVar("T")


class Remembered(Generic[T]):
    """Remembers answers in memory; what failed is asked again.

    Args:
        clock: The bot's clock.
        seconds: How long an answer is good.
        most: How many answers are kept, the latest ones.
    """

    def __init__(self, clock: Clock, seconds: float, most: int = 500) -> None:
        self._clock = clock
        self._seconds = seconds
        self._most = most
        self._asked: dict[Hashable, tuple[asyncio.Task[T], float]] = {}

    async def get(self, question: Hashable, ask: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return the answer to a question, asking only if none is good or under way.

        Who stops waiting stops nobody else's.
        """
        now = self._clock.now()
        task, asked_at = self._asked.get(question, (None, now))
        if task is None or _failed(task) or not asked_at <= now < asked_at + self._seconds:
            self._asked.pop(question, None)
            task = asyncio.create_task(ask())
            task.add_done_callback(_failed)
            self._asked[question] = task, now
            while len(self._asked) > self._most:
                del self._asked[next(iter(self._asked))]
        return await asyncio.shield(task)


def _failed(task: "asyncio.Task[Any]") -> bool:
    """Return whether a question has failed, which somebody has to have looked at."""
    return task.done() and (task.cancelled() or task.exception() is not None)
