"""What is kept for a while alone, and forgotten in time."""

import logging

from bot.domain.errors import StorageError
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock

log = logging.getLogger(__name__)

CLAIMS_KEPT_FOR = 3600
"""How long (seconds) claims of interactions are kept; Discord takes answers for 900 seconds."""
LINKS_KEPT_FOR = 86_400
"""How long (seconds) links that nobody used are kept, so that whoever is late is told so."""
EFFECTS_KEPT_FOR = 7 * 86_400
"""How long (seconds) settled effects are kept, for a look at what happened and for the status."""
LINES_KEPT_FOR = 90 * 86_400
"""How long (seconds) lines on the ballots of a cancelled vote wait for it to be brought back."""
MOST_AT_ONCE = 500
"""So many settled effects are forgotten in one sweep, so that no vote waits for it."""


class Upkeep:
    """Keeps tables from growing with what nobody asks about any more, and files from telling it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def sweep(self) -> None:
        """Forget claims of interactions, links, settled effects and lines whose time is over."""
        now = int(self._clock.now())
        async with self._store.transaction(None) as unit:
            await unit.interactions.sweep(now - CLAIMS_KEPT_FOR)
            await unit.accounts.sweep_links(now - LINKS_KEPT_FOR)
            await unit.outbox.sweep(now - EFFECTS_KEPT_FOR, MOST_AT_ONCE)
        lines_before = now - LINES_KEPT_FOR
        for room_id in await self._store.read.star_lines.rooms_with_old(lines_before):
            async with self._store.transaction(room_id) as unit:
                await unit.star_lines.sweep(room_id, lines_before)
        try:
            await self._store.scrub()
        except StorageError as fault:
            # The next sweep does it.
            log.warning("what was deleted may still be in the database's log: %s", fault)
