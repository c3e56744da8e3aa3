"""Direct messages about a round: reminders to writers, decisions for the showrunner."""

import discord
from discord import ui

from bot.domain.model import Cause, RoundId
from bot.services.views import RoundView
from cogs.ui import status, texts
from cogs.ui.ballot import turnout_line
from cogs.ui.base import ID, Pressable, layout, replace, row
from cogs.ui.people import about

CLOSE, RESUME, CANCEL = range(3)
_LABELS = {CLOSE: "Count it as it is", RESUME: "Open it again", CANCEL: "Cancel it"}


def reminder(view: RoundView) -> ui.LayoutView:
    """Return what a writer is told by a direct message who has not voted yet."""
    round_ = view.round
    why = (
        "Too few have voted, so the vote stays open longer. Your ballot is not in yet."
        if round_.cause is Cause.QUORUM
        else "Your ballot is not in yet."
    )
    return layout(
        f"**{texts.room_name(view.room)}: the vote for {texts.episode_name(view.episode)}** closes"
        f" {texts.instant(round_.closes_at)}.\n{why}",
        row(ui.Button(label="Go to the vote", url=ballot_link(view))),
    )


def ballot_link(view: RoundView) -> str:
    """Return the address of the ballot message, or of the channel while there is none."""
    place = f"https://discord.com/channels/{view.room.guild_id}/{view.room.channel_id}"
    return f"{place}/{view.round.message_id}" if view.round.message_id else place


def decision(view: RoundView, message: int) -> ui.LayoutView:
    """Return what the showrunner is told by a direct message of a round that waits for them.

    Args:
        view: The round.
        message: A number of this message's own, by which it is told from earlier ones.
    """
    head = f"**{texts.room_name(view.room)}: the vote for {texts.episode_name(view.episode)}**"
    verbs: tuple[int, ...] = (CLOSE, RESUME, CANCEL)
    match view.round.cause, view.room.channel_trouble:
        case Cause.CHANNEL, "deleted":
            verbs = (CLOSE, CANCEL)
            why = (
                "is paused: the room's channel was deleted. All ballots are kept. Have a server"
                " admin run `/room setup` in another channel with the same title"
                f" ({texts.room_name(view.room)}): the room moves there with all it holds. Then use"
                " `/round resume` there."
            )
        case Cause.CHANNEL, _:
            why = (
                "is paused: I may not write in the room's channel any more. All ballots are kept."
                " Have a server admin let me view the channel, send messages and read its history;"
                " then open the vote again."
            )
        case Cause.OVERDUE, _:
            why = (
                "should have closed over a week ago, while I was away. I have not counted it"
                f" without asking you. {turnout_line(view)}."
            )
        case _:
            why = (
                "has closed twice with too few votes, so it is yours to decide."
                f" {turnout_line(view)}."
            )
    buttons = [DecisionButton.make(verb, view.round.id, message) for verb in verbs]
    return layout(f"{head} {why}", row(*buttons))


class DecisionButton(Pressable, template=rf"decide:([0-2]):{ID}:{ID}"):
    """Closes, resumes or cancels a round that waits for the showrunner."""

    @classmethod
    def make(cls, verb: int, round_id: RoundId, message: int) -> "DecisionButton":
        """Return the button of a verb: `CLOSE`, `RESUME` or `CANCEL`."""
        style = discord.ButtonStyle.danger if verb == CANCEL else discord.ButtonStyle.secondary
        button: ui.Button[ui.LayoutView] = ui.Button(
            label=_LABELS[verb], style=style, custom_id=f"decide:{verb}:{round_id}:{message}"
        )
        return cls(button, verb, round_id, message)

    async def act(self, interaction: discord.Interaction) -> None:
        """Do it, if the person may and the round still waits."""
        verb, round_id = self.ids[0], RoundId(self.ids[1])
        at = await about(interaction, round_id)
        steering = at.services.steering
        do = (steering.close_round, steering.resume_round, steering.cancel_round)[verb]
        view = await do(at.person, at.room, round_id, only_waiting=True)
        if verb == CANCEL:
            told = status.cancelled(view, await at.services.rounds.heir(view))
        else:
            told = (status.closed if verb == CLOSE else status.resumed)(view)
        # What was decided takes the place of the question and its buttons.
        await replace(interaction, told)
