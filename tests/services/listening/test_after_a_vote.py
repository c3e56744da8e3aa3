"""A room that listens again after a vote: another one is to come, with lines changed till then."""

import pytest

from bot.domain.errors import InvalidInput
from bot.services.listening.sessions import Move
from bot.services.ports.listening_message import ListeningMessage
from tests.builders import person
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, BEN, Session, alone, begun


async def again(first: Session) -> Session:
    """Return a second session of an episode, begun after a vote on its songs has closed."""
    house, at = first.house, (first.house.boss, first.house.room, first.episode)
    await house.services.rounds.schedule(*at, closes="in 2 hours", seats=1)
    await house.close(first.episode)
    await house.outbox.idle()
    listening = await house.services.listenings.begin(*at)
    assert listening is not None
    return Session(house, first.episode, listening)


async def heard_again(first: Session) -> Session:
    """Return a second session that has ended, with lines shown and one that waits."""
    second = await again(first)
    await second.next()
    await second.come(ANN, BEN)
    await second.write(ANN, 1, "Heat")
    await second.write(BEN, 1, "Cold")
    await second.write(ANN, 2, "Ahead")
    await second.move(Move.END)
    return second


async def last_card(session: Session) -> ListeningMessage:
    """Return what the last card of a session shows, once all edits are made."""
    await session.shown()
    place = len(await session.cards()) - 1
    cards = session.house.announcer.of_type(ListeningMessage)
    return [
        one
        for one in cards
        if one.view.card.place == place and one.view.listening.id == session.begun.id
    ][-1]


async def test_lines_can_be_changed_until_the_next_vote_closes(house: House) -> None:
    second = await heard_again(await begun(house, minutes=0))
    assert (await second.write(ANN, 1, "More heat")).shown
    assert (await second.write(ANN, 2, "Changed")).text == "Changed"
    assert len((await alone(house, second.episode)).songs) == 3
    vote = await house.services.rounds.schedule(
        house.boss, house.room, second.episode, closes="in 2 hours", seats=1
    )
    await second.write(BEN, 1, "Colder")
    note = (await house.services.rounds.view(vote.round.id)).round.candidates[0].note
    assert {"More heat", "Colder"} < set(note.split(" · "))
    await house.close(second.episode)
    with pytest.raises(InvalidInput, match=r"listening\.over"):
        await second.write(BEN, 1, "Too late")


async def test_the_last_card_says_whether_a_vote_is_to_come(house: House) -> None:
    first = await begun(house, minutes=0)
    await first.move(Move.END)
    assert not (await last_card(first)).view.voted
    second = await heard_again(first)
    assert not (await last_card(second)).view.voted
    # The session before it is over for good.
    await second.write(ANN, 1, "More heat")
    assert (await last_card(first)).view.voted


async def writers(house: House) -> set[object]:
    """Return who is known to have written lines that were shown; 0 for nobody."""
    return {user_id for (user_id,) in await house.rows("SELECT user_id FROM notes WHERE drawn > 0")}


async def test_writers_are_forgotten_once_no_vote_can_follow_a_closed_one(house: House) -> None:
    session = await begun(house, minutes=0)
    await session.next()
    await session.come(ANN, BEN)
    await session.write(ANN, 1, "Heat")
    await session.write(BEN, 1, "Cold")
    plan = await house.services.rounds.plan(
        house.boss, house.room, session.episode, cuts="3, 2, 1", closes="in 1 day, in 2 days"
    )
    await house.outbox.idle()
    await house.vote(plan.round.id, 1, 1, 2)
    await house.close(session.episode)
    await house.outbox.idle()
    [second] = plan.later
    await house.vote(second.id, 2, 1)
    await house.cancel(session.episode)
    await house.services.due.sweep()
    # The second vote can be brought back, and lines changed until it closes.
    assert await writers(house) == {ANN.user_id, BEN.user_id}
    await house.services.privacy.forget(person(2), house.room)
    await house.services.due.sweep()
    assert await writers(house) == {0}


async def test_writers_are_known_as_long_as_a_vote_is_to_come(house: House) -> None:
    await heard_again(await begun(house, minutes=0))
    await house.services.due.sweep()
    assert await writers(house) == {ANN.user_id, BEN.user_id}
