"""Scrutineers: who counts votes again whose records nobody else may see."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.errors import InvalidInput
from bot.domain.model import Person, Room
from bot.domain.permissions import is_showrunner, require_showrunner
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock

SCRUTINEERS_MAX = 3


class Scrutiny:
    """Name a room's scrutineers."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def name(self, person: Person, room: Room, people: Sequence[Person]) -> Room:
        """Name the scrutineers of the votes scheduled from now on; return the room.

        Raises:
            NotAllowed: The person is not the showrunner.
            InvalidInput: There are more than three, or one is the showrunner or a delegate.
        """
        require_showrunner(person, room)
        if len(people) > SCRUTINEERS_MAX:
            raise InvalidInput("scrutineers.number", str(len(people)))
        async with self._store.transaction() as unit:
            current = await unit.rooms.get(room.id) or room
            if any(is_showrunner(one, current) for one in people):
                raise InvalidInput("scrutineers.showrunner", "")
            named = tuple(sorted(one.user_id for one in people))
            changed = replace(current, settings=replace(current.settings, scrutineers=named))
            await unit.rooms.save(changed, int(self._clock.now()))
        return changed
