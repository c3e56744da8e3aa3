"""Who may propose and vote: the writers' role, and the roster."""

from bot.domain import permissions
from bot.domain.model import Person, Room
from bot.domain.whole_days import day_of
from bot.services.ports.unit_of_work import UnitOfWork


async def require_writer(read: UnitOfWork, person: Person, room: Room) -> None:
    """Refuse a person who may not propose or vote.

    Raises:
        NotAllowed: The writers' role is missing, or the person was removed from the roster.
    """
    on_roster = await read.rooms.on_roster(room.id, person.user_id)
    permissions.require_writer(person, room.writers_role_id, on_roster)


async def join(
    unit: UnitOfWork, person: Person, room: Room, now: int, *, on_roster: bool | None = None
) -> None:
    """Put a newcomer on the roster, in the transaction of their first action.

    Only the day is kept: the second would tell which of the lines without a name is theirs.

    Args:
        unit: The transaction.
        person: Who acts.
        room: In which room.
        now: UTC seconds.
        on_roster: What was read of them in this transaction, if anything was.

    Raises:
        NotAllowed: As `require_writer` does.
    """
    if on_roster is None:
        on_roster = await unit.rooms.join(room.id, person.user_id, day_of(now))
    permissions.require_writer(person, room.writers_role_id, on_roster)
