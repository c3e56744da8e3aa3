"""The forms of a board: what is said of a song, and how far its rights are."""

from collections.abc import Awaitable, Callable

import discord

from bot.domain.board import (
    BEAT_MAX,
    CLEARANCE_NOTE_MAX,
    LOST_WITHOUT_MAX,
    Clearance,
    Entry,
    EntryText,
)
from bot.domain.model import NOTE_MAX, Episode, SongId
from bot.export.cue_words import STATUS
from bot.services.board.entries import text_of
from bot.services.characters import NAME_MAX
from bot.services.ports.read_models import BoardView
from cogs.ui.kit import texts
from cogs.ui.kit.context import Context, context_of
from cogs.ui.kit.forms import Form

ShowBoard = Callable[[discord.Interaction, Context, Episode, int, SongId], Awaitable[None]]
"""Answers with an episode's board, at a revision somebody saw, and the controls of a song."""


class BoardForm(Form):
    """What is said of a song on the board: where it plays, whose it is, what it is for."""

    def __init__(self, view: BoardView, entry: Entry, show: ShowBoard) -> None:
        super().__init__(texts.option(entry.song.title, 45))
        self._episode, self._song_id = view.episode, entry.song.id
        self._seen, self._show = view.board.revision, show
        self._was = was = text_of(entry, view.characters)
        hint = "Where in the story it plays: a scene, a moment"
        self.ask("beat", "Beat", most=BEAT_MAX, given=was.beat, hint=hint, required=False)
        hint = _names(view)
        whose = was.character
        self.ask("character", "Whose song", most=NAME_MAX, given=whose, hint=hint, required=False)
        tells = "What it tells us"
        self.ask("tells", tells, most=NOTE_MAX, given=was.note, lines=True, required=False)
        hint = "In one line: what does the episode lose without this song?"
        lost = was.lost_without
        self.ask(
            "lost", "Lost without it", most=LOST_WITHOUT_MAX, given=lost, hint=hint, required=False
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what was changed, and show the board."""
        at = await context_of(interaction)
        names = ("beat", "character", "tells", "lost")
        typed = EntryText(*(self.text(name) for name in names))
        boards = at.services.boards
        await boards.edit(at.person, at.room, self._episode, self._song_id, typed, self._was)
        await self._show(interaction, at, self._episode, self._seen, self._song_id)


class RightsForm(Form):
    """A note on how far the rights to a song are."""

    def __init__(
        self, episode: Episode, song_id: SongId, seen: int, status: Clearance, show: ShowBoard
    ) -> None:
        super().__init__(f"Rights: {STATUS[status].lower()}")
        self._episode, self._song_id, self._seen, self._status = episode, song_id, seen, status
        self._show = show
        hint = "Whom you asked, what they said, until when"
        self.ask("note", "Note", most=CLEARANCE_NOTE_MAX, hint=hint, required=False)

    async def act(self, interaction: discord.Interaction) -> None:
        """Write it down, and show the board."""
        at = await context_of(interaction)
        await at.services.boards.set_clearance(
            at.person, at.room, self._episode, self._song_id, self._status, self.text("note")
        )
        await self._show(interaction, at, self._episode, self._seen, self._song_id)


def _names(view: BoardView) -> str:
    """Return the names that may be given in a form, which can offer no list."""
    names = [texts.clean(one.name) for one in view.characters.values()]
    return (
        texts.cut(f"Empty for nobody, or one of: {', '.join(names)}", 100)
        if names
        else ("The showrunner makes characters with /character create")
    )
