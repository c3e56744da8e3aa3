"""Asks Discord over REST what is around a room: people, roles, channels."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Protocol

import aiohttp
import discord
from discord.enums import try_enum
from discord.ext import commands
from typing_extensions import override

from bot.domain.errors import DiscordUnavailable, ServerGone
from bot.domain.model import ChannelId, GuildId, Person, RoleId, UserId
from bot.services.ports.surroundings import ChannelKind, Surroundings
from cogs.ui.kit.channels import kind_of

_UNKNOWN_CHANNEL, _UNKNOWN_GUILD, _UNKNOWN_MEMBER, _UNKNOWN_USER = 10003, 10004, 10007, 10013


class KnownServers(Protocol):
    """What the client keeps in mind of servers, which may be incomplete."""

    def channels(self, guild_id: int, /) -> Iterable[int]:
        """Return the channels of a server."""
        ...

    def has_role(self, guild_id: int, role_id: int, /) -> bool:
        """Tell whether a server is known to have a role."""
        ...


class DiscordSurroundings(Surroundings):
    """Asks over REST, since what the client knows is incomplete while it reconnects."""

    def __init__(self, bot: commands.AutoShardedBot, servers: KnownServers) -> None:
        self._bot = bot
        self._servers = servers
        self._asking: dict[GuildId, asyncio.Task[frozenset[RoleId]]] = {}

    @override
    def is_in(self, guild_id: GuildId) -> bool:
        return self._bot.get_guild(guild_id) is not None

    @override
    def channels(self, guild_id: GuildId) -> frozenset[ChannelId] | None:
        guild = self._bot.get_guild(guild_id)
        if guild is None or guild.unavailable:
            return None
        return frozenset(map(ChannelId, self._servers.channels(guild_id)))

    @override
    async def member(self, guild_id: GuildId, user_id: UserId) -> Person | None:
        try:
            async with _translated_errors(guild_id, "looking somebody up"):
                found = await self._bot.http.get_member(guild_id, user_id)
        except discord.NotFound as error:
            if error.code not in (_UNKNOWN_MEMBER, _UNKNOWN_USER):
                raise
            return None
        # The role everyone has goes by the server's id, and Discord leaves it out.
        roles = {int(role) for role in found["roles"]} | {int(guild_id)}
        return Person(user_id, frozenset(map(RoleId, roles)))

    @override
    async def roles(self, guild_id: GuildId) -> frozenset[RoleId]:
        # Whoever asks while Discord is being asked waits for that answer: a crowd asks once.
        asking = self._asking.get(guild_id)
        if asking is None:
            asking = asyncio.create_task(self._roles(guild_id), name=f"discord-ui-roles-{guild_id}")
            self._asking[guild_id] = asking
            asking.add_done_callback(lambda done: self._answered(guild_id, done))
        return await asyncio.shield(asking)

    def _answered(self, guild_id: GuildId, asked: asyncio.Task[frozenset[RoleId]]) -> None:
        self._asking.pop(guild_id)
        if not asked.cancelled():
            asked.exception()  # taken note of, also where nobody waits for it any more

    @override
    async def has_role(self, guild_id: GuildId, role_id: RoleId) -> bool:
        if self._servers.has_role(guild_id, role_id):
            return True
        return role_id in await self.roles(guild_id)

    async def _roles(self, guild_id: GuildId) -> frozenset[RoleId]:
        async with _translated_errors(guild_id, "looking at a server's roles"):
            found = await self._bot.http.get_roles(guild_id)
        return frozenset(RoleId(int(role["id"])) for role in found)

    @override
    async def is_there(self, channel_id: ChannelId) -> bool:
        try:
            async with _translated_errors(0, "looking for a channel"):
                await self._bot.http.get_channel(channel_id)
        except discord.NotFound as error:
            if error.code != _UNKNOWN_CHANNEL:
                raise
            return False
        except ServerGone:  # it may not be seen, so it is there
            return True
        return True

    @override
    async def kind_of(self, channel_id: ChannelId) -> ChannelKind | None:
        try:
            async with _translated_errors(0, "looking at a channel"):
                found = await self._bot.http.get_channel(channel_id)
        except ServerGone:
            return None
        except discord.NotFound as error:
            if error.code != _UNKNOWN_CHANNEL:
                raise
            return None
        return kind_of(try_enum(discord.ChannelType, found["type"]))


@asynccontextmanager
async def _translated_errors(guild_id: int, doing: str) -> AsyncIterator[None]:
    """Translate Discord's errors into our own, except for what is not there.

    A bot that was removed from a server is refused whatever it asks about it.
    """
    try:
        yield
    except discord.Forbidden as error:
        raise ServerGone(guild_id) from error
    except discord.HTTPException as error:
        if error.code == _UNKNOWN_GUILD:
            raise ServerGone(guild_id) from error
        if error.status == 429 or error.status >= 500:
            raise DiscordUnavailable(doing) from error
        raise
    except (discord.RateLimited, aiohttp.ClientError, OSError) as error:
        raise DiscordUnavailable(doing) from error
