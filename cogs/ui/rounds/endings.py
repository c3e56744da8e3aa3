"""Ending a vote by hand: the questions before it, what is answered, and taking it back."""

import discord
from discord import ui

from bot.domain.counting.crowds import LEAST_BALLOTS
from bot.domain.errors import IllegalMove, RoundMoved
from bot.domain.model import Round, RoundId, RoundState
from bot.domain.timing import UNDO, counted_at
from bot.services.ports.read_models import RoundView
from cogs.ui.ballots.post import state_line
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import Context, context_of, context_of_round
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.rounds import replies

_RED = discord.ButtonStyle.danger


def close_question(view: RoundView, note: str = "") -> ui.LayoutView:
    """Return the question before a vote is closed by hand, with what is missing.

    Args:
        view: The round.
        note: What is said above it.
    """
    round_, name = view.round, texts.episode_name(view.episode)
    leave = LeaveRoundButton.make(round_.id)
    if round_.state is RoundState.CASTING:
        lines = [
            f"**Leave the tie in the vote for {name} to the draw?**",
            (
                "You can choose with `/round cast` until"
                f" {texts.instant(round_.casting_until or 0)}. What the draw decides can't be"
                " undone."
            ),
        ]
        button = CloseNowButton.make(round_, "Leave it to the draw")
        return layout(*filter(None, (note, "\n".join(lines))), row(button, leave))
    lines = [
        f"**Close the vote for {name} now?**",
        f"{_missing(view)} {_when(view)}",
        *_few(view),
        (
            "Voting stops at once, and the votes are counted"
            f" {texts.length(UNDO)} later. Until then you can undo it, and nothing is shown."
        ),
    ]
    after = "\n".join(replies.plan_lines(view))
    button = CloseNowButton.make(round_, "Close it now")
    return layout(*filter(None, (note, "\n".join(lines), after)), row(button, leave))


def _missing(view: RoundView) -> str:
    """Return who has not voted yet, as a number."""
    voted, of = view.turnout.voted, view.turnout.of
    if not voted:
        return "Nobody has voted."
    if voted == of:
        return "Everybody has voted." if of > 1 else "The only writer on the roster has voted."
    verb = "hasn't" if of - voted == 1 else "haven't"
    return f"{of - voted} of {of} {verb} voted."


def _when(view: RoundView) -> str:
    """Return when the vote would close otherwise."""
    round_ = view.round
    if round_.state is RoundState.OPEN:
        return f"The vote closes {texts.instant(round_.closes_at)}."
    if round_.state is RoundState.PAUSED:
        return f"The vote is paused, with {texts.length(round_.time_left or 0)} left."
    return "The vote waits for your decision."


def _few(view: RoundView) -> list[str]:
    """Return a warning where the results of so few ballots may tell what is on each."""
    voted = view.turnout.voted
    if not voted or voted >= LEAST_BALLOTS:
        return []
    is_in = "is in" if voted == 1 else "are in"
    only = f"Only {texts.count(voted, 'ballot')} {is_in}."
    return [f"{only} With so few, people might guess from the results who voted for what."]


def cancel_question(view: RoundView) -> ui.LayoutView:
    """Return the question before a vote is cancelled, with what follows."""
    round_, voted = view.round, view.turnout.voted
    lines = [f"**Cancel the vote for {texts.episode_name(view.episode)}?**"]
    if round_.state is RoundState.SCHEDULED:
        lines.append(state_line(view) + ".")
    elif voted:
        ballots = "has voted. That ballot" if voted == 1 else "have voted. Their ballots"
        lines.append(f"{voted} of {view.turnout.of} {ballots} won't count.")
    else:
        lines.append("Nobody has voted.")
    until = "until another vote on this episode is scheduled"
    if view.later:
        lines.append("The next vote of the plan takes its place, with all of its songs.")
        until = "until that one opens, or another is scheduled"
    lines.append(f"You can bring this one back, with all ballots as they are, {until}.")
    buttons = row(CancelNowButton.make(round_.id), LeaveRoundButton.make(round_.id))
    return layout("\n".join(lines), buttons)


def ended(view: RoundView, successor: RoundView | None = None) -> ui.LayoutView:
    """Return the reply to a vote that was ended by hand, with the button that takes it back.

    Args:
        view: The round.
        successor: The next vote of the plan, if it has taken the place of this one.
    """
    if view.round.state is RoundState.CANCELLED:
        return _cancelled(view, successor)
    if view.round.state is not RoundState.CLOSING:
        return replies.closed(view, successor)
    text = (
        f"Voting for {texts.episode_name(view.episode)} is over. The votes are counted"
        f" {texts.instant(counted_at(view.round))}. Until then, *Undo* or `/round resume` undoes"
        " the close, and nothing is shown."
    )
    lines = "\n".join((text, *replies.plan_lines(view)))
    return layout(lines, row(TakeBackButton.make(view.round)))


def _cancelled(view: RoundView, successor: RoundView | None) -> ui.LayoutView:
    head = f"The vote for {texts.episode_name(view.episode)} is canceled."
    buttons = [row(TakeBackButton.make(view.round))] if view.takes_back else []
    if successor is None:
        lines = [f"{head} `/round schedule` schedules another."]
        if buttons:
            lines.append(
                "Until then, *Bring it back* or `/round resume` brings this one back, with all"
                " ballots as they were."
            )
        return layout("\n".join(lines), *buttons)
    opens, closes = successor.round.opens_at, successor.round.closes_at
    lines = [
        f"{head} The next vote of the plan takes its place: {replies.sizes(successor.round)}.",
        f"It opens {texts.instant(opens)}, and closes {texts.instant(closes)}.",
    ]
    if buttons:
        lines.append("Until it opens, *Bring it back* or `/round resume` brings this one back.")
    blocks = (lines, replies.plan_lines(successor))
    last = "`/round cancel` again cancels that one, too."
    return layout(*("\n".join(block) for block in blocks if block), last, *buttons)


def _already_cancelled(view: RoundView) -> ui.LayoutView:
    buttons = [row(TakeBackButton.make(view.round))] if view.takes_back else []
    name = texts.episode_name(view.episode)
    return layout(f"That vote for {name} was already canceled.", *buttons)


async def _ended(ctx: Context, view: RoundView) -> ui.LayoutView:
    successor = await ctx.services.rounds.successor(view) if view.round.over else None
    return ended(view, successor)


class CloseNowButton(Pressable, custom_id="closenow:{state}:{round_id}"):
    """Closes a vote after the question, which was about the state that the round was in."""

    state: RoundState
    round_id: RoundId

    @classmethod
    def make(cls, round_: Round, label: str) -> "CloseNowButton":
        """Return the button for a round."""
        button: ui.Button[ui.LayoutView] = ui.Button(label=label, style=_RED)
        return cls(button, state=round_.state, round_id=round_.id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Close the vote; if it is in another state by now, ask again."""
        ctx = await context_of(interaction)
        control, rounds = ctx.services.control, ctx.services.rounds
        try:
            view = await control.close_round(ctx.person, ctx.room, self.round_id, seen=self.state)
        except RoundMoved:
            view = await rounds.view(self.round_id)
            note = f"The vote has changed since you were asked. {state_line(view)}"
            await replace(interaction, close_question(view, note))
            return
        except IllegalMove:
            view = await rounds.view(self.round_id)
            if view.round.state is not RoundState.CLOSING:
                raise
        await replace(interaction, await _ended(ctx, view))


class CancelNowButton(Pressable, custom_id="cancelnow:{round_id}"):
    """Cancels a vote after the question."""

    round_id: RoundId

    @classmethod
    def make(cls, round_id: RoundId) -> "CancelNowButton":
        """Return the button for a round."""
        return cls(ui.Button(label="Cancel the vote", style=_RED), round_id=round_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Cancel the vote."""
        ctx = await context_of(interaction)
        try:
            view = await ctx.services.control.cancel_round(ctx.person, ctx.room, self.round_id)
        except IllegalMove:
            view = await ctx.services.rounds.view(self.round_id)
            if view.round.state is not RoundState.CANCELLED:
                raise
            # Perhaps long ago, so that what goes on now has nothing to do with it.
            await replace(interaction, _already_cancelled(view))
            return
        await replace(interaction, await _ended(ctx, view))


class LeaveRoundButton(Pressable, custom_id="leaveround:{round_id}"):
    """Leaves a vote as it is."""

    round_id: RoundId

    @classmethod
    def make(cls, round_id: RoundId) -> "LeaveRoundButton":
        """Return the button for a round."""
        return cls(ui.Button(label="Leave it as it is"), round_id=round_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Say how the vote stands."""
        ctx = await context_of(interaction)
        view = await ctx.services.rounds.in_room(ctx.room, self.round_id)
        name = texts.episode_name(view.episode)
        await replace(
            interaction, layout(f"The vote for {name} was left alone.\n{state_line(view)}")
        )


class TakeBackButton(Pressable, custom_id="takeback:{round_id}"):
    """Takes back a close that is not counted yet, or a cancellation."""

    round_id: RoundId

    @classmethod
    def make(cls, round_: Round) -> "TakeBackButton":
        """Return the button for a round that is being closed, or cancelled."""
        label = "Undo" if round_.state is RoundState.CLOSING else "Bring it back"
        return cls(ui.Button(label=label), round_id=round_.id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Take the end of the vote back, or say why that is not possible any more."""
        ctx = await context_of_round(interaction, self.round_id)
        try:
            view = await ctx.services.control.take_back(ctx.person, ctx.room, self.round_id)
        except IllegalMove:
            view = await ctx.services.rounds.view(self.round_id)
            await replace(interaction, _too_late(view))
            return
        await replace(interaction, replies.resumed(view))


def _too_late(view: RoundView) -> ui.LayoutView:
    """Return the reply where there is nothing to take back, or no more."""
    name = texts.episode_name(view.episode)
    if view.round.closed_at is not None:
        why = f"The votes for {name} have already been counted, so the close can't be undone."
    else:
        why = f"There's nothing left to undo in the vote for {name}."
    return layout(f"{why}\n{state_line(view)}")
