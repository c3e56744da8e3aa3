"""A board fits into Discord's limits, whatever is in it."""

from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.board import Board, BoardAction, Entry
from bot.domain.model import Episode, Room, RoundId, Song, SongId
from bot.domain.rights.words import STATUS
from bot.services.ports.read_models import BoardView
from cogs.ui.board import forms, moving, page
from cogs.ui.board.lines import COVERS_MAX, Done
from cogs.ui.board.pairing import PairButton
from tests.builders import recording
from tests.cogs import shapes
from tests.cogs.board_shapes import boards
from tests.cogs.limits import check, few, texts_of


def covered(number: int) -> Song:
    return Song(SongId(number), recording(number, cover_url="https://i.scdn.co/image/abc"))


@few
@given(shapes.rooms(), shapes.episodes())
def test_as_many_songs_have_covers_as_fit_beside_all_controls(room: Room, episode: Episode) -> None:
    songs = [covered(number) for number in range(1, COVERS_MAX + 1)]
    board = Board(episode.id, RoundId(2), tuple(map(Entry, songs)), (covered(90),))
    first = songs[0].id
    message = page.board_page(
        BoardView(room, episode, board, {}), True, first, Done(BoardAction.PLACE, first)
    )
    check(message)
    shown = [type(one) for one in message.walk_children()]
    assert shown.count(ui.Thumbnail) == COVERS_MAX
    assert {page.SwapMenu, PairButton} <= set(shown)


@few
@given(boards(), st.booleans(), st.integers(-1, 24))
def test_a_board_fits_whatever_is_in_it(view: BoardView, is_showrunner: bool, place: int) -> None:
    entries = view.board.entries
    chosen = entries[place % len(entries)].song.id if place >= 0 else None
    message = page.board_page(view, is_showrunner, chosen)
    check(message)
    text = "\n".join(texts_of(message))
    assert [song_id for songs in view.board.by_slot for song_id in songs] == [
        entry.song.id for entry in entries
    ]
    for entry in entries:
        assert f"{view.board.number_of(entry.song.id)}\\. " in text
        assert f"rights: {STATUS[entry.clearance].lower()}" in text
    pressable = {type(one) for one in message.walk_children()}
    assert (page.SlotMenu in pressable) == is_showrunner
    moves = {moving.UpButton, moving.DownButton, page.EditButton, page.SwapMenu}
    if not is_showrunner or view.board.locked:
        assert not moves & pressable
    for one in entries:
        assert len(forms.BoardForm.of(view, one).children) == 4
