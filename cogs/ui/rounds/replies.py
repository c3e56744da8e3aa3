"""Replies to the showrunner who scheduled, changed or ended a round."""

from collections.abc import Sequence

from discord import ui

from bot.domain.counting import method_named
from bot.domain.model import Round, RoundState
from bot.services.ports.read_models import RoundView
from cogs.ui.ballots.post import state_line
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.lacking import lacking_text
from cogs.ui.kit.rights import SongsRights
from cogs.ui.kit.song_lists import NAMED


def scheduled(view: RoundView, missing: Sequence[str] = ()) -> ui.LayoutView:
    """Return the reply to a new round or plan: its songs, and its times in both time zones.

    `missing` are the permissions that the bot lacks in the channel, by name.
    """
    round_ = view.round
    name, method = texts.episode_name(view.episode), method_named(round_.rules.method)
    closes = f"closes {texts.instant(round_.closes_at)}; {_close_in_room(view)}."
    when = f"{_opens(round_)} and {closes}"
    if round_.state is RoundState.PAUSED:
        when = (
            "It's paused, because I can't post in this channel. Let me see it and send messages in"
            f" it, then use `/round resume`: {_time_left(round_)} will be left."
        )
    again = (
        "If that is not what you meant: `/round extend` moves the end of a vote. `/round cancel`"
        " cancels one vote at a time, the earliest first."
        if view.later
        else "If that is not what you meant, use `/round cancel` and schedule it again."
    )
    return text_blocks(
        (
            f"Scheduled: the vote for {name}, {sizes(round_)}.",
            when,
        ),
        plan_lines(view),
        SongsRights.of(view).refusal_lines(
            (one.song for one in round_.candidates), NAMED, _REFUSED_THEN
        ),
        (f"Counted by *{method.title.lower()}*: {method.gist}.", again),
        (lacking_text(view.room, missing),) if missing else (),
    )


_REFUSED_THEN = (
    "They can still win. To vote without them, use `/round cancel`, take them off with"
    " `/shortlist pick`, and schedule the vote again."
)


def _opens(round_: Round) -> str:
    if round_.state is RoundState.SCHEDULED:
        return f"It opens {texts.instant(round_.opens_at)}"
    return "It is open now"


def extended(view: RoundView) -> ui.LayoutView:
    """Return the reply to a moved close."""
    round_, name = view.round, texts.episode_name(view.episode)
    if round_.state is RoundState.PAUSED:
        left = _time_left(round_)
        text = f"The vote for {name} is still paused; when you resume it, {left} will be left."
    else:
        now_closes = "now closes"
        if round_.state is RoundState.OPEN:
            now_closes = "is open and now closes"
        elif round_.state is RoundState.SCHEDULED:
            now_closes = f"opens {texts.instant(round_.opens_at)} and now closes"
        closes = texts.instant(round_.closes_at)
        text = f"The vote for {name} {now_closes} {closes}; {_close_in_room(view)}."
    return layout("\n".join((text, *plan_lines(view, moved=True))))


def paused(view: RoundView) -> ui.LayoutView:
    """Return the reply to a pause, with the time that will be left."""
    name, left = texts.episode_name(view.episode), _time_left(view.round)
    text = (
        f"The vote for {name} is paused, with {left} left. All ballots are kept."
        " `/round resume` resumes it."
    )
    return layout("\n".join((text, *plan_lines(view))))


def resumed(view: RoundView) -> ui.LayoutView:
    """Return the reply to a round that goes on, or whose end was taken back."""
    round_, name = view.round, texts.episode_name(view.episode)
    if round_.state is RoundState.OPEN:
        text = f"The vote for {name} is open again. It closes {texts.instant(round_.closes_at)}."
    elif round_.state is RoundState.SCHEDULED:
        text = (
            f"The vote for {name} is scheduled again. It opens {texts.instant(round_.opens_at)},"
            f" and closes {texts.instant(round_.closes_at)}."
        )
    else:
        text = f"The vote for {name} is as it was before. {state_line(view)}"
    return layout("\n".join((text, *plan_lines(view, moved=True))))


def closed(view: RoundView, successor: RoundView | None = None) -> ui.LayoutView:
    """Return the reply to a tie that was left to the lot, and the next vote of a plan."""
    name = texts.episode_name(view.episode)
    text = f"The vote for {name} is closed; the results come in the channel."
    if successor is None:
        return layout(text)
    next_vote = f"The next vote of the plan has begun: {sizes(successor.round)}."
    return layout("\n".join((text, next_vote, state_line(successor), *plan_lines(successor))))


def text_blocks(*blocks: Sequence[str]) -> ui.LayoutView:
    """Return a message of text blocks, each made of lines; an empty block is left out.

    A list needs a block of its own, or Discord would take the next line for a part of it.
    """
    return layout(*("\n".join(block) for block in blocks if block))


def plan_lines(view: RoundView, *, moved: bool = False) -> list[str]:
    """Return the later votes of a plan, one line each, below a heading.

    While the round is stopped, their times are left out, since they move with it.

    Args:
        view: The round before them.
        moved: Whether they have just been moved along with it.
    """
    if not view.later:
        return []
    is_waiting = view.round.state in _STOPPED
    lines = []
    songs = view.round.rules.seats
    for later in view.later:
        closes = "" if is_waiting else f"; closes {texts.instant(later.closes_at)}"
        lines.append(f"- {texts.count(songs, 'song')} for {_seats(later)}{closes}")
        songs = later.rules.seats
    if is_waiting:
        return ["Next in the plan, each put off while this one waits:", *lines]
    return ["The plan moved along with it:" if moved else "Next in the plan:", *lines]


_STOPPED = (RoundState.PAUSED, RoundState.HELD, RoundState.CASTING)
"""States in which a round is stopped, and the later votes of its plan are put off."""


def sizes(round_: Round) -> str:
    """Return how many songs a round votes on, for how many seats."""
    return f"{texts.count(len(round_.candidates), 'song')} for {_seats(round_)}"


def _seats(round_: Round) -> str:
    return texts.count(round_.rules.seats, "seat")


def _time_left(round_: Round) -> str:
    return texts.length(round_.time_left or 0)


def _close_in_room(view: RoundView) -> str:
    # The room's zone may have changed since the vote was scheduled.
    return texts.room_time(view.round.closes_at, view.room.timezone)
