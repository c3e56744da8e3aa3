"""The status pages of a room, an episode and a round."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.model import EpisodeState, EpisodeSummary, Room, RoundState
from bot.domain.season import Stage, stage_of
from bot.domain.zones import zone_label
from bot.services.ports.read_models import RoundView
from bot.services.ports.statuses import RoomStatus
from cogs.ui.ballots.post import ruling_lines, state_line, turnout_line
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import context_of
from cogs.ui.kit.lacking import lacking
from cogs.ui.kit.responses import answer, defer
from cogs.ui.kit.song_lists import Measure, fit_message
from cogs.ui.kit.spotify_error_texts import state_text
from cogs.ui.promised import promised_blocks, retry_row
from cogs.ui.rooms.around import Around, around_lines
from cogs.ui.rounds.replies import plan_lines, sizes, text_blocks
from cogs.ui.songs import import_playlist

_VOTING = (RoundState.OPEN, RoundState.PAUSED, RoundState.HELD)
"""States in which ballots have been cast, and more may come."""
EPISODES_SHOWN = 25
AWAITED_SHOWN = 60
VOTES_SHOWN = 5
"""Votes of other episodes than the current one that are listed."""
_IMPORTS_SHOWN = 5

_SPOTIFY = {
    "connected": "connected",
    "search_only": "songs can be searched for; no account is connected for the playlist",
    "off": "not set up; songs are entered by hand",
    "reconnect": "has to be connected again; a server admin does that with `/playlist connect`",
    "limited": "asks us to wait; songs can be entered by hand until then",
}
_STAGES = {
    Stage.COLLECTING: "collecting songs",
    Stage.PICKING: "picking the shortlist",
    Stage.TO_SCHEDULE: "ready for the vote",
    Stage.TO_OPEN: "a vote is scheduled",
    Stage.VOTING: "voting",
    Stage.PAUSED: "the vote is paused",
    Stage.CLOSING: "the vote is being closed",
    Stage.DECIDING: "waiting for the showrunner's decision",
    Stage.BOARD: "on the board",
    Stage.LOCKED: "locked",
    Stage.ARCHIVED: "archived",
}
_NEXT = {
    Stage.COLLECTING: "writers propose songs with `/song propose`.",
    Stage.PICKING: (
        "more songs with `/song propose`; then the showrunner picks the shortlist with `/shortlist"
        " pick`."
    ),
    Stage.TO_SCHEDULE: "the showrunner schedules the vote with `/round schedule`.",
    Stage.TO_OPEN: "listen, and say what the songs tell you; the vote opens automatically.",
    Stage.VOTING: "writers vote with `/vote`; the vote closes automatically.",
    Stage.PAUSED: "the showrunner resumes the vote with `/round resume`, or ends it.",
    Stage.CLOSING: (
        "the votes are counted in a moment; until then, the showrunner can undo the close with"
        " `/round resume`."
    ),
    Stage.DECIDING: (
        "the showrunner decides: `/round cast` breaks a tie. A vote with too few ballots is"
        " opened again with `/round resume`, counted with `/round close`, or canceled with"
        " `/round cancel`."
    ),
    Stage.BOARD: "the showrunner arranges the board with `/board show`, and locks it.",
    Stage.LOCKED: (
        "`/board export` gives you the board as a file; `/board clearance` updates the rights."
    ),
    Stage.ARCHIVED: "nothing. `/episode archive` with `undo` brings it back.",
}


async def show_room_status(interaction: discord.Interaction) -> None:
    """Show the status of the room, and what is missing around it."""
    ctx = await context_of(interaction)
    await defer(interaction)  # Discord has to be asked about people and roles
    status = await ctx.services.rooms.status(ctx.room)
    roster = await ctx.services.rooms.roster(ctx.room)
    gone = await ctx.services.surroundings.gone(ctx.room, roster)
    missing = lacking(interaction, ctx.room)
    await answer(interaction, room_status(status, Around(missing, gone)))
    if ctx.room.channel_trouble and not missing:
        await ctx.services.surroundings.try_again(ctx.room)


def _supervisor(room: Room) -> str:
    named, role = room.settings.supervisor_id, room.settings.supervisors_role_id
    if role is not None:
        return f" · music supervisors: <@&{role}>"
    return "" if named is None else f" · music supervisor: {texts.person(named)}"


def room_status(status: RoomStatus, around: Around | None = None) -> ui.LayoutView:
    """Return the status of a room: its episode and round, Spotify, and waiting effects.

    It says how many writers have not voted yet, but not who.
    """
    lines = [
        f"## {texts.room_name(status.room)}",
        (
            f"Showrunner: {texts.person(status.room.showrunner_id)}"
            f"{_supervisor(status.room)}"
            f" · {texts.count(status.writers, 'writer')} on the roster"
            f" · times in {texts.safe(zone_label(status.room.timezone), 100)}"
        ),
    ]
    lines += current_lines(status)
    lines += live_lines(status)
    rest = [
        *map(import_playlist.status_line, status.imports[:_IMPORTS_SHOWN]),
        *_more_imports(len(status.imports) - _IMPORTS_SHOWN),
        *around_lines(status, around),
        f"Spotify: {_SPOTIFY.get(status.spotify) or state_text(status.spotify)}",
    ]
    plan = plan_lines(status.live) if status.live else ()
    blocks = ("\n".join(block) for block in (lines, plan, rest, *promised_blocks(status)) if block)
    return layout(*blocks, *retry_row(status))


def _more_imports(number: int) -> list[str]:
    return [f"{texts.count(number, 'more playlist')} on the way"] if number > 0 else []


def current_lines(status: RoomStatus) -> list[str]:
    """Return the stage of the current episode, and the next step."""
    if status.episode is None:
        return [_no_episode(status.episodes)]
    if status.episode.episode.state is not EpisodeState.ACTIVE:
        return [
            _no_episode(status.episodes),
            f"Locked last: {summary_line(status.episode)}",
            f"Next: {_NEXT[stage_of(status.episode)]}",
        ]
    return [
        f"Current: {summary_line(status.episode)}",
        f"Next: {_NEXT[stage_of(status.episode)]}",
    ]


def _no_episode(episodes: int) -> str:
    if episodes:
        return (
            "No episode is current: all are locked or archived, see `/episode list`. The showrunner"
            " creates another with `/episode create`."
        )
    return "No episode yet. The showrunner creates one with `/episode create`."


def live_lines(status: RoomStatus) -> list[str]:
    """Return the state of each vote that is not over, one line each, the current episode's first.

    Only the others name their episode.
    """
    lines = [_live(status.live)] if status.live is not None else []
    shown = status.other_votes[:VOTES_SHOWN]
    lines += [f"The vote for {texts.episode_name(one.episode)}: {_live(one)}" for one in shown]
    hidden = len(status.other_votes) - len(shown)
    return [*lines, f"and {texts.count(hidden, 'more vote')}"] if hidden else lines


def _live(view: RoundView) -> str:
    """Return the state of the round, and how many writers have not voted yet."""
    facts = [state_line(view)]
    if view.round.state is RoundState.SCHEDULED:
        facts.append(f"closes {texts.instant(view.round.closes_at)}")
    else:
        facts.append(turnout_line(view))
    if view.round.state in _VOTING:
        facts.append(_awaited(view, names=False))
    return " · ".join(facts)


def summary_line(summary: EpisodeSummary) -> str:
    """Return an episode with its progress in one line."""
    facts = [
        f"{texts.episode_name(summary.episode)}: **{_STAGES[stage_of(summary)]}**",
        f"{texts.count(summary.longlisted, 'song')} on the longlist",
        f"{summary.shortlisted} on the shortlist",
    ]
    if summary.on_board:
        rights = [f"{summary.cleared} cleared"]
        if summary.denied:
            rights.append(f"{summary.denied} denied")
        facts.append(f"{summary.on_board} on the board, {', '.join(rights)}")
    elif summary.rounds and summary.live_round is None:
        facts.append(f"{texts.count(summary.rounds, 'vote')} so far")
    return " · ".join(facts)


def episode_list(summaries: Sequence[EpisodeSummary]) -> ui.LayoutView:
    """Return the room's episodes, newest first."""
    if not summaries:
        return layout("No episodes yet. The showrunner creates one with `/episode create`.")
    lines = [f"**{texts.count(len(summaries), 'episode')}, newest first**"]
    room = 3700
    for summary in summaries[:EPISODES_SHOWN]:
        line = f"- {texts.sentence(summary_line(summary))}"
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    hidden = len(summaries) - len(lines) + 1
    if hidden:
        lines.append(f"- and {hidden} older; see one with `/episode show`")
    return layout("\n".join(lines))


def episode_page(summary: EpisodeSummary) -> ui.LayoutView:
    """Return the page of an episode: its progress, the next step, and where to look."""
    ways = ["`/song list`", "`/shortlist show`"]
    if summary.live_round is not None:
        ways.append("`/round status`")
    elif summary.rounds:
        ways.append("`/round results`")
    if summary.on_board:
        ways.append("`/board show`")
    lines = (
        texts.sentence(summary_line(summary)),
        f"Next: {_NEXT[stage_of(summary)]}",
        f"Created {texts.relative(summary.episode.created_at)}. See {texts.listed(ways)}.",
    )
    return layout("\n".join(lines))


def round_status(view: RoundView, *, names: bool) -> ui.LayoutView:
    """Return the status of a round; `names` says whether to name who has not voted yet."""
    lines = [
        f"**The vote for {texts.episode_name(view.episode)}**: {sizes(view.round)}",
        state_line(view),
    ]
    if view.round.state is RoundState.SCHEDULED:
        lines.append(f"Closes {texts.instant(view.round.closes_at)}")
    else:
        lines.append(turnout_line(view))
    if view.round.state in _VOTING:
        lines.append(_awaited(view, names=names))
    if names and view.round.state in _DECISIONS:
        lines.append(_DECISIONS[view.round.state])
    lines.extend(plan_lines(view))

    def build(measure: Measure) -> ui.LayoutView:
        rulings = ruling_lines(view.round, measure)
        return text_blocks(lines, rulings)

    return fit_message(build)


_DECISIONS = {
    RoundState.CASTING: "You choose with `/round cast`.",
    RoundState.HELD: (
        "You decide: `/round close` counts it as it is, `/round resume` opens it again, and `/round"
        " cancel` cancels it."
    ),
}
"""What the showrunner can do where a vote waits for them; its message may be far up."""


def _awaited(view: RoundView, *, names: bool) -> str:
    awaited = view.awaited
    if not awaited:
        return "Everyone has voted."
    if not names:
        return f"{texts.count(len(awaited), 'writer')} still to vote"
    listed = " ".join(texts.person(user) for user in awaited[:AWAITED_SHOWN])
    more = len(awaited) - AWAITED_SHOWN
    return f"Still to vote: {listed}" + (f" and {more} more" if more > 0 else "")
