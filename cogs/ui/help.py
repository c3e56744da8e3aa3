"""The help page: what a person can do now, by their roles and the stage of the episode."""

from collections.abc import Iterator
from enum import StrEnum

import discord
from discord import ui
from msgspec import Struct

from bot.domain.errors import NoRoom, NotAllowed
from bot.domain.model import RoundState
from bot.domain.season import Stage, stage_of
from bot.services.ports.statuses import RoomStatus
from cogs.ui import status
from cogs.ui.kit import context, texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import context_of
from cogs.ui.kit.error_responses import explained
from cogs.ui.kit.errors import error_text
from cogs.ui.kit.surroundings_error_texts import rooms_elsewhere

S = Stage
_OPEN = (
    S.COLLECTING,
    S.PICKING,
    S.TO_SCHEDULE,
    S.TO_OPEN,
    S.VOTING,
    S.PAUSED,
    S.CLOSING,
    S.DECIDING,
    S.BOARD,
)
_LISTING = (S.PICKING, S.TO_SCHEDULE, S.BOARD)
_LIVE = (S.TO_OPEN, S.VOTING, S.PAUSED, S.DECIDING)
_DECIDED = (S.BOARD, S.LOCKED)
_BEFORE = (S.TO_OPEN, S.VOTING, S.PAUSED)


class RoomRole(StrEnum):
    """A role in a room. One person may have several."""

    ANYONE = "Everybody"
    WRITER = "As a writer"
    SHOWRUNNER = "As the showrunner"
    SUPERVISOR = "For songs' rights"
    MANAGER = "As a server manager"


class CommandHelp(Struct, frozen=True):
    """A command: who uses it, what it does, and in which stages of the current episode.

    Without `stages`, the command is always available, even without an episode.
    """

    role: RoomRole
    command: str
    words: str
    stages: tuple[Stage, ...] = ()


COMMAND_HELP = (
    CommandHelp(RoomRole.WRITER, "vote", "your ballot; only you see it", (S.VOTING,)),
    CommandHelp(RoomRole.WRITER, "song propose", "propose a song", _OPEN),
    CommandHelp(RoomRole.WRITER, "song note", "say what a song tells you", _OPEN),
    CommandHelp(RoomRole.WRITER, "song second", "second somebody else's song", _OPEN),
    CommandHelp(RoomRole.WRITER, "song withdraw", "take back one of your songs", _OPEN),
    CommandHelp(RoomRole.WRITER, "shortlist listen-alone", "listen in your own time", _LISTING),
    CommandHelp(RoomRole.SHOWRUNNER, "episode create", "start an episode"),
    CommandHelp(RoomRole.SHOWRUNNER, "round cast", "break a tie", (S.DECIDING,)),
    CommandHelp(
        RoomRole.SHOWRUNNER,
        "round resume",
        "resume a vote, or undo its end",
        (S.PAUSED, S.CLOSING, S.DECIDING),
    ),
    CommandHelp(
        RoomRole.SHOWRUNNER, "round close", "end a vote now", (S.VOTING, S.PAUSED, S.DECIDING)
    ),
    CommandHelp(
        RoomRole.SHOWRUNNER, "round extend", "move the end of a vote", (*_BEFORE, S.DECIDING)
    ),
    CommandHelp(RoomRole.SHOWRUNNER, "round pause", "pause a vote", (S.VOTING,)),
    CommandHelp(RoomRole.SHOWRUNNER, "round cancel", "cancel a vote", _LIVE),
    CommandHelp(RoomRole.SHOWRUNNER, "round pin", "give a song a seat", _BEFORE),
    CommandHelp(RoomRole.SHOWRUNNER, "round veto", "take a song out of the vote", _BEFORE),
    CommandHelp(RoomRole.SHOWRUNNER, "board place", "put the songs in story order", (S.BOARD,)),
    CommandHelp(RoomRole.SHOWRUNNER, "board swap", "swap a song for a runner-up", (S.BOARD,)),
    CommandHelp(RoomRole.SHOWRUNNER, "board add", "add a song from outside the vote", (S.BOARD,)),
    CommandHelp(RoomRole.SHOWRUNNER, "board pair", "put two songs in one slot", (S.BOARD,)),
    CommandHelp(
        RoomRole.SHOWRUNNER, "board remove", "take a song off without replacing it", (S.BOARD,)
    ),
    CommandHelp(RoomRole.SUPERVISOR, "rights show", "who holds a song's rights"),
    CommandHelp(RoomRole.SUPERVISOR, "rights due", "who hasn't answered yet"),
    # Another episode than the current one may be on the board: they clear its songs at any stage.
    CommandHelp(RoomRole.SUPERVISOR, "rights terms", "say what your letters ask for"),
    CommandHelp(RoomRole.SUPERVISOR, "rights letters", "draft letters to those you haven't asked"),
    CommandHelp(
        RoomRole.SUPERVISOR, "board clearance", "one word on a song, where you know no holders"
    ),
    CommandHelp(RoomRole.SUPERVISOR, "episode budget", "set what the songs may cost"),
    CommandHelp(
        RoomRole.SHOWRUNNER, "board lock", "lock the episode, or unlock it", (S.BOARD, S.LOCKED)
    ),
    CommandHelp(RoomRole.SHOWRUNNER, "song import", "import a playlist or a file", _OPEN),
    CommandHelp(RoomRole.SHOWRUNNER, "song take-back", "take back a whole import", _OPEN),
    CommandHelp(
        RoomRole.SHOWRUNNER, "shortlist pick", "pick the shortlist and present it", _LISTING
    ),
    CommandHelp(RoomRole.SHOWRUNNER, "shortlist add", "shortlist a song by its name", _LISTING),
    CommandHelp(
        RoomRole.SHOWRUNNER, "shortlist fill", "fill it with the most-seconded songs", _LISTING
    ),
    CommandHelp(RoomRole.SHOWRUNNER, "shortlist listen", "listen together, song by song", _LISTING),
    CommandHelp(RoomRole.SHOWRUNNER, "round schedule", "schedule a vote", (S.TO_SCHEDULE, S.BOARD)),
    CommandHelp(
        RoomRole.SHOWRUNNER,
        "round plan",
        "schedule several votes in a row",
        (S.TO_SCHEDULE, S.BOARD),
    ),
    CommandHelp(RoomRole.SHOWRUNNER, "character create", "create a character"),
    CommandHelp(RoomRole.SHOWRUNNER, "episode edit", "rename the episode", _OPEN),
    CommandHelp(RoomRole.SHOWRUNNER, "episode current", "choose the current episode"),
    CommandHelp(RoomRole.SHOWRUNNER, "episode archive", "archive an episode"),
    CommandHelp(RoomRole.SHOWRUNNER, "room roster", "choose the writers who vote"),
    CommandHelp(RoomRole.SHOWRUNNER, "room settings", "choose how this room votes"),
    CommandHelp(RoomRole.SHOWRUNNER, "playlist link", "use a Spotify playlist of your own"),
    CommandHelp(RoomRole.SHOWRUNNER, "playlist sync", "sync the playlist now"),
    CommandHelp(RoomRole.ANYONE, "song list", "all songs of the episode", (*_OPEN, S.LOCKED)),
    CommandHelp(RoomRole.ANYONE, "shortlist show", "the shortlist", (*_OPEN, S.LOCKED)),
    CommandHelp(RoomRole.ANYONE, "round status", "how the vote stands", (*_LIVE, S.CLOSING)),
    CommandHelp(RoomRole.ANYONE, "round results", "how the last vote ended", (S.BOARD, S.LOCKED)),
    CommandHelp(RoomRole.ANYONE, "round record", "all ballots without names", (S.BOARD, S.LOCKED)),
    CommandHelp(RoomRole.ANYONE, "board show", "the songs that got through"),
    CommandHelp(RoomRole.ANYONE, "board export", "the board as a file"),
    CommandHelp(RoomRole.ANYONE, "episode list", "all episodes and where they stand"),
    CommandHelp(RoomRole.ANYONE, "episode show", "one episode and what comes next"),
    CommandHelp(RoomRole.ANYONE, "character list", "the characters"),
    CommandHelp(RoomRole.ANYONE, "character show", "a character's songs"),
    CommandHelp(RoomRole.ANYONE, "playlist status", "what the playlist holds"),
    CommandHelp(RoomRole.ANYONE, "playlist export", "the songs as a file for other apps"),
    CommandHelp(RoomRole.ANYONE, "room status", "what's open, next, and waiting"),
    CommandHelp(RoomRole.ANYONE, "room forget-me", "remove your name from what I keep"),
    CommandHelp(RoomRole.MANAGER, "room setup", "change the room's name, people, and time zone"),
    CommandHelp(RoomRole.MANAGER, "playlist connect", "connect a Spotify account"),
    CommandHelp(RoomRole.MANAGER, "playlist disconnect", "disconnect the account"),
)
"""All commands, most important first."""


async def open_help(interaction: discord.Interaction) -> ui.LayoutView:
    """Return the help page for the person and the channel."""
    person = context.person_of(interaction)
    try:
        ctx = await context_of(interaction)
    except NoRoom as none:
        return no_room(await explained(interaction, none), manages=person.manages_server)
    refusal: Exception | None = None
    try:
        await ctx.services.proposals.may_propose(person, ctx.room)
    except NotAllowed as error:
        refusal = await explained(interaction, error)
    roles = {RoomRole.ANYONE}
    if refusal is None:
        roles.add(RoomRole.WRITER)
    if ctx.is_showrunner:
        roles.add(RoomRole.SHOWRUNNER)
    if ctx.is_rights_editor:
        roles.add(RoomRole.SUPERVISOR)
    if person.manages_server:
        roles.add(RoomRole.MANAGER)
    return help_page(await ctx.services.rooms.status(ctx.room), roles, refusal)


def no_room(error: Exception, *, manages: bool) -> ui.LayoutView:
    """Return the help page for a channel that has no room."""
    if not manages:
        return layout(error_text(error))
    text = (
        "This channel is not a writers' room yet. `/room setup` makes it one: give the show's"
        " name and a time zone, and say who the showrunner is."
    )
    if isinstance(error, NoRoom) and error.elsewhere:
        text += f" {rooms_elsewhere(error)}"
    return layout(text)


def help_page(
    room_status: RoomStatus, roles: set[RoomRole], refusal: Exception | None = None
) -> ui.LayoutView:
    """Return the help page for somebody with these roles.

    Args:
        room_status: The status of the room.
        roles: The person's roles.
        refusal: Why the person is not a writer, if so.
    """
    stage = stage_of(room_status.episode) if room_status.episode is not None else None
    lines = [f"## What you can do in {texts.room_name(room_status.room)} now"]
    lines += [*status.current_lines(room_status), *status.live_lines(room_status)]
    if refusal is not None:
        lines.append(f"You're not a writer in this room. {error_text(refusal)}")
    order = (
        RoomRole.WRITER,
        RoomRole.SHOWRUNNER,
        RoomRole.SUPERVISOR,
        RoomRole.ANYONE,
        RoomRole.MANAGER,
    )
    voting = any(one.round.state is RoundState.OPEN for one in room_status.other_votes)
    sections = [
        (role, list(_command_lines(role, stage, voting))) for role in order if role in roles
    ]
    blocks = [
        "\n".join((f"**{role}**", *lines_of_role))
        for role, lines_of_role in sections
        if lines_of_role
    ]
    return layout("\n".join(lines), *blocks)


def _command_lines(role: RoomRole, stage: Stage | None, voting: bool) -> Iterator[str]:
    """Yield what somebody can do; `voting` says that a vote of another episode is open."""
    for command_help in COMMAND_HELP:
        stages = command_help.stages
        elsewhere = voting and command_help.command == "vote"
        if command_help.role is role and (not stages or stage in stages or elsewhere):
            yield f"- `/{command_help.command}`: {command_help.words}"
