"""The `/round` and `/vote` commands: scheduling and running a vote, voting, and results."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.counting import METHODS
from bot.domain.model import MAX_CANDIDATES, SEATS
from bot.domain.permissions import is_showrunner
from bot.domain.timing import UNDO
from cogs.ui import autocomplete, status
from cogs.ui.ballots import which_vote
from cogs.ui.ballots.which_vote import Verb
from cogs.ui.kit import options, texts
from cogs.ui.kit.commands import EPISODE, VOTE, L, LongText, Reason, ShortText, group
from cogs.ui.kit.context import context_of
from cogs.ui.kit.error_responses import ErrorReplies
from cogs.ui.kit.responses import answer, defer
from cogs.ui.kit.time_options import time_words
from cogs.ui.rounds import casting_vote, endings, previews, record, replies, results, rulings

METHOD_CHOICES = [
    app_commands.Choice(name=L(texts.option(f"{method.title}: {method.gist}")), value=method.name)
    for method in METHODS.values()
]
Seats = app_commands.Range[int, 1, MAX_CANDIDATES - 1]


class RoundCommands(commands.Cog):
    """The commands of rounds."""

    root = group("round", "Votes on the shortlist")

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self.bot = bot

    @root.command(name=L("schedule"), description=L("Have the room vote on the shortlist"))
    @app_commands.describe(
        closes=L("When voting ends, in words: fri 17:00, tomorrow noon, in 36 hours"),
        opens=L("When voting begins; without it, now"),
        seats=L("How many songs get through; 6 without it"),
        method=L("How votes become seats"),
        episode=EPISODE,
    )
    @app_commands.choices(method=METHOD_CHOICES)
    @app_commands.autocomplete(
        closes=autocomplete.times, opens=autocomplete.times, episode=autocomplete.episodes
    )
    async def schedule(
        self,
        interaction: discord.Interaction,
        closes: ShortText,
        opens: ShortText | None = None,
        seats: Seats = SEATS,
        method: str | None = None,
        episode: str | None = None,
    ) -> None:
        """Show what would be scheduled on the current shortlist, to be confirmed."""
        ctx = await context_of(interaction)
        chosen = await ctx.episode(episode)
        draft = await ctx.services.reading.schedule(
            ctx.person,
            ctx.room,
            closes=time_words(closes),
            opens=time_words(opens) if opens else None,
            seats=seats,
            method=method,
        )
        await previews.show_preview(interaction, ctx, chosen, draft)

    @root.command(
        name=L("plan"), description=L("Schedule several votes in a row, each with fewer songs")
    )
    @app_commands.describe(
        cuts=L("How many songs now, then after each vote: 12, 9, 6"),
        closes=L("When each vote ends, with commas between: wed 17:00, fri 17:00"),
        method=L("How votes become seats"),
        episode=EPISODE,
    )
    @app_commands.choices(method=METHOD_CHOICES)
    @app_commands.autocomplete(closes=autocomplete.plan_times, episode=autocomplete.episodes)
    async def plan(
        self,
        interaction: discord.Interaction,
        cuts: ShortText,
        closes: LongText,
        method: str | None = None,
        episode: str | None = None,
    ) -> None:
        """Show what chain of rounds would be scheduled, to be confirmed."""
        # These options are long to type, so an error gives them back.
        async with ErrorReplies(interaction, {"cuts": cuts, "closes": closes}):
            ctx = await context_of(interaction)
            chosen = await ctx.episode(episode)
            draft = await ctx.services.reading.plan(
                ctx.person, ctx.room, cuts=cuts, closes=time_words(closes), method=method
            )
            await previews.show_preview(interaction, ctx, chosen, draft)

    @root.command(name=L("extend"), description=L("Move the end of the vote"))
    @app_commands.describe(closes=L("The new end, in words: fri 17:00, in 36 hours"), episode=VOTE)
    @app_commands.autocomplete(closes=autocomplete.times, episode=autocomplete.episodes)
    async def extend(
        self, interaction: discord.Interaction, closes: ShortText, episode: str | None = None
    ) -> None:
        """Move the close of the episode's round."""
        if (meant := await which_vote.meant(interaction, Verb.EXTEND, episode)) is None:
            return
        ctx, chosen = meant
        # Nobody could undo an end that comes at once; `/round close` asks first.
        view = await ctx.services.control.extend(
            ctx.person, ctx.room, chosen, closes=time_words(closes), least=UNDO
        )
        await answer(interaction, replies.extended(view))

    @root.command(
        name=L("pause"), description=L("Stop the clock of the vote; the time left is kept")
    )
    @app_commands.describe(episode=VOTE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def pause(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Pause the episode's round."""
        if (meant := await which_vote.meant(interaction, Verb.PAUSE, episode)) is None:
            return
        ctx, chosen = meant
        view = await ctx.services.control.pause(ctx.person, ctx.room, chosen)
        await answer(interaction, replies.paused(view))

    @root.command(
        name=L("resume"),
        description=L("Resume a vote, or undo a close or a cancellation"),
    )
    @app_commands.describe(episode=VOTE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def resume(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Resume the episode's round."""
        if (meant := await which_vote.meant(interaction, Verb.RESUME, episode)) is None:
            return
        ctx, chosen = meant
        view = await ctx.services.control.resume(ctx.person, ctx.room, chosen)
        await answer(interaction, replies.resumed(view))

    @root.command(name=L("close"), description=L("Close the vote and count it; asks first"))
    @app_commands.describe(episode=VOTE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def close(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Ask whether to close the episode's round."""
        if (meant := await which_vote.meant(interaction, Verb.CLOSE, episode)) is None:
            return
        ctx, chosen = meant
        view = await ctx.services.control.to_end("close", ctx.person, ctx.room, chosen)
        await answer(interaction, endings.close_question(view))

    @root.command(name=L("cancel"), description=L("Cancel the vote without a result; asks first"))
    @app_commands.describe(episode=VOTE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def cancel(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Ask whether to cancel the episode's round."""
        if (meant := await which_vote.meant(interaction, Verb.CANCEL, episode)) is None:
            return
        ctx, chosen = meant
        view = await ctx.services.control.to_end("cancel", ctx.person, ctx.room, chosen)
        await answer(interaction, endings.cancel_question(view))

    @root.command(name=L("status"), description=L("Turnout and time left"))
    @app_commands.describe(episode=VOTE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def status(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show the round; only the showrunner sees who has not voted yet."""
        if (meant := await which_vote.meant(interaction, Verb.STATUS, episode)) is None:
            return
        ctx, chosen = meant
        view = await ctx.services.rounds.live(ctx.room, chosen)
        names = is_showrunner(ctx.person, ctx.room)
        await answer(interaction, status.round_status(view, names=names))

    @root.command(name=L("results"), description=L("How the vote ended, once it has closed"))
    @app_commands.describe(episode=VOTE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def results(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show the latest results, with their picture."""
        ctx = await context_of(interaction)
        chosen = await options.episode_with_results(ctx, episode)
        found = await ctx.services.results.results(ctx.room, chosen)
        # Drawn anew, the covers come over the network, which may take longer than Discord waits.
        await defer(interaction)
        await answer(interaction, *await results.results_with_picture(found, ctx.services.drawings))

    @root.command(name=L("pin"), description=L("Give a song a seat no matter the votes"))
    @app_commands.describe(
        song=L("Which song in the vote"),
        reason=L("Why; everybody sees it"),
        undo=L("Undo the pin"),
        episode=VOTE,
    )
    @app_commands.autocomplete(song=autocomplete.candidates, episode=autocomplete.episodes)
    async def pin(
        self,
        interaction: discord.Interaction,
        song: ShortText,
        reason: Reason = "",
        undo: bool = False,
        episode: str | None = None,
    ) -> None:
        """Pin a song of the round, or take that back."""
        await rulings.rule(interaction, rulings.PIN, song, episode, reason=reason, undo=undo)

    @root.command(name=L("veto"), description=L("Take a song out of the vote and say why"))
    @app_commands.describe(
        song=L("Which song in the vote"),
        reason=L("Why; everybody sees it"),
        undo=L("Undo the veto"),
        episode=VOTE,
    )
    @app_commands.autocomplete(song=autocomplete.candidates, episode=autocomplete.episodes)
    async def veto(
        self,
        interaction: discord.Interaction,
        song: ShortText,
        reason: Reason = "",
        undo: bool = False,
        episode: str | None = None,
    ) -> None:
        """Veto a song of the round, or take that back."""
        await rulings.rule(interaction, rulings.VETO, song, episode, reason=reason, undo=undo)

    @root.command(name=L("cast"), description=L("Choose between songs that are tied"))
    @app_commands.describe(episode=VOTE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def cast(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Open the casting vote."""
        if (meant := await which_vote.meant(interaction, Verb.CAST, episode)) is None:
            return
        ctx, chosen = meant
        round_id = await ctx.services.rounds.latest(ctx.room, chosen)
        await casting_vote.open_casting(interaction, round_id)

    @root.command(name=L("record"), description=L("All ballots without names, for a recount"))
    @app_commands.describe(episode=VOTE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def record(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show the record of the latest closed round."""
        ctx = await context_of(interaction)
        chosen = await options.episode_with_results(ctx, episode)
        found = await ctx.services.results.record(ctx.person, ctx.room, chosen)
        await answer(interaction, *record.record_message(found))

    @app_commands.command(name=L("vote"), description=L("Your own ballot; only you see it"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    @app_commands.allowed_installs(guilds=True)
    @app_commands.allowed_contexts(guilds=True)
    async def vote(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show the person's own ballot; after the close, what they cast."""
        await which_vote.open_ballot(interaction, episode)
