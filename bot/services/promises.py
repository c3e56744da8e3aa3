"""What was promised and waits: tried again at once when its surroundings have changed."""

from bot.domain.errors import RateLimited
from bot.domain.model import GuildId, Person, Room
from bot.domain.permissions import require_showrunner
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock

NAMED_AN_INSTANT = RateLimited.__name__
"""What failed with this error waits for the instant that somebody named."""


class Promises:
    """Retry what waits. What waits for an instant that Spotify named goes on waiting."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def retry(self, person: Person, room: Room) -> None:
        """Retry at once what a room has waiting, for somebody who has mended the cause.

        Raises:
            NotAllowed: The person is not the showrunner.
        """
        require_showrunner(person, room)
        async with self._store.transaction(room.id) as unit:
            now = int(self._clock.now())
            await unit.outbox.retry_room(room.id, now, except_error=NAMED_AN_INSTANT)

    async def retry_in_server(self, guild_id: GuildId) -> None:
        """Retry at once what a server's rooms have waiting, since something changed there."""
        waiting = await self._store.read.outbox.rooms_that_wait(guild_id)
        if not waiting:
            return  # servers change often, and something waits rarely
        async with self._store.transaction(*waiting) as unit:
            for room_id in waiting:
                now = int(self._clock.now())
                await unit.outbox.retry_room(room_id, now, except_error=NAMED_AN_INSTANT)
