"""Make the effects that transactions promised.

Each is made at least once, in order for each destination, and retried with growing waits. What an
effect leads to is stored in the transaction that settles it.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from time import monotonic

from bot.closing import FINISH_WITHIN
from bot.domain.errors import DiscordRefused, Lapsed, NotFound, RateLimited, RoomError, StorageError
from bot.request_budget import RequestBudget
from bot.services.effects.failures import GiveUp, TryAgain, after_failure, name_of
from bot.services.patience import Wait, log_level, saved, wait_after
from bot.services.ports.log_subjects import note_subjects
from bot.services.ports.repositories.outbox import Effect
from bot.services.ports.unit_of_work import Settle, Store, UnitOfWork
from bot.services.ports.world import Agenda, Clock

log = logging.getLogger(__name__)

KEY = "outbox"
LEASE = 60
"""How long (seconds) an effect stays claimed unless renewed; after a crash it waits this long."""

AT_ONCE = 8
"""How many effects are made at the same time."""


class Outbox:
    """One worker. Several processes may each run one on the same database.

    No task waits: `wake` starts a short one that claims what is due, each effect is made in its own
    task, and the end of the last has the outbox look whether more is due. The agenda wakes it for
    later effects. So a slow destination does not delay the others. `budget` says what Discord takes
    now.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        agenda: Agenda,
        make: Callable[[Effect], Awaitable[Settle]],
        failed: Callable[[Effect, Exception], Settle],
        jitter: Callable[[], float],
        wait: Wait = asyncio.sleep,
        budget: RequestBudget | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._agenda = agenda
        self._make = make
        self._failed = failed
        self._jitter = jitter
        self._wait = wait
        self.budget = budget or RequestBudget(monotonic, lambda: 1.0)
        self._failed_looks = 0
        self._dispatching: asyncio.Task[None] | None = None
        self._making: dict[asyncio.Task[None], Effect] = {}
        self._again = False
        self._likely = False
        self._claims = 0
        self._afresh = False
        self._running = False

    def start(self) -> None:
        """Begin to make effects. What was put off is tried at once: the cause may be gone."""
        self._running = self._afresh = True
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
            try:
                async with self._store.transaction(effect.room_id) as unit:
                    await unit.outbox.renew(effect.id, self._clock.now())
            except StorageError as fault:
                # It is made all the same, once its lease has run out.
                log.warning("%s could not be given back: %s", effect.kind, fault)

    async def idle(self) -> None:
        """Return when no effect that is due now is left."""
        while self._making or (self._dispatching and not self._dispatching.done()):
            await asyncio.wait([*self._making, *filter(None, [self._dispatching])])
            await asyncio.sleep(0)  # let their callbacks start more

    def wake(self) -> None:
        """Make what is due now. Calls while the database is being read cause one more read."""
        self._likely = True
        self._look()

    def _look(self) -> None:
        self._again = True
        if self._running and (self._dispatching is None or self._dispatching.done()):
            self._dispatching = asyncio.create_task(self._dispatch(), name=KEY)

    async def sweep(self) -> None:
        """Make what is due, also what another process left behind or a wrong clock put off."""
        now = int(self._clock.now())
        if await self._store.read.outbox.ahead(now):
            log.warning("the clock was ahead: what waits because of it is looked at again")
            async with self._store.transaction(None) as unit:
                await unit.outbox.look_again(now)
        self.wake()

    async def _dispatch(self) -> None:
        try:
            # A wake during the look sets the flag again. None is lost, since nothing is awaited
            # between the last check of the flag and the end.
            while self._again and self._running:
                self._again = False
                await self._begin_afresh()
                if rest := self.budget.rest():
                    self._agenda.at(KEY, self._clock.now() + rest)
                    break
                await self._start_due()
                self._failed_looks = 0
        except Exception as fault:
            self._failed_looks += 1
            pause = wait_after(self._failed_looks)
            level = log_level(fault)
            about = "the outbox could not be looked at; trying again in %d s: %r"
            log.log(level, about, pause, fault, exc_info=level == logging.ERROR)
            self._agenda.at(KEY, self._clock.now() + pause)

    async def _begin_afresh(self) -> None:
        if self._afresh:
            async with self._store.transaction(None) as unit:
                now = int(self._clock.now())
                await unit.outbox.look_again(now)
                await unit.outbox.retry_all(now, except_error=RateLimited.__name__)
            self._afresh = False

    async def _start_due(self) -> None:
        # Whoever wakes the outbox has mostly promised something, and where as much was due as could
        # be begun, more is. Else mostly nothing is, and to read that takes no transaction.
        while self._running and (free := AT_ONCE - len(self._making)):
            if pause := self.budget.pause():
                await asyncio.sleep(pause)
                continue
            likely, self._likely = self._likely, False
            if not (likely or await self._is_due()):
                return
            self._claims += 1
            async with self._store.transaction(None) as unit:
                claim = await unit.outbox.claim(self._clock.now(), LEASE, free)
            for effect in claim.effects:
                self._begin(effect)
            if claim.effects:
                self._likely |= self._is_now(claim.next_due) or len(claim.effects) == free
                if not self._likely:
                    return
            elif not likely:
                # Another process is about to claim it; whatever it leaves is looked at again.
                self._agenda.at(KEY, self._clock.now())
                return

    async def _is_due(self) -> bool:
        """Return whether anything is due, or else have the agenda wake the outbox when it will be.

        While effects are being made, the end of the last is a look. What another process left
        behind is due when its lease ends.
        """
        now = self._clock.now()
        return self._is_now(await self._store.read.outbox.next_due(now, leases=not self._making))

    def _is_now(self, due: float | None) -> bool:
        """Return whether an instant has come, or else have the agenda wake the outbox then."""
        if due is not None and due > self._clock.now():
            self._agenda.at(KEY, due)
            return False
        return due is not None

    def _begin(self, effect: Effect) -> None:
        task = asyncio.create_task(self._process(effect), name=f"{KEY}-{effect.id}")
        self._making[task] = effect
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._making.pop(task, None)
        if not task.cancelled() and (fault := task.exception()) is not None:
            # Its outcome could not be stored: it is tried again once its lease runs out.
            log.error("what became of an effect could not be kept", exc_info=fault)
        # Whatever waited behind it has had the outbox look, and so has whatever it promised.
        if self._likely or not self._making:
            self._look()

    async def _process(self, effect: Effect) -> None:
        note_subjects(effect=effect.kind.value, subject=effect.subject_id, room=effect.room_id)
        renewal = asyncio.create_task(self._renew(effect), name=f"{KEY}-lease-{effect.id}")
        try:
            settle = await self._make(effect)
            await self._save(effect, _done(effect, settle))
        except Exception as fault:  # noqa: BLE001 - a promise is kept whatever went wrong
            await self._handle_failure(effect, fault)
        finally:
            renewal.cancel()
            # Even if the renewal failed: then the lease runs out, and the effect is claimed again.
            await asyncio.gather(renewal, return_exceptions=True)

    async def _handle_failure(self, effect: Effect, fault: Exception) -> None:
        now = self._clock.now()
        becomes = after_failure(effect, fault, now, self._jitter())
        _log_failure(effect, fault, becomes)

        async def note(unit: UnitOfWork) -> None:
            match becomes:
                case GiveUp():
                    await unit.outbox.drop(effect.id, name_of(fault), now)
                case TryAgain(at, aside, unsure):
                    why = name_of(fault)
                    await unit.outbox.later(effect.id, at, why, now=now, unsure=unsure, aside=aside)
            await self._failed(effect, fault)(unit)

        await self._save(effect, note)
        self._look()  # for when it is tried again

    async def _save(self, effect: Effect, note: Settle) -> None:
        """Save what became of an effect, however long the database takes; its lease goes on."""

        async def save() -> int:
            async with self._store.transaction(effect.room_id) as unit:
                before = self._claims
                await note(unit)
            return before

        about = f"what became of {effect.kind} {effect.subject_id}"
        before = await saved(save, about, self._wait)
        if self._claims != before:
            # Where several write at once, that claim may have come too early for what another room
            # promised behind this effect, while this transaction was too early to see it wait.
            self._look()

    async def _renew(self, effect: Effect) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            try:
                async with self._store.transaction(effect.room_id) as unit:
                    await unit.outbox.renew(effect.id, self._clock.now() + LEASE)
            except StorageError as fault:
                # There is time for another attempt before the lease runs out.
                log.warning("the lease of %s was not renewed: %s", effect.kind, fault)


def _done(effect: Effect, settle: Settle) -> Settle:
    async def done(unit: UnitOfWork) -> None:
        await unit.outbox.done(effect.id)
        await settle(unit)

    return done


def _log_failure(effect: Effect, fault: Exception, becomes: GiveUp | TryAgain) -> None:
    about = (effect.kind, effect.subject_id, effect.attempts, fault)
    if isinstance(fault, NotFound | Lapsed):
        log.warning("%s %s is of no more use, attempt %d: %r", *about)
        return
    foreseen = isinstance(fault, RoomError) and not isinstance(fault, DiscordRefused)
    # Only what may lapse is given up for such a reason, and `/room status` says so.
    level = logging.WARNING if foreseen else logging.ERROR
    log.log(level, "%s %s failed, attempt %d: %r", *about, exc_info=not foreseen)
    if isinstance(becomes, GiveUp):
        log.log(level, "%s %s given up", effect.kind, effect.subject_id)
