"""What is missing around a room, for its status: permissions, roles, people, its channel."""

from collections.abc import Sequence

from msgspec import Struct, field

from bot.services.ports.statuses import RoomStatus
from bot.services.surroundings import PEOPLE_LOOKED_UP, Gone
from cogs.ui.kit import texts
from cogs.ui.kit.lacking import lacking_text


class Around(Struct, frozen=True):
    """What is missing around a room: permissions of the bot by name, people and roles."""

    lacking: Sequence[str] = ()
    gone: Gone = field(default_factory=Gone)


def around_lines(status: RoomStatus, around: Around | None) -> list[str]:
    """Return what is missing and who can mend it, a line each; of the rest, what was noted."""
    around = around or Around()
    missing = [lacking_text(status.room, around.lacking)] if around.lacking else []
    noted = [_TROUBLE[trouble] for trouble in _troubles(status)]
    return [*missing, *_gone_lines(around.gone), *noted]


def _troubles(status: RoomStatus) -> list[str]:
    room, live = status.room, status.live
    is_waiting = live is not None and live.round.awaits_showrunner
    return [
        name
        for name, applies in (
            ("channel_paused", room.channel_trouble and is_waiting),
            ("channel", room.channel_trouble and not is_waiting),
            (f"events_{room.event_trouble}", room.event_trouble and room.settings.events),
            (f"threads_{room.thread_trouble}", room.thread_trouble and not room.channel_trouble),
        )
        if applies
    ]


def _gone_lines(gone: Gone) -> list[str]:
    """Return who and what the room names that is not in the server, and who can mend it."""
    lines = [_ROLES_GONE[what] for what in gone.roles]
    if gone.showrunner:
        lines.append(
            "The showrunner is no longer in this server. A server admin names another with"
            " `/room setup` and `showrunner`; I then ask them about whatever is waiting."
        )
    if gone.supervisor:
        lines.append(
            "The music supervisor is no longer in this server, so I tell the showrunner about late"
            " answers. A server admin names another with `/room setup` and `supervisor`, or takes"
            " them away with `without`."
        )
    if gone.scrutineers:
        people = texts.listed(texts.person(user) for user in gone.scrutineers)
        lines.append(
            f"Scrutineers of the votes to come, but no longer in this server: {people}. The"
            " showrunner chooses others with `/room settings`."
        )
    if gone.writers:
        people = texts.listed(texts.person(user) for user in gone.writers)
        lines.append(
            f"On the roster, but no longer in this server: {people}. They count for the turnout"
            f" while on it; the showrunner takes them off with `/room roster`."
        )
    if gone.unseen:
        lines.append(
            f"I looked up the first {PEOPLE_LOOKED_UP} people on the roster. I can't tell whether"
            f" any of the other {gone.unseen} left the server."
        )
    return lines


_ROLES_GONE = {
    "writers": (
        "The writers' role was deleted, so nobody can propose or vote. A server admin names another"
        " with `/room setup` and `writers`, or takes it away with `without`."
    ),
    "delegates": (
        "The delegates' role was deleted, so only the showrunner can decide. A server admin names"
        " another with `/room setup` and `delegates`, or takes it away with `without`."
    ),
    "supervisors": (
        "The music supervisors' role was deleted, so only the showrunner and delegates can clear"
        " songs. A server admin names another, or a person, with `/room setup` and `supervisor`."
    ),
}
_TROUBLE = {
    "channel_paused": (
        "I couldn't post in this room's channel, so the vote is paused. Ask a server"
        " admin to let me view it, send messages and read its history; then use `/round resume`."
    ),
    "channel": (
        "I couldn't post in this room's channel. Ask a server admin to let me view it, send"
        " messages and read its history; what waits then follows automatically."
    ),
    "events_forbidden": (
        "Scheduled events: I don't have permission to create them. Ask a server admin to give me"
        " *Create Events*, or"
        " switch them off with `/room settings`."
    ),
    "events_full": (
        "Scheduled events: this server has a hundred already, and Discord allows no more, so the"
        " vote is not among them. Remove some; the next change of the vote brings it in."
    ),
    "threads_forbidden": (
        "Threads: I don't have permission to create them on shortlists and ballots. Ask a server"
        " admin to give me"
        " *Create Public Threads*; everything else works."
    ),
    "threads_full": (
        "Threads: this server has as many active ones as Discord allows, so shortlists and ballots"
        " get none. Close some; everything else works."
    ),
    "threads_kind": (
        "Threads: this kind of channel has none, so shortlists and ballots get none. Everything"
        " else works."
    ),
}
