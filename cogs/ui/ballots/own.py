"""The private screen of a writer's own ballot, which saves every change at once."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.ballot_forms.form import Change, Choices
from bot.domain.ballots import Abstain, Withdraw, mark_of
from bot.domain.cut import chosen_songs
from bot.domain.model import RoundId, RoundState
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots.form_screen import BallotControl
from cogs.ui.ballots.registry import screen_of
from cogs.ui.ballots.star_lines import lines_told
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.errors import error_text
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.rights import SongsRights
from cogs.ui.kit.song_lists import Measure, fit_message, song_names

_RED = discord.ButtonStyle.danger


def my_ballot(view: BallotView, message: str = "", then: Sequence[Piece] = ()) -> ui.LayoutView:
    """Return the writer's ballot; it has controls only while the round is open.

    Args:
        view: The ballot.
        message: A message to show above it.
        then: Rows to show below it.
    """
    changeable = view.round.state is RoundState.OPEN and view.refusal is None
    controls = _controls(view) if changeable else []
    controls = [*controls, *then]

    def build(measure: Measure) -> ui.LayoutView:
        below = (
            _refused(view),
            _vetoed_picks(view, measure),
            *lines_told(view, measure),
            _receipt_line(view),
            _record_line(view),
            _own_songs(view, measure),
            _left_out_by_veto(view, measure),
            *_refusals(view, measure),
        )
        parts = (
            f"{_head(view)}\n{_choices(view, measure)}".strip(),
            "\n".join(line for line in below if line),
        )
        return layout(*(part for part in (message, *parts) if part), *controls)

    return fit_message(build)


def losing_question(view: BallotView, choices: Choices, change: Change) -> ui.LayoutView:
    """Return the question before everything on a ballot is taken back, by an abstention or not.

    Args:
        view: The ballot.
        choices: What is on it.
        change: What the writer pressed.
    """
    round_, screen = view.round, screen_of(view.round.rules)
    mark = mark_of(choices, round_.rules, [one.song.id for one in round_.candidates])
    name = texts.episode_name(view.episode)
    if isinstance(change, Abstain):
        head = f"**Abstain from the vote for {name}?** This removes all songs from your ballot."
        button = row(AbstainNowButton.make(round_.id, mark), KeepBallotButton.make(round_.id))
    else:
        head = (
            f"**Take back everything you chose in the vote for {name}?** Your ballot will be empty."
        )
        button = row(EmptyNowButton.make(round_.id, mark), KeepBallotButton.make(round_.id))

    def build(measure: Measure) -> ui.LayoutView:
        return layout(head, f"On it now: {screen.summary(view, choices, measure)}", button)

    return fit_message(build)


BallotControl.show = staticmethod(my_ballot)
BallotControl.ask = staticmethod(losing_question)


def _head(view: BallotView) -> str:
    name = texts.episode_name(view.episode)
    if view.round.state is RoundState.OPEN:
        return (
            f"**Your ballot for {name}** {texts.DASH} closes {texts.instant(view.round.closes_at)}"
        )
    if view.round.state is RoundState.SCHEDULED:
        return f"**The vote for {name}** opens {texts.instant(view.round.opens_at)}"
    return f"**Your ballot for {name}** {texts.DASH} the vote is {_STATE_WORDS[view.round.state]}"


_STATE_WORDS = {
    RoundState.PAUSED: "paused; your ballot is kept.",
    RoundState.CLOSING: "being closed; your ballot is kept.",
    RoundState.CASTING: "over; the showrunner is breaking a tie.",
    RoundState.HELD: "waiting for the showrunner; your ballot is kept.",
    RoundState.CLOSED: "closed.",
    RoundState.CANCELLED: "canceled.",
}


_NO_BALLOT = {RoundState.SCHEDULED: ""} | dict.fromkeys(
    (RoundState.PAUSED, RoundState.CLOSING, RoundState.HELD), "You haven't voted."
)
"""What is said to somebody without a ballot while the vote may still go on."""


def _choices(view: BallotView, measure: Measure) -> str:
    ballot, is_open = view.ballot, view.round.state is RoundState.OPEN
    screen = screen_of(view.round.rules)
    if ballot is not None and ballot.abstained:
        can_vote = is_open and view.votable
        return "You abstain." + (" Pick a song to vote after all." if can_vote else "")
    if ballot is not None and ballot.choices is not None:
        return screen.summary(view, ballot.choices, measure)
    if not is_open:
        return _NO_BALLOT.get(view.round.state, "You didn't vote.")
    if not view.votable:
        return "There's no song in this vote that you can vote for. You can still abstain."
    if ballot is not None:
        return (
            "Your ballot is empty, and empty ballots don't count. To abstain, press *Abstain*."
            f" {screen.first_step(view)}"
        )
    return f"{screen.first_step(view)} Every change is saved as you make it."


def _receipt_line(view: BallotView) -> str:
    ballot = view.ballot
    if ballot is None or not ballot.receipt:
        return ""
    return f"Saved {texts.relative(ballot.cast_at)} · receipt `{texts.safe(ballot.receipt, 40)}`"


def _record_line(view: BallotView) -> str:
    """Return whether the ballot was counted as cast, once that is known."""
    if view.in_record is None:
        return ""
    if not view.in_record:
        return (
            "**The record does not match this ballot, or the results the room was told.** Tell the"
            " showrunner and whoever hosts this bot, and give them your receipt."
        )
    if view.withheld:
        return (
            "Counted as cast. The record isn't shown, so that nobody can guess whose ballot is"
            " whose."
        )
    return "Counted as cast: `/round record` lists it under this receipt."


def _refused(view: BallotView) -> str:
    """Return why the writer can't change their ballot any more; empty if they can."""
    if view.refusal is None:
        return ""
    return f"{error_text(view.refusal)} Your ballot counts as it is."


def _vetoed_picks(view: BallotView, measure: Measure) -> str:
    """Return which of the songs on the ballot were vetoed; empty if none were."""
    round_, ballot = view.round, view.ballot
    if not round_.vetoed or round_.over or ballot is None or ballot.choices is None:
        return ""
    songs = [song for song in chosen_songs(round_, ballot) if song.id in round_.vetoed]
    if not songs:
        return ""
    told = f"The showrunner vetoed {song_names(songs, measure)}, which you chose."
    instead = " You can choose again." if round_.state is RoundState.OPEN else ""
    return f"{told} Votes for {'it' if len(songs) == 1 else 'them'} don't count.{instead}"


def _refusals(view: BallotView, measure: Measure) -> list[str]:
    songs = (candidate.song for candidate in view.round.candidates)
    rights = SongsRights(view.rights, view.episode, view.round.timezone)
    return rights.refusal_lines(songs, measure, "They can be voted on.")


def _own_songs(view: BallotView, measure: Measure) -> str:
    if not view.own:
        return ""
    it_or_them = "it" if len(view.own) == 1 else "them"
    titles = song_names((candidate.song for candidate in view.own), measure)
    left_out = f"Left out, because you proposed {it_or_them}: {titles}"
    unlimited = not screen_of(view.round.rules).form.limits
    if view.round.state is not RoundState.OPEN or not unlimited or not view.votable:
        return left_out
    # A ballot without limits can name all the others, and so show which songs are its voter's.
    return (
        f"{left_out}. If you rank all the other songs, what is missing could give your ballot away;"
        " in that case the record is not shown to the room."
    )


def _left_out_by_veto(view: BallotView, measure: Measure) -> str:
    if not view.vetoed or view.round.state is not RoundState.OPEN:
        return ""
    it_or_them = "it" if len(view.vetoed) == 1 else "them"
    titles = song_names((candidate.song for candidate in view.vetoed), measure)
    return f"Left out, because the showrunner vetoed {it_or_them}: {titles}"


def _controls(view: BallotView) -> list[Piece]:
    ballot = view.ballot
    abstained = ballot is not None and ballot.abstained
    controls = screen_of(view.round.rules).controls(view, ballot.choices if ballot else None)
    return [*controls, row(AbstainButton.make(view.round.id, abstained=abstained))]


class AbstainButton(BallotControl, custom_id="abstain:{round_id}"):
    """Casts an abstention."""

    @classmethod
    def make(cls, round_id: RoundId, *, abstained: bool) -> "AbstainButton":
        """Return the button for a round."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="You abstain" if abstained else "Abstain",
            disabled=abstained,
        )
        return cls(button, round_id=round_id)

    def change(self) -> Change:
        """Return the abstention."""
        return Abstain()


class AbstainNowButton(BallotControl, custom_id="abstainnow:{round_id}:{seen}"):
    """Casts an abstention after the question, if the ballot is still the one it was about."""

    seen: int

    @classmethod
    def make(cls, round_id: RoundId, seen: int) -> "AbstainNowButton":
        """Return the button for a round, and the mark of the choices that will be lost."""
        return cls(ui.Button(label="Abstain", style=_RED), round_id=round_id, seen=seen)

    def change(self) -> Change:
        """Return the abstention."""
        return Abstain()

    def sure(self) -> int | None:
        """Return the mark of what was shown."""
        return self.seen


class EmptyNowButton(BallotControl, custom_id="emptynow:{round_id}:{seen}"):
    """Takes back everything on a ballot after the question, if it is still what it was about."""

    seen: int

    @classmethod
    def make(cls, round_id: RoundId, seen: int) -> "EmptyNowButton":
        """Return the button for a round, and the mark of the choices that will be lost."""
        return cls(ui.Button(label="Take it all back", style=_RED), round_id=round_id, seen=seen)

    def change(self) -> Change:
        """Return the removal of every choice."""
        return Withdraw()

    def sure(self) -> int | None:
        """Return the mark of what was shown."""
        return self.seen


class KeepBallotButton(Pressable, custom_id="keepballot:{round_id}"):
    """Leaves a ballot as it is."""

    round_id: RoundId

    @classmethod
    def make(cls, round_id: RoundId) -> "KeepBallotButton":
        """Return the button for a round."""
        return cls(ui.Button(label="Keep my ballot"), round_id=round_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the ballot."""
        ctx = await context_of(interaction)
        view = await ctx.services.voting.ballot(ctx.person, ctx.room, self.round_id)
        await replace(interaction, my_ballot(view))
