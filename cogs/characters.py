"""`/character`: who the songs are about."""

from typing import Annotated

import discord
from discord import app_commands
from discord.ext import commands

from bot.services.characters import BACKSTORY_MAX, NAME_MAX
from cogs.ui import autocomplete, characters
from cogs.ui.kit.commands import L, Short, group
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer

Name = Annotated[str, app_commands.Range[str, 1, NAME_MAX]]
Backstory = Annotated[str, app_commands.Range[str, 1, BACKSTORY_MAX]]


class CharacterCommands(commands.Cog):
    """The commands of characters."""

    character = group("character", "The characters, and who they are in songs")

    def __init__(self, bot: commands.Bot) -> None:
        self.bot = bot

    @character.command(name=L("create"), description=L("Make a character that songs can be for"))
    @app_commands.describe(
        name=L("What the room calls them"), backstory=L("Who they are, as far as the room knows")
    )
    async def create(
        self, interaction: discord.Interaction, name: Name, backstory: Backstory = ""
    ) -> None:
        """Make a character; without a backstory, the answer has a button for it."""
        at = await context_of(interaction)
        view = await at.services.characters.create(at.person, at.room, name, backstory)
        await answer(interaction, characters.page(view, at.is_showrunner))

    @character.command(name=L("list"), description=L("All characters, with how many songs"))
    async def list(self, interaction: discord.Interaction) -> None:
        """List the characters by name."""
        at = await context_of(interaction)
        everybody = await at.services.characters.all(at.room)
        counts = await at.services.characters.counts(at.room)
        await answer(interaction, characters.everybody(at.room, everybody, counts))

    @character.command(name=L("show"), description=L("A character, and who they are in songs"))
    @app_commands.describe(name=L("Type a few letters and pick them"))
    @app_commands.autocomplete(name=autocomplete.characters)
    async def show(self, interaction: discord.Interaction, name: Short) -> None:
        """Show a character."""
        at = await context_of(interaction)
        meant = await at.services.characters.find(at.room, name)
        view = await at.services.characters.view(at.room, meant.id)
        await answer(interaction, characters.page(view, at.is_showrunner))
