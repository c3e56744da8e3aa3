"""The leases of effects: kept while they are made, given back where they are left."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.errors import StorageError
from bot.services.ports.repositories.outbox import Effect
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock

log = logging.getLogger(__name__)

LEASE = 60
"""How long (seconds) an effect stays claimed unless renewed; after a crash it waits this long."""


class EffectLeases:
    """Renews the leases of effects, and ends them early."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

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
                await unit.outbox.renew(effect.id, self._clock.now())
        except StorageError as fault:
            # It is made all the same, once its lease has run out.
            log.warning("%s could not be given back: %s", effect.kind, fault)

    async def _renew(self, effect: Effect) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            try:
                async with self._store.transaction(effect.room_id) as unit:
                    await unit.outbox.renew(effect.id, self._clock.now() + LEASE)
            except StorageError as fault:
                # There is time for another attempt before the lease runs out.
                log.warning("the lease of %s was not renewed: %s", effect.kind, fault)
