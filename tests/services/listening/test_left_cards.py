"""Cards that a session has left: each is edited once more, and again only if its lines change."""

from collections.abc import Sequence

from bot.domain.model import MessageId
from bot.services.listening.sessions import Move
from bot.services.ports.listening_message import ListeningMessage
from tests.backends import ONLY_SQLITE
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, BEN, CLEO, Session, begun, shown

pytestmark = ONLY_SQLITE


async def edited(session: Session) -> list[int]:
    """Return the places of the cards edited since the last time, once all edits are made."""
    house = session.house
    await session.shown()
    places = {int(card.id): card.place for card in await session.cards()}
    edits = [what for what in house.announcer.said if what[0] == "edit ListeningMessage"]
    house.announcer.said.clear()
    return [places[card] for _, card in edits if card in places]


def last(house: House, place: int) -> ListeningMessage:
    """Return what was shown last of the card at a place."""
    cards = house.announcer.of_type(ListeningMessage)
    return [one for one in cards if one.view.card.place == place and not one.moved][-1]


def lines(house: House, place: int) -> Sequence[str]:
    """Return the lines on a card as it was shown last."""
    songs = last(house, place).view.songs.values()
    return sorted(note.text for song in songs for note in song.notes if note.drawn)


async def test_each_card_that_is_left_is_edited_once(house: House) -> None:
    session = await begun(house)
    await session.come(ANN, BEN)
    await edited(session)
    for place in (1, 2, 3):
        await session.next()
        assert await edited(session) == [place - 1]
        assert not last(house, place - 1).view.current
        await session.write(ANN, place, "Heat")
        await session.write(BEN, place, "Cold")
        assert set(await edited(session)) == {place}
    await session.next()
    assert await edited(session) == [3]
    assert last(house, 3).view.listening.over


async def test_the_next_card_does_not_wait_for_the_last_edit_of_the_one_before(
    house: House,
) -> None:
    session = await shown(house)
    await session.shown()
    await session.next()
    await house.work_off()
    assert last(house, 2).view.current


async def test_a_card_is_edited_when_the_room_goes_back_from_it(house: House) -> None:
    session = await shown(house)
    await session.next()
    await edited(session)
    await session.move(Move.BACK)
    assert await edited(session) == [1, 2]  # the former message of card 1, which is posted again
    assert not last(house, 2).view.current


async def test_a_card_left_hidden_shows_its_lines_when_the_vote_opens(house: House) -> None:
    session = await shown(house)
    await session.next()
    await session.write(CLEO, 2, "Rain")
    await session.move(Move.BACK)
    await session.move(Move.END)
    await edited(session)
    assert lines(house, 2) == []
    await house.services.rounds.schedule(
        house.boss, house.room, session.episode, closes="in 2 hours", seats=1
    )
    assert sorted(await edited(session)) == [2, 4]
    assert lines(house, 2) == ["Rain"]


async def test_a_line_taken_back_after_the_end_is_on_no_card(house: House) -> None:
    session = await shown(house)
    await session.move(Move.END)
    await edited(session)
    assert lines(house, 1) == lines(house, 4) == ["Cold", "Heat"]
    await session.write(ANN, 1, "")
    assert sorted(await edited(session)) == [1, 4]
    assert lines(house, 1) == lines(house, 4) == ["Cold"]


async def test_a_line_changed_about_a_song_that_was_left_is_on_its_card(house: House) -> None:
    session = await shown(house)
    await session.next()
    await edited(session)
    await session.write(ANN, 1, "More heat")
    assert await edited(session) == [1]
    assert lines(house, 1) == ["Cold", "More heat"]


async def test_a_last_card_that_was_deleted_stays_deleted(house: House) -> None:
    session = await shown(house)
    await session.move(Move.END)
    await edited(session)
    message = (await session.cards())[4].message_id
    assert message is not None
    house.announcer.deleted.add(MessageId(message))
    await session.write(ANN, 1, "More heat")
    assert await edited(session) == [1]
    assert (await session.cards())[4].message_id == message


async def test_a_card_that_is_posted_again_shows_nothing_where_it_was(house: House) -> None:
    session = await shown(house)
    await session.next()
    await session.shown()
    before = (await session.cards())[1].message_id
    await session.move(Move.BACK)
    await session.shown()
    cards = [one for one in house.announcer.of_type(ListeningMessage) if one.view.card.place == 1]
    assert [one.message_id for one in cards if one.moved] == [before]
    assert (await session.cards())[1].message_id not in {None, before}
    await session.write(ANN, 1, "More heat")
    await session.shown()
    assert not last(house, 1).moved
    assert lines(house, 1) == ["Cold", "More heat"]


async def test_nothing_is_left_of_a_card_that_somebody_asked_to_be_posted_again(
    house: House,
) -> None:
    session = await begun(house)
    before = (await session.cards())[0].message_id
    at = (house.boss, house.room, session.episode)
    assert await house.services.listenings.begin(*at) is None
    await session.shown()
    cards = house.announcer.of_type(ListeningMessage)
    assert [one.message_id for one in cards if one.moved] == [before]


async def test_nothing_is_edited_of_a_card_that_is_gone(house: House) -> None:
    session = await begun(house)
    before = (await session.cards())[0].message_id
    assert before is not None
    house.announcer.deleted.add(before)
    await session.come(ANN)
    await session.shown()
    assert not [one for one in house.announcer.of_type(ListeningMessage) if one.moved]
