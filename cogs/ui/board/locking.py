"""Locking a board: at once if all its songs are cleared, else after a word about the others."""

from collections.abc import Iterator

import discord
from discord import ui

from bot.domain.board import Entry
from bot.domain.model import EpisodeId
from bot.domain.rights.words import STATUS
from bot.services.board.editing import NOTHING_SEEN
from bot.services.ports.read_models import BoardView
from cogs.ui.board.page import board_page
from cogs.ui.kit import texts
from cogs.ui.kit.components import layout, row
from cogs.ui.kit.context import context_and_episode
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import replace
from cogs.ui.kit.rights import SongsRights
from cogs.ui.kit.song_lists import Measure, fit_message, name_among


def lock_page(view: BoardView, is_showrunner: bool, seen: int = NOTHING_SEEN) -> ui.LayoutView:
    """Return the board if it is locked, else which songs on it aren't cleared.

    Args:
        view: The board.
        is_showrunner: Whether to show the showrunner's controls.
        seen: The mark of the board at which the person was told so before.
    """
    if view.board.locked:
        return board_page(view, is_showrunner)

    def build(measure: Measure) -> ui.LayoutView:
        return layout("\n".join(_told(view, seen, measure)), row(LockButton.make(view)))

    return fit_message(build)


def _told(view: BoardView, seen: int, measure: Measure) -> Iterator[str]:
    if seen != NOTHING_SEEN:
        yield "The board has changed since then, so it isn't locked yet."
    songs = view.uncleared
    aren_t = "song isn't" if len(songs) == 1 else "songs aren't"
    yield f"**{len(songs)} {aren_t} cleared** on the board of {texts.episode_name(view.episode)}:"
    for entry in songs[: measure.steps]:
        all_songs = [one.song for one in songs]
        name = name_among(entry.song, all_songs, measure.title, measure.artist)
        yield f"- {name}{_beside(view, entry, measure)}: {_state(view, entry)}"
    if len(songs) > measure.steps:
        yield f"- {len(songs) - measure.steps} more"
    yield (
        "You can lock the board anyway. Rights can still be updated with `/board clearance`; songs"
        " stay as they are until you unlock it with `/board lock` and `undo`."
    )


def _beside(view: BoardView, entry: Entry, measure: Measure) -> str:
    """Return with which song one shares its slot: neither can be heard without the other."""
    other = view.board.beside(entry.song.id)
    return f" (in one slot with {texts.title(other.song, measure.title)})" if other else ""


def _state(view: BoardView, entry: Entry) -> str:
    rights = SongsRights.of(view)
    return rights.facts(entry.song) or f"rights {STATUS[entry.clearance].lower()}"


class LockButton(Pressable, custom_id="boardlock:{episode_id}:{seen}"):
    """Locks a board though songs on it aren't cleared, as the person saw."""

    episode_id: EpisodeId
    seen: int
    """The mark of the board that the person saw."""

    @classmethod
    def make(cls, view: BoardView) -> "LockButton":
        """Return the button of a board."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Lock it anyway", style=discord.ButtonStyle.danger
        )
        return cls(button, episode_id=view.episode.id, seen=view.board.mark)

    async def act(self, interaction: discord.Interaction) -> None:
        """Lock the board, unless it changed meanwhile and songs on it aren't cleared."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        view = await ctx.services.boards.lock(ctx.person, ctx.room, episode, seen=self.seen)
        await replace(interaction, lock_page(view, ctx.is_showrunner, self.seen))
