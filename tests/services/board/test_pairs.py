"""Two songs in one slot of a board: put together, moved, swapped, fallen, and taken apart."""

import json

import pytest

from bot.domain.board import Board, BoardAction, Clearance, EntryText
from bot.domain.errors import BoardChanged, EpisodeLocked, InvalidInput, NotAllowed, NotFound
from bot.domain.model import SongId
from bot.services.board.editing import NOTHING_SEEN
from bot.services.board.pairing import PairText, pair_mark, pair_of
from tests.builders import recording
from tests.services.board.decided import WRITER, decided, order, waiting
from tests.services.conftest import House

HOW = "One hums the other's chorus"


def numbers(board: Board) -> list[str]:
    return [board.number_of(entry.song.id) for entry in board.entries]


def beside(board: Board, song_id: SongId) -> SongId | None:
    other = board.beside(song_id)
    return other.song.id if other else None


async def test_two_songs_share_a_slot_and_go_together(house: House) -> None:
    episode, view = await decided(house, seats=4)
    a, b, c, d = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    view = await boards.pair(*at, b, PairText(d, how=f" {HOW}\n"))
    assert order(view) == [a, b, d, c]
    assert numbers(view.board) == ["1", "2a", "2b", "3"]
    assert (beside(view.board, b), beside(view.board, d), view.board.how(d)) == (d, b, HOW)
    view = await boards.step(*at, d, -1)
    assert order(view) == [b, d, a, c]
    view = await boards.place(*at, a, 1)
    view = await boards.place(*at, b, 9)
    assert order(view) == [a, c, b, d]
    assert view.board.slot_of(b) == view.board.slot_of(d) == 3
    await house.work_off()
    wanted = [one.song.recording.uri for one in view.board.entries]
    assert list(house.playlists.boards[-1].wanted) == wanted
    # Each song keeps its own words and its own rights.
    view = await boards.edit(*at, d, EntryText(beat="The bar"))
    view = await boards.set_clearance(*at, b, Clearance.CLEARED)
    assert [(one.beat, one.clearance.value) for one in view.board.entries[2:]] == [
        ("", "cleared"),
        ("The bar", "to_clear"),
    ]
    seen = await boards.view(house.room, episode, seen=0, reader=WRITER)
    first = seen.changes[0]
    assert (first.action, first.song_id, first.called_up) == (BoardAction.PAIR, b, d)


async def test_which_begins_and_how_they_meet_can_change(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    await boards.pair(*at, a, PairText(b, how=HOW))
    view = await boards.pair(*at, a, PairText(b, begins=False))
    assert (order(view), view.board.how(a)) == ([b, a, c], HOW)
    revision = view.board.revision
    view = await boards.pair(*at, b, PairText(a, how=HOW))
    assert view.board.revision == revision  # the same again
    view = await boards.pair(*at, b, PairText(a, how=""))
    assert view.board.how(a) == ""


async def test_a_slot_takes_another_song_and_the_one_of_before_has_its_own(house: House) -> None:
    episode, view = await decided(house, seats=4)
    a, b, c, d = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    await boards.pair(*at, a, PairText(b, how=HOW))
    view = await boards.pair(*at, a, PairText(d))
    assert (order(view), numbers(view.board)) == ([a, d, b, c], ["1a", "1b", "2", "3"])
    assert view.board.how(a) == ""


async def test_taken_apart_each_has_its_slot_again(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    await boards.pair(*at, a, PairText(c, how=HOW))
    view = await boards.take_apart(*at, c)
    assert (order(view), numbers(view.board)) == ([a, c, b], ["1", "2", "3"])
    assert view.board.shared == ()
    with pytest.raises(InvalidInput) as told:
        await boards.take_apart(*at, c)
    assert told.value.what == "board.alone"
    await boards.pair(*at, a, PairText(b))
    view = await boards.pair(*at, b, PairText(None))
    assert numbers(view.board) == ["1", "2", "3"]
    rows = await house.rows("SELECT what, said FROM board_log ORDER BY id")
    assert [str(what) for what, _ in rows] == ["pair", "apart", "pair", "apart"]
    assert json.loads(str(rows[1][1])) == {"how": HOW, "in": a}


async def test_one_falls_and_the_slot_says_so(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    await boards.pair(*at, a, PairText(b, how=HOW))
    view = await boards.remove_song(*at, a, "The estate said no")
    assert (order(view), numbers(view.board)) == ([b, c], ["1", "2"])
    fallen = view.board.fallen_beside(b)
    assert fallen is not None
    assert (fallen.id, beside(view.board, b)) == (a, None)
    assert view.board.fallen_beside(c) is None
    # It goes on saying so, wherever the slot moves, until somebody has seen to it.
    view = await boards.place(*at, b, 2)
    assert view.board.fallen_beside(b) == fallen
    longlist = await house.services.proposals.longlist(house.room, episode)
    [again] = [one.id for one in longlist if one.song.id == a]
    await boards.add_song(*at, again, "They said yes")
    view = await boards.view(house.room, episode)
    assert (order(view), numbers(view.board)) == ([c, b, a], ["1", "2", "3"])
    assert view.board.fallen_beside(b) is None
    view = await boards.pair(*at, b, PairText(a))
    assert (numbers(view.board), view.board.how(a)) == (["1", "2a", "2b"], HOW)
    await boards.remove_song(*at, b, "Too dear")
    view = await boards.take_apart(*at, a)
    assert view.board.fallen_beside(a) is None


async def test_a_runner_up_steps_in_beside_the_song_that_stays(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    first, second, _ = waiting(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    await boards.pair(*at, a, PairText(b, how=HOW))
    view = await boards.swap(*at, b, first)
    assert (order(view), numbers(view.board)) == ([a, first, c], ["1a", "1b", "2"])
    fallen = view.board.fallen_beside(a)
    assert fallen is not None
    assert (fallen.id, view.board.how(a)) == (b, HOW)
    view = await boards.pair(*at, a, PairText(first, how="A cappella"))
    assert (view.board.fallen_beside(a), view.board.how(first)) == (None, "A cappella")
    view = await boards.swap(*at, a, second)
    view = await boards.swap(*at, second, a)
    assert view.board.fallen_beside(a) is None  # all is as it was
    await house.work_off()
    wanted = [one.song.recording.uri for one in view.board.entries]
    assert list(house.playlists.boards[-1].wanted) == wanted


async def test_an_added_song_that_falls_is_known_by_its_name(house: House) -> None:
    """The vote does not know it, so nothing else on the board does."""
    episode, view = await decided(house, songs=3, seats=2)
    a, b = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    late = await house.services.proposals.propose(WRITER, house.room, episode, recording(40))
    await boards.add_song(*at, late.id, "It plays live")
    await boards.pair(*at, a, PairText(late.song.id))
    view = await boards.remove_song(*at, late.song.id, "After all not")
    assert order(view) == [a, b]
    fallen = view.board.fallen_beside(a)
    assert fallen is not None
    assert fallen.title == late.song.title


async def test_another_vote_keeps_who_is_still_there_together(house: House) -> None:
    episode, view = await decided(house, seats=4)
    a, b, c, d = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    await boards.pair(*at, a, PairText(b))
    await boards.pair(*at, c, PairText(d))
    again = await house.services.rounds.schedule(*at, closes="in 2 hours", seats=3)
    await house.vote(again.round.id, 50, 1, 2, 3)
    await house.close(episode)
    view = await boards.view(house.room, episode)
    assert (order(view), numbers(view.board)) == ([a, b, c], ["1a", "1b", "2"])
    fallen = view.board.fallen_beside(c)
    assert fallen is not None
    assert fallen.id == d


async def test_a_lock_asks_about_both(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    await boards.pair(*at, a, PairText(b))
    for song in (a, c):
        await boards.set_clearance(*at, song, Clearance.CLEARED)
    view = await boards.lock(*at, seen=NOTHING_SEEN)
    assert (view.board.locked, [one.song.id for one in view.uncleared]) == (False, [b])
    await boards.set_clearance(*at, b, Clearance.CLEARED)
    view = await boards.lock(*at, seen=NOTHING_SEEN)
    assert (view.board.locked, numbers(view.board)) == (True, ["1a", "1b", "2"])
    for locked in (boards.pair(*at, a, PairText(None)), boards.take_apart(*at, a)):
        with pytest.raises(EpisodeLocked):
            await locked


async def test_a_clash_saves_nothing(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    mine = pair_mark(pair_of(view.board, a))
    await boards.pair(*at, a, PairText(b, how=HOW), mine)
    for typed in (PairText(c, how="Mine"), PairText(b, how="Mine"), PairText(b, begins=False)):
        with pytest.raises(BoardChanged) as told:
            await boards.pair(*at, a, typed, mine)
        second = view.board.entry(b)
        assert second is not None
        assert told.value.now == (("other", second.song.title), ("how", HOW))
    # Two who want the same do not clash, nor do they over different slots.
    view = await boards.pair(*at, a, PairText(b, how=HOW), mine)
    assert (order(view), view.board.how(a)) == ([a, b, c], HOW)
    view = await boards.pair(*at, a, PairText(None), pair_mark(pair_of(view.board, a)))
    assert view.board.shared == ()


async def test_what_cannot_share_a_slot(house: House) -> None:
    episode, view = await decided(house, seats=4)
    a, b, c, _ = order(view)
    off = waiting(view)[0]
    boards, at = house.services.boards, (house.boss, house.room, episode)
    await boards.pair(*at, a, PairText(b))
    for song, pair, what in (
        (c, PairText(a), "board.shared"),
        (c, PairText(b), "board.shared"),
        (c, PairText(c), "board.itself"),
        (a, PairText(b, how="x" * 201), "board.how_long"),
    ):
        with pytest.raises(InvalidInput) as told:
            await boards.pair(*at, song, pair)
        assert told.value.what == what
    for refused in (
        boards.pair(*at, c, PairText(off)),
        boards.pair(*at, off, PairText(c)),
        boards.take_apart(*at, off),
    ):
        with pytest.raises(NotFound):
            await refused
    for refused in (
        boards.pair(WRITER, house.room, episode, a, PairText(None)),
        boards.take_apart(WRITER, house.room, episode, a),
    ):
        with pytest.raises(NotAllowed):
            await refused
    assert order(await boards.view(house.room, episode)) == order(view)
