"""The `/shortlist` commands: picking, filling up, showing and listening to it."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.listening import MINUTES_MAX
from bot.domain.model import MAX_CANDIDATES, MIN_CANDIDATES, SHORTLIST_SIZE
from cogs.ui import autocomplete
from cogs.ui.kit import options
from cogs.ui.kit.commands import EPISODE, L, ShortText, group
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer
from cogs.ui.listening.alone import alone_page
from cogs.ui.listening.cards import begun_reply
from cogs.ui.shortlists import confirm, pick
from cogs.ui.songs import longlist

Minutes = app_commands.Range[int, 0, MINUTES_MAX]
Size = app_commands.Range[int, MIN_CANDIDATES, MAX_CANDIDATES]


class ShortlistCommands(commands.Cog):
    """The commands of shortlists."""

    shortlist = group("shortlist", "The songs the room will vote on")

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @shortlist.command(name=L("pick"), description=L("Look through the longlist and tick songs"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def pick(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show the first page to pick from."""
        ctx = await context_of(interaction)
        await answer(interaction, await pick.first_picking_page(ctx, await ctx.episode(episode)))

    @shortlist.command(
        name=L("fill"), description=L("Fill the shortlist with the most-seconded songs")
    )
    @app_commands.describe(
        size=L("How many songs it should have then; 12 without it"),
        variety=L("One song per artist while others are left; True without it"),
        episode=EPISODE,
    )
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def fill(
        self,
        interaction: discord.Interaction,
        size: Size = SHORTLIST_SIZE,
        variety: bool = True,
        episode: str | None = None,
    ) -> None:
        """Fill up the shortlist: most seconded first, then earliest."""
        ctx = await context_of(interaction)
        chosen = await ctx.episode(episode)
        view, filling = await ctx.services.shortlists.fill(
            ctx.person, ctx.room, chosen, size, variety=variety
        )
        await answer(interaction, confirm.filled_reply(view, filling))

    @shortlist.command(name=L("add"), description=L("Put a song on the shortlist by its name"))
    @app_commands.describe(song=L("A few letters of its title or artists"), episode=EPISODE)
    @app_commands.autocomplete(song=autocomplete.unpicked, episode=autocomplete.episodes)
    async def add(
        self, interaction: discord.Interaction, song: ShortText, episode: str | None = None
    ) -> None:
        """Put a song of the longlist on the shortlist."""
        ctx = await context_of(interaction)
        chosen = await ctx.episode(episode)
        wanted = await options.longlisted(ctx, chosen, song)
        view, added = await ctx.services.shortlists.add(ctx.person, ctx.room, chosen, wanted)
        await answer(interaction, confirm.added_reply(view, added, already=added.shortlisted))

    @shortlist.command(
        name=L("listen"), description=L("Listen to the shortlist together, song by song")
    )
    @app_commands.describe(
        minutes=L("Minutes for each song, 0 to move on by hand; its own length without it"),
        names=L("Show lines with their writers' names; False without it"),
        episode=EPISODE,
    )
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def listen(
        self,
        interaction: discord.Interaction,
        minutes: Minutes | None = None,
        names: bool = False,
        episode: str | None = None,
    ) -> None:
        """Begin a session in the thread of the presented shortlist."""
        ctx = await context_of(interaction)
        chosen = await ctx.episode(episode)
        listenings = ctx.services.listenings
        begun = await listenings.begin(ctx.person, ctx.room, chosen, minutes, named=names)
        await answer(interaction, begun_reply(chosen, new=begun is not None))

    @shortlist.command(
        name=L("listen-alone"), description=L("Listen to the shortlist in your own time")
    )
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def listen_alone(
        self, interaction: discord.Interaction, episode: str | None = None
    ) -> None:
        """Show the presented songs privately, one after the other."""
        ctx = await context_of(interaction)
        chosen = await ctx.episode(episode)
        view = await ctx.services.listening_lines.alone(ctx.person, ctx.room, chosen)
        await answer(interaction, alone_page(view, 1))

    @shortlist.command(name=L("show"), description=L("The shortlist as it stands now"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def show(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show the shortlist."""
        ctx = await context_of(interaction)
        view = await ctx.services.shortlists.view(ctx.room, await ctx.episode(episode))
        await answer(interaction, longlist.shortlist_page(view, clears=ctx.is_rights_editor))
