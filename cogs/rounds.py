"""`/round` and `/vote`: schedule a vote, take part in it, see how it ended."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.model import MAX_CANDIDATES, SEATS, Method
from bot.domain.permissions import is_showrunner
from cogs.ui import ballot, people, results, status, suggest, texts
from cogs.ui.base import answer, layout
from cogs.ui.commands import EPISODE, L, Short, group

METHODS = [
    app_commands.Choice(
        name=L("Approval: pick as many songs as there are seats, star two"),
        value=Method.APPROVAL.value,
    )
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
    @app_commands.choices(method=METHODS)
    @app_commands.autocomplete(closes=suggest.times, opens=suggest.times, episode=suggest.episodes)
    async def schedule(
        self,
        interaction: discord.Interaction,
        closes: Short,
        opens: Short | None = None,
        seats: Seats = SEATS,
        method: str = Method.APPROVAL.value,
        episode: str | None = None,
    ) -> None:
        """Schedule a round over the shortlist as it stands."""
        at = await people.here(interaction)
        view = await at.services.rounds.schedule(
            at.person,
            at.room,
            await at.episode(episode),
            closes=closes,
            opens=opens,
            seats=seats,
            method=Method(method),
        )
        await answer(interaction, status.scheduled(view))

    @root.command(name=L("close"), description=L("Close the vote now and count it"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=suggest.episodes)
    async def close(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Close the episode's round by hand."""
        at = await people.here(interaction)
        view = await at.services.rounds.close(at.person, at.room, await at.episode(episode))
        name = texts.episode_name(view.episode)
        text = f"The vote for {name} is closed; the results come in the channel."
        await answer(interaction, layout(text))

    @root.command(name=L("cancel"), description=L("Cancel the vote; its ballots count for nothing"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=suggest.episodes)
    async def cancel(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Cancel the episode's round."""
        at = await people.here(interaction)
        view = await at.services.rounds.cancel(at.person, at.room, await at.episode(episode))
        name = texts.episode_name(view.episode)
        text = f"The vote for {name} is cancelled. `/round schedule` begins another."
        await answer(interaction, layout(text))

    @root.command(name=L("status"), description=L("Turnout and time left"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=suggest.episodes)
    async def status(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show the round; who is awaited, to the showrunner only."""
        at = await people.here(interaction)
        view = await at.services.rounds.live(at.room, await at.episode(episode))
        names = is_showrunner(at.person, at.room)
        await answer(interaction, status.round_status(view, names=names))

    @root.command(name=L("results"), description=L("How the vote ended, once it has closed"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=suggest.episodes)
    async def results(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Show the newest results."""
        at = await people.here(interaction)
        found = await at.services.playlists.results(at.room, await at.episode(episode))
        await answer(interaction, results.results_message(found))

    @app_commands.command(name=L("vote"), description=L("Your own ballot; only you see it"))
    @app_commands.describe(episode=EPISODE)
    @app_commands.autocomplete(episode=suggest.episodes)
    @app_commands.allowed_installs(guilds=True)
    @app_commands.allowed_contexts(guilds=True)
    async def vote(self, interaction: discord.Interaction, episode: str | None = None) -> None:
        """Open one's own ballot; after the close, what one cast."""
        at = await people.here(interaction)
        round_id = await at.services.rounds.latest(at.room, await at.episode(episode))
        await ballot.show_ballot(interaction, round_id)
