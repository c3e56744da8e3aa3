"""The way from the messages of a vote that is over to the vote that is open now."""

from bot.domain.model import RoundId, RoundState
from bot.services.ports.read_models import BallotView
from cogs.ui.kit import texts
from cogs.ui.kit.context import Context


async def open_ballot(ctx: Context, round_id: RoundId) -> BallotView | None:
    """Return the person's ballot in the vote that is open, if the round asked for is over.

    Raises:
        NotAllowed, NotFound: As `Voting.ballot` does.
    """
    instead = await ctx.services.rounds.open_instead(ctx.room, round_id)
    if instead is None:
        return None
    return await ctx.services.voting.ballot(ctx.person, ctx.room, instead)


async def what_became_of(ctx: Context, round_id: RoundId) -> str:
    """Return what is said above that ballot: what became of the vote that was asked for."""
    view = await ctx.services.rounds.view(round_id)
    ended = "was canceled" if view.round.state is RoundState.CANCELLED else "has closed"
    name = texts.episode_name(view.episode)
    return f"That vote for {name} {ended}. This is the one that is open now."
