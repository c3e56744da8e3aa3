"""Adding a song to a board and taking one off it: the buttons and their forms."""

from typing import ClassVar

import discord
from discord import ui

from bot.domain.board import BoardAction, Entry
from bot.domain.model import REASON_MAX, TITLE_MAX, EpisodeId, SongId
from bot.services.ports.read_models import BoardView
from cogs.ui.board.forms import BoardForm
from cogs.ui.board.lines import Done
from cogs.ui.kit import options
from cogs.ui.kit.context import context_and_episode
from cogs.ui.kit.forms import Field, Form, open_form
from cogs.ui.kit.pressable import Pressable

_REASON = Field("Reason", REASON_MAX, "Everyone sees it on the board")


class AddSongButton(Pressable, custom_id="boardadd:{episode_id}:{seen}"):
    """Opens the form that adds a song of the longlist to the board."""

    episode_id: EpisodeId
    seen: int

    @classmethod
    def make(cls, view: BoardView) -> "AddSongButton":
        """Return the button of a board."""
        button: ui.Button[ui.LayoutView] = ui.Button(label="Add a song")
        return cls(button, episode_id=view.episode.id, seen=view.board.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        form = AddSongForm("Add a song to the board", episode_id=episode.id, seen=self.seen)
        await open_form(interaction, form)


class AddSongForm(Form, custom_id="boardaddform:{episode_id}:{seen}"):
    """The form for the song to add, and why."""

    fields: ClassVar = {
        "song": Field("Song", TITLE_MAX, "A few letters of a song on the longlist"),
        "reason": _REASON,
    }
    episode_id: EpisodeId
    seen: int

    async def act(self, interaction: discord.Interaction) -> None:
        """Add the song, and show the board."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        wanted = await options.longlisted(ctx, episode, self.text("song"))
        added = await ctx.services.boards.add_song(
            ctx.person, ctx.room, episode, wanted, self.text("reason")
        )
        done = Done(BoardAction.ADD, added)
        await BoardForm.show(interaction, ctx, episode, self.seen, added, done)


class RemoveSongButton(Pressable, custom_id="boardremove:{episode_id}:{song_id}:{seen}"):
    """Opens the form that takes the chosen song off the board."""

    episode_id: EpisodeId
    song_id: SongId
    seen: int

    @classmethod
    def make(cls, view: BoardView, entry: Entry) -> "RemoveSongButton":
        """Return the button of a song."""
        button: ui.Button[ui.LayoutView] = ui.Button(label="Remove")
        seen = view.board.revision
        return cls(button, episode_id=view.episode.id, song_id=entry.song.id, seen=seen)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        form = RemoveSongForm(
            "Take the song off the board",
            episode_id=episode.id,
            song_id=self.song_id,
            seen=self.seen,
        )
        await open_form(interaction, form)


class RemoveSongForm(Form, custom_id="boardremoveform:{episode_id}:{song_id}:{seen}"):
    """The form for why a song is taken off."""

    fields: ClassVar = {"reason": _REASON}
    episode_id: EpisodeId
    song_id: SongId
    seen: int

    async def act(self, interaction: discord.Interaction) -> None:
        """Take the song off, and show the board."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        await ctx.services.boards.remove_song(
            ctx.person, ctx.room, episode, self.song_id, self.text("reason")
        )
        done = Done(BoardAction.REMOVE, self.song_id)
        await BoardForm.show(interaction, ctx, episode, self.seen, None, done)
