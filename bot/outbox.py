"""Make the effects that transactions promised.

Each is made at least once, in order for each destination, and retried with growing waits. What an
effect leads to is stored in the transaction that settles it, which also claims what comes next.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from time import monotonic

from bot.closing import FINISH_WITHIN
from bot.domain.errors import RateLimited, StorageError
from bot.effect_leases import EffectLeases, NotClaimedError, done
from bot.request_budget import RequestBudget
from bot.services.effects.failures import Overtaken, after_failure, log_failure, store_failure
from bot.services.patience import Wait, log_level, saved, wait_after
from bot.services.ports.log_subjects import note_subjects
from bot.services.ports.repositories.outbox import Claim, Effect
from bot.services.ports.unit_of_work import Settle, Store, UnitOfWork
from bot.services.ports.world import Agenda, Clock

log = logging.getLogger(__name__)

KEY = "outbox"
AT_ONCE = 8
"""How many effects are made at the same time."""


class Outbox:
    """One worker. Several processes may each run one on the same database.

    No task waits: `wake` starts a short one that claims what is due, each effect is made in its own
    task, which claims what has to be made after it, and the end of the last has the outbox look
    whether more is due. The agenda wakes it for later effects. So a slow destination does not delay
    the others. `budget` says what Discord takes now.
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
        self._leases = EffectLeases(store, clock)
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
        self._put_off = False
        self._changes = 0
        """How many claims have begun and effects were settled: these may miss each other."""
        self._reserved = 0
        """For how many more effects there must be room, which are being claimed."""
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
        await asyncio.gather(*(self._leases.break_off(*each) for each in self._making.items()))
        await self._leases.give_back()

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
        if self._free <= 0:
            self._put_off = True
        while self._running and (free := self._free) > 0:
            if pause := self.budget.pause():
                await asyncio.sleep(pause)
                continue
            likely, self._likely = self._likely, False
            if not (likely or await self._is_due()):
                return
            self._changes += 1
            with self._room_for(free), self._leases.claiming() as claiming:
                async with self._store.transaction(None) as unit:
                    claim = await claiming.claim(unit, free)
                self._begin_all(claim, free)
            if claim.effects and not self._likely:
                return
            if not (claim.effects or likely):
                # Another process is about to claim it; whatever it leaves is looked at again.
                self._agenda.at(KEY, self._clock.now())
                return

    @property
    def _free(self) -> int:
        return AT_ONCE - len(self._making) - self._reserved

    @contextlib.contextmanager
    def _room_for(self, number: int) -> Iterator[None]:
        self._reserved += number
        try:
            yield
        finally:
            self._reserved -= number

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

    def _begin_all(self, claim: Claim, most: int) -> None:
        """Begin what was claimed of at most so many, and note whether more is likely to be due."""
        for effect in claim.effects:
            self._begin(effect)
        if claim.effects:
            self._likely |= self._is_now(claim.next_due) or len(claim.effects) == most

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
        if self._likely or self._put_off or not self._making:
            self._put_off = False
            self._look()

    async def _process(self, effect: Effect) -> None:
        note_subjects(effect=effect.kind.value, subject=effect.subject_id, room=effect.room_id)
        async with self._leases.renewed(effect, f"{KEY}-lease-{effect.id}"):
            try:
                settle = await self._make(effect)
                await self._save(effect, done(effect, settle))
            except Exception as fault:  # noqa: BLE001 - a promise is kept whatever went wrong
                await self._handle_failure(effect, fault)

    async def _handle_failure(self, effect: Effect, fault: Exception) -> None:
        now = self._clock.now()
        becomes = after_failure(effect, fault, now, self._jitter())
        log_failure(effect, fault, becomes)

        async def note(unit: UnitOfWork) -> None:
            await store_failure(unit, effect, fault, becomes, now)
            await self._failed(effect, fault)(unit)

        await self._save(effect, note)
        self._look()  # for when it is tried again

    async def _save(self, effect: Effect, note: Settle) -> None:
        """Save what became of an effect, however long the database takes; its lease goes on."""

        async def save() -> None:
            try:
                await self._settle(effect, note)
            except StorageError:
                self._likely = True  # what this would have claimed is due all the same
                raise
            except NotClaimedError:
                # What was made is stored, whatever is wrong with what comes next.
                await self._settle(effect, note, alone=True)
                self.wake()

        try:
            await saved(save, f"what became of {effect.kind} {effect.subject_id}", self._wait)
        except Overtaken:
            await saved(lambda: self._make_sure(effect), f"that {effect.kind} comes again")
            self.wake()

    async def _make_sure(self, effect: Effect) -> None:
        """Have the last word be true: what was made late here may show what was so before."""
        log.info("%s %s was settled already", effect.kind, effect.subject_id)
        if effect.kind.is_merged:
            async with self._store.transaction(effect.room_id) as unit:
                again = (effect.kind, effect.destination, effect.subject_id, effect.room_id)
                await unit.outbox.promise(*again, int(self._clock.now()))

    async def _settle(self, effect: Effect, note: Settle, *, alone: bool = False) -> None:
        """Store what became of an effect; unless alone, claim what is due after it, and begin it.

        Raises:
            StorageError: Nothing was stored.
            NotClaimedError: Nothing was stored, for what is due after it could not be claimed.
            Overtaken: Nothing was stored, for it was settled already, or is another's.
        """
        claim, free = None, 0
        with contextlib.ExitStack() as room, self._leases.claiming() as claiming:
            async with self._store.transaction(effect.room_id) as unit:
                before = self._changes
                await note(unit)
                # Its own place is as good as free.
                if not alone and (free := self._free + 1) > 0 and self._claims_with(unit):
                    room.enter_context(self._room_for(free))
                    self._likely = False
                    claim = await claiming.claim_next(unit, free)
            missed, self._changes = self._changes != before, self._changes + 1
            if claim is not None:
                self._begin_all(claim, free)
        # Where several write at once, one may promise something behind this effect, and neither has
        # seen what the other did.
        if missed or (claim is not None and not claim.effects):
            self._look()

    def _claims_with(self, unit: UnitOfWork) -> bool:
        return self._running and (unit.outbox.promised or self._likely) and self.budget.has_room
