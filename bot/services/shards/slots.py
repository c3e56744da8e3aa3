"""The slots in which sessions at Discord's gateway begin, one after another over all processes."""

import asyncio
import logging

from bot.domain.errors import StorageError
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock

log = logging.getLogger(__name__)

IDENTIFY_EVERY = 5.0
"""Seconds between two sessions that begin in the same slot, which is Discord's rule."""


class IdentifySlots:
    """Has sessions take turns, by a row for each slot."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def turn(self, shard: int, slots: int) -> None:
        """Return when a shard may begin a session.

        Where the database does not say whose turn it is, it waits for as long as a turn takes.

        Args:
            shard: The shard.
            slots: In how many slots sessions may begin at once, as Discord says.
        """
        try:
            while True:
                if await self._take(shard % slots):
                    return
                await asyncio.sleep(IDENTIFY_EVERY / 10)
        except StorageError as fault:
            log.warning("whose turn it is to connect is not known: %s", fault)
            await asyncio.sleep(IDENTIFY_EVERY)

    async def _take(self, slot: int) -> bool:
        now = self._clock.now()
        free_at, believed = now + IDENTIFY_EVERY, now + 2 * IDENTIFY_EVERY
        async with self._store.transaction(None) as unit:
            return await unit.shards.take_identify_slot(slot, now, free_at, believed)
