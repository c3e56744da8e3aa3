"""How the rights to a song on the board are updated: as a whole, or holder by holder."""

from collections.abc import Iterator

import discord
from discord import ui

from bot.domain.board import Clearance, Entry
from bot.domain.errors import InvalidInput
from bot.domain.model import EpisodeId, SongId
from bot.domain.rights.words import STATUS
from bot.services.ports.read_models import BoardView
from cogs.ui.board.forms import RightsForm
from cogs.ui.kit.components import Piece, row
from cogs.ui.kit.context import context_and_episode
from cogs.ui.kit.forms import open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.rights.songs import RightsButton


def rights_rows(view: BoardView, entry: Entry) -> Iterator[Piece]:
    """Yield the rows of controls for a song's rights."""
    yield row(RightsMenu.make(view, entry))
    yield row(RightsButton.make(entry.song.id, view.episode.id))


class RightsMenu(
    Pressable, custom_id="boardrights:{episode_id}:{song_id}:{seen}", values=Clearance
):
    """Records the state of the chosen song's rights."""

    episode_id: EpisodeId
    song_id: SongId
    seen: int
    """The revision of the board on the message that was pressed."""

    @classmethod
    def make(cls, view: BoardView, entry: Entry) -> "RightsMenu":
        """Return the menu of a song."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder=f"Rights: {STATUS[entry.clearance].lower()}",
            options=[
                discord.SelectOption(label=f"Rights: {name.lower()}", value=status.value)
                for status, name in STATUS.items()
            ],
        )
        seen = view.board.revision
        return cls(menu, episode_id=view.episode.id, song_id=entry.song.id, seen=seen)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form for a remark on the new state."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        ctx.services.rooms.require_rights_editor(ctx.person, ctx.room)
        if not self.item.values:
            raise InvalidInput("song.empty")
        status = Clearance(self.item.values[0])
        await open_form(interaction, RightsForm.of(episode.id, self.song_id, self.seen, status))
