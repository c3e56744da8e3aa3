"""The `/rights` commands: clearing songs, from who holds their rights to the letters."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.ui import autocomplete
from cogs.ui.kit import options
from cogs.ui.kit.commands import L, ShortText, group
from cogs.ui.kit.context import context_of, host_of
from cogs.ui.kit.responses import answer, defer
from cogs.ui.kit.time_options import time_words
from cogs.ui.rights.letters import answer_with_letters
from cogs.ui.rights.lists import due_page, episode_page
from cogs.ui.rights.songs import song_page
from cogs.ui.rights.terms import terms_page


class RightsCommands(commands.Cog):
    """The commands of those who clear songs."""

    root = group("rights", "Who holds the rights to songs, and what they say")

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @root.command(name=L("show"), description=L("Who holds a song's rights, and what they said"))
    @app_commands.describe(
        song=L("Which song; without it, all songs of the episode"),
        episode=L("Which episode; without it, the newest with songs on its board"),
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
            chosen = await options.board_episode(ctx, episode)
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

    @root.command(name=L("terms"), description=L("What your letters ask for"))
    @app_commands.describe(
        episode=L("For which episode; without it, for the whole room"),
        song=L("For which song; without an episode, in the newest with songs on its board"),
    )
    @app_commands.autocomplete(episode=autocomplete.episodes, song=autocomplete.episode_songs)
    async def terms(
        self,
        interaction: discord.Interaction,
        episode: str | None = None,
        song: ShortText | None = None,
    ) -> None:
        """Show the terms of the room, of an episode, or of a song in it."""
        ctx = await context_of(interaction)
        ctx.services.rooms.require_rights_editor(ctx.person, ctx.room)
        if not (episode or song):
            await answer(
                interaction, terms_page(await ctx.services.rights_terms.view(ctx.person, ctx.room))
            )
            return
        chosen = await options.board_episode(ctx, episode)
        song_id = await options.episode_song(ctx, chosen, song) if song else None
        view = await ctx.services.rights_terms.view(ctx.person, ctx.room, chosen.id, song_id)
        await answer(interaction, terms_page(view))

    @root.command(
        name=L("letters"), description=L("A letter to everybody who has not been asked, to edit")
    )
    @app_commands.describe(
        episode=L("Which episode; without it, the newest with songs on its board"),
        song=L("Which song; without it, all on the board"),
        by=L("When an answer would help, in words: fri 17:00, in 2 weeks"),
    )
    @app_commands.autocomplete(
        episode=autocomplete.episodes, song=autocomplete.episode_songs, by=autocomplete.times
    )
    async def letters(
        self,
        interaction: discord.Interaction,
        episode: str | None = None,
        song: ShortText | None = None,
        by: ShortText | None = None,
    ) -> None:
        """Draft letters, and show them as an archive."""
        ctx = await context_of(interaction)
        ctx.services.rooms.require_rights_editor(ctx.person, ctx.room)
        chosen = await options.board_episode(ctx, episode)
        song_id = await options.episode_song(ctx, chosen, song) if song else None
        until = await ctx.services.reading.time(ctx.room, time_words(by)) if by else None
        await defer(interaction)
        drafts = await ctx.services.rights_letters.draft(
            ctx.person, ctx.room, chosen, song_id, until.at if until else None
        )
        await answer_with_letters(interaction, drafts)
