"""Lines that wait: written alone or ahead, over several sessions, the vote and its close."""

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.listening import Stage
from bot.services.listening.sessions import Move
from tests.backends import ONLY_SQLITE
from tests.services.conftest import House
from tests.services.listening.sessions import (
    ANN,
    BEN,
    CLEO,
    Session,
    alone,
    begun,
    presented,
    shown,
)

pytestmark = ONLY_SQLITE


async def test_written_alone_it_joins_when_its_card_has_been_shown(house: House) -> None:
    episode = await presented(house)
    services, songs = house.services, (await alone(house, episode)).songs
    await services.listening_lines.write(CLEO, house.room, songs[0].id, "Alone")
    view = await alone(house, episode)
    assert view.lines[songs[0].id].text == "Alone"
    assert not view.lines[songs[0].id].shown
    listening = await services.listenings.begin(house.boss, house.room, episode)
    assert listening is not None
    session = Session(house, episode, listening)
    assert await session.said(1) == []
    await session.next()
    await session.next()
    assert await session.said(1) == ["Alone"]


async def test_written_alone_without_a_session_it_joins_when_the_vote_opens(house: House) -> None:
    episode = await presented(house)
    songs = (await alone(house, episode)).songs
    await house.services.listening_lines.write(CLEO, house.room, songs[1].id, "Alone")
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=1
    )
    round_ = (await house.services.rounds.view(view.round.id)).round
    assert "Alone" in round_.candidates[1].note
    assert "Alone" not in round_.candidates[0].note
    assert await house.rows("SELECT * FROM waiting_lines") == []


async def test_a_line_that_waits_can_be_taken_back_after_an_earlier_session(house: House) -> None:
    first = await begun(house)
    await first.next()
    await first.next()
    await first.move(Move.END)
    listening = await house.services.listenings.begin(house.boss, house.room, first.episode)
    assert listening is not None
    second = Session(house, first.episode, listening)
    await second.write(CLEO, 1, "Ahead, about a song that was heard")
    await second.move(Move.END)
    assert not (await second.write(CLEO, 1, "Changed")).shown
    assert (await second.write(CLEO, 1, "")).text == ""
    assert await house.rows("SELECT * FROM waiting_lines") == []
    await house.services.rounds.schedule(
        house.boss, house.room, first.episode, closes="in 2 hours", seats=1
    )
    assert await second.said(1) == []


async def test_whoever_wrote_in_an_earlier_session_has_answered(house: House) -> None:
    first = await shown(house)
    await first.move(Move.END)
    listening = await house.services.listenings.begin(house.boss, house.room, first.episode)
    assert listening is not None
    second = Session(house, first.episode, listening)
    await second.come(ANN, BEN, CLEO)
    await second.next()
    await second.write(ANN, 1, "More heat")
    assert (await second.now()).stage is Stage.HIDDEN
    await second.write(CLEO, 1, "Rain")
    assert (await second.now()).stage is Stage.SHOWN
    assert sorted(await second.said(1)) == ["Cold", "More heat", "Rain"]


async def test_a_line_that_waits_after_the_close_can_be_taken_back(house: House) -> None:
    first = await begun(house)
    at = (house.boss, house.room, first.episode)
    await house.services.rounds.schedule(*at, closes="in 2 hours", seats=1)
    await house.close(first.episode)
    house.clock.move(-86_400)  # so that the vote seems to have closed after the session
    listening = await house.services.listenings.begin(*at)
    assert listening is not None
    second = Session(house, first.episode, listening)
    for place in (2, 3):
        await second.write(CLEO, place, "Ahead")
    await second.move(Move.END)
    left = await alone(house, first.episode)
    assert [song.song.title for song in left.songs] == ["Song 2", "Song 3"]
    assert (await second.write(CLEO, 3, "Changed")).text == "Changed"
    for place in (2, 3):
        taken_back = await second.write(CLEO, place, "")
        assert not taken_back.text
        assert not taken_back.open
    assert await house.rows("SELECT * FROM waiting_lines") == []
    with pytest.raises(InvalidInput, match=r"listening\.over"):
        await second.write(CLEO, 3, "Anew")
    with pytest.raises(InvalidInput, match=r"listening\.over"):
        await alone(house, first.episode)


async def test_no_line_waits_once_the_vote_has_closed(house: House) -> None:
    session = await begun(house)
    await session.write(CLEO, 3, "Ahead")
    async with house.store.transaction(house.room.id) as unit:
        await unit.listening.forget_writers(session.episode.id, int(house.clock.now()))
    assert await house.rows("SELECT * FROM waiting_lines") == []


async def test_whoever_writes_ahead_is_not_waited_for(house: House) -> None:
    session = await begun(house)
    await session.next()
    await session.write(CLEO, 3, "Ahead")
    assert await house.store.read.listening.here(session.begun.id) == set()


async def test_lines_written_ahead_are_shown_to_nobody_who_is_not_there(house: House) -> None:
    session = await begun(house)
    for who in (BEN, CLEO):
        await session.write(who, 1, "Ahead")
    await session.next()
    assert (await session.now()).stage is Stage.HIDDEN
    view = (await session.shown()).view
    assert (view.here, view.answered) == (0, 0)


async def test_whoever_is_there_alone_is_shown_no_lines_written_ahead(house: House) -> None:
    session = await begun(house)
    for who in (BEN, CLEO):
        await session.write(who, 1, "Ahead")
    await session.next()
    await session.write(ANN, 1, "Here")
    assert (await session.now()).stage is Stage.HIDDEN
    view = (await session.shown()).view
    assert (view.here, view.answered) == (1, 1)
    await session.come(CLEO)  # who has answered already, so that nobody is waited for
    assert (await session.now()).stage is Stage.SHOWN
    assert sorted(await session.said(1)) == ["Ahead", "Ahead", "Here"]


async def test_a_line_is_named_only_if_its_writer_was_told_so(house: House) -> None:
    episode = await presented(house)
    services, songs = house.services, (await alone(house, episode)).songs
    await services.listening_lines.write(CLEO, house.room, songs[0].id, "Alone")
    await services.listening_lines.write(CLEO, house.room, songs[1].id, "Alone, then changed")
    listening = await services.listenings.begin(house.boss, house.room, episode, named=True)
    assert listening is not None
    session = Session(house, episode, listening)
    told = await services.listening_lines.mine(CLEO, house.room, songs[0].id)
    assert not told.named
    assert (await session.write(CLEO, 2, "Changed, with my name")).named
    await session.write(ANN, 1, "In the session")
    await services.rounds.schedule(house.boss, house.room, episode, closes="in 2 hours", seats=1)
    notes = [note for place in (1, 2) for note in (await session.song(place)).notes if note.drawn]
    assert {note.text: note.named for note in notes} == {
        "Alone": False,
        "Changed, with my name": True,
        "In the session": True,
    }
