"""Errors of Spotify and Discord."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.allowance import Limit
from bot.domain.errors.base import UpstreamError


@dataclass(eq=False)
class SpotifyUnavailable(UpstreamError):
    """Spotify gave no answer or no usable one. Whether a write took effect is unknown.

    Attributes:
        doing: What the bot was doing, in a few words for the log.
        status: The HTTP status, if there was one.
    """

    doing: str
    status: int | None = None


@dataclass(eq=False)
class PlaylistNotWritten(SpotifyUnavailable):
    """Spotify answers, and yet takes nothing that is written to a playlist."""


@dataclass(eq=False)
class PlaylistBusy(UpstreamError):
    """Another process works on the playlist right now."""


class Cause(StrEnum):
    """Why Spotify refuses a request. The values are kept in the database."""

    USER = "user"
    """The account is not on the app's list of users."""
    PREMIUM = "premium"
    """The app's owner has no Premium."""
    SECRET = "secret"  # noqa: S105 (a name)
    """Spotify does not know the app, or not with this secret."""
    SCOPES = "scopes"
    """The account's owner has not agreed to all that is needed."""
    OWNER = "owner"
    """The playlist belongs to another account, which lets this one not change it."""
    READING = "reading"
    """The app may not read a playlist although its own account keeps it."""
    FULL = "full"
    """The playlist takes no more songs."""
    PUBLIC = "public"
    """The playlist is public, and does not become private; confidential songs stay out of it."""
    OTHER = "other"


@dataclass(eq=False)
class SpotifyRefused(UpstreamError):
    """Spotify refused a request; repeating it will not help.

    Attributes:
        doing: What the bot was doing.
        status: The HTTP status.
        reason: Spotify's own words.
        cause: What they mean.
        since: From when on (UTC seconds) everything has been refused for this cause; 0 if that is
            not known, or only this request is refused.
    """

    doing: str
    status: int
    reason: str
    cause: Cause = Cause.OTHER
    since: int = 0

    @property
    def of_account(self) -> bool:
        """Whether everything that is asked with the account is refused for this."""
        return self.cause in {Cause.USER, Cause.PREMIUM, Cause.SECRET}

    @property
    def not_there(self) -> bool:
        """Whether Spotify has no such song or playlist; a wrong secret has the same status."""
        return self.status in {400, 404} and self.cause is Cause.OTHER

    @property
    def closed(self) -> bool:
        """Whether the account may not see this playlist, rather than anything at all."""
        return self.status == 403 and self.cause in {Cause.OTHER, Cause.OWNER}


@dataclass(eq=False)
class AccountNotRead(SpotifyUnavailable):
    """Spotify could not say whose account was connected. The same address can be used again."""


@dataclass(eq=False)
class RateLimited(UpstreamError):
    """No call may be made before an instant.

    Attributes:
        until: UTC seconds.
        why: What is used up, or who asks for it.
    """

    until: float
    why: Limit = Limit.SPOTIFY


@dataclass(eq=False)
class NeedsReconnect(UpstreamError):
    """The grant has ended (revoked, or six months old); calls need a new one."""


@dataclass(eq=False)
class SpotifyNotConfigured(UpstreamError):
    """This installation has no Spotify credentials."""


@dataclass(eq=False)
class PlaylistGone(UpstreamError):
    """The playlist was deleted. A new one is created only when somebody asks for it."""

    playlist_id: str


@dataclass(eq=False)
class CreditsOff(UpstreamError):
    """This installation may not ask for credits."""


@dataclass(eq=False)
class CreditsBusy(UpstreamError):
    """The catalogue of credits wants not to be asked before an instant.

    Attributes:
        until: UTC seconds.
    """

    until: float


@dataclass(eq=False)
class CreditsUnavailable(UpstreamError):
    """The catalogue of credits gave no answer, or no usable one.

    Attributes:
        status: The HTTP status, if there was one.
    """

    status: int | None = None


@dataclass(eq=False)
class ChannelGone(UpstreamError):
    """The bot cannot write to a channel or person.

    Attributes:
        channel_id: The id of the channel.
        why: `deleted` or `forbidden`.
    """

    channel_id: int
    why: str


@dataclass(eq=False)
class ServerGone(UpstreamError):
    """The bot is not in a server any more."""

    guild_id: int


@dataclass(eq=False)
class EventsForbidden(UpstreamError):
    """The bot cannot create scheduled events in this server.

    Attributes:
        why: `forbidden`, or `full`: the server has as many as Discord allows.
    """

    why: str = "forbidden"


@dataclass(eq=False)
class ThreadsForbidden(UpstreamError):
    """The bot cannot open threads on its messages in this channel.

    Attributes:
        why: `forbidden`, `full` (the server has as many as Discord allows), or `kind`: channels of
            this kind have none.
    """

    why: str = "forbidden"


@dataclass(eq=False)
class FilesForbidden(UpstreamError):
    """The bot may not attach files in this channel."""


@dataclass(eq=False)
class DiscordUnavailable(UpstreamError):
    """Discord did not accept a message. Whether it took effect is unknown."""

    doing: str


@dataclass(eq=False)
class DiscordBusy(DiscordUnavailable):
    """Discord asks the bot to wait. What was asked has certainly not taken effect."""


@dataclass(eq=False)
class DiscordRefused(UpstreamError):
    """Discord refused a request for a reason that asking again will hardly change by itself.

    Attributes:
        doing: What the bot was doing, in a few words for the log.
        status: The HTTP status.
        code: Discord's code for the reason; 0 if it gave none.
        reason: Discord's own words.
    """

    doing: str
    status: int
    code: int
    reason: str


@dataclass(eq=False)
class BlockedByAutoMod(DiscordRefused):
    """The server's AutoMod refused a message."""


@dataclass(eq=False)
class DirectMessagesClosed(UpstreamError):
    """A person takes no direct messages from the bot.

    Attributes:
        user_id: Who it is.
    """

    user_id: int


@dataclass(eq=False)
class Lapsed(UpstreamError):
    """What was promised is of no more use.

    Attributes:
        why: `late`, or `unsure`: it may have been done, and must not be done twice.
    """

    why: str
