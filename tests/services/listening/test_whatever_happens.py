"""A session goes on whatever happens: deleted threads and cards, restarts, many at once."""

import pytest

from bot.domain.errors import StorageError
from bot.domain.listening import Stage
from bot.domain.whole_days import DAY
from bot.services.listening.due import WRITERS_KEPT_FOR
from bot.services.listening.sessions import Move
from bot.services.ports.listening_message import ListeningMessage
from tests.builders import person
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, BEN, Session, begun, passes


async def test_a_deleted_thread_leads_to_the_channel(house: House) -> None:
    session = await begun(house)
    house.announcer.threads.clear()
    house.announcer.said.clear()
    await session.next()
    await session.shown()
    assert ("post ListeningMessage", (await session.cards())[1].id) in house.announcer.said
    assert (await session.now()).thread_id is None
    house.announcer.said.clear()
    await session.write(ANN, 1, "Heat")
    await session.shown()
    assert [what for what, _ in house.announcer.said if "Listening" in what] == [
        "edit ListeningMessage"
    ]


async def test_a_deleted_card_is_posted_again_at_the_next_change(house: House) -> None:
    session = await begun(house)
    await session.next()
    await session.shown()
    before = (await session.cards())[1].message_id
    assert before is not None
    house.announcer.deleted.add(before)
    await session.write(ANN, 1, "Heat")
    await session.shown()
    after = (await session.cards())[1].message_id
    assert after is not None
    assert after != before


async def test_many_answers_are_one_edit(house: House) -> None:
    session = await begun(house, minutes=0)
    writers = [person(200 + n) for n in range(40)]
    await session.come(*writers)
    await session.next()
    await session.shown()
    house.announcer.said.clear()
    for number, who in enumerate(writers):
        await session.write(who, 1, f"Line {number}")
    await session.shown()
    edits = [what for what, _ in house.announcer.said if what == "edit ListeningMessage"]
    assert len(edits) <= 2
    shown = house.announcer.of_type(ListeningMessage)[-1]
    assert shown.view.song is not None
    assert len([note for note in shown.view.song.notes if note.drawn]) == 40


async def test_a_session_left_alone_ends(house: House) -> None:
    session = await begun(house, minutes=0)
    await session.come(ANN)
    await house.outbox.idle()
    house.clock.move(13 * 86_400)
    await house.services.due.sweep()
    assert not (await session.now()).over
    house.clock.move(2 * 86_400)
    await house.services.due.sweep()
    assert (await session.now()).over
    assert await house.rows("SELECT * FROM listeners") == []


async def test_a_line_that_waits_in_vain_is_forgotten(house: House) -> None:
    session = await begun(house, minutes=0)
    await session.write(ANN, 3, "Ahead")
    await house.outbox.idle()
    house.clock.move(WRITERS_KEPT_FOR - 1)
    await house.services.due.sweep()  # ends the session, which was left alone
    assert (await session.now()).over
    assert [text for (text,) in await house.rows("SELECT text FROM waiting_lines")] == ["Ahead"]
    await session.write(ANN, 3, "Still ahead")
    house.clock.move(DAY + 1)
    await house.services.due.sweep()
    assert [text for (text,) in await house.rows("SELECT text FROM waiting_lines")] == [
        "Still ahead"
    ]
    house.clock.move(WRITERS_KEPT_FOR + DAY)
    await house.services.due.sweep()
    assert await house.rows("SELECT * FROM waiting_lines") == []


async def test_a_line_that_waits_for_a_vote_or_a_session_is_kept(house: House) -> None:
    session = await begun(house, minutes=0)
    await session.write(ANN, 3, "Ahead")
    await house.outbox.idle()
    async with house.store.transaction(house.room.id) as unit:
        await unit.listening.forget_old_writers(int(house.clock.now()) + 1, int(house.clock.now()))
    assert len(await house.rows("SELECT * FROM waiting_lines")) == 1
    await session.move(Move.END)
    await house.services.rounds.schedule(
        house.boss, house.room, session.episode, opens="in 1 hour", closes="in 2 hours", seats=1
    )
    async with house.store.transaction(house.room.id) as unit:
        await unit.listening.forget_old_writers(int(house.clock.now()) + 1, int(house.clock.now()))
    assert len(await house.rows("SELECT * FROM waiting_lines")) == 1


async def test_it_ends_when_its_episode_is_archived(house: House) -> None:
    session = await begun(house)
    await session.next()
    await session.write(ANN, 1, "Heat")
    await house.services.episodes.archive(house.boss, house.room, session.episode)
    assert (await session.now()).over
    assert await session.said(1) == ["Heat"]
    last = await session.shown()
    assert last.view.card.place == len(await session.cards()) - 1
    await house.services.episodes.archive(house.boss, house.room, session.episode, undo=True)
    assert (await session.now()).over


async def test_it_ends_when_its_episode_is_locked(house: House) -> None:
    first = await begun(house)
    at = (house.boss, house.room, first.episode)
    await house.services.rounds.schedule(*at, closes="in 2 hours", seats=1)
    await house.close(first.episode)
    again = await house.services.listenings.begin(*at)
    assert again is not None
    await house.services.boards.lock(*at, locked=False)
    session = Session(house, first.episode, again)
    assert not (await session.now()).over
    await house.services.boards.lock(*at)
    assert (await session.now()).over


async def test_it_goes_on_over_a_restart_in_the_middle_of_a_song(house: House) -> None:
    session = await begun(house)
    await session.come(ANN, BEN)
    await session.next()
    await session.write(ANN, 1, "Heat")
    await house.outbox.idle()
    await house.app.stop()
    house.agenda.due.clear()
    await house.app.begin()
    await house.services.due.plan()
    assert house.agenda.due["listening"] == (await session.now()).due_at
    await session.write(BEN, 1, "Cold")
    assert sorted(await session.said(1)) == ["Cold", "Heat"]
    assert (await session.shown()).view.card.shown


async def test_what_was_saved_succeeds_though_the_next_look_cannot_be_planned(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    session = await begun(house)
    await session.next()

    async def unreadable() -> int:
        raise StorageError("disk I/O error")

    monkeypatch.setattr(house.services.due_listenings, "next_due", unreadable)
    assert (await session.write(ANN, 1, "Heat")).text == "Heat"
    await session.nothing(BEN, 1)
    assert (await session.next()).place == 2
    said = "when the next step of a session is due could not be read: disk I/O error"
    assert [one for one in caplog.messages if one == said] == [said] * 3


_BREAK_FIRST = "UPDATE listenings SET stage = 'nowhere' WHERE id = (SELECT min(id) FROM listenings)"


async def test_a_session_that_cannot_be_ended_holds_up_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = await begun(house, minutes=0), await begun(house, minutes=0, number="105")
    await other.write(ANN, 1, "Ahead")
    await house.outbox.idle()
    await house.rows(_BREAK_FIRST)
    house.clock.move(WRITERS_KEPT_FOR + DAY)
    await house.services.due.sweep()
    assert f"session {broken.begun.id} could not be ended" in caplog.text
    assert (await other.now()).over
    assert await house.rows("SELECT * FROM waiting_lines") == []


async def test_sessions_that_cannot_be_swept_hold_up_nothing_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.opened()
    swept = []

    async def unreadable() -> None:
        raise StorageError("disk I/O error")

    async def upkeep() -> None:
        swept.append("upkeep")

    monkeypatch.setattr(house.services.due, "sweep", unreadable)
    monkeypatch.setattr(house.services.upkeep, "sweep", upkeep)
    house.agenda.due.clear()
    with pytest.raises(StorageError):
        await house.app._sweep()
    assert swept == ["upkeep"]
    assert "rounds" in house.agenda.due


async def test_a_step_that_fails_holds_up_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    session = await begun(house, minutes=1)
    await session.next()
    await house.outbox.idle()
    await house.rows("UPDATE listenings SET stage = 'nowhere'")
    await passes(house, 60)
    assert f"session {session.begun.id} could not be taken further" in caplog.text
    assert house.agenda.due["listening"] == house.clock.now() + 60
    await house.rows("UPDATE listenings SET stage = 'hidden'")
    await passes(house, 60)
    assert (await session.now()).stage is Stage.SHOWN
