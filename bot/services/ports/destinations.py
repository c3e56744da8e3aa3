"""Where effects go: in order within a destination; destinations never wait for each other."""

from bot.domain.model import GuildId, Room, UserId, read_id
from bot.services.ports.repositories.outbox import EffectKind

SPOTIFY_HOST = "spotify:host"
"""The host's account at Spotify."""

_PERSON = "person:"


def imports(account: str) -> str:
    """Return where the reading of whole playlists goes, of a Spotify account.

    A line of its own beside the account's: a long playlist may have to wait for tomorrow's calls,
    and the syncs that they are kept for must not wait behind it.
    """
    return f"{account}/imports"


def listening(account: str) -> str:
    """Return where playlists to listen to are kept, of a Spotify account.

    Beside the account's own line too: what the votes decided never waits for a shortlist's playlist
    or for a cover.
    """
    return f"{account}/listening"


def lines(account: str) -> tuple[str, ...]:
    """Return all destinations of a Spotify account."""
    return account, imports(account), listening(account)


def channel(room: Room) -> str:
    """Return the destination that a room's channel is."""
    return f"channel:{room.channel_id}"


def person(user_id: UserId) -> str:
    """Return the destination that somebody's direct messages are."""
    return f"{_PERSON}{user_id}"


def person_at(destination: str) -> UserId:
    """Return whose direct messages a destination is."""
    return UserId(read_id(destination.removeprefix(_PERSON)))


def events(guild_id: GuildId) -> str:
    """Return the destination that a server's scheduled events are."""
    return f"events:{guild_id}"


def spotify(room: Room) -> str:
    """Return the destination that a room's Spotify account is."""
    return SPOTIFY_HOST if room.spotify_account is None else f"spotify:{room.spotify_account}"


def of_round(kind: EffectKind, room: Room) -> str:
    """Return where an effect goes that is about a round of a room."""
    match kind:
        case EffectKind.REQUEST_CASTING | EffectKind.REQUEST_DECISION:
            return person(room.showrunner_id)
        case EffectKind.SHOW_EVENT:
            return events(room.guild_id)
        case EffectKind.SYNC_PLAYLIST:
            return spotify(room)
        case _:
            return channel(room)
