"""The buttons that move the chosen song, and what all controls of it have in common."""

from typing import ClassVar, Self

import discord
from discord import ui

from bot.domain.board import Entry
from bot.domain.model import EpisodeId, SongId
from bot.services.ports.read_models import BoardView
from cogs.ui.board.forms import BoardForm
from cogs.ui.kit.context import context_and_episode
from cogs.ui.kit.pressable import Pressable


class ChosenSong(Pressable):
    """A control for the chosen song."""

    episode_id: EpisodeId
    song_id: SongId
    seen: int
    """The revision of the board on the message that was pressed."""


class _StepButton(ChosenSong):
    """Moves the chosen song by one slot."""

    label: ClassVar[str]
    by: ClassVar[int]

    @classmethod
    def make(cls, view: BoardView, entry: Entry, *, disabled: bool) -> Self:
        """Return the button of a song."""
        button: ui.Button[ui.LayoutView] = ui.Button(label=cls.label, disabled=disabled)
        seen = view.board.revision
        return cls(button, episode_id=view.episode.id, song_id=entry.song.id, seen=seen)

    async def act(self, interaction: discord.Interaction) -> None:
        """Move the song, and show the board."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        await ctx.services.boards.step(ctx.person, ctx.room, episode, self.song_id, self.by)
        await BoardForm.show(interaction, ctx, episode, self.seen, self.song_id)


class UpButton(_StepButton, custom_id="boardup:{episode_id}:{song_id}:{seen}:1"):
    """Moves the chosen song up."""

    label, by = "Up", -1


class DownButton(_StepButton, custom_id="boarddown:{episode_id}:{song_id}:{seen}:0"):
    """Moves the chosen song down."""

    label, by = "Down", 1
