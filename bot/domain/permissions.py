"""Who may do what in a room. Discord's word on roles is taken anew at every action."""

from bot.domain.errors import NotAllowed
from bot.domain.model import Person, RoleId, Room


def require_server_manager(person: Person) -> None:
    """Refuse who does not manage the server.

    Raises:
        NotAllowed: The person lacks Discord's *Manage Server*.
    """
    if not person.manages_server:
        raise NotAllowed("manage_server")


def is_showrunner(person: Person, room: Room) -> bool:
    """Say whether the person is the room's showrunner or holds its delegates' role."""
    return person.user_id == room.showrunner_id or room.delegates_role_id in person.roles


def require_showrunner(person: Person, room: Room) -> None:
    """Refuse who is neither the showrunner nor a delegate.

    Raises:
        NotAllowed: Neither of the two.
    """
    if not is_showrunner(person, room):
        raise NotAllowed("showrunner")


def require_writer(
    person: Person, writers_role_id: RoleId | int | None, on_roster: bool | None
) -> None:
    """Refuse who may not propose or vote.

    Args:
        person: Who asks.
        writers_role_id: The role a writer must hold, or None where the room asks for none.
        on_roster: True or False for somebody on or taken off the roster, None for a newcomer.

    Raises:
        NotAllowed: The writers' role is missing, or the person was taken off the roster.
    """
    if on_roster is False:
        raise NotAllowed("writer", removed=True)
    if writers_role_id is not None and writers_role_id not in person.roles:
        raise NotAllowed("writer")
