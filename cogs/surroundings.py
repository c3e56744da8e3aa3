"""What Discord tells of servers, channels and permissions; it says when to look at the rooms."""

import contextlib

import discord
from discord.ext import commands

from bot.domain.errors import NoRoom
from bot.domain.model import ChannelId, GuildId
from cogs.ui.kit import context


class SurroundingsEvents(commands.Cog):
    """Listens for servers and channels that go and come, and for permissions that change."""

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Look at the rooms of a server that is back after an outage."""
        # All that are there when the bot connects are looked at together, before work begins.
        if self.bot.is_ready():
            await self._seen(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Look at the rooms of a server that the bot was invited to."""
        await self._seen(guild)
        await self._try_again(guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Pause the open rounds of a server that the bot was removed from."""
        await context.services_of(self.bot).surroundings.server_left(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_channel_deleted(self, channel_id: int) -> None:
        """Pause the open rounds of a room whose channel was deleted."""
        services = context.services_of(self.bot)
        with contextlib.suppress(NoRoom):
            room = await services.rooms.at(ChannelId(channel_id))
            await services.control.pause_for_lost_channel(room.id, "deleted")

    @commands.Cog.listener()
    async def on_access_changed(self, guild_id: int) -> None:
        """Try again where channels, roles or the bot itself got other permissions."""
        await context.services_of(self.bot).surroundings.access_changed(GuildId(guild_id))
        await self._try_again(guild_id)

    async def _try_again(self, guild_id: int) -> None:
        """Try again what waits in a server, whatever it waits for: the cause may be gone."""
        await context.services_of(self.bot).promises.retry_in_server(GuildId(guild_id))

    async def _seen(self, guild: discord.Guild) -> None:
        await context.services_of(self.bot).surroundings.server_seen(GuildId(guild.id))
