"""Make the effects that transactions promised.

Each is made at least once, in order for each destination, and retried with growing waits.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from bot.closing import FINISH_WITHIN
from bot.domain.errors import (
    ChannelGone,
    NeedsReconnect,
    NotFound,
    PlaylistGone,
    RateLimited,
    RoomError,
    SpotifyNotConfigured,
    SpotifyRefused,
    StorageError,
)
from bot.services.patience import Wait, log_level, saved, wait_after
from bot.services.ports.repositories.outbox import Effect, OutboxRepository
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Agenda, Clock

log = logging.getLogger(__name__)

KEY = "outbox"
LEASE = 60
"""How long (seconds) an effect stays claimed unless renewed; after a crash it waits this long."""

AT_ONCE = 8
"""How many effects are made at the same time."""

ATTEMPTS_MAX = 8
"""After how many attempts to drop an effect that fails with an unexpected error."""

WAIT_MAX = 15 * 60
WAIT_FOR_PERSON = 3600
"""How long (seconds) to wait before the next attempt if only a person can fix the cause."""

HUMAN_HELP = (ChannelGone, NeedsReconnect, PlaylistGone, SpotifyNotConfigured, SpotifyRefused)
"""Errors whose cause only a person can fix."""


class Outbox:
    """One worker. Several processes may each run one on the same database.

    No task waits: `wake` starts a short one that claims what is due, each effect is made in its own
    task, and the end of each wakes the outbox again. The agenda wakes it for later effects. So a
    slow destination does not delay the others.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        agenda: Agenda,
        make: Callable[[Effect], Awaitable[None]],
        jitter: Callable[[], float],
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._store = store
        self._clock = clock
        self._agenda = agenda
        self._make = make
        self._jitter = jitter
        self._wait = wait
        self._failed_looks = 0
        self._dispatching: asyncio.Task[None] | None = None
        self._making: dict[asyncio.Task[None], Effect] = {}
        self._again = False
        self._running = False

    def start(self) -> None:
        """Begin to make effects."""
        self._running = True
        self.wake()

    async def stop(self, seconds: float = FINISH_WITHIN) -> None:
        """Start no more effects; give back those that are not made in some seconds.

        What is given back is made again after the next start, or by another process at once. An
        effect that cannot be broken off keeps its lease: it may still succeed.
        """
        self._running = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.idle()
        await asyncio.gather(*(self._give_back(*each) for each in self._making.items()))

    async def _give_back(self, task: asyncio.Task[None], effect: Effect) -> None:
        task.cancel()
        await asyncio.wait([task])
        if task.cancelled():
            log.info("%s %s is left to the next start", effect.kind, effect.subject_id)
            async with self._store.transaction() as unit:
                await unit.outbox.renew(effect.id, self._clock.now())

    async def idle(self) -> None:
        """Return when no effect that is due now is left."""
        while tasks := [
            task for task in (self._dispatching, *self._making) if task and not task.done()
        ]:
            await asyncio.wait(tasks)
            await asyncio.sleep(0)  # let their callbacks start more

    def wake(self) -> None:
        """Make what is due now. Calls while the database is being read cause one more read."""
        self._again = True
        if self._running and (self._dispatching is None or self._dispatching.done()):
            self._dispatching = asyncio.create_task(self._dispatch(), name=KEY)

    async def _dispatch(self) -> None:
        try:
            # A wake during the look sets the flag again. None is lost, since nothing is awaited
            # between the last check of the flag and the end.
            while self._again and self._running:
                self._again = False
                await self._start_due()
                if len(self._making) < AT_ONCE:
                    await self._wake_when_due()
                self._failed_looks = 0
        except Exception as fault:
            self._failed_looks += 1
            pause = wait_after(self._failed_looks)
            level = log_level(fault)
            about = "the outbox could not be looked at; trying again in %d s: %r"
            log.log(level, about, pause, fault, exc_info=level == logging.ERROR)
            self._agenda.at(KEY, self._clock.now() + pause)

    async def _wake_when_due(self) -> None:
        # While effects are being made, the end of one is the next look. What another process left
        # behind is due when its lease ends.
        due = await self._store.read.outbox.next_due(self._clock.now(), leases=not self._making)
        if due is not None:
            self._agenda.at(KEY, due)

    async def _start_due(self) -> None:
        while self._running and len(self._making) < AT_ONCE:
            effect = await self._claim()
            if effect is None:
                return
            task = asyncio.create_task(self._process(effect), name=f"{KEY}-{effect.id}")
            self._making[task] = effect
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._making.pop(task, None)
        if not task.cancelled() and (fault := task.exception()) is not None:
            # Its outcome could not be stored: it is tried again once its lease runs out.
            log.error("what became of an effect could not be kept", exc_info=fault)
        self.wake()

    async def _claim(self) -> Effect | None:
        async with self._store.transaction() as unit:
            return await unit.outbox.claim(self._clock.now(), LEASE)

    async def _process(self, effect: Effect) -> None:
        renewal = asyncio.create_task(self._renew(effect), name=f"{KEY}-lease-{effect.id}")
        try:
            await self._make(effect)
        except NotFound as fault:
            log.warning("%s %s dropped: %r", effect.kind, effect.subject_id, fault)
            await self._settle(effect, drop=type(fault).__name__)
        except Exception as fault:  # noqa: BLE001 - a promise is kept whatever went wrong
            await self._handle_failure(effect, fault)
        else:
            await self._settle(effect)
        finally:
            renewal.cancel()
            # Even if the renewal failed: then the lease runs out, and the effect is claimed again.
            await asyncio.gather(renewal, return_exceptions=True)

    async def _handle_failure(self, effect: Effect, fault: Exception) -> None:
        expected = isinstance(fault, RoomError)
        about = (effect.kind, effect.subject_id, effect.attempts, fault)
        log.warning("%s %s failed, attempt %d: %r", *about, exc_info=not expected)
        if not expected and effect.attempts >= ATTEMPTS_MAX:
            # An unexpected error is a bug: it must not block its destination forever.
            log.error("%s %s given up", effect.kind, effect.subject_id)
            await self._settle(effect, drop=type(fault).__name__)
            return
        due = self._next_try(effect, fault)
        await self._save(effect, lambda box: box.later(effect.id, due, type(fault).__name__))

    async def _settle(self, effect: Effect, drop: str = "") -> None:
        if drop:
            await self._save(effect, lambda box: box.drop(effect.id, drop))
        else:
            await self._save(effect, lambda box: box.done(effect.id))

    async def _save(
        self, effect: Effect, note: Callable[[OutboxRepository], Awaitable[None]]
    ) -> None:
        """Save what became of an effect, however long the database takes; its lease goes on."""

        async def save() -> None:
            async with self._store.transaction() as unit:
                await note(unit.outbox)

        await saved(save, f"what became of {effect.kind} {effect.subject_id}", self._wait)

    async def _renew(self, effect: Effect) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            try:
                async with self._store.transaction() as unit:
                    await unit.outbox.renew(effect.id, self._clock.now() + LEASE)
            except StorageError as fault:
                # There is time for another attempt before the lease runs out.
                log.warning("the lease of %s was not renewed: %s", effect.kind, fault)

    def _next_try(self, effect: Effect, fault: Exception) -> float:
        now = self._clock.now()
        if isinstance(fault, RateLimited):
            return fault.until
        if isinstance(fault, HUMAN_HELP):
            return now + WAIT_FOR_PERSON
        wait = min(WAIT_MAX, 2.0 ** min(effect.attempts, 12))
        return now + wait * (0.75 + 0.5 * self._jitter())
