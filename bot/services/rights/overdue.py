"""Dates for answers that have passed: whoever clears the room's songs is told of each once."""

from bot.domain.model import Room, RoomId, UserId
from bot.services.ports.destinations import person
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock

ROOMS_AT_ONCE = 100


class OverdueAnswers:
    """Promise the direct messages about holders who have not answered by the date they were to."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def look(self) -> None:
        """Promise one message a room about all its dates that have passed since the last one.

        Safe to call from several processes: each date is claimed in the transaction that promises.
        """
        while rooms := await self._overdue():
            for room_id in rooms:
                async with self._store.transaction(room_id) as unit:
                    now, message = int(self._clock.now()), self._store.new_id()
                    room = await unit.rooms.get(room_id)
                    if await unit.rights.bring_up(room_id, now, message) and room is not None:
                        kind, to = EffectKind.REMIND_OF_ANSWERS, person(who_clears(room))
                        await unit.outbox.promise(kind, to, message, room_id, now)

    async def _overdue(self) -> tuple[RoomId, ...]:
        now = int(self._clock.now())
        return await self._store.read.rights.rooms_overdue(now, ROOMS_AT_ONCE)


def who_clears(room: Room) -> UserId:
    """Return whom matters of rights are brought to: the music supervisor, if a room has one."""
    return room.settings.supervisor_id or room.showrunner_id
