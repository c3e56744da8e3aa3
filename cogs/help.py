"""The `/help` command: what the person can do in the channel now."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.ui import help as help_screen
from cogs.ui.kit.commands import L
from cogs.ui.kit.responses import answer


class HelpCommands(commands.Cog):
    """The help command."""

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @app_commands.command(name=L("help"), description=L("What I can do here now"))
    @app_commands.allowed_installs(guilds=True)
    @app_commands.allowed_contexts(guilds=True)
    async def help(self, interaction: discord.Interaction) -> None:
        """Show what the person can do now."""
        await answer(interaction, await help_screen.open_help(interaction))
