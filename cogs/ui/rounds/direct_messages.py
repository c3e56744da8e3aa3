"""Messages about a round to those it waits for: reminders, decisions for the showrunner."""

from collections.abc import Sequence
from enum import IntEnum

import discord
from discord import ui

from bot.domain.errors import IllegalMove
from bot.domain.model import Cause, RoundId
from bot.domain.timing import EXTENSION
from bot.services.ports.read_models import RoundView
from cogs.ui.ballots.post import state_line, turnout_line
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_of_round
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.rounds import endings, replies


class Verb(IntEnum):
    """What the showrunner can do with a round that waits for them."""

    CLOSE = 0
    RESUME = 1
    CANCEL = 2


CLOSE, RESUME, CANCEL = Verb
_LABELS = {CLOSE: "Count it as it is", RESUME: "Open it again", CANCEL: "Cancel it"}


def reminder(view: RoundView) -> ui.LayoutView:
    """Return the reminder for a writer who has not voted yet."""
    round_ = view.round
    reason = (
        "Too few have voted, so the vote stays open longer. Your ballot is not in yet."
        if round_.cause is Cause.QUORUM
        else "Your ballot is not in yet."
    )
    return layout(
        f"**{texts.room_name(view.room)}: the vote for {texts.episode_name(view.episode)}** closes"
        f" {texts.instant(round_.closes_at)}.\n{reason}",
        row(ui.Button(label="Go to the vote", url=ballot_link(view))),
    )


def ballot_link(view: RoundView) -> str:
    """Return the address of the ballot message, or of the channel if there is none yet."""
    place = f"https://discord.com/channels/{view.room.guild_id}/{view.room.channel_id}"
    return f"{place}/{view.round.message_id}" if view.round.message_id else place


async def way_to_open_vote(ctx: Context, round_id: RoundId) -> tuple[Piece, ...]:
    """Return a row with a link to the vote that is open, if the round asked for is over."""
    instead = await ctx.services.rounds.open_instead(ctx.room, round_id)
    if instead is None:
        return ()
    link = ballot_link(await ctx.services.rounds.view(instead))
    return (row(ui.Button(label="Go to the open vote", url=link)),)


def decision_request(view: RoundView, message: int) -> ui.LayoutView:
    """Return the direct message that asks the showrunner what to do with a round.

    Args:
        view: The round.
        message: A number that sets the message apart from earlier ones about the round.
    """
    trouble = view.room.channel_trouble
    unreachable = view.round.cause is Cause.CHANNEL and trouble in ("deleted", "removed")
    verbs = (CLOSE, CANCEL) if unreachable else (CLOSE, RESUME, CANCEL)
    lines = [f"{_head(view)} {_reason(view)}", *_choices(view, verbs)]
    buttons = [DecisionButton.make(verb, view.round.id, message) for verb in verbs]
    return layout("\n".join(lines), row(*buttons))


def decision_message(view: RoundView, message: int) -> ui.LayoutView:
    """Return the message in the channel that asks what to do with a round, then that it is decided.

    Args:
        view: The round.
        message: As for `decision_request`.
    """
    if not view.round.awaits_showrunner:
        return decision_made(view)
    reason = _reason(view)
    if view.round.cause is Cause.CHANNEL:
        reason = "is paused: for a while, I couldn't post in this channel. All ballots are kept."
    asked = f"{texts.person(view.room.showrunner_id)} or a delegate decides:"
    verbs = (CLOSE, RESUME, CANCEL)
    lines = [f"{_head(view)} {reason}", *_choices(view, verbs), asked]
    buttons = [DecisionButton.make(verb, view.round.id, message) for verb in verbs]
    return layout("\n".join(lines), row(*buttons))


def _choices(view: RoundView, verbs: Sequence[Verb]) -> list[str]:
    return [
        f"{turnout_line(view)}.",
        *(f"- *{_LABELS[verb]}*: {_effect(verb, view)}" for verb in verbs),
    ]


def _head(view: RoundView) -> str:
    return f"**{texts.room_name(view.room)}: the vote for {texts.episode_name(view.episode)}**"


def _reason(view: RoundView) -> str:
    trouble = view.room.channel_trouble
    match view.round.cause:
        case Cause.CHANNEL if trouble == "removed":
            reason = (
                "is paused: I'm no longer in the server. All ballots are kept. Have a server"
                " admin invite me again; then I'll ask you how the vote goes on."
            )
        case Cause.CHANNEL if not trouble:
            reason = (
                "is paused: for a while, I couldn't post in the room's channel, and now I can."
                " All ballots are kept."
            )
        case Cause.CHANNEL if trouble == "deleted":
            reason = (
                "is paused: the room's channel was deleted. All ballots are kept. Have a server"
                " admin run `/room setup` in another channel with the same title"
                f" ({texts.room_name(view.room)}): the room moves there with all it holds. Then use"
                " `/round resume` there."
            )
        case Cause.CHANNEL:
            reason = (
                "is paused: I no longer have permission to post in the room's channel. All"
                " ballots are kept."
                " Have a server admin let me view the channel, send messages and read its history;"
                " then open the vote again."
            )
        case Cause.OVERDUE:
            reason = (
                "should have closed over a week ago, while I was offline. I haven't counted it"
                " without asking you. All ballots are kept."
            )
        case _:
            reason = (
                "has ended twice with too few votes, so you decide. All ballots are kept. If some"
                " on the roster have left the server, take them off with `/room roster`."
            )
    return reason


def _effect(verb: Verb, view: RoundView) -> str:
    """Return what pressing a button would do."""
    if verb == CLOSE:
        return "the ballots that are in decide."
    if verb == CANCEL:
        return "its ballots don't count."
    left = EXTENSION if view.round.time_left is None else view.round.time_left
    return f"voting continues for {texts.length(left)}."


def decision_made(view: RoundView, then: Sequence[Piece] = ()) -> ui.LayoutView:
    """Return the text that replaces the request once the round has been decided, and rows below."""
    reply = f"{_head(view)} no longer needs your decision.\n{state_line(view)}"
    return layout(reply, *then)


class DecisionButton(Pressable, custom_id="decide:{verb}:{round_id}:{message}"):
    """Closes, resumes or cancels a round that waits for the showrunner."""

    verb: Verb
    round_id: RoundId
    message: int

    @classmethod
    def make(cls, verb: Verb, round_id: RoundId, message: int) -> "DecisionButton":
        """Return the button for a verb."""
        style = discord.ButtonStyle.danger if verb == CANCEL else discord.ButtonStyle.secondary
        button: ui.Button[ui.LayoutView] = ui.Button(label=_LABELS[verb], style=style)
        return cls(button, verb=verb, round_id=round_id, message=message)

    async def act(self, interaction: discord.Interaction) -> None:
        """Carry out the decision, if the person may and the round still waits."""
        verb, round_id = self.verb, self.round_id
        ctx = await context_of_round(interaction, round_id)
        rounds, control = ctx.services.rounds, ctx.services.control
        do = (control.close_round, control.resume_round, control.cancel_round)[verb]
        try:
            view = await do(ctx.person, ctx.room, round_id, only_waiting=True)
        except IllegalMove:
            # Decided meanwhile, here or elsewhere: show the present state, without stale buttons.
            then = await way_to_open_vote(ctx, round_id)
            await replace(interaction, decision_made(await rounds.view(round_id), then))
            return
        successor = await rounds.successor(view) if view.round.over else None
        # The decision replaces the question and its buttons.
        if verb == RESUME:
            await replace(interaction, replies.resumed(view))
        else:
            await replace(interaction, endings.ended(view, successor))
