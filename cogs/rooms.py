"""`/room`: set a channel up, keep its roster, see where it stands."""

import contextlib

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import NoRoom
from bot.domain.model import ChannelId, GuildId, RoleId, UserId
from cogs.ui import autocomplete, status
from cogs.ui.kit import context
from cogs.ui.kit.commands import L, Short, group
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer
from cogs.ui.rooms import forget_me, roster, settings


class RoomCommands(commands.Cog):
    """The commands of a room as a whole."""

    room = group("room", "This writers' room")

    def __init__(self, bot: commands.Bot) -> None:
        self.bot = bot

    @room.command(name=L("setup"), description=L("Make this channel a writers' room, or change it"))
    @app_commands.describe(
        title=L("The show's name"),
        timezone=L("Type a city to find the time zone that times are read in"),
        showrunner=L("Who picks shortlists and schedules rounds; at first, you"),
        delegates=L("A role that may do what the showrunner may"),
        writers=L("A role that proposing and voting are kept for"),
    )
    @app_commands.autocomplete(timezone=autocomplete.timezones)
    async def setup(
        self,
        interaction: discord.Interaction,
        title: Short,
        timezone: Short,
        showrunner: discord.User | None = None,
        delegates: discord.Role | None = None,
        writers: discord.Role | None = None,
    ) -> None:
        """Make this channel a room; again, change it."""
        room = await context.services(interaction).rooms.setup(
            context.person(interaction),
            GuildId(interaction.guild_id or 0),
            context.channel_id(interaction),
            title=title,
            timezone=timezone,
            showrunner_id=UserId(showrunner.id) if showrunner else None,
            delegates=RoleId(delegates.id) if delegates else None,
            writers=RoleId(writers.id) if writers else None,
        )
        await answer(interaction, roster.room_ready(room))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Pause what is open in a room whose channel was deleted."""
        asked = context.services_of(self.bot)
        with contextlib.suppress(NoRoom):
            room = await asked.rooms.at(ChannelId(channel.id))
            await asked.control.pause_for_lost_channel(room.id, "deleted")

    @room.command(name=L("roster"), description=L("Choose the writers who count for the vote"))
    async def roster(self, interaction: discord.Interaction) -> None:
        """Open the picker of the roster."""
        at = await context_of(interaction)
        at.services.rooms.require_showrunner(at.person, at.room)
        writers = await at.services.rooms.roster(at.room)
        await answer(interaction, roster.roster_page(at.room, writers))

    @room.command(name=L("settings"), description=L("Choose how this room votes"))
    async def settings(self, interaction: discord.Interaction) -> None:
        """Open the screen of what the room may choose."""
        await answer(interaction, await settings.show_settings(interaction))

    @room.command(name=L("forget-me"), description=L("Take my name out of what is kept"))
    async def forget_me(self, interaction: discord.Interaction) -> None:
        """Say what it means to be forgotten, and ask."""
        at = await context_of(interaction)
        await at.services.privacy.check(at.person, at.room)
        await answer(interaction, forget_me.question(at))

    @room.command(name=L("status"), description=L("What is open, what is next, and what waits"))
    async def status(self, interaction: discord.Interaction) -> None:
        """Say where the room stands."""
        at = await context_of(interaction)
        await answer(interaction, status.room_status(await at.services.rooms.status(at.room)))
