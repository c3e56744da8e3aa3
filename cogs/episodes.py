"""The `/episode` commands: creating, editing and archiving episodes, and their progress."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.ui import autocomplete, episodes, status
from cogs.ui.board import budget
from cogs.ui.kit import texts
from cogs.ui.kit.commands import EPISODE, L, ShortText, group
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer


class EpisodeCommands(commands.Cog):
    """The commands of episodes."""

    episode = group("episode", "The show's episodes")

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @episode.command(
        name=L("create"), description=L("Start an episode; it becomes the current one")
    )
    @app_commands.describe(
        number=L("Its number as you write it: 104, 1x04"), title=L("Its title, if it has one")
    )
    async def create(
        self, interaction: discord.Interaction, number: ShortText, title: ShortText = ""
    ) -> None:
        """Create an episode."""
        ctx = await context_of(interaction)
        episode = await ctx.services.episodes.create(ctx.person, ctx.room, number, title)
        name = texts.episode_name(episode)
        text = (
            f"Created {name}. It is the current episode now. Propose songs for it with `/song"
            " propose`."
        )
        await answer(interaction, layout(text))

    @episode.command(name=L("list"), description=L("All episodes and where they stand"))
    async def list(self, interaction: discord.Interaction) -> None:
        """List the episodes, newest first."""
        ctx = await context_of(interaction)
        summaries = await ctx.services.episodes.season(ctx.room)
        await answer(interaction, status.episode_list(summaries))

    @episode.command(name=L("edit"), description=L("Change an episode's number or title"))
    @app_commands.describe(
        number=L("Its new number"),
        title=L("Its new title"),
        episode=EPISODE,
    )
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def edit(
        self,
        interaction: discord.Interaction,
        number: ShortText = "",
        title: ShortText = "",
        episode: str | None = None,
    ) -> None:
        """Change an episode's number or title; with neither option, open the form."""
        ctx = await context_of(interaction)
        chosen = await ctx.episode(episode)
        if not number and not title:
            await episodes.open_episode_form(interaction, ctx, chosen)
            return
        number, title = number or chosen.number, title or chosen.title
        after = await ctx.services.episodes.edit(ctx.person, ctx.room, chosen, number, title)
        await answer(interaction, episodes.edited_reply(chosen, after))

    @episode.command(
        name=L("current"), description=L("Choose the episode commands use when you name none")
    )
    @app_commands.describe(episode=L("Which episode"))
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def current(self, interaction: discord.Interaction, episode: ShortText) -> None:
        """Make an episode the current one."""
        ctx = await context_of(interaction)
        chosen = await ctx.episode(episode)
        after = await ctx.services.episodes.choose(ctx.person, ctx.room, chosen)
        await answer(interaction, episodes.chosen_reply(after))

    @episode.command(name=L("archive"), description=L("Archive an episode; nothing is deleted"))
    @app_commands.describe(undo=L("Bring it back"), episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def archive(
        self, interaction: discord.Interaction, undo: bool = False, episode: str | None = None
    ) -> None:
        """Archive an episode, or bring it back."""
        ctx = await context_of(interaction)
        chosen = await ctx.episode(episode)
        after = await ctx.services.episodes.archive(ctx.person, ctx.room, chosen, undo=undo)
        await answer(interaction, episodes.archived_reply(after))

    @episode.command(
        name=L("budget"), description=L("What the songs may cost, and what they do; private")
    )
    @app_commands.describe(
        amount=L("A number and a currency: 40,000 USD; without it, you see how it stands"),
        undo=L("Take the budget away"),
        episode=EPISODE,
    )
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def budget(
        self,
        interaction: discord.Interaction,
        amount: ShortText = "",
        undo: bool = False,
        episode: str | None = None,
    ) -> None:
        """Set an episode's budget or take it away; with neither option, show it."""
        ctx = await context_of(interaction)
        target = (ctx.person, ctx.room, await ctx.episode(episode))
        if not amount and not undo:
            view = await ctx.services.budgets.view(*target)
            await answer(interaction, budget.budget_page(view))
            return
        view = await ctx.services.budgets.set(*target, None if undo else amount)
        await answer(interaction, budget.changed_page(view))

    @episode.command(name=L("show"), description=L("One episode and what to do next"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def show(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show an episode."""
        ctx = await context_of(interaction)
        chosen = await ctx.episode(episode)
        summary = await ctx.services.episodes.summary(ctx.room, chosen.number)
        await answer(interaction, status.episode_page(summary))
