"""The `/character` commands: creating, listing and showing the show's characters."""

from typing import Annotated

import discord
from discord import app_commands
from discord.ext import commands

from bot.services.characters import BACKSTORY_MAX, NAME_MAX
from cogs.ui import autocomplete, characters
from cogs.ui.kit.commands import L, ShortText, group
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer

Name = Annotated[str, app_commands.Range[str, 1, NAME_MAX]]
Backstory = Annotated[str, app_commands.Range[str, 1, BACKSTORY_MAX]]


class CharacterCommands(commands.Cog):
    """The commands of characters."""

    character = group("character", "The characters and their songs")

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @character.command(name=L("create"), description=L("Create a character"))
    @app_commands.describe(
        name=L("What the room calls them"), backstory=L("Who they are, as far as the room knows")
    )
    async def create(
        self, interaction: discord.Interaction, name: Name, backstory: Backstory = ""
    ) -> None:
        """Create a character, and show its page."""
        ctx = await context_of(interaction)
        view = await ctx.services.characters.create(ctx.person, ctx.room, name, backstory)
        await answer(interaction, characters.character_page(view, ctx.is_showrunner))

    @character.command(
        name=L("list"), description=L("All characters, with the number of their songs")
    )
    async def list(self, interaction: discord.Interaction) -> None:
        """List the characters by name."""
        ctx = await context_of(interaction)
        everybody = await ctx.services.characters.all(ctx.room)
        counts = await ctx.services.characters.counts(ctx.room)
        await answer(interaction, characters.character_list(ctx.room, everybody, counts))

    @character.command(name=L("show"), description=L("A character and their songs"))
    @app_commands.describe(name=L("Type a few letters and pick them"))
    @app_commands.autocomplete(name=autocomplete.characters)
    async def show(self, interaction: discord.Interaction, name: ShortText) -> None:
        """Show a character."""
        ctx = await context_of(interaction)
        chosen = await ctx.services.characters.find(ctx.room, name)
        view = await ctx.services.characters.view(ctx.room, chosen.id)
        await answer(interaction, characters.character_page(view, ctx.is_showrunner))
