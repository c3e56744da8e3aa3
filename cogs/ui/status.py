"""Where a room, an episode or a round stands."""

from collections.abc import Sequence

from discord import ui

from bot.domain.counting import method_named
from bot.domain.model import EpisodeSummary, RoundState
from bot.services.views import RoomStatus, RoundView, Waiting
from cogs.ui import importing, texts
from cogs.ui.ballot import state_line, turnout_line
from cogs.ui.base import layout
from cogs.ui.wording import HELD_UP

EPISODES_SHOWN = 25
AWAITED_SHOWN = 60
_WAITING_SHOWN = 5
_IMPORTS_SHOWN = 5

_SPOTIFY = {
    "connected": "connected",
    "search_only": "songs can be searched for; no account is connected for the playlist",
    "off": "not set up; songs are entered by hand",
    "reconnect": "has to be connected again; whoever hosts the bot can do that",
    "limited": "asks us to wait; songs can be entered by hand meanwhile",
}
_ROUND = {
    RoundState.SCHEDULED: "a round is scheduled",
    RoundState.OPEN: "a round is open",
    RoundState.PAUSED: "a round is paused",
    RoundState.CASTING: "a round awaits the casting vote",
    RoundState.HELD: "a round awaits the showrunner's decision",
    RoundState.CLOSED: "a round has closed",
    RoundState.CANCELLED: "a round was cancelled",
}
_OWED = {
    "proposal": "a song's card",
    "shortlist": "the shortlist",
    "ballot": "the ballot message",
    "casting": "word of a tie",
    "results": "the results",
    "playlist": "the playlist",
    "round": "word to the showrunner",
    "event": "the scheduled event",
    "import": "the songs of a playlist",
}


def room_status(status: RoomStatus) -> ui.LayoutView:
    """Return what is open, who is awaited (a number only), what waits, and how Spotify is."""
    lines = [
        f"## {texts.room_name(status.room)}",
        (
            f"Showrunner: {texts.person(status.room.showrunner_id)}"
            f" · {texts.count(status.writers, 'writer')} on the roster"
            f" · times in {texts.shown(status.room.timezone, 60)}"
        ),
    ]
    if status.episode is None:
        lines.append("No episode yet. The showrunner makes one with `/episode create`.")
    else:
        lines.append(f"Current: {summary_line(status.episode)}")
    if status.live is not None:
        lines.append(f"{state_line(status.live)} · {turnout_line(status.live)}")
    elif status.episode is not None:
        lines.append("No round is under way.")
    lines.extend(map(importing.status_line, status.imports[:_IMPORTS_SHOWN]))
    lines.extend(_TROUBLE[trouble] for trouble in _troubles(status))
    lines.append(f"Spotify: {_SPOTIFY.get(status.spotify, 'in an unknown state')}")
    lines.extend(_waiting(status.waiting))
    return layout("\n".join(lines))


def _troubles(status: RoomStatus) -> list[str]:
    room, live = status.room, status.live
    waits = live is not None and live.round.awaits_showrunner
    return [
        name
        for name, there in (
            ("channel_paused", room.channel_trouble and waits),
            ("channel", room.channel_trouble and not waits),
            ("events", room.event_trouble and room.settings.events),
        )
        if there
    ]


_TROUBLE = {
    "channel_paused": (
        "I could not write in this room's channel, so the vote is paused. Once I may view the"
        " channel, send messages and read its history, use `/round resume`."
    ),
    "channel": (
        "I could not write in this room's channel. Ask a server admin to let me view it, send"
        " messages and read its history; what waits then follows by itself."
    ),
    "events": (
        "Scheduled events: I may not make them. Ask a server admin to give me *Create Events*, or"
        " switch them off with `/room settings`."
    ),
}


def _waiting(waiting: Sequence[Waiting]) -> list[str]:
    if not waiting:
        return []
    lines = ["Still to be done:"]
    for one in waiting[:_WAITING_SHOWN]:
        what = _OWED.get(one.what.split(".", maxsplit=1)[0]) or "something promised"
        tries = f", tried {one.attempts} times" if one.attempts > 1 else ""
        why = HELD_UP.get(one.last_error) or "something went wrong; the host finds it in the log"
        lines.append(f"- {what}, next try {texts.ago(one.due_at)}{tries}: {why}")
    if len(waiting) > _WAITING_SHOWN:
        lines.append(f"- and {len(waiting) - _WAITING_SHOWN} more")
    return lines


def summary_line(summary: EpisodeSummary) -> str:
    """Return an episode with how far it has come, in one line."""
    facts = [
        texts.episode_name(summary.episode),
        f"{texts.count(summary.longlisted, 'song')} on the longlist",
        f"{summary.shortlisted} on the shortlist",
    ]
    if summary.live_round is not None:
        facts.append(_ROUND[summary.live_round])
    elif summary.rounds:
        facts.append(f"{texts.count(summary.rounds, 'round')} held")
    if summary.episode.state.value != "active":
        facts.append(summary.episode.state.value)
    return " · ".join(facts)


def episode_list(summaries: Sequence[EpisodeSummary]) -> ui.LayoutView:
    """Return the room's episodes, newest first."""
    if not summaries:
        return layout("No episodes yet. The showrunner makes one with `/episode create`.")
    lines = [f"**{texts.count(len(summaries), 'episode')}, newest first**"]
    room = 3700
    for summary in summaries[:EPISODES_SHOWN]:
        line = f"- {summary_line(summary)}"
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    hidden = len(summaries) - len(lines) + 1
    if hidden:
        lines.append(f"- and {hidden} older; see one with `/episode show`")
    return layout("\n".join(lines))


def episode_page(summary: EpisodeSummary) -> ui.LayoutView:
    """Return one episode with what can be done next."""
    if not summary.longlisted:
        hint = "Propose its first song with `/song propose`."
    elif summary.live_round is not None:
        hint = "See the round with `/round status`, vote with `/vote`."
    elif summary.rounds:
        hint = "See the outcome with `/round results`."
    else:
        hint = "See the songs with `/song list`, the shortlist with `/shortlist show`."
    made = f"Made {texts.ago(summary.episode.created_at)}."
    return layout(f"**{summary_line(summary)}**\n{made} {hint}")


def round_status(view: RoundView, *, names: bool) -> ui.LayoutView:
    """Return turnout and time left; with the names of who is awaited, where `names` says so."""
    lines = [
        (
            f"**The vote for {texts.episode_name(view.episode)}**:"
            f" {texts.count(len(view.round.candidates), 'song')} for"
            f" {texts.count(view.round.rules.seats, 'seat')}"
        ),
        state_line(view),
    ]
    if view.round.state is not RoundState.SCHEDULED:
        lines.append(turnout_line(view))
    if view.round.state is RoundState.SCHEDULED:
        lines.append(f"Closes {texts.instant(view.round.closes_at)}")
    if view.round.state in (RoundState.OPEN, RoundState.PAUSED, RoundState.HELD):
        lines.append(_awaited(view, names=names))
    lines.extend(plan_lines(view))
    return layout("\n".join(lines))


def _awaited(view: RoundView, *, names: bool) -> str:
    awaited = view.awaited
    if not awaited:
        return "Nobody of the roster is awaited."
    if not names:
        return f"{texts.count(len(awaited), 'writer')} awaited"
    listed = " ".join(texts.person(user) for user in awaited[:AWAITED_SHOWN])
    more = len(awaited) - AWAITED_SHOWN
    return f"Awaited: {listed}" + (f" and {more} more" if more > 0 else "")


def scheduled(view: RoundView) -> ui.LayoutView:
    """Return what the showrunner is told who scheduled a round: when, in words of both clocks."""
    round_ = view.round
    name = texts.episode_name(view.episode)
    wall, zone = texts.shown(round_.closes_wall, 60), texts.shown(round_.timezone, 60)
    songs = texts.count(len(round_.candidates), "song")
    method = method_named(round_.rules.method)
    opens = (
        f"It opens {texts.instant(round_.opens_at)}"
        if round_.state is RoundState.SCHEDULED
        else "It is open now"
    )
    lines = (
        f"Scheduled: the vote for {name}, {songs} for {texts.count(round_.rules.seats, 'seat')}.",
        f"{opens} and closes {texts.instant(round_.closes_at)}: {wall} in {zone}.",
        *plan_lines(view),
        f"Counted by *{method.title.lower()}*: {method.gist}.",
        "If that is not what you meant, use `/round cancel` and schedule it again.",
    )
    return layout("\n".join(lines))


def closed(view: RoundView) -> ui.LayoutView:
    """Return what the showrunner is told who closed a round by hand."""
    name = texts.episode_name(view.episode)
    if view.round.state is RoundState.CASTING:
        until = texts.instant(view.round.casting_until or 0)
        return layout(
            f"Voting for {name} is over, and songs are tied. Choose with `/round cast` until"
            f" {until}; after that the lot decides. `/round close` leaves it to the lot now."
        )
    return layout(f"The vote for {name} is closed; the results come in the channel.")


def extended(view: RoundView) -> ui.LayoutView:
    """Return what the showrunner is told who moved a close."""
    round_, name = view.round, texts.episode_name(view.episode)
    if round_.state is RoundState.PAUSED:
        left = texts.length(round_.time_left or 0)
        told = f"The vote for {name} is still paused; when you resume it, {left} will be left."
    else:
        wall, zone = texts.shown(round_.closes_wall, 60), texts.shown(round_.timezone, 60)
        told = (
            f"The vote for {name} now closes {texts.instant(round_.closes_at)}: {wall} in {zone}."
        )
    return layout("\n".join((told, *plan_lines(view, moved=True))))


def paused(view: RoundView) -> ui.LayoutView:
    """Return what the showrunner is told who paused a round."""
    left = texts.length(view.round.time_left or 0)
    told = (
        f"The vote for {texts.episode_name(view.episode)} is paused, with {left} left. All ballots"
        " stand. `/round resume` lets it go on."
    )
    return layout("\n".join((told, *plan_lines(view))))


def resumed(view: RoundView) -> ui.LayoutView:
    """Return what the showrunner is told who resumed a round."""
    told = (
        f"The vote for {texts.episode_name(view.episode)} is open again. It closes"
        f" {texts.instant(view.round.closes_at)}."
    )
    return layout("\n".join((told, *plan_lines(view, moved=True))))


def cancelled(view: RoundView, heir: RoundView | None = None) -> ui.LayoutView:
    """Return what the showrunner is told who cancelled a round, and what steps into its place."""
    name = texts.episode_name(view.episode)
    told = f"The vote for {name} is cancelled."
    if heir is None:
        return layout(f"{told} `/round schedule` begins another.")
    songs = texts.count(len(heir.round.candidates), "song")
    seats = texts.count(heir.round.rules.seats, "seat")
    closes = texts.instant(heir.round.closes_at)
    lines = (
        f"{told} The next vote of the plan takes its place: {songs} for {seats}.",
        f"It opens {texts.instant(heir.round.opens_at)}, and closes {closes}.",
        *plan_lines(heir),
        "`/round cancel` again cancels that one, too.",
    )
    return layout("\n".join(lines))


def plan_lines(view: RoundView, *, moved: bool = False) -> list[str]:
    """Return the later votes of a plan, a line each, with a word before them.

    Args:
        view: The round they wait for.
        moved: Whether they have just been moved along with it.
    """
    if not view.later:
        return []
    begin = [view.round, *view.later]
    lines = [
        f"- {before.rules.seats} to {later.rules.seats}, once that one is over; closes"
        f" {texts.instant(later.closes_at)}"
        for before, later in zip(begin, view.later, strict=False)
    ]
    head = "Moved along with it, each as long as before:" if moved else "After it, by the plan:"
    return [head, *lines]
