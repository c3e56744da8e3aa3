"""Who may do what in a room. Roles are read from Discord for every action."""

from bot.domain.errors import NotAllowed
from bot.domain.model import Person, RoleId, Room


def require_server_manager(person: Person) -> None:
    """Refuse a person who may not manage the server.

    Raises:
        NotAllowed: The person lacks the permission *Manage Server*.
    """
    if not person.manages_server:
        raise NotAllowed("manage_server")


def is_showrunner(person: Person, room: Room) -> bool:
    """Return whether the person is the room's showrunner or has its delegates' role."""
    return person.user_id == room.showrunner_id or room.delegates_role_id in person.roles


def require_showrunner(person: Person, room: Room) -> None:
    """Refuse a person who is neither the showrunner nor a delegate.

    Raises:
        NotAllowed: The person is neither.
    """
    if not is_showrunner(person, room):
        raise NotAllowed("showrunner", role_id=room.delegates_role_id)


def has_supervisors_role(person: Person, room: Room) -> bool:
    """Return whether the person has the role that makes people music supervisors of the room."""
    return room.settings.supervisors_role_id in person.roles


def is_rights_editor(person: Person, room: Room) -> bool:
    """Return whether the person is a music supervisor of the room, or runs the show."""
    named = person.user_id == room.settings.supervisor_id or has_supervisors_role(person, room)
    return named or is_showrunner(person, room)


def require_rights_editor(person: Person, room: Room) -> None:
    """Refuse a person who may not change what is known of the rights to songs.

    Raises:
        NotAllowed: The person is neither music supervisor, showrunner nor delegate.
    """
    if not is_rights_editor(person, room):
        role_id = room.settings.supervisors_role_id or room.delegates_role_id
        raise NotAllowed("supervisor", role_id=role_id)


def only_clears(person: Person, room: Room) -> bool:
    """Return whether the person is a music supervisor of the room, and does not run the show."""
    return is_rights_editor(person, room) and not is_showrunner(person, room)


def require_writer(
    person: Person,
    writers_role_id: RoleId | int | None,
    on_roster: bool | None,
    *,
    only_clears: bool,
) -> None:
    """Refuse a person who may not propose or vote.

    Args:
        person: The person.
        writers_role_id: The role that writers need; None if the room requires none.
        on_roster: True on the roster, False for somebody removed from it, None for a newcomer.
        only_clears: As `only_clears` says. Nothing but the roster or the writers' role makes a
            music supervisor a writer.

    Raises:
        NotAllowed: The writers' role is missing, the person was removed from the roster, or clears
            songs and was never put on it.
    """
    if on_roster is False:
        raise NotAllowed("writer", removed=True)
    if writers_role_id is not None and writers_role_id not in person.roles:
        raise NotAllowed("writer", role_id=writers_role_id)
    if only_clears and on_roster is None and writers_role_id is None:
        raise NotAllowed("writer", clears=True)
