"""What somebody can do here now, by what they are in the room."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import discord
from discord import ui

from bot.domain.errors import NoRoom, NotAllowed
from bot.domain.season import Stage, stage_of
from bot.services.ports.read_models import RoomStatus
from cogs.ui import status
from cogs.ui.kit import context, texts
from cogs.ui.kit.components import layout
from cogs.ui.kit.context import context_of
from cogs.ui.kit.errors import present

S = Stage
_OPEN = (S.COLLECTING, S.PICKING, S.TO_SCHEDULE, S.TO_OPEN, S.VOTING, S.PAUSED, S.DECIDING, S.BOARD)
_LISTING = (S.PICKING, S.TO_SCHEDULE, S.BOARD)
_LIVE = (S.TO_OPEN, S.VOTING, S.PAUSED, S.DECIDING)
_DECIDED = (S.BOARD, S.LOCKED)
_BEFORE = (S.TO_OPEN, S.VOTING, S.PAUSED)


class Part(StrEnum):
    """What somebody is in a room; one person may be all of it."""

    ANYONE = "Everybody"
    WRITER = "As a writer"
    SHOWRUNNER = "As the showrunner"
    MANAGER = "As a server manager"


@dataclass(frozen=True, slots=True)
class Way:
    """A command, what it is good for, and the stages of the current episode it is for.

    `stages` is empty for what can always be done, without an episode too.
    """

    part: Part
    command: str
    words: str
    stages: tuple[Stage, ...] = ()


WAYS = (
    Way(Part.WRITER, "vote", "your ballot; only you see it", (S.VOTING,)),
    Way(Part.WRITER, "song propose", "put a song forward", _OPEN),
    Way(Part.WRITER, "song note", "say what a song tells you", _OPEN),
    Way(Part.WRITER, "song second", "second somebody else's song", _OPEN),
    Way(Part.WRITER, "song withdraw", "take back a song of yours", _OPEN),
    Way(Part.SHOWRUNNER, "episode create", "begin an episode"),
    Way(Part.SHOWRUNNER, "round cast", "choose between tied songs", (S.DECIDING,)),
    Way(Part.SHOWRUNNER, "round resume", "let a vote go on", (S.PAUSED, S.DECIDING)),
    Way(Part.SHOWRUNNER, "round close", "end a vote now", (S.VOTING, S.PAUSED, S.DECIDING)),
    Way(Part.SHOWRUNNER, "round extend", "move the end of a vote", (*_BEFORE, S.DECIDING)),
    Way(Part.SHOWRUNNER, "round pause", "halt a vote", (S.VOTING,)),
    Way(Part.SHOWRUNNER, "round cancel", "call a vote off", _LIVE),
    Way(Part.SHOWRUNNER, "round pin", "give a song a seat", _BEFORE),
    Way(Part.SHOWRUNNER, "round veto", "take a song out of the vote", _BEFORE),
    Way(Part.SHOWRUNNER, "board place", "put the songs in story order", (S.BOARD,)),
    Way(Part.SHOWRUNNER, "board swap", "call a runner-up up", (S.BOARD,)),
    Way(
        Part.SHOWRUNNER, "board clearance", "write down how far the rights are", (S.BOARD, S.LOCKED)
    ),
    Way(Part.SHOWRUNNER, "board lock", "lock the episode, or unlock it", (S.BOARD, S.LOCKED)),
    Way(Part.SHOWRUNNER, "song import", "bring a whole playlist in", _OPEN),
    Way(Part.SHOWRUNNER, "shortlist pick", "pare the longlist down, and present it", _LISTING),
    Way(Part.SHOWRUNNER, "shortlist fill", "top the shortlist up by seconds", _LISTING),
    Way(Part.SHOWRUNNER, "round schedule", "schedule a vote", (S.TO_SCHEDULE, S.BOARD)),
    Way(Part.SHOWRUNNER, "round plan", "schedule several cuts in a row", (S.TO_SCHEDULE, S.BOARD)),
    Way(Part.SHOWRUNNER, "character create", "make a character songs can be for"),
    Way(Part.SHOWRUNNER, "episode edit", "rename the episode", _OPEN),
    Way(Part.SHOWRUNNER, "episode archive", "put an episode away"),
    Way(Part.SHOWRUNNER, "room roster", "say who counts for the vote"),
    Way(Part.SHOWRUNNER, "room settings", "choose how this room votes"),
    Way(Part.SHOWRUNNER, "playlist link", "have the songs go into a playlist of yours"),
    Way(Part.SHOWRUNNER, "playlist sync", "bring the playlist in line now"),
    Way(Part.ANYONE, "song list", "all songs of the episode", (*_OPEN, S.LOCKED)),
    Way(Part.ANYONE, "shortlist show", "the shortlist", (*_OPEN, S.LOCKED)),
    Way(Part.ANYONE, "round status", "how the vote stands", _LIVE),
    Way(Part.ANYONE, "round results", "how the last vote ended", (S.BOARD, S.LOCKED)),
    Way(Part.ANYONE, "round record", "all ballots without names", (S.BOARD, S.LOCKED)),
    Way(Part.ANYONE, "board show", "the songs that got through"),
    Way(Part.ANYONE, "board export", "the board as a file"),
    Way(Part.ANYONE, "episode list", "all episodes, and how far each is"),
    Way(Part.ANYONE, "episode show", "one episode, and what is next"),
    Way(Part.ANYONE, "character list", "the characters"),
    Way(Part.ANYONE, "character show", "who somebody is in songs"),
    Way(Part.ANYONE, "playlist status", "what the playlist holds"),
    Way(Part.ANYONE, "room status", "what is open, next and waiting"),
    Way(Part.ANYONE, "room forget-me", "take your name out of what is kept"),
    Way(Part.MANAGER, "room setup", "change the room's name, people and time zone"),
    Way(Part.MANAGER, "playlist connect", "connect a Spotify account"),
    Way(Part.MANAGER, "playlist disconnect", "use that account no more"),
)
"""All that can be done, what matters most first."""


async def open_help(interaction: discord.Interaction) -> ui.LayoutView:
    """Return what the person can do here now."""
    person = context.person(interaction)
    try:
        at = await context_of(interaction)
    except NoRoom as none:
        return no_room(none, manages=person.manages_server)
    refusal: NotAllowed | None = None
    try:
        await at.services.proposals.may_propose(person, at.room)
    except NotAllowed as error:
        refusal = error
    parts = {Part.ANYONE}
    if refusal is None:
        parts.add(Part.WRITER)
    if at.is_showrunner:
        parts.add(Part.SHOWRUNNER)
    if person.manages_server:
        parts.add(Part.MANAGER)
    return help_page(await at.services.rooms.status(at.room), parts, refusal)


def no_room(error: NoRoom, *, manages: bool) -> ui.LayoutView:
    """Return what is said in a channel that is no room."""
    if manages:
        return layout(
            "This channel is not a writers' room yet. `/room setup` makes it one: give the show's"
            " name and a time zone, and say who the showrunner is."
        )
    return layout(present(error))


def help_page(
    room_status: RoomStatus, parts: set[Part], refusal: NotAllowed | None = None
) -> ui.LayoutView:
    """Return what can be done in a room now by somebody who is these parts of it.

    Args:
        room_status: How far the room is.
        parts: What the person is.
        refusal: Why they are no writer, where they are none.
    """
    stage = stage_of(room_status.episode) if room_status.episode is not None else None
    lines = [f"## What you can do in {texts.room_name(room_status.room)} now"]
    lines += status.where_lines(room_status)
    if refusal is not None:
        lines.append(f"You are no writer here: {present(refusal)}")
    order = (Part.WRITER, Part.SHOWRUNNER, Part.ANYONE, Part.MANAGER)
    there = [(part, list(_ways(part, stage))) for part in order if part in parts]
    blocks = ["\n".join((f"**{part}**", *ways)) for part, ways in there if ways]
    return layout("\n".join(lines), *blocks)


def _ways(part: Part, stage: Stage | None) -> Iterator[str]:
    for way in WAYS:
        if way.part is part and (not way.stages or stage in way.stages):
            yield f"- `/{way.command}`: {way.words}"
