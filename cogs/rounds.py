"""`/round` and `/vote`: schedule a vote, take part in it, see how it ended."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.counting import METHODS
from bot.domain.model import MAX_CANDIDATES, SEATS, RoundState
from bot.domain.permissions import is_showrunner
from cogs.ui import autocomplete, status
from cogs.ui.ballots import post
from cogs.ui.kit import texts
from cogs.ui.kit.commands import EPISODE, L, Reason, Short, Words, group
from cogs.ui.kit.context import context_of
from cogs.ui.kit.error_responses import ErrorsTold
from cogs.ui.kit.responses import answer, defer
from cogs.ui.rounds import casting_vote, record, replies, results, rulings

METHOD_CHOICES = [
    app_commands.Choice(name=L(texts.option(f"{one.title}: {one.gist}")), value=one.name)
    for one in METHODS.values()
]
Seats = app_commands.Range[int, 1, MAX_CANDIDATES - 1]


class RoundCommands(commands.Cog):
    """The commands of rounds."""

    root = group("round", "Votes on the shortlist")

    def __init__(self, bot: commands.Bot) -> None:
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
        closes: Short,
        opens: Short | None = None,
        seats: Seats = SEATS,
        method: str | None = None,
        episode: str | None = None,
    ) -> None:
        """Schedule a round over the shortlist as it stands."""
        at = await context_of(interaction)
        view = await at.services.rounds.schedule(
            at.person,
            at.room,
            await at.episode(episode),
            closes=closes,
            opens=opens,
            seats=seats,
            method=method,
        )
        await answer(interaction, replies.scheduled(view))

    @root.command(name=L("plan"), description=L("Have the room vote in several cuts"))
    @app_commands.describe(
        cuts=L("How many songs at first, then after each vote: 12, 9, 6"),
        closes=L("When each vote ends, with commas between: wed 17:00, fri 17:00"),
        method=L("How votes become seats"),
        episode=EPISODE,
    )
    @app_commands.choices(method=METHOD_CHOICES)
    @app_commands.autocomplete(closes=autocomplete.plan_times, episode=autocomplete.episodes)
    async def plan(
        self,
        interaction: discord.Interaction,
        cuts: Short,
        closes: Words,
        method: str | None = None,
        episode: str | None = None,
    ) -> None:
        """Schedule a chain of rounds over the shortlist as it stands."""
        # So much typing is given back where it cannot be used.
        async with ErrorsTold(interaction, {"cuts": cuts, "closes": closes}):
            at = await context_of(interaction)
            meant = await at.episode(episode)
            view = await at.services.rounds.plan(
                at.person, at.room, meant, cuts=cuts, closes=closes, method=method
            )
            await answer(interaction, replies.scheduled(view))

    @root.command(name=L("extend"), description=L("Move the end of the vote"))
    @app_commands.describe(
        closes=L("When voting ends instead, in words: fri 17:00, in 36 hours"), episode=EPISODE
    )
    @app_commands.autocomplete(closes=autocomplete.times, episode=autocomplete.episodes)
    async def extend(
        self, interaction: discord.Interaction, closes: Short, episode: str | None = None
    ) -> None:
        """Move the close of the episode's round."""
        at = await context_of(interaction)
        meant = await at.episode(episode)
        view = await at.services.control.extend(at.person, at.room, meant, closes=closes)
        await answer(interaction, replies.extended(view))

    @root.command(
        name=L("pause"), description=L("Stop the clock of the vote; the time left is kept")
    )
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def pause(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Pause the episode's round."""
        at = await context_of(interaction)
        view = await at.services.control.pause(at.person, at.room, await at.episode(episode))
        await answer(interaction, replies.paused(view))

    @root.command(name=L("resume"), description=L("Let a paused or waiting vote go on"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def resume(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Resume the episode's round."""
        at = await context_of(interaction)
        view = await at.services.control.resume(at.person, at.room, await at.episode(episode))
        await answer(interaction, replies.resumed(view))

    @root.command(name=L("close"), description=L("Close the vote now and count it"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def close(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Close the episode's round by hand."""
        at = await context_of(interaction)
        view = await at.services.control.close(at.person, at.room, await at.episode(episode))
        heir = None
        if view.round.state is RoundState.CLOSED:
            heir = await at.services.rounds.successor(view)
        await answer(interaction, replies.closed(view, heir))

    @root.command(name=L("cancel"), description=L("Cancel the vote; its ballots count for nothing"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def cancel(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Cancel the episode's round."""
        at = await context_of(interaction)
        meant = await at.episode(episode)
        view = await at.services.control.cancel(at.person, at.room, meant)
        await answer(interaction, replies.cancelled(view, await at.services.rounds.successor(view)))

    @root.command(name=L("status"), description=L("Turnout and time left"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def status(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show the round; who is awaited, to the showrunner only."""
        at = await context_of(interaction)
        view = await at.services.rounds.live(at.room, await at.episode(episode))
        names = is_showrunner(at.person, at.room)
        await answer(interaction, status.round_status(view, names=names))

    @root.command(name=L("results"), description=L("How the vote ended, once it has closed"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def results(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show the newest results, with their picture."""
        at = await context_of(interaction)
        found = await at.services.results.results(at.room, await at.episode(episode))
        # The covers come over the network: that may take longer than Discord waits.
        await defer(interaction)
        await answer(interaction, *await results.drawn(found, at.services.covers))

    @root.command(name=L("pin"), description=L("Give a song a seat, whatever the votes"))
    @app_commands.describe(
        song=L("Which song of the round"),
        reason=L("Why; everybody sees it"),
        undo=L("Take the pin back"),
        episode=EPISODE,
    )
    @app_commands.autocomplete(song=autocomplete.candidates, episode=autocomplete.episodes)
    async def pin(
        self,
        interaction: discord.Interaction,
        song: Short,
        reason: Reason = "",
        undo: bool = False,
        episode: str | None = None,
    ) -> None:
        """Pin a song of the round, or take that back."""
        await rulings.rule(interaction, rulings.PIN, song, episode, reason=reason, undo=undo)

    @root.command(name=L("veto"), description=L("Take a song out of the vote, for a reason"))
    @app_commands.describe(
        song=L("Which song of the round"),
        reason=L("Why; everybody sees it"),
        undo=L("Take the veto back"),
        episode=EPISODE,
    )
    @app_commands.autocomplete(song=autocomplete.candidates, episode=autocomplete.episodes)
    async def veto(
        self,
        interaction: discord.Interaction,
        song: Short,
        reason: Reason = "",
        undo: bool = False,
        episode: str | None = None,
    ) -> None:
        """Veto a song of the round, or take that back."""
        await rulings.rule(interaction, rulings.VETO, song, episode, reason=reason, undo=undo)

    @root.command(name=L("cast"), description=L("Choose between songs that are tied"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def cast(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Open the casting vote."""
        at = await context_of(interaction)
        round_id = await at.services.rounds.latest(at.room, await at.episode(episode))
        await casting_vote.open_casting(interaction, round_id)

    @root.command(name=L("record"), description=L("All ballots without names, to count again"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    async def record(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Hand out the record of the newest closed round."""
        at = await context_of(interaction)
        found = await at.services.results.record(at.person, at.room, await at.episode(episode))
        await answer(interaction, *record.record_message(found))

    @app_commands.command(name=L("vote"), description=L("Your own ballot; only you see it"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=autocomplete.episodes)
    @app_commands.allowed_installs(guilds=True)
    @app_commands.allowed_contexts(guilds=True)
    async def vote(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Open one's own ballot; after the close, what one cast."""
        at = await context_of(interaction)
        round_id = await at.services.rounds.latest(at.room, await at.episode(episode))
        await post.show_ballot(interaction, round_id)
