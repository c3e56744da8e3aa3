"""The `/rights` commands: who holds the rights to songs, and who has yet to answer."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.ui import autocomplete
from cogs.ui.kit import options
from cogs.ui.kit.commands import L, ShortText, group
from cogs.ui.kit.context import context_of, host_of
from cogs.ui.kit.responses import answer
from cogs.ui.rights.lists import due_page, episode_page
from cogs.ui.rights.songs import song_page


class RightsCommands(commands.Cog):
    """The commands of those who clear songs."""

    root = group("rights", "Clearing songs: who holds the rights, and what they said")

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @root.command(name=L("show"), description=L("Who holds a song's rights, and what they said"))
    @app_commands.describe(
        song=L("Which song; without it, all songs of the episode"),
        episode=L("Which episode; without it, the current one"),
    )
    @app_commands.autocomplete(song=autocomplete.clearable, episode=autocomplete.episodes)
    async def show(
        self,
        interaction: discord.Interaction,
        song: ShortText | None = None,
        episode: str | None = None,
    ) -> None:
        """Show the rights to a song, or to all songs of an episode."""
        ctx = await context_of(interaction)
        rights = ctx.services.rights
        if song is None:
            chosen = await ctx.episode(episode)
            view = await rights.episode(ctx.person, ctx.room, chosen)
            await answer(interaction, episode_page(view))
            return
        song_id = await options.clearable_song(ctx, song)
        about = await options.episode_of_song(ctx, song_id, episode)
        shown = await rights.view(ctx.person, ctx.room, song_id)
        now = host_of(interaction.client).clock.now()
        await answer(interaction, song_page(shown, now, about.id if about else 0))

    @root.command(name=L("due"), description=L("Who hasn't answered yet, the oldest first"))
    async def due(self, interaction: discord.Interaction) -> None:
        """Show who has yet to answer."""
        ctx = await context_of(interaction)
        waiting = await ctx.services.rights.due(ctx.person, ctx.room)
        await answer(interaction, due_page(waiting, host_of(interaction.client).clock.now()))
