"""A session from its beginning to its end: who moves it, what waits, and what everybody sees."""

import asyncio

import pytest

from bot.domain.errors import InvalidInput, NotAllowed, NotFound
from bot.domain.listening import Stage
from bot.domain.listening.session import AFTER_SONG, TALK
from bot.domain.model import RoleId
from bot.domain.structs import replace
from bot.services.listening.sessions import Move
from bot.services.ports.listening_message import ListeningMessage
from tests.builders import make_room, person
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, BEN, CLEO, begun, passes, presented

SONG = 200
"""The length (seconds) of each song."""


async def test_a_whole_session_becomes_what_the_songs_tell_us(house: House) -> None:
    session = await begun(house, songs=2)
    await session.come(ANN, BEN)
    await session.next()
    await session.write(ANN, 1, "Heat on the stairs")
    assert (await session.now()).stage is Stage.HIDDEN
    assert await session.said(1) == []
    await session.write(BEN, 1, "She will leave him")
    assert (await session.now()).stage is Stage.SHOWN
    assert sorted(await session.said(1)) == ["Heat on the stairs", "She will leave him"]
    await session.next()
    await session.write(ANN, 2, "The last night")
    await session.nothing(BEN, 2)
    assert await session.said(2) == ["The last night"]
    await session.next()
    assert (await session.now()).over
    last = await session.shown()
    assert last.view.card.proposal_id is None
    assert {song.note for song in last.view.songs.values()} == {
        (await session.song(place)).note for place in (1, 2)
    }


async def test_the_room_is_mentioned_once_and_each_song_posted_once(house: House) -> None:
    session = await begun(house, songs=2)
    await session.come(ANN, BEN)
    for _ in range(5):
        await session.next()
        await session.shown()
    posted = [one for one in house.announcer.posted if isinstance(one, ListeningMessage)]
    assert [one.view.card.place for one in posted] == [0, 1, 2, 3]
    assert [bool(one.mention) for one in posted] == [True, False, False, False]
    said = [what for what, _ in house.announcer.said if what.endswith("ListeningMessage")]
    assert "post ListeningMessage" not in said  # all are in the thread


async def test_a_songs_time_ends_by_itself_and_the_next_waits_for_the_showrunner(
    house: House,
) -> None:
    session = await begun(house)
    await session.next()
    await session.write(ANN, 1, "Heat")
    await passes(house, SONG + AFTER_SONG - 1)
    assert (await session.now()).stage is Stage.HIDDEN
    await passes(house, 1)
    assert (await session.now()).stage is Stage.SHOWN
    assert await session.said(1) == ["Heat"]
    await passes(house, 86_400)
    assert (await session.now()).place == 1


async def test_with_fixed_times_a_session_goes_to_its_end_by_itself(house: House) -> None:
    session = await begun(house, songs=2, minutes=240)
    await session.next()
    for _ in range(2):
        await passes(house, 240 * 60)
        await passes(house, TALK)
    assert (await session.now()).over
    assert await house.services.due_listenings.next_due() is None


async def test_by_hand_nothing_is_due(house: House) -> None:
    session = await begun(house, minutes=0)
    await session.next()
    assert await house.services.due_listenings.next_due() is None
    assert (await session.next()).stage is Stage.SHOWN


async def test_a_pause_keeps_the_time_and_back_leads_to_the_song_before(house: House) -> None:
    session = await begun(house)
    await session.next()
    await house.outbox.idle()
    house.clock.move(100)
    await session.move(Move.PAUSE)
    await passes(house, 5_000)
    assert (await session.now()).stage is Stage.HIDDEN
    await session.move(Move.GO_ON)
    await passes(house, SONG + AFTER_SONG - 100)
    assert (await session.now()).stage is Stage.SHOWN
    await session.next()
    back = await session.move(Move.BACK)
    assert (back.place, back.stage) == (1, Stage.SHOWN)
    with pytest.raises(InvalidInput, match=r"listening\.first"):
        await session.move(Move.BACK)


async def test_lines_of_a_song_that_was_left_wait_until_the_room_comes_back(house: House) -> None:
    session = await begun(house)
    await session.next()
    await session.next()
    await session.next()
    await session.write(ANN, 2, "Early")
    await session.move(Move.BACK)
    assert await session.said(2) == []
    await session.next()
    await session.next()
    assert await session.said(2) == ["Early"]


async def test_two_presses_at_once_are_one_step(house: House) -> None:
    session = await begun(house)
    now = await session.now()
    move = house.services.listenings.move
    presses = [move(house.boss, house.room, now.id, now.revision, Move.NEXT) for _ in range(2)]
    results = await asyncio.gather(*presses, return_exceptions=True)
    assert sum(isinstance(one, InvalidInput) for one in results) == 1
    assert (await session.now()).place == 1
    assert (await session.now()).stage is Stage.HIDDEN


async def test_one_due_step_is_taken_once_however_many_look(house: House) -> None:
    session = await begun(house, minutes=1)
    await session.next()
    await house.outbox.idle()
    house.clock.move(60)
    await asyncio.gather(*(house.services.due_listenings.look() for _ in range(3)))
    now = await session.now()
    assert (now.stage, now.place) == (Stage.SHOWN, 1)


async def test_only_the_showrunner_and_delegates_move_it(house: House) -> None:
    session = await begun(house)
    with pytest.raises(NotAllowed):
        await session.move(Move.NEXT, ANN)
    house.room = replace(house.room, delegates_role_id=RoleId(77), showrunner_id=BEN.user_id)
    with pytest.raises(NotAllowed):
        await session.move(Move.NEXT)  # the showrunner of before has left the show
    assert (await session.move(Move.NEXT, person(9, 77))).place == 1


async def test_one_session_an_episode_and_none_during_a_vote(house: House) -> None:
    session = await begun(house)
    begin = house.services.listenings.begin
    assert await begin(house.boss, house.room, session.episode) is None
    await session.move(Move.END)
    again = await begin(house.boss, house.room, session.episode)
    assert again is not None
    await house.services.rounds.schedule(
        house.boss, house.room, session.episode, closes="in 2 hours", seats=1
    )
    ended = await house.store.read.listening.get(again.id)
    assert ended is not None
    assert ended.over
    with pytest.raises(InvalidInput, match=r"listening\.voting"):
        await begin(house.boss, house.room, session.episode)


async def test_the_roster_is_not_mentioned_again_with_the_first_card(house: House) -> None:
    session = await begun(house)
    begin = house.services.listenings.begin
    assert await begin(house.boss, house.room, session.episode) is None
    await house.outbox.idle()
    before = (await session.cards())[0].message_id
    assert before is not None
    house.announcer.deleted.add(before)
    await session.come(ANN)
    await session.shown()
    posted = [one for one in house.announcer.posted if isinstance(one, ListeningMessage)]
    assert [bool(one.mention) for one in posted] == [True, False, False]
    assert [one.view.card.place for one in posted] == [0, 0, 0]


async def test_there_has_to_be_a_presented_shortlist(house: House) -> None:
    episode, _ = await house.shortlisted(3)
    with pytest.raises(InvalidInput, match=r"listening\.not_presented"):
        await house.services.listenings.begin(house.boss, house.room, episode)
    with pytest.raises(InvalidInput, match=r"listening\.not_presented"):
        await house.services.listening_lines.alone(ANN, house.room, episode)


async def test_a_session_goes_on_over_a_scheduled_vote_until_that_opens(house: House) -> None:
    session = await begun(house)
    await house.services.rounds.schedule(
        house.boss, house.room, session.episode, opens="in 1 hour", closes="in 3 hours", seats=1
    )
    await session.next()
    await session.write(ANN, 1, "Heat")
    await session.write(BEN, 3, "Written ahead")
    assert not (await session.now()).over
    await house.outbox.idle()
    house.clock.move(3600)
    round_id = await house.services.rounds.latest(house.room, session.episode)
    await house.look(round_id)
    assert (await session.now()).over
    view = await house.services.rounds.view(round_id)
    notes = {one.song.id: one.note for one in view.round.candidates}
    for place, line in ((1, "Heat"), (3, "Written ahead")):
        assert line in notes[(await session.song(place)).song.id]


async def test_a_withdrawn_song_is_passed_over(house: House) -> None:
    session = await begun(house)
    song = await session.song(1)
    await house.services.withdrawals.withdraw(house.boss, house.room, song.id)
    assert (await session.next()).place == 2


async def test_a_room_knows_its_own_sessions_alone(house: House) -> None:
    session = await begun(house)
    other = await make_room(house.store, channel=99)
    now = await session.now()
    card = (await session.cards())[1]
    services = house.services
    with pytest.raises(NotFound):
        await services.listenings.move(house.boss, other, now.id, now.revision, Move.NEXT)
    with pytest.raises(NotFound):
        await services.listenings.come(ANN, other, now.id)
    with pytest.raises(NotFound):
        await services.listening_lines.nothing(ANN, other, card.id)
    with pytest.raises(NotFound):
        await services.listening_lines.write(ANN, other, (await session.song(1)).id, "x")


async def test_who_comes_has_to_be_a_writer(house: House) -> None:
    session = await begun(house)
    await house.services.rooms.edit_roster(house.boss, house.room, remove=[CLEO.user_id])
    with pytest.raises(NotAllowed):
        await session.come(CLEO)


async def test_a_shortlist_can_be_read_alone(house: House) -> None:
    episode = await presented(house)
    view = await house.services.listening_lines.alone(ANN, house.room, episode)
    assert [song.song.title for song in view.songs] == ["Song 1", "Song 2", "Song 3"]
    assert {line.text for line in view.lines.values()} == {""}
