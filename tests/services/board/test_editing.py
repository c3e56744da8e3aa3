"""The board: what the vote seated, arranged by several hands, swapped and cleared."""

import asyncio
import json

import pytest

from bot.domain.board import BoardAction, Clearance, EntryText, fingerprints
from bot.domain.errors import BoardChanged, EntrySlips, InvalidInput, NotAllowed, NotFound
from bot.domain.model import ChannelId, GuildId, RoleId, SongId
from bot.domain.structs import replace
from bot.services.board_state import songs_of
from tests.builders import person
from tests.services.board.decided import WRITER, decided, order, waiting
from tests.services.conftest import House

EMPTY = fingerprints(EntryText())
FREE = {
    "board.beat_long": ["lost_without"],
    "board.lost_long": ["beat"],
    "note.too_long": ["beat", "lost_without"],
}
"""The fields that nothing keeps from being saved beside a text that is too long."""


async def test_the_board_begins_as_the_vote_seated_it(house: House) -> None:
    _, view = await decided(house)
    assert len(view.board.entries) == 3
    assert len(view.board.runners_up) == 3
    assert view.board.revision == 0
    assert not view.board.locked
    first = view.board.entries[0]
    assert first.note.startswith("Why ")  # what its proposal says
    assert first.clearance is Clearance.TO_CLEAR


async def test_there_is_none_before_a_vote_has_closed(house: House) -> None:
    episode, _ = await house.opened()
    with pytest.raises(NotFound) as told:
        await house.services.boards.view(house.room, episode)
    assert told.value.what == "board"


async def test_only_the_showrunner_changes_it(house: House) -> None:
    episode, view = await decided(house)
    boards, [one, *_] = house.services.boards, order(view)
    for refused in (
        boards.place(WRITER, house.room, episode, one, 2),
        boards.step(WRITER, house.room, episode, one, 1),
        boards.edit(WRITER, house.room, episode, one, EntryText("x")),
        boards.swap(WRITER, house.room, episode, one, waiting(view)[0]),
        boards.set_clearance(WRITER, house.room, episode, one, Clearance.CLEARED),
        boards.lock(WRITER, house.room, episode),
    ):
        with pytest.raises(NotAllowed):
            await refused
    assert (await boards.view(house.room, episode)).board == view.board


async def test_the_music_supervisor_updates_rights_and_nothing_else(house: House) -> None:
    episode, view = await decided(house)
    boards, [one, *_], supervisor = house.services.boards, order(view), person(77)
    admin = person(3, manages=True)
    room = await house.services.rooms.name_supervisor(admin, house.room, supervisor.user_id)
    cleared = await boards.set_clearance(supervisor, room, episode, one, Clearance.CLEARED)
    assert cleared.board.entries[0].clearance is Clearance.CLEARED
    for refused in (
        boards.place(supervisor, room, episode, one, 2),
        boards.swap(supervisor, room, episode, one, waiting(view)[0]),
        boards.lock(supervisor, room, episode),
    ):
        with pytest.raises(NotAllowed):
            await refused
    room = await house.services.rooms.name_supervisor(admin, room, None)
    with pytest.raises(NotAllowed):
        await boards.set_clearance(supervisor, room, episode, one, Clearance.DENIED)


async def test_songs_are_put_in_story_order_and_the_playlist_follows(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    boards = house.services.boards
    view = await boards.place(house.boss, house.room, episode, c, 1)
    assert order(view) == [c, a, b]
    view = await boards.step(house.boss, house.room, episode, a, 1)
    assert order(view) == [c, b, a]
    view = await boards.step(house.boss, house.room, episode, c, -1)
    assert (order(view), view.board.revision) == ([c, b, a], 2)  # it was the first already
    view = await boards.swap(house.boss, house.room, episode, b, waiting(view)[0])
    await house.work_off()
    wanted = [one.song.recording.uri for one in view.board.entries]
    assert list(house.playlists.boards[-1].wanted) == wanted


async def test_a_song_falls_and_the_next_steps_in(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    first, second, third = waiting(view)
    boards = house.services.boards
    await boards.set_clearance(
        house.boss, house.room, episode, b, Clearance.DENIED, "The estate said no"
    )
    view = await boards.swap(house.boss, house.room, episode, b, first)
    assert (order(view), waiting(view)) == ([a, first, c], [second, third, b])
    assert [one.clearance for one in view.board.entries] == [Clearance.TO_CLEAR] * 3
    view = await boards.swap(house.boss, house.room, episode, first, b)  # it comes back after all
    assert view.board.entries[1].clearance is Clearance.DENIED
    assert [(s.song_id, s.status, s.note) for s in view.clearances] == [
        (b, Clearance.DENIED, "The estate said no")
    ]


async def test_who_is_not_there_neither_falls_nor_steps_in(house: House) -> None:
    episode, view = await decided(house)
    boards, [a, b, *_], [first, *_] = house.services.boards, order(view), waiting(view)
    for out, called_up, what in (
        (first, first, "fallen"),
        (a, b, "runner_up"),
        (a, SongId(404), "runner_up"),
        (SongId(404), first, "fallen"),
    ):
        with pytest.raises(NotFound) as told:
            await boards.swap(house.boss, house.room, episode, out, called_up)
        assert told.value.what == what


async def test_words_are_said_and_the_rest_goes_on_following_the_proposal(house: House) -> None:
    episode, view = await decided(house)
    [one, *_] = order(view)
    maya = await house.services.characters.create(house.boss, house.room, "Maya")
    boards, at = house.services.boards, (house.boss, house.room, episode)
    note = view.board.entries[0].note
    said = EntryText("Cold  open", "MAYA", note, "The goodbye\n")
    view = await boards.edit(*at, one, said)
    entry = view.board.entries[0]
    assert (entry.beat, entry.lost_without) == ("Cold open", "The goodbye")
    assert entry.character_id == maya.character.id
    proposal = next(
        p for p in await house.services.proposals.longlist(house.room, episode) if p.song.id == one
    )
    await house.services.proposals.note(WRITER, house.room, proposal.id, "It rains")
    view = await boards.view(house.room, episode)
    assert "It rains" in view.board.entries[0].note
    view = await boards.edit(*at, one, EntryText("Cold open", "", "Only this.", ""))
    entry = view.board.entries[0]
    assert (entry.note, entry.character_id, entry.lost_without) == ("Only this.", None, "")
    [*_, (logged,)] = await house.rows("SELECT said FROM board_log ORDER BY id")
    assert json.loads(str(logged)) == {"character": "", "tells": "Only this.", "lost_without": ""}


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        (EntryText(beat="x" * 201), "board.beat_long"),
        (EntryText(lost_without="x" * 201), "board.lost_long"),
        (EntryText(note="x" * 1001), "note.too_long"),
    ],
)
async def test_what_is_too_long_is_refused(house: House, typed: EntryText, what: str) -> None:
    episode, view = await decided(house)
    at = (house.boss, house.room, episode, order(view)[0])
    typed = replace(typed, **dict.fromkeys(FREE[what], "Still saved"))
    with pytest.raises(EntrySlips) as told:
        await house.services.boards.edit(*at, typed, EMPTY)
    [slip] = told.value.slips
    assert isinstance(slip, InvalidInput)
    assert slip.what == what
    entry = (await house.services.boards.view(house.room, episode)).board.entries[0]
    assert [getattr(entry, free) for free in FREE[what]] == ["Still saved"] * len(FREE[what])


async def test_one_slip_does_not_lose_the_rest(house: House) -> None:
    episode, view = await decided(house)
    at = (house.boss, house.room, episode, order(view)[0])
    typed = EntryText("The bar", "Nobody we know", "x" * 1001, "All of it")
    with pytest.raises(EntrySlips) as told:
        await house.services.boards.edit(*at, typed)
    assert {type(slip) for slip in told.value.slips} == {InvalidInput, NotFound}
    entry = (await house.services.boards.view(house.room, episode)).board.entries[0]
    assert (entry.beat, entry.lost_without, entry.character_id) == ("The bar", "All of it", None)


async def test_two_people_edit_one_song(house: House) -> None:
    episode, view = await decided(house)
    [one, *_] = order(view)
    boards, room = house.services.boards, house.room
    was = EntryText(note=view.board.entries[0].note)
    began = fingerprints(was)
    deputy = replace(person(2), roles=frozenset({99}))
    room = replace(room, delegates_role_id=RoleId(99))
    await boards.edit(house.boss, room, episode, one, replace(was, beat="Cold open"), began)
    # The second had the form open all the while; another field is no clash.
    view = await boards.edit(deputy, room, episode, one, replace(was, lost_without="All"), began)
    entry = view.board.entries[0]
    assert (entry.beat, entry.lost_without) == ("Cold open", "All")
    with pytest.raises(EntrySlips) as told:
        await boards.edit(deputy, room, episode, one, replace(was, beat="The end", note="x"), began)
    [slip] = told.value.slips
    assert isinstance(slip, BoardChanged)
    assert slip.now == (("beat", "Cold open"),)
    view = await boards.view(room, episode)
    assert view.board.entries[0] == replace(entry, note="x")  # the rest was saved


async def test_changes_at_the_same_moment_are_all_kept(house: House) -> None:
    episode, view = await decided(house, songs=8, seats=6)
    songs, boards = order(view), house.services.boards
    at = (house.boss, house.room, episode)
    await asyncio.gather(
        *(
            boards.edit(*at, one, EntryText(beat=f"Scene {n}"), EMPTY)
            for n, one in enumerate(songs)
        ),
        *(boards.step(*at, one, 1) for one in songs),
        *(boards.set_clearance(*at, one, Clearance.PENDING) for one in songs),
    )
    view = await boards.view(house.room, episode)
    assert sorted(order(view)) == sorted(songs)
    assert {one.song.id: one.beat for one in view.board.entries} == {
        one: f"Scene {n}" for n, one in enumerate(songs)
    }
    assert all(one.clearance is Clearance.PENDING for one in view.board.entries)


async def test_each_is_told_what_the_others_did_since(house: House) -> None:
    episode, view = await decided(house)
    a, b, _ = order(view)
    boards, at = house.services.boards, (house.boss, house.room, episode)
    await boards.place(*at, a, 3)
    await boards.swap(*at, b, waiting(view)[0])
    seen = await boards.view(house.room, episode, seen=0, reader=WRITER)
    assert [(c.action, c.song_id, c.called_up) for c in seen.changes] == [
        (BoardAction.PLACE, a, None),
        (BoardAction.SWAP, b, waiting(view)[0]),
    ]
    assert not (await boards.view(house.room, episode, seen=2, reader=WRITER)).changes
    assert not (await boards.view(house.room, episode, seen=0, reader=house.boss)).changes


async def test_another_vote_keeps_the_order_of_the_songs_that_stay(house: House) -> None:
    episode, view = await decided(house)
    a, b, c = order(view)
    at = (house.boss, house.room, episode)
    await house.services.boards.place(*at, c, 1)
    await house.services.boards.edit(*at, b, EntryText("The bar"), EMPTY)
    again = await house.services.rounds.schedule(*at, closes="in 2 hours", seats=2)
    ids = [one.song.id for one in again.round.candidates]
    places = [ids.index(one) + 1 for one in (b, c)]
    await house.vote(again.round.id, 50, *places)
    await house.close(at[-1])
    view = await house.services.boards.view(house.room, episode)
    assert order(view) == [c, b]
    assert view.board.entries[1].beat == "The bar"
    assert [one.id for one in await songs_of(house.store.read, episode.id)] == [c, b]
    assert a in waiting(view)


async def test_a_note_on_rights_is_short(house: House) -> None:
    episode, view = await decided(house)
    with pytest.raises(InvalidInput):
        await house.services.boards.set_clearance(
            house.boss, house.room, episode, order(view)[0], Clearance.PENDING, "x" * 201
        )


async def test_another_rooms_board_is_out_of_reach(house: House) -> None:
    episode, view = await decided(house)
    other = await house.services.rooms.setup(
        house.boss, GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    with pytest.raises(NotFound):
        await house.services.boards.place(house.boss, other, episode, order(view)[0], 3)


async def test_a_song_given_to_a_character_on_the_board_is_theirs_everywhere(house: House) -> None:
    episode, view = await decided(house)
    [one, *_] = order(view)
    characters, at = house.services.characters, (house.boss, house.room, episode)
    maya = (await characters.create(house.boss, house.room, "Maya")).character
    note = view.board.entries[0].note
    await house.services.boards.edit(*at, one, EntryText(character="Maya", note=note))
    page = await characters.view(house.room, maya.id)
    assert [proposal.song.id for _, proposal in page.songs] == [one]
    assert page.seated == {(episode.id, one)}
    view = await house.services.boards.edit(*at, one, EntryText(note=note))
    assert view.board.entries[0].character_id is None
    assert (await characters.view(house.room, maya.id)).songs == ()


async def test_a_withdrawn_song_on_the_board_can_still_be_somebodys(house: House) -> None:
    episode, view = await decided(house)
    [one, *_] = order(view)
    at = (house.boss, house.room, episode)
    maya = (await house.services.characters.create(house.boss, house.room, "Maya")).character
    for proposal in await house.services.proposals.longlist(house.room, episode):
        if proposal.song.id == one:
            await house.services.withdrawals.withdraw(house.boss, house.room, proposal.id)
    view = await house.services.boards.edit(*at, one, EntryText(character="Maya"))
    assert view.board.entries[0].character_id == maya.id
