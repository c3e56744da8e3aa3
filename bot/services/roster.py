"""Who may propose and vote: the writers' role, and the roster."""

from bot.domain import permissions
from bot.domain.model import Person, Room
from bot.domain.whole_days import day_of
from bot.services.ports.unit_of_work import UnitOfWork


async def require_writer(read: UnitOfWork, person: Person, room: Room) -> None:
    """Refuse a person who may not propose or vote.

    Raises:
        NotAllowed: As `permissions.require_writer` says.
    """
    on_roster = await read.rooms.on_roster(room.id, person.user_id)
    require_writer_of(person, room, on_roster)


def require_writer_of(person: Person, room: Room, on_roster: bool | None) -> None:
    """Refuse a person who may not propose or vote, by what was read of the roster.

    Raises:
        NotAllowed: As `permissions.require_writer` says.
    """
    only_clears = permissions.only_clears(person, room)
    permissions.require_writer(person, room.writers_role_id, on_roster, only_clears=only_clears)


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
    if on_roster is None and permissions.only_clears(person, room):
        await require_writer(unit, person, room)
    if on_roster is None:
        on_roster = await unit.rooms.join(room.id, person.user_id, day_of(now))
    require_writer_of(person, room, on_roster)
