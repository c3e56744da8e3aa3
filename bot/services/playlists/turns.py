"""One at a time: the rooms that share a playlist write to it in turn."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.errors import PlaylistBusy, StorageError
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock

log = logging.getLogger(__name__)

LEASE = 120
"""How long (seconds) a turn lasts unless renewed; after a crash others wait this long."""


class PlaylistTurns:
    """Gives out turns, among the tasks of this process and all processes on the database."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._locks: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = {}

    @asynccontextmanager
    async def turn(self, playlist_id: str) -> AsyncIterator[None]:
        """Wait for a turn at a playlist, and end it.

        Raises:
            PlaylistBusy: Another process has it.
        """
        lock = self._locks.setdefault(playlist_id, asyncio.Lock())
        self._waiting[playlist_id] = self._waiting.get(playlist_id, 0) + 1
        try:
            async with lock, self._leased(playlist_id):
                yield
        finally:
            self._waiting[playlist_id] -= 1
            if not self._waiting[playlist_id]:
                del self._waiting[playlist_id], self._locks[playlist_id]

    @asynccontextmanager
    async def _leased(self, playlist_id: str) -> AsyncIterator[None]:
        lease = self._store.new_id()
        async with self._store.transaction(None) as unit:
            now = int(self._clock.now())
            if not await unit.playlists.lease(playlist_id, lease, now, LEASE):
                raise PlaylistBusy
        renewal = asyncio.create_task(self._renew(playlist_id, lease))
        try:
            yield
        finally:
            renewal.cancel()
            await asyncio.gather(renewal, return_exceptions=True)
            try:
                async with self._store.transaction(None) as unit:
                    await unit.playlists.release(playlist_id, lease)
            except StorageError as fault:
                # What was synced counts more; the turn runs out by itself.
                log.warning("the turn at playlist %s was not ended: %s", playlist_id, fault)

    async def _renew(self, playlist_id: str, lease: int) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            try:
                async with self._store.transaction(None) as unit:
                    now = int(self._clock.now())
                    await unit.playlists.lease(playlist_id, lease, now, LEASE)
            except StorageError as fault:
                log.warning("the turn at playlist %s was not renewed: %s", playlist_id, fault)
