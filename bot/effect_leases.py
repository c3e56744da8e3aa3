"""The leases of effects: kept while they are made, given back where they are left."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from bot.domain.errors import StorageError
from bot.services.effects.failures import Overtaken
from bot.services.ports.repositories.outbox import Claim, Effect
from bot.services.ports.unit_of_work import Settle, Store, UnitOfWork
from bot.services.ports.world import Clock

log = logging.getLogger(__name__)

LEASE = 60
"""How long (seconds) an effect stays claimed unless renewed; after a crash it waits this long."""


class NotClaimedError(Exception):
    """What is due next could not be claimed."""


class Claiming:
    """Claims effects in a transaction, after giving back what nobody has begun."""

    def __init__(self, clock: Clock, unheard: dict[int, float]) -> None:
        self._clock = clock
        self._unheard = unheard
        self.claimed: Claim | None = None

    async def claim(self, unit: UnitOfWork, most: int) -> Claim:
        """Claim effects that are due, so many at most."""
        for claim in tuple(self._unheard):
            await unit.outbox.give_back(claim)
        self.claimed = await unit.outbox.claim(self._clock.now(), LEASE, most)
        return self.claimed

    async def claim_next(self, unit: UnitOfWork, most: int) -> Claim:
        """Claim what is due after an effect, with what settles that.

        Raises:
            NotClaimedError: It could not be claimed.
        """
        try:
            return await self.claim(unit, most)
        except Exception as fault:
            raise NotClaimedError from fault


class EffectLeases:
    """Claims effects, renews their leases, and ends them early."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._unheard: dict[int, float] = {}
        """The claims of commits that may have failed, and until when (UTC seconds) they last."""

    @contextmanager
    def claiming(self) -> Iterator[Claiming]:
        """Claim in a transaction inside the block.

        Where it is broken off, its commit may have come about all the same. What it has claimed is
        then given back with the next claim, and need not wait until its lease has run out.
        """
        claiming, now = Claiming(self._clock, self._unheard), self._clock.now()
        for claim, until in list(self._unheard.items()):
            if not now < until <= now + LEASE:
                del self._unheard[claim]
        try:
            yield claiming
        except BaseException:
            if claiming.claimed and claiming.claimed.effects:
                self._unheard[claiming.claimed.effects[0].claim] = now + LEASE
            raise

    async def give_back(self) -> None:
        """Give back what was claimed and not begun, at the end."""
        try:
            for claim in tuple(self._unheard):
                async with self._store.transaction(None) as unit:
                    await unit.outbox.give_back(claim)
        except StorageError as fault:
            log.warning("what nobody has begun could not be given back: %s", fault)

    @asynccontextmanager
    async def renewed(self, effect: Effect, name: str) -> AsyncIterator[None]:
        """Renew the lease of an effect, in a task of this name, while the block lasts."""
        renewal = asyncio.create_task(self._renew(effect), name=name)
        try:
            yield
        finally:
            renewal.cancel()
            # Even if the renewal failed: then the lease runs out, and the effect is claimed again.
            await asyncio.gather(renewal, return_exceptions=True)

    async def break_off(self, task: asyncio.Task[None], effect: Effect) -> None:
        """Cancel a task that makes an effect, and end its lease: anybody can make it at once."""
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            return
        log.info("%s %s is left to the next start", effect.kind, effect.subject_id)
        try:
            async with self._store.transaction(effect.room_id) as unit:
                await unit.outbox.renew(effect.id, self._clock.now(), effect.claim)
        except StorageError as fault:
            # It is made all the same, once its lease has run out.
            log.warning("%s could not be given back: %s", effect.kind, fault)

    async def _renew(self, effect: Effect) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            try:
                async with self._store.transaction(effect.room_id) as unit:
                    until = self._clock.now() + LEASE
                    await unit.outbox.renew(effect.id, until, effect.claim)
            except StorageError as fault:
                # There is time for another attempt before the lease runs out.
                log.warning("the lease of %s was not renewed: %s", effect.kind, fault)


def done(effect: Effect, settle: Settle) -> Settle:
    """Return what settles an effect that was made: with it, whatever that leads to.

    It raises Overtaken where the effect is settled already, or not ours any more.
    """

    async def store(unit: UnitOfWork) -> None:
        if not await unit.outbox.done(effect.id, effect.claim):
            raise Overtaken(effect.kind)
        await settle(unit)

    return store
