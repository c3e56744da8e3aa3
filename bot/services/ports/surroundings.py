"""What is around a room at Discord just now: its channel, its server's roles, its people."""

from enum import StrEnum
from typing import Protocol

from bot.domain.model import ChannelId, GuildId, Person, RoleId, UserId


class ChannelKind(StrEnum):
    """What a channel is, as far as a room is concerned."""

    TEXT = "text"
    VOICE = "voice"
    """The text chat of a voice or stage channel, which has no threads."""
    FORUM = "forum"
    """Holds posts, and no messages of its own."""
    OTHER = "other"


class Surroundings(Protocol):
    """Asks Discord itself, wherever what the client knows may be incomplete.

    Raises:
        ServerGone: The bot is not in that server.
        DiscordUnavailable: Discord does not say now.
    """

    def is_in(self, guild_id: GuildId) -> bool:
        """Tell whether the bot is in a server, by the list it gets when it connects."""
        ...

    def channels(self, guild_id: GuildId) -> frozenset[ChannelId] | None:
        """Return all channels of a server, also hidden ones; None while it is not known whole."""
        ...

    async def member(self, guild_id: GuildId, user_id: UserId) -> Person | None:
        """Return somebody with their present roles; None if they are not in the server.

        Whether they manage the server is not known here.
        """
        ...

    async def roles(self, guild_id: GuildId) -> frozenset[RoleId]:
        """Return all roles of a server."""
        ...

    async def has_role(self, guild_id: GuildId, role_id: RoleId) -> bool:
        """Tell whether a server has a role; cheap where it has."""
        ...

    async def is_there(self, channel_id: ChannelId) -> bool:
        """Tell whether a channel still exists, even if the bot may not see it."""
        ...

    async def kind_of(self, channel_id: ChannelId) -> ChannelKind | None:
        """Return what a channel is; None if it was deleted or the bot may not see it."""
        ...
