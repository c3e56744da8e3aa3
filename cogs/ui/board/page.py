"""The board, and what the showrunner can do with each song on it."""

from collections.abc import Iterator

import discord
from discord import ui

from bot.domain.board import (
    BEAT_MAX,
    CLEARANCE_NOTE_MAX,
    LOST_MAX,
    TELLS_MAX,
    Clearance,
    Entry,
    Remarks,
)
from bot.domain.errors import BoardChanged, InvalidInput, NotFound
from bot.domain.model import Episode, EpisodeId, SongId
from bot.export.cue_words import STATUS
from bot.services.board.notes import remarks_of
from bot.services.characters import NAME_MAX
from bot.services.ports.read_models import BoardView
from cogs.ui.board import lines
from cogs.ui.kit import texts
from cogs.ui.kit.components import (
    ID,
    Form,
    Piece,
    Pressable,
    layout,
    remedy,
    replace,
    row,
    show_all,
)
from cogs.ui.kit.context import Here, here
from cogs.ui.kit.song_lists import Measure, fitted

MOST = 25
_NAMES = f"{ID}:{ID}:{ID}"
"""The numbers in what is pressed: the episode, the song, and the revision that was seen."""


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
    at: Here, episode: Episode, song_id: SongId, slot: int | None, beat: str, character: str
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
            StepButton.make(view, entry, up=True, disabled=slot == 1),
            StepButton.make(view, entry, up=False, disabled=slot == len(view.board.slots)),
            EditButton.make(view.episode.id, entry.song.id, view.board.revision),
            show,
        )
    else:
        yield row(show)
    yield row(RightsMenu.make(view, entry))
    if view.board.runners_up and not view.board.locked:
        yield row(SwapMenu.make(view, entry))


async def _board_here(interaction: discord.Interaction, episode_id: int) -> tuple[Here, Episode]:
    at = await here(interaction)
    return at, await at.services.episodes.get(at.room, EpisodeId(episode_id))


async def _show(
    interaction: discord.Interaction, at: Here, episode: Episode, seen: int, chosen: SongId | None
) -> None:
    """Show the board as it is after a press, with what others did meanwhile."""
    view = await at.services.boards.view(at.room, episode, seen, at.person)
    await replace(interaction, board_page(view, at.is_showrunner, chosen))


def _name(what: str, view: BoardView, entry: Entry) -> str:
    return f"{what}:{view.episode.id}:{entry.song.id}:{view.board.revision}"


class SlotMenu(Pressable, template=rf"boardslot:{ID}:{ID}"):
    """Chooses the song to do something with."""

    @classmethod
    def make(cls, view: BoardView, chosen: Entry | None) -> "SlotMenu":
        """Return the menu of the songs on the board."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            custom_id=f"boardslot:{view.episode.id}:{view.board.revision}",
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
        return cls(menu, view.episode.id, view.board.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Show what can be done with it."""
        episode_id, seen = self.ids
        at, episode = await _board_here(interaction, episode_id)
        await _show(interaction, at, episode, seen, _chosen(self.item.values))


class ShowRoomButton(Pressable, template=rf"boardroom:{ID}"):
    """Shows the board to the whole channel, as it is at that moment."""

    @classmethod
    def make(cls, episode_id: EpisodeId) -> "ShowRoomButton":
        """Return the button of an episode's board."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Show to the room", custom_id=f"boardroom:{episode_id}"
        )
        return cls(button, episode_id)

    async def act(self, interaction: discord.Interaction) -> None:
        """Post it, without anything to press."""
        at, episode = await _board_here(interaction, self.ids[0])
        at.services.rooms.require_showrunner(at.person, at.room)
        view = await at.services.boards.view(at.room, episode)
        await show_all(interaction, board_page(view, is_showrunner=False))


class StepButton(Pressable, template=rf"board(?:up|down):{_NAMES}:([01])"):
    """Moves the chosen song one slot up or down."""

    @classmethod
    def make(cls, view: BoardView, entry: Entry, *, up: bool, disabled: bool) -> "StepButton":
        """Return the button of a song."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label="Up" if up else "Down",
            custom_id=f"{_name('boardup' if up else 'boarddown', view, entry)}:{up:d}",
            disabled=disabled,
        )
        return cls(button, view.episode.id, entry.song.id, view.board.revision, int(up))

    async def act(self, interaction: discord.Interaction) -> None:
        """Move it, and show the board."""
        episode_id, song, seen, up = self.ids
        at, episode = await _board_here(interaction, episode_id)
        by = -1 if up else 1
        await at.services.boards.step(at.person, at.room, episode, SongId(song), by)
        await _show(interaction, at, episode, seen, SongId(song))


class EditButton(Pressable, template=rf"boardedit:{_NAMES}"):
    """Opens the form for what is said of the chosen song."""

    @classmethod
    def make(
        cls, episode_id: int, song_id: int, revision: int, label: str = "Edit"
    ) -> "EditButton":
        """Return the button of a song."""
        button: ui.Button[ui.LayoutView] = ui.Button(
            label=label, custom_id=f"boardedit:{episode_id}:{song_id}:{revision}"
        )
        return cls(button, episode_id, song_id, revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Open it, filled in with what is there now."""
        episode_id, song, _ = self.ids
        at, episode = await _board_here(interaction, episode_id)
        await open_form(interaction, at, episode, SongId(song))


async def open_form(
    interaction: discord.Interaction, at: Here, episode: Episode, song_id: SongId
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
    await interaction.response.send_modal(BoardForm(view, view.board.slots[slot - 1]))


def _names(view: BoardView) -> str:
    """Return the names that may be given in a form, which can offer no list."""
    names = [texts.clean(one.name) for one in view.characters.values()]
    return (
        texts.cut(f"Empty for nobody, or one of: {', '.join(names)}", 100)
        if names
        else ("The showrunner makes characters with /character create")
    )


class BoardForm(Form):
    """What is said of a song on the board: where it plays, whose it is, what it is for."""

    def __init__(self, view: BoardView, entry: Entry) -> None:
        super().__init__(texts.option(entry.song.title, 45))
        self._episode, self._song_id = view.episode, entry.song.id
        self._seen = view.board.revision
        self._was = was = remarks_of(entry, view.characters)
        hint = "Where in the story it plays: a scene, a moment"
        self.ask("beat", "Beat", most=BEAT_MAX, given=was.beat, hint=hint, required=False)
        hint = _names(view)
        whose = was.character
        self.ask("character", "Whose song", most=NAME_MAX, given=whose, hint=hint, required=False)
        tells = "What it tells us"
        self.ask("tells", tells, most=TELLS_MAX, given=was.tells, lines=True, required=False)
        hint = "In one line: what does the episode lose without this song?"
        lost = was.lost_without
        self.ask("lost", "Lost without it", most=LOST_MAX, given=lost, hint=hint, required=False)

    async def act(self, interaction: discord.Interaction) -> None:
        """Save what was changed, and show the board."""
        at = await here(interaction)
        names = ("beat", "character", "tells", "lost")
        typed = Remarks(*(self.text(name) for name in names))
        boards = at.services.boards
        await boards.edit(at.person, at.room, self._episode, self._song_id, typed, self._was)
        await _show(interaction, at, self._episode, self._seen, self._song_id)


@remedy(BoardChanged)
def _edit_again(error: BoardChanged) -> Piece:
    return EditButton.make(error.episode_id, error.song_id, 0, "Edit again")


class RightsMenu(Pressable, template=rf"boardrights:{_NAMES}"):
    """Says how far the rights to the chosen song are."""

    @classmethod
    def make(cls, view: BoardView, entry: Entry) -> "RightsMenu":
        """Return the menu of a song."""
        menu: ui.Select[ui.LayoutView] = ui.Select(
            custom_id=_name("boardrights", view, entry),
            placeholder=f"Rights: {STATUS[entry.clearance].lower()}",
            options=[
                discord.SelectOption(label=f"Rights: {name.lower()}", value=status.value)
                for status, name in STATUS.items()
            ],
        )
        return cls(menu, view.episode.id, entry.song.id, view.board.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Ask for a note on it."""
        episode_id, song, seen = self.ids
        at, episode = await _board_here(interaction, episode_id)
        at.services.rooms.require_showrunner(at.person, at.room)
        if not self.item.values:
            raise InvalidInput("song.empty")
        status = Clearance(self.item.values[0])
        await interaction.response.send_modal(RightsForm(episode, SongId(song), seen, status))


class RightsForm(Form):
    """A note on how far the rights to a song are."""

    def __init__(self, episode: Episode, song_id: SongId, seen: int, status: Clearance) -> None:
        super().__init__(f"Rights: {STATUS[status].lower()}")
        self._episode, self._song_id, self._seen, self._status = episode, song_id, seen, status
        hint = "Whom you asked, what they said, until when"
        self.ask("note", "Note", most=CLEARANCE_NOTE_MAX, hint=hint, required=False)

    async def act(self, interaction: discord.Interaction) -> None:
        """Write it down, and show the board."""
        at = await here(interaction)
        await at.services.boards.clear(
            at.person, at.room, self._episode, self._song_id, self._status, self.text("note")
        )
        await _show(interaction, at, self._episode, self._seen, self._song_id)


class SwapMenu(Pressable, template=rf"boardswap:{_NAMES}"):
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
            custom_id=_name("boardswap", view, entry),
            placeholder="Take it off; in its place comes\u2026",
            options=options,
        )
        return cls(menu, view.episode.id, entry.song.id, view.board.revision)

    async def act(self, interaction: discord.Interaction) -> None:
        """Swap them, and show the board."""
        episode_id, song, seen = self.ids
        at, episode = await _board_here(interaction, episode_id)
        called_up = _chosen(self.item.values)
        if called_up is None:
            raise InvalidInput("song.empty")
        await at.services.boards.swap(at.person, at.room, episode, SongId(song), called_up)
        await _show(interaction, at, episode, seen, called_up)


def _chosen(values: list[str]) -> SongId | None:
    return SongId(int(values[0])) if values else None
