"""Changes in a server after which what waits there may work."""

import discord
from discord.ext import commands

from bot.domain.model import GuildId
from cogs.ui.kit.context import services_of


class Surroundings(commands.Cog):
    """Has what waits in a server tried again when its channels, roles or settings change.

    Changes of AutoMod and of people's own settings are not told to the bot. For them there is a
    button in `/room status`.
    """

    def __init__(self, bot: commands.Bot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Try again after a channel changed."""
        if before.overwrites != after.overwrites:
            await self._retry(after.guild)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Try again after the permissions of a role changed."""
        if before.permissions != after.permissions:
            await self._retry(after.guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Try again after the bot was invited once more."""
        await self._retry(guild)

    async def _retry(self, guild: discord.Guild) -> None:
        await services_of(self.bot).promises.retry_in_server(GuildId(guild.id))
