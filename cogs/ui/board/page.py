"""The screen of a board, with the showrunner's controls for each song."""

from collections.abc import Iterator

import discord
from discord import ui

from bot.domain.board import BoardAction, Entry
from bot.domain.errors import EntrySlips, InvalidInput, NotFound
from bot.domain.model import Episode, EpisodeId, SongId
from bot.services.ports.read_models import BoardView
from cogs.ui.board import lines
from cogs.ui.board.forms import BoardForm
from cogs.ui.board.membership import AddSongButton, RemoveSongButton
from cogs.ui.board.moving import ChosenSong, DownButton, UpButton
from cogs.ui.board.pairing import PairButton
from cogs.ui.board.rights_menu import rights_rows
from cogs.ui.kit import texts
from cogs.ui.kit.components import Piece, layout, row
from cogs.ui.kit.context import Context, context_and_episode
from cogs.ui.kit.error_responses import remedy
from cogs.ui.kit.forms import open_form
from cogs.ui.kit.pressable import Pressable
from cogs.ui.kit.responses import answer_publicly, replace
from cogs.ui.kit.song_lists import Measure, fit_message

RUNNERS_UP_MAX = 25


def board_page(
    view: BoardView,
    is_showrunner: bool,
    chosen: SongId | None = None,
    done: lines.Done | None = None,
    *,
    edits_rights: bool = False,
) -> ui.LayoutView:
    """Return an episode's board.

    Args:
        view: The board, with what others changed since the person saw it.
        is_showrunner: Whether to show the showrunner's controls.
        chosen: The song to show controls for.
        done: What the person has just done; it is said above the controls.
        edits_rights: Whether to show those for the rights, which the showrunner always has.
    """
    entry = view.board.entry(chosen)

    def build(measure: Measure) -> ui.LayoutView:
        pieces: list[Piece | str] = [lines.heading(view, measure)]
        pieces += lines.slots(view, measure)
        said = [lines.below(view, measure)]
        said += [lines.done_line(view, done, measure)] if done else []
        if (is_showrunner or edits_rights) and entry is not None:
            said.append(lines.rights_lines(view, entry, measure))
        # One text, since a message takes forty components: seven covers leave room for one.
        if below := "\n".join(filter(None, said)):
            pieces.append(below)
        if is_showrunner:
            pieces += _controls(view, entry)
        elif edits_rights:
            pieces += _rights_controls(view, entry)
        return layout(*pieces)

    return fit_message(build)


async def place(
    ctx: Context, episode: Episode, song_id: SongId, slot: int | None, beat: str, character: str
) -> None:
    """Save a song's beat and character, unless empty; then move it to a slot, if there is one.

    Raises:
        RoomError: As `BoardEditing.add` and `place` do.
    """
    boards, target = ctx.services.boards, (ctx.person, ctx.room, episode, song_id)
    if beat or character:
        name = (await ctx.services.characters.find(ctx.room, character)).name if character else ""
        await boards.add(*target, beat=beat, character=name)
    if slot is not None:
        await boards.place(*target, slot)


def _controls(view: BoardView, entry: Entry | None) -> Iterator[Piece]:
    if view.board.entries:
        yield row(SlotMenu.make(view, entry))
    if entry is not None:
        yield from _song_controls(view, entry)
    show = ShowRoomButton.make(view.episode.id)
    if view.board.locked:
        yield row(show)
        return
    several = len(view.board.entries) > 1
    pair = PairButton.make(view, entry) if entry is not None and several else None
    yield row(*filter(None, (pair, AddSongButton.make(view), show)))


def _song_controls(view: BoardView, entry: Entry) -> Iterator[Piece]:
    slot = view.board.slot_of(entry.song.id)
    if not view.board.locked:
        yield row(
            UpButton.make(view, entry, disabled=slot == 1),
            DownButton.make(view, entry, disabled=slot == len(view.board.by_slot)),
            EditButton.make(view.episode.id, entry.song.id, view.board.revision),
            RemoveSongButton.make(view, entry),
        )
    yield from rights_rows(view, entry)
    if view.board.runners_up and not view.board.locked:
        yield row(SwapMenu.make(view, entry))


def _rights_controls(view: BoardView, entry: Entry | None) -> Iterator[Piece]:
    if view.board.entries:
        yield row(SlotMenu.make(view, entry, rights_alone=True))
    if entry is not None:
        yield from rights_rows(view, entry)


async def show_board(
    interaction: discord.Interaction,
    ctx: Context,
    episode: Episode,
    seen: int,
    chosen: SongId | None,
    done: lines.Done | None = None,
) -> None:
    """Show the board after a press, with what others changed since revision `seen`."""
    view = await ctx.services.boards.view(ctx.room, episode, seen, ctx.person)
    page = board_page(view, ctx.is_showrunner, chosen, done, edits_rights=ctx.is_rights_editor)
    await replace(interaction, page)


BoardForm.show = staticmethod(show_board)


class SlotMenu(Pressable, custom_id="boardslot:{episode_id}:{seen}", values=SongId):
    """Chooses the song to show controls for."""

    episode_id: EpisodeId
    seen: int

    @classmethod
    def make(
        cls, view: BoardView, chosen: Entry | None, *, rights_alone: bool = False
    ) -> "SlotMenu":
        """Return the menu of the songs on the board; with `rights_alone`, nothing else changes."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder=(
                "Choose a song to update its rights"
                if view.board.locked or rights_alone
                else "Choose a song to move, edit, clear or swap"
            ),
            options=[
                discord.SelectOption(
                    label=texts.option(
                        f"{view.board.number_of(entry.song.id)}. {entry.song.title}"
                    ),
                    description=texts.option(entry.song.artist) if entry.song.artist else None,
                    value=str(entry.song.id),
                    default=chosen is not None and entry.song.id == chosen.song.id,
                )
                for entry in view.board.entries
            ],
        )
        return cls(menu, episode_id=view.episode.id, seen=view.board.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show the controls of the song."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        await show_board(interaction, ctx, episode, self.seen, _chosen(self.item.values))


class ShowRoomButton(Pressable, custom_id="boardroom:{episode_id}"):
    """Posts the present board in the channel."""

    episode_id: EpisodeId

    @classmethod
    def make(cls, episode_id: EpisodeId) -> "ShowRoomButton":
        """Return the button of an episode's board."""
        return cls(ui.Button(label="Show to the room"), episode_id=episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Post the board without controls."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
        view = await ctx.services.boards.view(ctx.room, episode)
        await answer_publicly(interaction, board_page(view, is_showrunner=False))


class EditButton(ChosenSong, custom_id="boardedit:{episode_id}:{song_id}:{seen}"):
    """Opens the form for the texts of the chosen song."""

    @classmethod
    def make(
        cls, episode_id: EpisodeId, song_id: SongId, seen: int, label: str = "Edit"
    ) -> "EditButton":
        """Return the button of a song."""
        return cls(ui.Button(label=label), episode_id=episode_id, song_id=song_id, seen=seen)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open the form, filled in with the present texts."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        await open_board_form(interaction, ctx, episode, self.song_id)


async def open_board_form(
    interaction: discord.Interaction, ctx: Context, episode: Episode, song_id: SongId
) -> None:
    """Open the form for the texts of a song on the board.

    Raises:
        NotAllowed: The person is not the showrunner.
        NotFound: The song is not on the board.
    """
    ctx.services.rooms.require_showrunner(ctx.person, ctx.room)
    view = await ctx.services.boards.view(ctx.room, episode)
    entry = view.board.entry(song_id)
    if entry is None:
        raise NotFound("fallen")
    await open_form(interaction, BoardForm.of(view, entry))


@remedy(EntrySlips)
def _edit_again(error: EntrySlips) -> Piece:
    return EditButton.make(EpisodeId(error.episode_id), SongId(error.song_id), 0, "Edit again")


class SwapMenu(ChosenSong, custom_id="boardswap:{episode_id}:{song_id}:{seen}", values=SongId):
    """Replaces the chosen song with another."""

    @classmethod
    def make(cls, view: BoardView, entry: Entry) -> "SwapMenu":
        """Return the menu of songs that can step in, in order, runners-up first."""
        options = []
        for place, song in enumerate(view.board.runners_up[:RUNNERS_UP_MAX], 1):
            refused = view.rights.refused(song, view.episode.id)
            facts = [song.artist, "rights denied" if refused else ""]
            about = ", ".join(filter(None, reversed(facts)))
            option = discord.SelectOption(
                label=texts.option(f"{place}. {song.title}"),
                description=texts.option(about) if about else None,
                value=str(song.id),
            )
            options.append(option)
        menu: ui.Select[ui.LayoutView] = ui.Select(
            placeholder="Replace it with\u2026",
            options=options,
        )
        seen = view.board.revision
        return cls(menu, episode_id=view.episode.id, song_id=entry.song.id, seen=seen)

    async def act(self, interaction: discord.Interaction) -> None:
        """Swap the songs, and show the board."""
        ctx, episode = await context_and_episode(interaction, self.episode_id)
        called_up = _chosen(self.item.values)
        if called_up is None:
            raise InvalidInput("song.empty")
        await ctx.services.boards.swap(ctx.person, ctx.room, episode, self.song_id, called_up)
        done = lines.Done(BoardAction.SWAP, self.song_id, called_up)
        await show_board(interaction, ctx, episode, self.seen, called_up, done)


def _chosen(values: list[str]) -> SongId | None:
    return SongId(int(values[0])) if values else None
