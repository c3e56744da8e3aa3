"""The adapter to APScheduler, which says when to look; the bot's clock says what is due.

The table of rounds is the schedule. This module holds, in memory only, what is due in the next few
hours; a sweep adds to it.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from typing_extensions import override

from bot.domain.errors import DatabaseGone, StorageError
from bot.services.patience import log_level, wait_after
from bot.services.ports.world import Agenda, Clock

log = logging.getLogger(__name__)

HORIZON = 6 * 3600
"""How far ahead (seconds) the schedule knows what is due."""

SWEEP_EVERY = 900
"""How often (seconds) to add what is due within the horizon by now."""

SWEEP = "sweep"

HEARTBEAT_EVERY = 30
"""How often (seconds) the bot stores a heartbeat."""

SKEW_MAX = 5.0
"""A jump of the machine's clock by more seconds than this is no drift: the clock was set."""


class Timekeeper(Agenda, Protocol):
    """An agenda that starts and stops with the bot; `Schedule` is the real one."""

    async def start(
        self,
        look: Callable[[str], Awaitable[None]],
        sweep: Callable[[], Awaitable[None]],
        heartbeat: Callable[[], Awaitable[None]],
    ) -> None:
        """Start looking, with a sweep first.

        Args:
            look: Does what is due for a key, if anything is.
            sweep: Calls `at` for what is due next.
            heartbeat: Stores that the bot is running.
        """
        ...

    def stop(self) -> None:
        """Stop looking; safe to call when not started."""
        ...

    async def idle(self) -> None:
        """Return when no look is in progress."""
        ...

    def sweep_now(self) -> None:
        """Sweep at once; if that fails, again soon."""
        ...

    @property
    def due(self) -> Mapping[str, float]:
        """The keys to look at, and for each the latest time to do so (UTC seconds)."""
        ...

    def next_due(self) -> float | None:
        """Return the time (UTC seconds) of the earliest look; None if there is none."""
        ...

    def clock_moved(self) -> None:
        """Reschedule everything after the clock was set."""
        ...


class Schedule(Timekeeper):
    """The schedule on APScheduler.

    Args:
        clock: The bot's clock.
        heartbeat_every: Seconds of real time between two heartbeats; None if the clock is moved by
            hand, and heartbeats are stored by hand too.
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
        self._failures: Counter[str] = Counter()
        self._skew = 0.0
        self._running = False
        # By default APScheduler drops a job that is more than a second late, and one that is due
        # while its last run is in progress. Either would lose a look; an extra look does no harm.
        # Jobs only wake, and run at once: tasks of the scheduler's own are cancelled when it stops,
        # and it logs that as an error of theirs.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            executors={"default": DebugExecutor()},
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
        self._running = True
        self._skew = _skew()
        self._set_heartbeat()
        for key, due in list(self._due.items()):
            self._arm(key, due)
        # A task of its own, as all looks are, so that `idle` waits for it too.
        await self._start_task(self._run(SWEEP), SWEEP)

    @override
    def stop(self) -> None:
        if self._next_heartbeat is not None:
            self._next_heartbeat.cancel()
            self._next_heartbeat = None
        if self._running:
            self._running = False
            self._scheduler.shutdown(wait=False)  # which it does in the loop's next turn

    @override
    def at(self, key: str, due: float) -> None:
        planned = self._due.get(key)
        if due > self._clock.now() + HORIZON or (planned is not None and planned <= due):
            return
        self._due[key] = due
        if self._running:
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
            self._wake,
            DateTrigger(datetime.now(UTC) + wait, timezone=UTC),
            args=[key],
            id=key,
            replace_existing=True,
        )

    def _wake(self, key: str) -> None:
        # Not at once: the scheduler removes a job behind its run, and would remove a new one too.
        asyncio.get_running_loop().call_soon(self._fire, key)

    def _fire(self, key: str) -> None:
        due = self._due.get(key)
        if due is None or not self._running:
            return
        if due > self._clock.now():
            # Too early, since the clock was set back: look when it is due.
            self._arm(key, due)
            return
        del self._due[key]
        self._start_task(self._run(key), key)

    def _start_task(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        look = asyncio.create_task(work, name=f"look-{name}")
        self._looks.add(look)
        look.add_done_callback(self._looks.discard)
        return look

    def _set_heartbeat(self) -> None:
        # Not a job: jobs follow the machine's clock, and are late by as much as that is set back.
        if self._heartbeat_every is not None:
            loop = asyncio.get_running_loop()
            self._next_heartbeat = loop.call_later(self._heartbeat_every, self._heartbeat_due)

    def _heartbeat_due(self) -> None:
        self._set_heartbeat()
        skew = _skew()
        if abs(skew - self._skew) > SKEW_MAX:
            # Somebody set the clock, or the machine was asleep: timers notice neither.
            log.warning("the clock has moved by %d seconds", skew - self._skew)
            self.sweep_now()
            self.clock_moved()
        self._skew = skew
        self._start_task(self._run_heartbeat(), "heartbeat")

    async def _run(self, key: str) -> None:
        try:
            if key == SWEEP:
                await self._top_up()
            elif self._look is not None:
                await self._look(key)
            del self._failures[key]
        except asyncio.CancelledError:
            raise
        except Exception as fault:
            # A step that failed is still due, so looking again later loses nothing.
            self._failures[key] += 1
            pause = wait_after(self._failures[key])
            level = log_level(fault)
            about = "looking at %s failed; looking again in %d s: %r"
            log.log(level, about, key, pause, fault, exc_info=level == logging.ERROR)
            self.at(key, self._clock.now() + pause)

    async def _top_up(self) -> None:
        now = self._clock.now()
        if self._sweep is not None:
            await self._sweep()
        self.at(SWEEP, now + SWEEP_EVERY)

    async def _run_heartbeat(self) -> None:
        try:
            if self._heartbeat is not None:
                await self._heartbeat()
        except StorageError as fault:
            # The next one follows in half a minute.
            level = logging.ERROR if isinstance(fault, DatabaseGone) else logging.WARNING
            log.log(level, "no sign of life could be left: %s", fault)
        except Exception:
            log.exception("no sign of life could be left")


def _skew() -> float:
    """Return how far (seconds) the machine's clock is ahead of the loop's monotonic clock."""
    return datetime.now(UTC).timestamp() - asyncio.get_running_loop().time()
