"""Works off what transactions promised: at least once, in order per destination, with back-off."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

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
from bot.services.ports.repositories.outbox import Effect
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Agenda, Clock

log = logging.getLogger(__name__)

KEY = "outbox"
LEASE = 60
"""How long (seconds) an effect is ours without renewing; so long it waits after a crash."""

AT_ONCE = 8
GIVE_UP = 8
"""After how many attempts an effect is dropped that fails in a way nobody foresaw."""

LONGEST_WAIT = 15 * 60
PATIENCE = 3600
"""How long (seconds) to wait where only a person can help."""

HUMAN_HELP = (ChannelGone, NeedsReconnect, PlaylistGone, SpotifyNotConfigured, SpotifyRefused)
"""What only a person can mend."""


class Outbox:
    """One worker. Several processes may each run one on the same database.

    There is no task that waits: `wake` has a short one hand out what is due, each effect is made in
    a task of its own, and its end wakes the outbox again. The agenda wakes it for what comes later.
    So a destination that takes long holds up no other.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        agenda: Agenda,
        make: Callable[[Effect], Awaitable[None]],
        jitter: Callable[[], float],
    ) -> None:
        self._store = store
        self._clock = clock
        self._agenda = agenda
        self._make = make
        self._jitter = jitter
        self._handing_out: asyncio.Task[None] | None = None
        self._making: set[asyncio.Task[None]] = set()
        self._again = False
        self._running = False

    def start(self) -> None:
        """Begin to work."""
        self._running = True
        self.wake()

    async def stop(self) -> None:
        """Finish what is being made, and stop."""
        self._running = False
        await self.idle()

    async def idle(self) -> None:
        """Return when nothing that is due now is left to make."""
        while tasks := [
            task for task in (self._handing_out, *self._making) if task and not task.done()
        ]:
            await asyncio.wait(tasks)
            await asyncio.sleep(0)  # for what their ends set going

    def wake(self) -> None:
        """Look at what is due, now. Calls while it is looked at already are merged."""
        self._again = True
        if self._running and (self._handing_out is None or self._handing_out.done()):
            self._handing_out = asyncio.create_task(self._hand_out(), name=KEY)

    async def _hand_out(self) -> None:
        try:
            # A wake while this looks at the database sets the mark again: none is lost, since
            # nothing is awaited between the last look at the mark and the end.
            while self._again and self._running:
                self._again = False
                await self._begin_all()
                if len(self._making) < AT_ONCE:
                    await self._arm()
        except Exception:
            log.exception("the outbox could not be looked at; trying again in a minute")
            self._agenda.at(KEY, self._clock.now() + 60)

    async def _arm(self) -> None:
        # While something is made here, its end is the next look; what another process left behind
        # is looked at when its lease ends.
        due = await self._store.read.outbox.next_due(self._clock.now(), leases=not self._making)
        if due is not None:
            self._agenda.at(KEY, due)

    async def _begin_all(self) -> None:
        while self._running and len(self._making) < AT_ONCE:
            effect = await self._claim()
            if effect is None:
                return
            task = asyncio.create_task(self._one(effect), name=f"{KEY}-{effect.id}")
            self._making.add(task)
            task.add_done_callback(self._made)

    def _made(self, task: asyncio.Task[None]) -> None:
        self._making.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            # It could not even be written down: its lease runs out, and then it is tried again.
            log.error("what became of an effect could not be kept", exc_info=fault)
        self.wake()

    async def _claim(self) -> Effect | None:
        async with self._store.transaction() as unit:
            return await unit.outbox.claim(self._clock.now(), LEASE)

    async def _one(self, effect: Effect) -> None:
        renewal = asyncio.create_task(self._renew(effect), name=f"{KEY}-lease-{effect.id}")
        try:
            await self._make(effect)
        except NotFound as never:
            log.warning("%s %s dropped: %r", effect.kind, effect.subject_id, never)
            await self._settle(effect, drop=type(never).__name__)
        except Exception as fault:  # noqa: BLE001 - a promise is kept whatever went wrong
            await self._failed(effect, fault)
        else:
            await self._settle(effect)
        finally:
            renewal.cancel()
            # Also where it failed: then the lease runs out, and whoever is next looks first.
            await asyncio.gather(renewal, return_exceptions=True)

    async def _failed(self, effect: Effect, fault: Exception) -> None:
        foreseen = isinstance(fault, RoomError)
        about = (effect.kind, effect.subject_id, effect.attempts, fault)
        log.warning("%s %s failed, attempt %d: %r", *about, exc_info=not foreseen)
        if not foreseen and effect.attempts >= GIVE_UP:
            # Nothing foreseen, so a fault of ours: it must not hold up its destination for ever.
            log.error("%s %s given up", effect.kind, effect.subject_id)
            await self._settle(effect, drop=type(fault).__name__)
            return
        due = self._next_try(effect, fault)
        async with self._store.transaction() as unit:
            await unit.outbox.later(effect.id, due, type(fault).__name__)

    async def _settle(self, effect: Effect, drop: str = "") -> None:
        async with self._store.transaction() as unit:
            if drop:
                await unit.outbox.drop(effect.id, drop)
            else:
                await unit.outbox.done(effect.id)

    async def _renew(self, effect: Effect) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            try:
                async with self._store.transaction() as unit:
                    await unit.outbox.renew(effect.id, self._clock.now() + LEASE)
            except StorageError as fault:
                # There is time for another try before the lease runs out.
                log.warning("the lease of %s was not renewed: %s", effect.kind, fault)

    def _next_try(self, effect: Effect, fault: Exception) -> float:
        now = self._clock.now()
        if isinstance(fault, RateLimited):
            return fault.until
        if isinstance(fault, HUMAN_HELP):
            return now + PATIENCE
        wait = min(LONGEST_WAIT, 2.0 ** min(effect.attempts, 12))
        return now + wait * (0.75 + 0.5 * self._jitter())
