"""What is said of a song on the board: the form of its texts, the menu and form of its rights."""

from typing import ClassVar, Protocol

import discord

from bot.domain.board import (
    BEAT_MAX,
    CLEARANCE_NOTE_MAX,
    LOST_WITHOUT_MAX,
    BoardAction,
    Clearance,
    Entry,
    EntryText,
    fingerprints,
)
from bot.domain.model import NOTE_MAX, Episode, EpisodeId, SongId
from bot.domain.rights.words import STATUS
from bot.services.board.entries import text_of
from bot.services.ports.read_models import BoardView
from cogs.ui.board.lines import Done
from cogs.ui.kit import offers, texts
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.custom_ids import Fingerprints
from cogs.ui.kit.forms import TITLE_MAX, Field, Form

CHARACTERS_MAX = 24
"""Characters in a menu beside nobody; Discord allows 25 options."""
NOBODY = "0"


class ShowBoard(Protocol):
    """Shows an episode's board."""

    async def __call__(
        self,
        interaction: discord.Interaction,
        ctx: Context,
        episode: Episode,
        seen: int,
        chosen: SongId | None,
        done: Done | None = None,
    ) -> None:
        """Show it, given the revision that the person saw, the chosen song, and what was done."""


class BoardForm(Form, custom_id="boardform:{episode_id}:{song_id}:{seen}:{before}"):
    """The form for the texts of a board entry: its beat, character, note, what is lost."""

    fields: ClassVar = {
        "beat": Field(
            "Scene", BEAT_MAX, "Where in the story it plays: a scene, a moment", required=False
        ),
        "whose": Field("Whose song", 1, required=False, menu=True),
        "tells": Field("What it tells us", NOTE_MAX, multiline=True, required=False),
        "lost": Field(
            "Lost without it",
            LOST_WITHOUT_MAX,
            "In one line: what does the episode lose without this song?",
            required=False,
        ),
    }
    show: ClassVar[ShowBoard]
    """Shows the board. `page` sets it, since it imports this module."""
    episode_id: EpisodeId
    song_id: SongId
    seen: int
    """The revision of the board on the message that the form was opened from."""
    before: Fingerprints
    """Of the texts that the form was filled in with."""

    @classmethod
    def of(cls, view: BoardView, entry: Entry) -> "BoardForm":
        """Return the form for an entry, filled in with its present texts."""
        text = text_of(entry, view.characters)
        filled = {"beat": text.beat, "tells": text.note, "lost": text.lost_without}
        return cls(
            texts.option(entry.song.title, TITLE_MAX),
            filled,
            {"whose": _whose_hint(view)},
            {"whose": _whose_options(view, entry)},
            episode_id=view.episode.id,
            song_id=entry.song.id,
            seen=view.board.revision,
            before=fingerprints(text),
        )

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what the person changed, and show the board."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        character = await self.character(ctx)
        typed = EntryText(self.text("beat"), character, self.text("tells"), self.text("lost"))
        boards = ctx.services.boards
        await boards.edit(ctx.person, ctx.room, episode, self.song_id, typed, self.before)
        done = Done(BoardAction.EDIT, self.song_id)
        await BoardForm.show(interaction, ctx, episode, self.seen, self.song_id, done)

    async def character(self, ctx: Context) -> str:
        """Return the name of whose song it is, or what was sent for it; empty for nobody."""
        if "whose" not in self._typed:
            return self.text("character")  # a form that was opened before there was a menu
        chosen = self.text("whose")
        names = {str(one.id): one.name for one in await ctx.services.characters.all(ctx.room)}
        return "" if chosen == NOBODY else names.get(chosen, chosen)


class RightsForm(Form, custom_id="rightsform:{episode_id}:{song_id}:{seen}:{status}"):
    """The form for a remark on the state of a song's rights."""

    fields: ClassVar = {
        "note": Field(
            "Note", CLEARANCE_NOTE_MAX, "Who you asked, their answer, deadline", required=False
        )
    }
    episode_id: EpisodeId
    song_id: SongId
    seen: int
    """The revision of the board on the message that the form was opened from."""
    status: Clearance

    @classmethod
    def of(
        cls, episode_id: EpisodeId, song_id: SongId, seen: int, status: Clearance
    ) -> "RightsForm":
        """Return the form for a song and the new state."""
        title = f"Rights: {STATUS[status].lower()}"
        return cls(title, episode_id=episode_id, song_id=song_id, seen=seen, status=status)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save the step, and show the board."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        await ctx.services.boards.set_clearance(
            ctx.person, ctx.room, episode, self.song_id, self.status, self.text("note")
        )
        done = Done(BoardAction.CLEARANCE, self.song_id)
        await BoardForm.show(interaction, ctx, episode, self.seen, self.song_id, done)


def _whose_hint(view: BoardView) -> str:
    if not view.characters:
        return "Create characters with /character create first."
    if len(view.characters) > CHARACTERS_MAX:
        return "For a character who isn't listed, use /board place with character."
    return ""


def _whose_options(view: BoardView, entry: Entry) -> list[discord.SelectOption]:
    """Return nobody and the characters, with the present one among them."""
    now = entry.character_id if entry.character_id in view.characters else None
    everybody = offers.characters(view.characters.values())
    shown = sorted(everybody, key=lambda one: one.thing.id != now)[:CHARACTERS_MAX]
    return [
        discord.SelectOption(label="Nobody", value=NOBODY, default=now is None),
        *(
            discord.SelectOption(label=one.label, value=one.value, default=one.thing.id == now)
            for one in everybody
            if one in shown
        ),
    ]
