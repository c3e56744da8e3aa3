"""Parts that are closed in the end, and the time that takes at most."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Protocol

log = logging.getLogger(__name__)

RELEASE_WITHIN = 0.5
"""Seconds in which shards are given up. All that follows is one after another, too, and together
less than `bot.signals.STOP_WITHIN`."""
FINISH_WITHIN = 2.0
"""Seconds in which what is under way may come to its end."""
LAST_WORDS_WITHIN = 1.0
"""Seconds for what is said and noted of what did not."""
MESSAGES_WITHIN = 1.25
"""Seconds in which ballot messages are brought up to date."""
CLOSE_WITHIN = 1.0
"""Seconds for connections to close, and then for the database to."""


class Closable(Protocol):
    """A part that may hold something open."""

    async def close(self) -> None:
        """Finish work in progress and release everything; safe to call when nothing is open."""
        ...


class Client(Closable, Protocol):
    """The connection to Discord; see `bot.client.NeedleDrop`."""

    @property
    def online(self) -> bool:
        """Whether people can reach the bot."""
        ...

    async def answered(self, seconds: float) -> None:
        """Return when everybody is answered; after some seconds, say that the bot restarts."""
        ...


class NoClient:
    """Takes the place of the client where there is no Discord; it is always online."""

    online = True

    async def answered(self, seconds: float) -> None:
        """Do nothing: nobody asks."""

    async def close(self) -> None:
        """Do nothing: nothing is connected."""


async def within(seconds: float, *works: Coroutine[Any, Any, object]) -> None:
    """Do works at the same time, and wait for them for some seconds at most.

    One that fails is logged, and keeps none from its end. One that takes longer is left alone, not
    cancelled: it may be in the hands of a thread that hangs.
    """
    tasks = [asyncio.create_task(work) for work in works]
    done, late = await asyncio.wait(tasks, timeout=seconds)
    for task in done:
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("the bot could not be closed as it should be", exc_info=fault)
    for task in late:
        name = getattr(task.get_coro(), "__qualname__", task.get_name())
        log.warning("%s took too long; what it had to do is left to the next start", name)
