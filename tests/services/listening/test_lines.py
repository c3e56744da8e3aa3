"""Lines: hidden until they are shown, then what the song tells us, and their writer's to change."""

from collections.abc import Sequence

import pytest

from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.bounds import BOUNDS
from bot.domain.errors import InvalidInput, NotAllowed, NotFound
from bot.domain.listening import LINE_MAX, Stage
from bot.domain.model import Note
from bot.services.listening.sessions import Move
from bot.services.ports.announcements import BallotMessage
from bot.services.ports.listening_message import ListeningMessage
from tests.backends import ONLY_SQLITE
from tests.builders import person
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, BEN, CLEO, begun, shown

pytestmark = ONLY_SQLITE


async def test_a_line_that_was_changed_is_shown_as_it_is_then(house: House) -> None:
    session = await begun(house)
    await session.next()
    await session.write(ANN, 1, "Heat")
    assert (await session.write(ANN, 1, "More heat")).text == "More heat"
    await session.next()
    assert await session.said(1) == ["More heat"]


async def test_a_pause_shows_nothing(house: House) -> None:
    session = await begun(house)
    await session.come(ANN, BEN)
    await session.next()
    await session.write(ANN, 1, "Heat")
    await session.move(Move.PAUSE)
    await session.write(BEN, 1, "Cold")
    assert await session.said(1) == []
    await session.move(Move.GO_ON)
    assert sorted(await session.said(1)) == ["Cold", "Heat"]


async def test_taking_a_line_back_means_not_to_have_answered(house: House) -> None:
    session = await begun(house)
    await session.come(ANN, BEN)
    await session.next()
    await session.write(ANN, 1, "Heat")
    assert (await session.write(ANN, 1, "  ")).text == ""
    await session.write(BEN, 1, "Cold")
    assert (await session.now()).stage is Stage.HIDDEN
    with pytest.raises(InvalidInput, match=r"listening\.empty"):
        await session.write(ANN, 1, "")


async def test_a_shown_line_is_changed_and_taken_back_until_the_vote_closes(house: House) -> None:
    session = await shown(house)
    await session.write(ANN, 1, "More heat")
    assert sorted(await session.said(1)) == ["Cold", "More heat"]
    await session.move(Move.END)
    await house.services.rounds.schedule(
        house.boss, house.room, session.episode, closes="in 2 hours", seats=1
    )
    await session.write(ANN, 1, "Most heat")
    await house.outbox.idle()
    ballot = house.announcer.of_type(BallotMessage)[-1]
    assert "Most heat" in ballot.view.round.candidates[0].note
    assert "More heat" not in ballot.view.round.candidates[0].note
    with pytest.raises(InvalidInput, match=r"listening\.voting"):
        await session.write(CLEO, 1, "Too late")
    await session.write(BEN, 1, "")
    assert await session.said(1) == ["Most heat"]
    await house.close(session.episode)
    with pytest.raises(InvalidInput, match=r"listening\.over"):
        await session.write(ANN, 1, "After the close")
    assert await session.said(1) == ["Most heat"]


async def test_a_shown_line_leaves_the_ballot_when_it_is_taken_back(house: House) -> None:
    session = await shown(house)
    await session.move(Move.END)
    await house.services.rounds.schedule(
        house.boss, house.room, session.episode, closes="in 2 hours", seats=1
    )
    await session.write(ANN, 1, "")
    await house.outbox.idle()
    ballot = house.announcer.of_type(BallotMessage)[-1]
    assert "Heat" not in ballot.view.round.candidates[0].note


async def test_a_line_is_no_note_of_its_writer(house: House) -> None:
    session = await shown(house)
    proposals, song = house.services.proposals, await session.song(1)
    line = next(note for note in song.notes if note.text == "Heat")
    before = song.last_note_by(ANN.user_id)
    assert before is None or before.text != "Heat"
    for who in (ANN, BEN):
        for text in ("Mine", ""):
            with pytest.raises(NotFound):
                await proposals.change_note(who, house.room, song.id, line.id, text)
    noted = await proposals.note(ANN, house.room, song.id, "A note")
    last = noted.last_note_by(ANN.user_id)
    assert last is not None
    assert last.text == "A note"
    await session.write(ANN, 1, "More heat")
    kept = (await session.song(1)).last_note_by(ANN.user_id)
    assert kept == last


async def test_a_line_takes_no_place_of_a_note(house: House) -> None:
    session = await shown(house)
    song = await session.song(1)
    note = house.services.proposals.note
    left = BOUNDS["notes"] - sum(n.user_id == BEN.user_id and not n.drawn for n in song.notes)
    for number in range(left):
        await note(BEN, house.room, song.id, f"Note {number}")
    with pytest.raises(InvalidInput, match=r"many\.notes"):
        await note(BEN, house.room, song.id, "One too many")
    assert (await session.write(BEN, 1, "Colder")).text == "Colder"


async def test_a_private_ballot_shows_lines_as_they_are_now(house: House) -> None:
    session = await shown(house)
    await session.move(Move.END)
    view = await house.services.rounds.schedule(
        house.boss, house.room, session.episode, closes="in 2 hours", seats=1
    )
    song = (await house.songs(view.round.id, 1))[0]

    async def told() -> str:
        cast = await house.change(view.round.id, CLEO.user_id, PickSongs((song,)))
        return cast.round.candidates[0].note

    assert "Heat" in await told()
    await session.write(ANN, 1, "More rain")
    assert "Heat" not in (changed := await told())
    assert "More rain" in changed
    await session.write(ANN, 1, "")
    assert "More rain" not in await told()


async def test_nobody_changes_the_line_of_somebody_else(house: House) -> None:
    session = await shown(house)
    assert (await session.write(BEN, 1, "Colder")).text == "Colder"
    assert sorted(await session.said(1)) == ["Colder", "Heat"]


async def test_what_comes_late_joins_at_once(house: House) -> None:
    session = await shown(house)
    late = await session.write(CLEO, 1, "Late")
    assert late.shown
    assert sorted(await session.said(1)) == ["Cold", "Heat", "Late"]
    assert "Late" in [note.text for note in _notes(await session.shown())]


async def test_names_are_shown_where_the_room_wants_them(house: House) -> None:
    session = await shown(house, named=True)
    notes = [note for note in (await session.song(1)).notes if note.drawn]
    assert {(note.text, note.user_id) for note in notes} == {
        ("Heat", ANN.user_id),
        ("Cold", BEN.user_id),
    }
    assert all(note.named for note in notes)


async def test_a_line_is_short_and_on_one_line(house: House) -> None:
    session = await begun(house)
    await session.next()
    assert (await session.write(ANN, 1, "Heat\nand light")).text == "Heat and light"
    with pytest.raises(InvalidInput, match=r"listening\.too_long"):
        await session.write(ANN, 1, "x" * (LINE_MAX + 1))
    assert len((await session.write(ANN, 1, "x" * LINE_MAX)).text) == LINE_MAX


async def test_only_writers_write(house: House) -> None:
    session = await begun(house)
    await house.services.rooms.edit_roster(house.boss, house.room, remove=[CLEO.user_id])
    with pytest.raises(NotAllowed):
        await session.write(CLEO, 1, "Not mine to say")
    with pytest.raises(NotAllowed):
        await house.services.listening_lines.mine(CLEO, house.room, (await session.song(1)).id)


async def test_whoever_is_forgotten_leaves_their_lines_without_their_name(house: House) -> None:
    session = await begun(house)
    who = person(555)
    await session.come(who)
    await session.next()
    await session.write(who, 1, "Heat")
    await house.services.privacy.forget(who, house.room)
    assert "555" not in str(await house.rows("SELECT user_id FROM waiting_lines"))
    assert await house.rows("SELECT * FROM listeners") == []
    await session.next()
    assert await session.said(1) == ["Heat"]


def _notes(message: ListeningMessage) -> Sequence[Note]:
    assert message.view.song is not None
    return message.view.song.notes
