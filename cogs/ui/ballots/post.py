"""The public ballot message of a round."""

from collections.abc import Iterator, Mapping, Sequence

import discord
from discord import ui

from bot.domain.counting import method_named
from bot.domain.model import Cause, Round, RoundId, RoundState, SongId, UserId
from bot.domain.structs import replace
from bot.domain.timing import counted_at
from bot.services.ports.read_models import RoundView
from cogs.ui.ballots import own
from cogs.ui.ballots.open_vote import open_ballot, what_became_of
from cogs.ui.ballots.registry import screen_of
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_of
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer
from cogs.ui.kit.rights import SongsRights
from cogs.ui.kit.song_lists import (
    Line,
    Measure,
    fit_message,
    listen_buttons,
    song_names,
    song_pieces,
)

CAST = "What I cast"
"""The label of the buttons that show a ballot of a vote that is over."""


def ballot_message(view: RoundView, mention: Sequence[UserId] = ()) -> ui.LayoutView:
    """Return the ballot message in its present state.

    Args:
        view: The round.
        mention: The people to mention, so that Discord notifies them.
    """
    rights = SongsRights.of(view)
    lines = [
        Line(one.song, f"{n}\\. ", one.note, rights.facts(one.song), rights.brief(one.song))
        for n, one in enumerate(view.round.candidates, 1)
    ]
    buttons = _buttons(view)

    def build(measure: Measure) -> ui.LayoutView:
        return layout(ballot_header(view, measure, mention), *song_pieces(lines, measure), *buttons)

    return fit_message(build)


def ballot_header(view: RoundView, measure: Measure, mention: Sequence[UserId] = ()) -> str:
    """Return the text above the songs."""
    round_, rules = view.round, view.round.rules
    songs = texts.count(len(round_.candidates), "song")
    method, instructions = method_named(rules.method), screen_of(rules).instructions(rules)
    lines = [
        f"## The vote for {texts.episode_name(view.episode)}",
        (
            f"{songs} for {texts.count(rules.seats, 'seat')}. {instructions}"
            " Ballots are secret and can be changed until the close."
            f" Counted by *{method.title.lower()}*."
        ),
        *_plan_line(view),
        state_line(view),
        turnout_line(view),
        *ruling_lines(round_, measure),
    ]
    if rules.scrutineers:
        named = texts.listed(texts.person(user) for user in rules.scrutineers)
        lines.append(f"Scrutineers, who can see the ballots without names: {named}")
    if round_.seed:
        lines.append(f"Tie-break seed: `{texts.cut(round_.seed, 64)}`")
    if mention:
        lines.append(" ".join(texts.person(user) for user in mention))
    return "\n".join(lines)


def _plan_line(view: RoundView) -> list[str]:
    """Return which cut of its plan a round is, and what follows; empty if it stands alone."""
    place, seats = view.place, view.round.rules.seats
    if place is None or view.round.state is RoundState.CANCELLED:
        return []
    songs = texts.count(len(view.round.candidates), "song")
    head = f"**Cut {place.number} of {place.of}: {songs} down to {seats}.**"
    if not place.next_seats:
        return [f"{head} This vote is the last one."]
    first, *others = place.next_seats
    those = f"The {seats} go on to a vote for {first}"
    if not others:
        return [f"{head} {those}."]
    return [f"{head} {those}, and so on down to {others[-1]}."]


def ruling_lines(round_: Round, measure: Measure) -> list[str]:
    """Return the showrunner's pins and vetoes with their reasons; empty if there are none."""
    return [
        *_rulings_of_kind(
            "Pinned by the showrunner, with a seat already:", round_, round_.pinned, measure
        ),
        *_rulings_of_kind("Vetoed by the showrunner, and out:", round_, round_.vetoed, measure),
    ]


def _rulings_of_kind(
    head: str, round_: Round, reasons: Mapping[SongId, str], measure: Measure
) -> Iterator[str]:
    songs = [candidate.song for candidate in round_.candidates if candidate.song.id in reasons]
    if not songs:
        return
    if not measure.reason or not any(reasons.values()):
        yield f"{head} {song_names(songs, replace(measure, artist=0))}"
        return
    yield head
    for song in songs:
        reason = texts.safe(reasons[song.id], measure.reason, links=False)
        title = texts.title(song, measure.title)
        yield f"- {title}: {reason}" if reason else f"- {title}"


def state_line(view: RoundView) -> str:
    """Return the state of a round in one line."""
    round_ = view.round
    match round_.state:
        case RoundState.SCHEDULED:
            line = f"Opens {texts.instant(round_.opens_at)}"
        case RoundState.OPEN:
            line = (
                f"**Open.** Closes {texts.instant(round_.closes_at)}{_MOVED.get(round_.cause, '')}"
            )
        case RoundState.CLOSING:
            line = (
                "**Closing.** The showrunner ended the voting. The votes are counted"
                f" {texts.instant(counted_at(round_))}, unless that is undone."
                " Ballots are kept."
            )
        case RoundState.CLOSED:
            line = f"**Closed** {texts.instant(round_.closed_at or round_.closes_at)}"
        case RoundState.CASTING:
            line = (
                "**Voting is over.** Songs are tied; the showrunner chooses until"
                f" {texts.instant(round_.casting_until or 0)}. After that, the draw decides."
            )
        case RoundState.PAUSED:
            left = texts.length(round_.time_left or 0)
            line = (
                f"**Paused**, with {left} left. Ballots are kept; voting continues when the"
                " showrunner resumes it."
            )
        case RoundState.HELD:
            reason = _HELD.get(round_.cause, "")
            line = f"**Waiting for the showrunner's decision.**{reason} Ballots are kept."
        case RoundState.CANCELLED:
            line = "**Canceled.** Its ballots don't count."
    return line


_MOVED = {
    Cause.EXTENDED: ", moved by the showrunner",
    Cause.QUORUM: ", extended a day because too few had voted",
    Cause.GRACE: ", extended because the bot was offline",
    Cause.EARLY: ", early because everyone has voted",
}
"""Why the close of an open round is not at the scheduled time."""

_HELD = {
    Cause.QUORUM: " Too few have voted.",
    Cause.OVERDUE: " The bot was offline for a long time.",
}


def turnout_line(view: RoundView) -> str:
    """Return the turnout, and the quorum while it is not met."""
    voted = view.turnout.voted
    line = f"{voted} of {view.turnout.of} {'has' if voted == 1 else 'have'} voted"
    needed = view.quorum if view.round.state in _AWAITING else 0
    return line if needed <= voted else f"{line}; the vote needs {needed} to count"


_AWAITING = (RoundState.OPEN, RoundState.PAUSED, RoundState.HELD)


def _buttons(view: RoundView) -> list["ui.ActionRow[ui.LayoutView]"]:
    state = view.round.state
    if state is RoundState.CANCELLED:
        return []
    vote = VoteButton.make(view.round.id, "Vote", disabled=state is not RoundState.OPEN)
    if state in (RoundState.CLOSED, RoundState.CASTING):
        vote = VoteButton.make(view.round.id, CAST)
    return [row(vote, *listen_buttons(view.listen_url))]


class VoteButton(Pressable, custom_id="ballot:{round_id}"):
    """Opens a writer's own ballot."""

    round_id: RoundId

    @classmethod
    def make(cls, round_id: RoundId, label: str, *, disabled: bool = False) -> "VoteButton":
        """Return the button for a round."""
        is_plain = disabled or label != "Vote"
        button: ui.Button[ui.LayoutView] = ui.Button(
            label=label,
            style=discord.ButtonStyle.secondary if is_plain else discord.ButtonStyle.primary,
            disabled=disabled,
        )
        return cls(button, round_id=round_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the ballot privately."""
        await show_ballot(interaction, self.round_id, to_vote=self.item.label != CAST)


class CastButton(Pressable, custom_id="cast:{round_id}"):
    """Shows a writer their own ballot from below the results."""

    round_id: RoundId

    @classmethod
    def make(cls, round_id: RoundId) -> "CastButton":
        """Return the button for a round."""
        return cls(ui.Button(label=CAST), round_id=round_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the ballot privately."""
        await show_ballot(interaction, self.round_id)


async def show_ballot(
    interaction: discord.Interaction, round_id: RoundId, *, to_vote: bool = False
) -> None:
    """Show a writer their own ballot, privately.

    From a vote that is over, this leads to the one that is open: at once if the writer wants to
    vote, or if the vote was cancelled; else by a button below what they cast.

    Args:
        interaction: The press.
        round_id: The round whose ballot was asked for.
        to_vote: Whether the button said *Vote*.

    Raises:
        NotAllowed, NotFound: As `Voting.ballot` does.
    """
    ctx = await context_of(interaction)
    instead = await open_ballot(ctx, round_id)
    if instead is None:
        view = await ctx.services.voting.ballot(ctx.person, ctx.room, round_id)
        await answer(interaction, own.my_ballot(view))
        return
    state = (await ctx.services.rounds.view(round_id)).round.state
    if to_vote or state is RoundState.CANCELLED:
        await answer(interaction, own.my_ballot(instead, await what_became_of(ctx, round_id)))
        return
    view = await ctx.services.voting.ballot(ctx.person, ctx.room, round_id)
    button = VoteButton.make(instead.round.id, "Vote in the open vote")
    await answer(interaction, own.my_ballot(view, then=[row(button)]))
