"""What Spotify or Discord did not do."""

from dataclasses import dataclass

from bot.domain.errors.base import UpstreamError


@dataclass(eq=False)
class SpotifyUnavailable(UpstreamError):
    """Spotify did not answer, or not sensibly. Whether a write took effect is unknown.

    Attributes:
        doing: What was asked of it, in a few words for the log.
        status: The HTTP status where one arrived.
    """

    doing: str
    status: int | None = None


@dataclass(eq=False)
class SpotifyRefused(UpstreamError):
    """Spotify understood and said no; asking again will not help.

    Attributes:
        doing: What was asked of it.
        status: The HTTP status.
        reason: Spotify's own words.
    """

    doing: str
    status: int
    reason: str


@dataclass(eq=False)
class RateLimited(UpstreamError):
    """No call may be made before an instant.

    Attributes:
        until: UTC seconds.
    """

    until: float


@dataclass(eq=False)
class NeedsReconnect(UpstreamError):
    """The grant is gone (revoked, or six months old); no more calls until it is renewed."""


@dataclass(eq=False)
class SpotifyNotConfigured(UpstreamError):
    """This installation has no Spotify credentials."""


@dataclass(eq=False)
class PlaylistGone(UpstreamError):
    """The playlist was deleted. Another is created only when somebody asks for it."""

    playlist_id: str


@dataclass(eq=False)
class ChannelGone(UpstreamError):
    """A channel or person cannot be written to: deleted, or a permission is missing.

    Attributes:
        channel_id: Which one.
        why: `deleted` or `forbidden`.
    """

    channel_id: int
    why: str


@dataclass(eq=False)
class EventsForbidden(UpstreamError):
    """The bot may not make scheduled events in this server."""


@dataclass(eq=False)
class ThreadsForbidden(UpstreamError):
    """The bot may not open threads on its messages in this channel."""


@dataclass(eq=False)
class FilesForbidden(UpstreamError):
    """The bot may not attach files in this channel."""


@dataclass(eq=False)
class DiscordUnavailable(UpstreamError):
    """Discord did not take a message. Whether it took effect is unknown."""

    doing: str
