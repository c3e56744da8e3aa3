"""Which vote somebody means who asks for their ballot, where several go on at once."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.services.ports.read_models import RoundView
from cogs.ui.ballots.post import VoteButton, show_ballot, state_line
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.responses import answer

_SHOWN = 10
"""Votes to choose from; more at once is no room."""


async def open_ballot(interaction: discord.Interaction, episode: str | None) -> None:
    """Show somebody their ballot: in the named episode's vote, or else in the only open one.

    Where several are open, ask which; where none goes on, show the current episode's last one.

    Raises:
        NotAllowed, NotFound: As `Voting.ballot` and `Rounds.latest` do.
    """
    ctx = await context_of(interaction)
    votes = () if episode else await ctx.services.rounds.to_vote_in(ctx.room)
    if len(votes) > 1:
        await answer(interaction, question(votes))
    elif votes:
        await show_ballot(interaction, votes[0].round.id)
    else:
        chosen = await ctx.episode(episode)
        await show_ballot(interaction, await ctx.services.rounds.latest(ctx.room, chosen))


def question(votes: Sequence[RoundView]) -> ui.LayoutView:
    """Return the question which of several votes is meant, with a button for each."""
    shown = votes[-_SHOWN:]
    lines = [f"- {texts.episode_name(one.episode)}: {state_line(one)}" for one in shown]
    buttons = [
        VoteButton.make(one.round.id, texts.option(f"Episode {one.episode.number}", 40))
        for one in shown
    ]
    rows = [row(*buttons[first : first + 5]) for first in range(0, len(buttons), 5)]
    head = "**More than one vote is going on. Which ballot do you want?**"
    return layout(head, "\n".join(lines), *rows)
