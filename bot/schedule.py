"""The adapter to APScheduler: it says when to look, on real time; the bot's clock says what is due.

The table of rounds is the schedule. What is held here is in memory only, and only what falls due
within the next hours; a sweep tops it up.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from typing_extensions import override

from bot.domain.errors import StorageError
from bot.services.ports.world import Agenda, Clock

log = logging.getLogger(__name__)

HORIZON = 6 * 3600
"""How far ahead (seconds) the schedule knows what falls due."""

SWEEP_EVERY = 900
"""How often (seconds) it is topped up."""

SWEEP = "sweep"

HEARTBEAT_EVERY = 30
"""How often (seconds) the bot leaves a sign of life."""

SKEWED = 5.0
"""When the machine's clock is off by so many seconds, it was set, and did not just drift."""


class Timekeeper(Agenda, Protocol):
    """An agenda that begins and ends with the bot; `Schedule` is the real one."""

    async def start(
        self,
        look: Callable[[str], Awaitable[None]],
        sweep: Callable[[], Awaitable[None]],
        heartbeat: Callable[[], Awaitable[None]],
    ) -> None:
        """Begin to look, overdue things first.

        Args:
            look: Does what is due for a key, if anything is.
            sweep: Calls `at` for what falls due next.
            heartbeat: Notes that the bot is there.
        """
        ...

    def stop(self) -> None:
        """Look no more; safe to call when not started."""
        ...

    async def idle(self) -> None:
        """Return when nothing is being looked at."""
        ...

    def sweep_now(self) -> None:
        """Learn of what falls due, at once; tried again in a minute where that fails."""
        ...

    @property
    def due(self) -> Mapping[str, float]:
        """What will be looked at, and when at the latest (UTC seconds)."""
        ...

    def next_due(self) -> float | None:
        """Return the earliest instant (UTC seconds) at which something will be looked at."""
        ...

    def clock_moved(self) -> None:
        """Plan everything again after the clock was set."""
        ...


class Schedule(Timekeeper):
    """Looks by APScheduler.

    Args:
        clock: The one clock.
        heartbeat_every: Seconds of real time between two signs of life; None where the clock is
            moved by hand, and so is noted by hand, too.
    """

    def __init__(self, clock: Clock, *, heartbeat_every: float | None = HEARTBEAT_EVERY) -> None:
        self._clock = clock
        self._heartbeat_every = heartbeat_every
        self._due: dict[str, float] = {}
        self._looks: set[asyncio.Task[None]] = set()
        self._look: Callable[[str], Awaitable[None]] | None = None
        self._sweep: Callable[[], Awaitable[None]] | None = None
        self._heartbeat: Callable[[], Awaitable[None]] | None = None
        self._next_heartbeat: asyncio.TimerHandle | None = None
        self._skew = 0.0
        # By default a job more than a second late is dropped, and so is one that comes round while
        # its last run has not ended. Both would lose a look; a look too many does no harm.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 64},
        )

    @override
    async def start(
        self,
        look: Callable[[str], Awaitable[None]],
        sweep: Callable[[], Awaitable[None]],
        heartbeat: Callable[[], Awaitable[None]],
    ) -> None:
        self._look, self._sweep, self._heartbeat = look, sweep, heartbeat
        self._scheduler.start()
        self._skew = _skew()
        self._set_heartbeat()
        for key, due in list(self._due.items()):
            self._arm(key, due)
        await self._run(SWEEP)

    @override
    def stop(self) -> None:
        if self._next_heartbeat is not None:
            self._next_heartbeat.cancel()
            self._next_heartbeat = None
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @override
    def at(self, key: str, due: float) -> None:
        planned = self._due.get(key)
        if due > self._clock.now() + HORIZON or (planned is not None and planned <= due):
            return
        self._due[key] = due
        if self._scheduler.running:
            self._arm(key, due)

    @override
    def sweep_now(self) -> None:
        self.at(SWEEP, self._clock.now())

    @property
    @override
    def due(self) -> Mapping[str, float]:
        return self._due

    @override
    def next_due(self) -> float | None:
        return min(self._due.values(), default=None)

    @override
    async def idle(self) -> None:
        while self._looks:
            await asyncio.wait(self._looks)

    @override
    def clock_moved(self) -> None:
        for key, due in list(self._due.items()):
            self._arm(key, due)

    def _arm(self, key: str, due: float) -> None:
        wait = timedelta(seconds=max(0.0, due - self._clock.now()))
        self._scheduler.add_job(
            self._fire,
            DateTrigger(datetime.now(UTC) + wait, timezone=UTC),
            args=[key],
            id=key,
            replace_existing=True,
        )

    async def _fire(self, key: str) -> None:
        due = self._due.get(key)
        if due is None:
            return
        if due > self._clock.now():
            # Woken too early, by a clock that was set back: look again when it is time.
            self._arm(key, due)
            return
        del self._due[key]
        # APScheduler cancels its jobs when it stops; what is being looked at is finished.
        await asyncio.shield(self._begin(self._run(key), key))

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        look = asyncio.create_task(work, name=f"look-{name}")
        self._looks.add(look)
        look.add_done_callback(self._looks.discard)
        return look

    def _set_heartbeat(self) -> None:
        # Not a job: jobs go by the machine's clock, and wait as long as that was set back by.
        if self._heartbeat_every is not None:
            loop = asyncio.get_running_loop()
            self._next_heartbeat = loop.call_later(self._heartbeat_every, self._heartbeat_due)

    def _heartbeat_due(self) -> None:
        self._set_heartbeat()
        skew = _skew()
        if abs(skew - self._skew) > SKEWED:
            # Somebody set the clock, or the machine slept: timers know nothing of either.
            log.warning("the clock has moved by %d seconds", skew - self._skew)
            self.sweep_now()
            self.clock_moved()
        self._skew = skew
        self._begin(self._live(), "heartbeat")

    async def _run(self, key: str) -> None:
        try:
            if key == SWEEP:
                await self._top_up()
            elif self._look is not None:
                await self._look(key)
        except asyncio.CancelledError:
            raise
        except Exception:
            # A step that failed is due still: nothing is lost by looking again in a while.
            log.exception("looking at %s failed; looking again in a minute", key)
            self.at(key, self._clock.now() + 60)

    async def _top_up(self) -> None:
        now = self._clock.now()
        if self._sweep is not None:
            await self._sweep()
        self.at(SWEEP, now + SWEEP_EVERY)

    async def _live(self) -> None:
        try:
            if self._heartbeat is not None:
                await self._heartbeat()
        except StorageError as fault:
            # The next one is half a minute away.
            log.warning("no sign of life could be left: %s", fault)
        except Exception:
            log.exception("no sign of life could be left")


def _skew() -> float:
    """Return by how much the machine's clock is ahead of the time that really passes."""
    return datetime.now(UTC).timestamp() - asyncio.get_running_loop().time()
