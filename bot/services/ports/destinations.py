"""The destinations of effects: ordered within one, and never waiting for each other."""

from bot.domain.model import GuildId, Room, UserId, read_id
from bot.services.ports.repositories.outbox import EffectKind

SPOTIFY_HOST = "spotify:host"
"""The host's account at Spotify."""

_PERSON = "person:"


def imports(account: str) -> str:
    """Return the destination for imports from a Spotify account.

    It is separate so that a long import, which may have to wait for tomorrow's calls, never delays
    the syncs.
    """
    return f"{account}/imports"


def files(room: Room) -> str:
    """Return the destination for imports from files, which wait for nobody."""
    return f"files:{room.id}"


def listening(account: str) -> str:
    """Return the destination for listening playlists and covers in a Spotify account.

    It is separate so that these never delay the shared playlist.
    """
    return f"{account}/listening"


def lines(account: str) -> tuple[str, ...]:
    """Return all destinations of a Spotify account."""
    return account, imports(account), listening(account)


def channel(room: Room) -> str:
    """Return the destination for a room's channel."""
    return f"channel:{room.channel_id}"


def cards(room: Room) -> str:
    """Return the destination for the cards of proposals, and the progress of imports, in a channel.

    It is separate so that they never delay ballots, ties and results, however many there are.
    """
    return f"{channel(room)}/cards"


def session(room: Room) -> str:
    """Return the destination for the cards of a room that listens together, in its thread.

    It is separate so that these never delay ballots, and no other message delays them.
    """
    return f"{channel(room)}/session"


def in_channel(room: Room) -> tuple[str, ...]:
    """Return all destinations in a room's channel."""
    return channel(room), cards(room), session(room)


def person(user_id: UserId) -> str:
    """Return the destination for somebody's direct messages."""
    return f"{_PERSON}{user_id}"


def person_at(destination: str) -> UserId:
    """Return the person behind a destination for direct messages."""
    return UserId(read_id(destination.removeprefix(_PERSON)))


def supervisors(room: Room) -> str:
    """Return the destination for finding out who is to be told as a music supervisor of a room."""
    return f"supervisors:{room.id}"


def events(guild_id: GuildId) -> str:
    """Return the destination for a server's scheduled events."""
    return f"events:{guild_id}"


def spotify(room: Room) -> str:
    """Return the destination for a room's Spotify account."""
    return SPOTIFY_HOST if room.spotify_account is None else f"spotify:{room.spotify_account}"


def of_round(kind: EffectKind, room: Room) -> str:
    """Return the destination for an effect about a round."""
    match kind:
        case EffectKind.REQUEST_CASTING | EffectKind.REQUEST_DECISION:
            return person(room.showrunner_id)
        case EffectKind.SHOW_EVENT:
            return events(room.guild_id)
        case EffectKind.SYNC_PLAYLIST:
            return spotify(room)
        case _:
            return channel(room)
