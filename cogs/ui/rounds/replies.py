"""What the showrunner is told of a round they scheduled, moved or ended."""

from collections.abc import Sequence

from discord import ui

from bot.domain.counting import method_named
from bot.domain.model import Round, RoundState
from bot.services.ports.read_models import RoundView
from cogs.ui.ballots.post import state_line
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout


def scheduled(view: RoundView) -> ui.LayoutView:
    """Return what a new round or plan is: what is voted on, and when, in words of both clocks."""
    round_ = view.round
    name, method = texts.episode_name(view.episode), method_named(round_.rules.method)
    opens = (
        f"It opens {texts.instant(round_.opens_at)}"
        if round_.state is RoundState.SCHEDULED
        else "It is open now"
    )
    again = (
        "If that is not what you meant: `/round extend` moves the end of a vote. `/round cancel`"
        " cancels one vote at a time, the earliest first."
        if view.later
        else "If that is not what you meant, use `/round cancel` and schedule it again."
    )
    return blocks(
        (
            f"Scheduled: the vote for {name}, {_sizes(round_)}.",
            f"{opens} and closes {texts.instant(round_.closes_at)}: {_wall(round_)}.",
        ),
        plan_lines(view),
        (f"Counted by *{method.title.lower()}*: {method.gist}.", again),
    )


def extended(view: RoundView) -> ui.LayoutView:
    """Return where the close was moved to."""
    round_, name = view.round, texts.episode_name(view.episode)
    if round_.state is RoundState.PAUSED:
        left = _left(round_)
        told = f"The vote for {name} is still paused; when you resume it, {left} will be left."
    else:
        begins = "is open and now closes" if round_.state is RoundState.OPEN else "now closes"
        closes = texts.instant(round_.closes_at)
        told = f"The vote for {name} {begins} {closes}: {_wall(round_)}."
    return layout("\n".join((told, *plan_lines(view, moved=True))))


def paused(view: RoundView) -> ui.LayoutView:
    """Return how much time a paused round keeps."""
    told = (
        f"The vote for {texts.episode_name(view.episode)} is paused, with {_left(view.round)} left."
        " All ballots stand. `/round resume` lets it go on."
    )
    return layout("\n".join((told, *plan_lines(view))))


def resumed(view: RoundView) -> ui.LayoutView:
    """Return when a round closes that goes on."""
    told = (
        f"The vote for {texts.episode_name(view.episode)} is open again. It closes"
        f" {texts.instant(view.round.closes_at)}."
    )
    return layout("\n".join((told, *plan_lines(view, moved=True))))


def closed(view: RoundView, heir: RoundView | None = None) -> ui.LayoutView:
    """Return what follows a close by hand: the results, a tie, the next vote of a plan."""
    name = texts.episode_name(view.episode)
    if view.round.state is RoundState.CASTING:
        until = texts.instant(view.round.casting_until or 0)
        lines = [
            (
                f"Voting for {name} is over, and songs are tied. Choose with `/round cast` until"
                f" {until}; after that the lot decides. `/round close` leaves it to the lot now."
            ),
            *plan_lines(view),
        ]
        return layout("\n".join(lines))
    told = f"The vote for {name} is closed; the results come in the channel."
    if heir is None:
        return layout(told)
    begun = f"The next vote of the plan has begun: {_sizes(heir.round)}."
    return layout("\n".join((told, begun, state_line(heir), *plan_lines(heir))))


def cancelled(view: RoundView, heir: RoundView | None = None) -> ui.LayoutView:
    """Return what steps into the place of a round that was cancelled."""
    told = f"The vote for {texts.episode_name(view.episode)} is cancelled."
    if heir is None:
        return layout(f"{told} `/round schedule` begins another.")
    opens, closes = texts.instant(heir.round.opens_at), texts.instant(heir.round.closes_at)
    return blocks(
        (
            f"{told} The next vote of the plan takes its place: {_sizes(heir.round)}.",
            f"It opens {opens}, and closes {closes}.",
        ),
        plan_lines(heir),
        ("`/round cancel` again cancels that one, too.",),
    )


def blocks(*lines: Sequence[str]) -> ui.LayoutView:
    """Return a message of texts, one below the other, each of some lines; an empty one is none.

    A list stands in one of its own, so that no line after it is taken for a part of it.
    """
    return layout(*("\n".join(block) for block in lines if block))


def plan_lines(view: RoundView, *, moved: bool = False) -> list[str]:
    """Return the later votes of a plan, a line each, with a word before them.

    Their times are not told while the round stands still, since they are put off for as long.

    Args:
        view: The round they wait for.
        moved: Whether they have just been moved along with it.
    """
    if not view.later:
        return []
    waits = view.round.state in _STILL
    lines = []
    songs = view.round.rules.seats
    for later in view.later:
        closes = "" if waits else f"; closes {texts.instant(later.closes_at)}"
        lines.append(f"- {texts.count(songs, 'song')} for {_seats(later)}{closes}")
        songs = later.rules.seats
    if waits:
        return ["Next in the plan, each put off while this one waits:", *lines]
    return ["The plan moved along with it:" if moved else "Next in the plan:", *lines]


_STILL = (RoundState.PAUSED, RoundState.HELD, RoundState.CASTING)
"""Where a round stands still, and what waits for it is put off for as long."""


def _sizes(round_: Round) -> str:
    return f"{texts.count(len(round_.candidates), 'song')} for {_seats(round_)}"


def _seats(round_: Round) -> str:
    return texts.count(round_.rules.seats, "seat")


def _left(round_: Round) -> str:
    return texts.length(round_.time_left or 0)


def _wall(round_: Round) -> str:
    return f"{texts.shown(round_.closes_wall, 60)} in {texts.shown(round_.timezone, 60)}"
