"""The forms of a board: the texts of an entry, and the state of a song's rights."""

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
"""Shows an episode's board, given the revision that the person saw and the chosen song."""


class BoardForm(Form):
    """The form for the texts of a board entry: its beat, character, note, what is lost."""

    def __init__(self, view: BoardView, entry: Entry, show: ShowBoard) -> None:
        super().__init__(texts.option(entry.song.title, 45))
        self._episode, self._song_id = view.episode, entry.song.id
        self._seen, self._show = view.board.revision, show
        self._before = before = text_of(entry, view.characters)
        hint = "Where in the story it plays: a scene, a moment"
        self.ask("beat", "Beat", most=BEAT_MAX, value=before.beat, hint=hint, required=False)
        hint = _names(view)
        name = before.character
        self.ask("character", "Whose song", most=NAME_MAX, value=name, hint=hint, required=False)
        tells = "What it tells us"
        self.ask("tells", tells, most=NOTE_MAX, value=before.note, multiline=True, required=False)
        hint = "In one line: what does the episode lose without this song?"
        lost = before.lost_without
        self.ask(
            "lost", "Lost without it", most=LOST_WITHOUT_MAX, value=lost, hint=hint, required=False
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what the person changed, and show the board."""
        ctx = await context_of(interaction)
        names = ("beat", "character", "tells", "lost")
        typed = EntryText(*(self.text(name) for name in names))
        boards = ctx.services.boards
        await boards.edit(ctx.person, ctx.room, self._episode, self._song_id, typed, self._before)
        await self._show(interaction, ctx, self._episode, self._seen, self._song_id)


class RightsForm(Form):
    """The form for a remark on the state of a song's rights."""

    def __init__(
        self, episode: Episode, song_id: SongId, seen: int, status: Clearance, show: ShowBoard
    ) -> None:
        super().__init__(f"Rights: {STATUS[status].lower()}")
        self._episode, self._song_id, self._seen, self._status = episode, song_id, seen, status
        self._show = show
        hint = "Whom you asked, what they said, until when"
        self.ask("note", "Note", most=CLEARANCE_NOTE_MAX, hint=hint, required=False)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the step, and show the board."""
        ctx = await context_of(interaction)
        await ctx.services.boards.set_clearance(
            ctx.person, ctx.room, self._episode, self._song_id, self._status, self.text("note")
        )
        await self._show(interaction, ctx, self._episode, self._seen, self._song_id)


def _names(view: BoardView) -> str:
    """Return a hint with the characters' names, since a form cannot offer a list."""
    names = [texts.clean(character.name) for character in view.characters.values()]
    return (
        texts.cut(f"Empty for nobody, or one of: {', '.join(names)}", 100)
        if names
        else ("The showrunner makes characters with /character create")
    )
