"""Songs the showrunner adds to a board, and takes off with none in their place."""

import pytest

from bot.domain.board import BoardAction, Clearance, EntryText
from bot.domain.errors import EpisodeLocked, InvalidInput, NotAllowed, NotFound
from bot.domain.model import Episode, Proposal, ProposalId
from bot.domain.structs import replace
from bot.services.board_state import songs_of
from bot.services.ports.read_models import BoardView
from tests.builders import person, recording
from tests.services.board.decided import WRITER, decided, order, waiting
from tests.services.conftest import House


async def late(house: House, episode: Episode, number: int = 40) -> Proposal:
    """Propose a song that the room did not vote on."""
    return await house.services.proposals.propose(
        WRITER, house.room, episode, recording(number), "It plays live."
    )


async def proposal_of(house: House, view: BoardView, song_id: int) -> ProposalId:
    longlist = await house.services.proposals.longlist(house.room, view.episode)
    return next(one.id for one in longlist if one.song.id == song_id)


async def test_any_song_of_the_longlist_is_one_more_and_said_for_what_it_is(house: House) -> None:
    episode, view = await decided(house)
    won = order(view)
    one = await late(house, episode)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    added = await boards.add_song(*at, one.id, " The actor  sings it ")
    view = await boards.view(house.room, episode)
    assert order(view) == [*won, added]
    assert [entry.added for entry in view.board.entries] == [None, None, None, "The actor sings it"]
    assert view.board.entries[-1].note == "It plays live."
    # It is a song of the board as any other.
    view = await boards.place(*at, added, 1)
    view = await boards.edit(*at, added, EntryText(beat="Cold open"))
    view = await boards.set_clearance(*at, added, Clearance.PENDING)
    entry = view.board.entries[0]
    assert (entry.added, entry.beat) == ("The actor sings it", "Cold open")
    await house.work_off()
    assert next(iter(house.playlists.boards[-1].wanted)) == one.song.recording.uri
    seen = await boards.view(house.room, episode, seen=0, reader=WRITER)
    assert [change.action for change in seen.changes][:1] == [BoardAction.ADD]


async def test_a_song_is_taken_off_with_none_in_its_place(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    view = await boards.remove_song(*at, b, "Too dear")
    assert order(view) == [a, c]
    assert [(one.song.id, one.reason) for one in view.board.removed] == [(b, "Too dear")]
    assert b in waiting(view)
    await house.work_off()
    gone = next(one for one in waiting(view) if one == b)
    wanted = [one.song.recording.uri for one in view.board.entries]
    assert list(house.playlists.boards[-1].wanted) == wanted
    # What comes back is the vote's, as it was.
    await boards.add_song(*at, await proposal_of(house, view, gone), "The price fell")
    view = await boards.view(house.room, episode)
    assert order(view) == [a, c, b]
    assert view.board.entries[-1].added is None
    assert not view.board.removed


async def test_what_was_added_goes_without_a_trace_on_the_board(house: House) -> None:
    episode, view = await decided(house)
    one = await late(house, episode)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    added = await boards.add_song(*at, one.id, "The actor sings it")
    before = await boards.view(house.room, episode)
    after = await boards.remove_song(*at, added, "She does not, after all")
    assert order(after) == order(view)
    assert waiting(after) == waiting(before)
    assert not after.board.removed
    rows = await house.rows("SELECT what, said FROM board_log ORDER BY id")
    assert [str(what) for what, _ in rows] == ["add", "remove"]
    assert "after all" in str(rows[-1])


async def test_a_runner_up_can_be_one_more_and_swaps_go_on(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    first, second, third = waiting(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    await boards.add_song(*at, await proposal_of(house, view, first), "Both of them")
    view = await boards.view(house.room, episode)
    assert (order(view), waiting(view)) == ([a, b, c, first], [second, third])
    view = await boards.swap(*at, first, second)
    assert order(view) == [a, b, c, second]
    assert [entry.added for entry in view.board.entries] == [None] * 4
    await boards.remove_song(*at, a, "No rights")
    view = await boards.swap(*at, b, a)
    assert (order(view), view.board.removed) == ([a, c, second], ())


async def test_a_withdrawn_song_stays_on_the_board_until_another_vote(house: House) -> None:
    episode, view = await decided(house)
    one = await late(house, episode)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    added = await boards.add_song(*at, one.id, "The actor sings it")
    await boards.remove_song(*at, order(view)[0], "Too dear")
    await house.services.withdrawals.withdraw(house.boss, house.room, one.id)
    assert added in [song.id for song in await songs_of(house.store.read, episode.id)]
    again = await house.services.rounds.schedule(*at, closes="in 2 hours", seats=2)
    await house.vote(again.round.id, 50, 1, 2)
    await house.close(at[-1])
    view = await boards.view(house.room, episode)
    assert len(order(view)) == 2
    assert added not in order(view)
    assert not view.board.removed
    assert [entry.added for entry in view.board.entries] == [None, None]


@pytest.mark.parametrize(
    ("reason", "what"),
    [("", "reason.empty"), (" \u200b ", "reason.empty"), ("x" * 201, "reason.too_long")],
)
async def test_a_reason_is_needed(house: House, reason: str, what: str) -> None:
    episode, view = await decided(house)
    one = await late(house, episode)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    for refused in (
        boards.add_song(*at, one.id, reason),
        boards.remove_song(*at, order(view)[0], reason),
    ):
        with pytest.raises(InvalidInput) as told:
            await refused
        assert told.value.what == what


async def test_what_cannot_be_added_or_removed(house: House) -> None:
    episode, view = await decided(house)
    one = await late(house, episode)
    other = await house.episode("105")
    elsewhere = await late(house, other)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    deputy = replace(person(2))
    for refused, error in (
        (boards.add_song(deputy, house.room, episode, one.id, "x"), NotAllowed),
        (boards.remove_song(deputy, house.room, episode, order(view)[0], "x"), NotAllowed),
        (boards.add_song(*at, elsewhere.id, "x"), NotFound),
        (boards.remove_song(*at, one.song.id, "x"), NotFound),
        (boards.add_song(*at, await proposal_of(house, view, order(view)[0]), "x"), InvalidInput),
    ):
        with pytest.raises(error):
            await refused
    await boards.lock(*at)
    for locked in (
        boards.add_song(*at, one.id, "x"),
        boards.remove_song(*at, order(view)[0], "x"),
    ):
        with pytest.raises(EpisodeLocked):
            await locked


async def test_a_board_has_no_more_songs_than_a_menu(house: House) -> None:
    episode, _ = await decided(house)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    for number in range(22):
        await boards.add_song(*at, (await late(house, episode, 40 + number)).id, "x")
    with pytest.raises(InvalidInput) as told:
        await boards.add_song(*at, (await late(house, episode, 99)).id, "x")
    assert told.value.what == "board.full"


async def test_the_last_song_can_go_too(house: House) -> None:
    episode, view = await decided(house, seats=1)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    view = await boards.remove_song(*at, order(view)[0], "Nothing plays")
    assert order(view) == []
    assert order(await boards.view(house.room, episode)) == []
