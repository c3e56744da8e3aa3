"""Dates for answers that have passed: whoever clears the room's songs is told of each once."""

from bot.domain.model import Person, Room, RoomId, UserId
from bot.domain.permissions import has_supervisors_role
from bot.services.ports.destinations import person, supervisors
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.ports.unit_of_work import Store
from bot.services.ports.world import Clock

ROOMS_AT_ONCE = 100
SUPERVISORS_TOLD = 25
"""How many members of a role are told, at most: Discord has to be asked for each."""


class OverdueAnswers:
    """Promise the direct messages about holders who have not answered by the date they were to.

    Where a role clears a room's songs, its members are told whom the bot has met: for a list of all
    of them it would need a privileged intent.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def meet(self, someone: Person, room: Room) -> None:
        """Remember somebody who acts in a room with its role for music supervisors."""
        if not has_supervisors_role(someone, room):
            return
        if await self._store.read.rooms.met_supervisor(room.id, someone.user_id):
            return
        async with self._store.transaction(room.id) as unit:
            current = await unit.rooms.get(room.id)
            if current is not None and has_supervisors_role(someone, current):
                now = int(self._clock.now())
                await unit.rooms.meet_supervisor(room.id, someone.user_id, now)

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
                        kind, to = EffectKind.REMIND_OF_ANSWERS, _destination(room)
                        await unit.outbox.promise(kind, to, message, room_id, now)

    async def _overdue(self) -> tuple[RoomId, ...]:
        now = int(self._clock.now())
        return await self._store.read.rights.rooms_overdue(now, ROOMS_AT_ONCE)


def _destination(room: Room) -> str:
    """Return where it is found out who has a role, or who it is that clears a room's songs."""
    by_role = room.settings.supervisors_role_id is not None
    return supervisors(room) if by_role else person(who_clears(room))


def who_clears(room: Room) -> UserId:
    """Return whom matters of rights are brought to: the music supervisor, if a room has one.

    Where a role clears its songs, it is the showrunner, if nobody is known to have it.
    """
    return room.settings.supervisor_id or room.showrunner_id
