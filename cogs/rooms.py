"""The `/room` commands: setup, roster, settings, status, and forgetting a person."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.ui import autocomplete, status
from cogs.ui.kit.commands import L, ShortText, group
from cogs.ui.kit.context import context_of
from cogs.ui.kit.error_responses import ErrorReplies
from cogs.ui.kit.responses import answer
from cogs.ui.rooms import forget_me, roster, settings, setup


class RoomCommands(commands.Cog):
    """The commands of a room as a whole."""

    room = group("room", "This writers' room")

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @room.command(name=L("setup"), description=L("Make this channel a writers' room, or change it"))
    @app_commands.describe(
        title=L("The show's name"),
        timezone=L("The room's time zone: type a city to find it"),
        showrunner=L("Who picks shortlists and schedules votes; at first, you"),
        delegates=L("A role that can do what the showrunner can"),
        writers=L("Only this role can propose and vote"),
        supervisor=L("Who clears the rights to songs: the music supervisor, or a role for several"),
        without=L("Stop using a role, or go without a music supervisor"),
    )
    @app_commands.choices(without=setup.WITHOUT)
    @app_commands.autocomplete(timezone=autocomplete.timezones)
    async def setup(
        self,
        interaction: discord.Interaction,
        title: ShortText,
        timezone: ShortText,
        showrunner: discord.User | None = None,
        delegates: discord.Role | None = None,
        writers: discord.Role | None = None,
        supervisor: discord.User | discord.Role | None = None,
        without: str | None = None,
    ) -> None:
        """Make this channel a room, or change the room that it is."""
        chosen = setup.Chosen(showrunner, delegates, writers, supervisor, without or "")
        typed = {"title": title, "timezone": timezone}
        async with ErrorReplies(interaction, typed):
            await setup.set_up(interaction, title, timezone, chosen)

    @room.command(name=L("roster"), description=L("Choose the writers who vote"))
    async def roster(self, interaction: discord.Interaction) -> None:
        """Show the first page of the roster."""
        ctx = await context_of(interaction)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        writers = await ctx.services.rooms.roster(ctx.room)
        await answer(interaction, roster.roster_page(ctx.room, writers))

    @room.command(name=L("settings"), description=L("Choose how this room votes"))
    async def settings(self, interaction: discord.Interaction) -> None:
        """Show the settings."""
        await answer(interaction, await settings.show_settings(interaction))

    @room.command(name=L("forget-me"), description=L("Remove my name from what I keep"))
    async def forget_me(self, interaction: discord.Interaction) -> None:
        """Ask before forgetting the person."""
        ctx = await context_of(interaction)
        await ctx.services.privacy.check(ctx.person, ctx.room)
        await answer(interaction, forget_me.forget_question(ctx))

    @room.command(name=L("status"), description=L("What's open, next, and waiting"))
    async def status(self, interaction: discord.Interaction) -> None:
        """Show the status of the room."""
        await status.show_room_status(interaction)
