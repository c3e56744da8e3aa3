"""The board, and what the showrunner can do with each song on it."""

from collections.abc import Iterator
from typing import ClassVar, Self

import discord
from discord import ui

from bot.domain.board import (
    Clearance,
    Entry,
)
from bot.domain.errors import BoardChanged, InvalidInput, NotFound
from bot.domain.model import Episode, EpisodeId, SongId
from bot.export.cue_words import STATUS
from bot.services.ports.read_models import BoardView
from cogs.ui.board import lines
from cogs.ui.board.forms import BoardForm, RightsForm
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.error_responses import remedy
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer_publicly, replace
from cogs.ui.kit.song_lists import Measure, fitted

MOST = 25


def board_page(view: BoardView, is_showrunner: bool, chosen: SongId | None = None) -> ui.LayoutView:
    """Return an episode's board.

    Args:
        view: The board; what others did since somebody saw it is told.
        is_showrunner: Whether the person may do what the showrunner may.
        chosen: The song that was chosen to do something with; its controls are shown.
    """
    entry = next((one for one in view.board.slots if one.song.id == chosen), None)

    def build(measure: Measure) -> ui.LayoutView:
        pieces: list[Piece | str] = [lines.heading(view, measure)]
        pieces += lines.slots(view, measure)
        if view.board.runners_up:
            pieces.append(lines.waiting(view, measure))
        if is_showrunner and entry is not None:
            pieces.append(lines.rights(view, entry, measure))
        if is_showrunner and view.board.slots:
            pieces += _controls(view, entry)
        return layout(*pieces)

    return fitted(build)


async def place(
    at: Context, episode: Episode, song_id: SongId, slot: int | None, beat: str, character: str
) -> None:
    """Say where in the story a song plays and whose it is, as far as given; then move it.

    Raises:
        RoomError: As `Boards.edit` and `Boards.place` do.
    """
    boards, meant = at.services.boards, (at.person, at.room, episode, song_id)
    if beat or character:
        whose = (await at.services.characters.find(at.room, character)).name if character else ""
        await boards.add(*meant, beat=beat, character=whose)
    if slot is not None:
        await boards.place(*meant, slot)


def _controls(view: BoardView, entry: Entry | None) -> Iterator[Piece]:
    yield row(SlotMenu.make(view, entry))
    show = ShowRoomButton.make(view.episode.id)
    if entry is None:
        yield row(show)
        return
    slot = view.board.slot_of(entry.song.id)
    if not view.board.locked:
        yield row(
            UpButton.make(view, entry, disabled=slot == 1),
            DownButton.make(view, entry, disabled=slot == len(view.board.slots)),
            EditButton.make(view.episode.id, entry.song.id, view.board.revision),
            show,
        )
    else:
        yield row(show)
    yield row(RightsMenu.make(view, entry))
    if view.board.runners_up and not view.board.locked:
        yield row(SwapMenu.make(view, entry))


async def show_board(
    interaction: discord.Interaction,
    at: Context,
    episode: Episode,
    seen: int,
    chosen: SongId | None,
) -> None:
    """Show the board as it is after a press, with what others did meanwhile."""
    view = await at.services.boards.view(at.room, episode, seen, at.person)
    await replace(interaction, board_page(view, at.is_showrunner, chosen))


class SlotMenu(Pressable, custom_id="boardslot:{episode_id}:{seen}"):
    """Chooses the song to do something with."""

    episode_id: EpisodeId
    seen: int

    @classmethod
    def make(cls, view: BoardView, chosen: Entry | None) -> "SlotMenu":
        """Return the menu of the songs on the board."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder=(
                "Choose a song to write down its rights"
                if view.board.locked
                else "Choose a song to move, edit, clear or swap"
            ),
            options=[
                discord.SelectOption(
                    label=texts.option(f"{slot}. {one.song.title}"),
                    description=texts.option(one.song.artist) if one.song.artist else None,
                    value=str(one.song.id),
                    default=chosen is not None and one.song.id == chosen.song.id,
                )
                for slot, one in enumerate(view.board.slots, 1)
            ],
        )
        return cls(menu, episode_id=view.episode.id, seen=view.board.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show what can be done with it."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        await show_board(interaction, at, episode, self.seen, _chosen(self.item.values))


class ShowRoomButton(Pressable, custom_id="boardroom:{episode_id}"):
    """Shows the board to the whole channel, as it is at that moment."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId) -> "ShowRoomButton":
        """Return the button of an episode's board."""
        return cls(ui.Button(label="Show to the room"), episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Post it, without anything to press."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        at.services.rooms.require_showrunner(at.person, at.room)
        view = await at.services.boards.view(at.room, episode)
        await answer_publicly(interaction, board_page(view, is_showrunner=False))


class _ChosenSong(Pressable):
    """Something to press for the song that was chosen."""

    episode_id: EpisodeId
    song_id: SongId
    seen: int
    """The revision of the board on the message that was pressed."""


class _StepButton(_ChosenSong):
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
        """Move it, and show the board."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        await at.services.boards.step(at.person, at.room, episode, self.song_id, self.by)
        await show_board(interaction, at, episode, self.seen, self.song_id)


class UpButton(_StepButton, custom_id="boardup:{episode_id}:{song_id}:{seen}:1"):
    """Moves it up."""

    label, by = "Up", -1


class DownButton(_StepButton, custom_id="boarddown:{episode_id}:{song_id}:{seen}:0"):
    """Moves it down."""

    label, by = "Down", 1


class EditButton(_ChosenSong, custom_id="boardedit:{episode_id}:{song_id}:{seen}"):
    """Opens the form for what is said of the chosen song."""

    @classmethod
    def make(
        cls, episode_id: EpisodeId, song_id: SongId, seen: int, label: str = "Edit"
    ) -> "EditButton":
        """Return the button of a song."""
        return cls(ui.Button(label=label), episode_id=episode_id, song_id=song_id, seen=seen)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open it, filled in with what is there now."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        await open_form(interaction, at, episode, self.song_id)


async def open_form(
    interaction: discord.Interaction, at: Context, episode: Episode, song_id: SongId
) -> None:
    """Open the form for what is said of a song on the board.

    Raises:
        NotAllowed: The person is not the showrunner.
        NotFound: It is not on the board.
    """
    at.services.rooms.require_showrunner(at.person, at.room)
    view = await at.services.boards.view(at.room, episode)
    slot = view.board.slot_of(song_id)
    if slot is None:
        raise NotFound("fallen")
    await interaction.response.send_modal(BoardForm(view, view.board.slots[slot - 1], show_board))


@remedy(BoardChanged)
def _edit_again(error: BoardChanged) -> Piece:
    return EditButton.make(EpisodeId(error.episode_id), SongId(error.song_id), 0, "Edit again")


class RightsMenu(_ChosenSong, custom_id="boardrights:{episode_id}:{song_id}:{seen}"):
    """Says how far the rights to the chosen song are."""

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
        """Ask for a note on it."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        at.services.rooms.require_showrunner(at.person, at.room)
        if not self.item.values:
            raise InvalidInput("song.empty")
        status = Clearance(self.item.values[0])
        await interaction.response.send_modal(
            RightsForm(episode, self.song_id, self.seen, status, show_board)
        )


class SwapMenu(_ChosenSong, custom_id="boardswap:{episode_id}:{song_id}:{seen}"):
    """Has the chosen song fall, and another step into its slot."""

    @classmethod
    def make(cls, view: BoardView, entry: Entry) -> "SwapMenu":
        """Return the menu of those that wait, the runners-up first, in their order."""
        options = []
        for place, song in enumerate(view.board.runners_up[:MOST], 1):
            denied = lines.last_step(view, song.id) is Clearance.DENIED
            facts = [song.artist, "rights denied" if denied else ""]
            about = ", ".join(filter(None, reversed(facts)))
            option = discord.SelectOption(
                label=texts.option(f"{place}. {song.title}"),
                description=texts.option(about) if about else None,
                value=str(song.id),
            )
            options.append(option)
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Take it off; in its place comes\u2026",
            options=options,
        )
        seen = view.board.revision
        return cls(menu, episode_id=view.episode.id, song_id=entry.song.id, seen=seen)

    async def act(self, interaction: discord.Interaction) -> None:
        """Swap them, and show the board."""
        at, episode = await context_and_episode(interaction, self.episode_id)
        called_up = _chosen(self.item.values)
        if called_up is None:
            raise InvalidInput("song.empty")
        await at.services.boards.swap(at.person, at.room, episode, self.song_id, called_up)
        await show_board(interaction, at, episode, self.seen, called_up)


def _chosen(values: list[str]) -> SongId | None:
    return SongId(int(values[0])) if values else None
