"""A canceled vote that is brought back opens like any other, with what songs tell us by then."""

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.model import RoundState
from bot.services.listening.sessions import Move
from bot.services.ports.read_models import RoundView
from tests.backends import ONLY_SQLITE
from tests.services.conftest import House
from tests.services.listening.sessions import ANN, BEN, CLEO, Session, begun, shown


async def voted_on(session: Session, **more: str) -> RoundView:
    """Have a vote on a session's songs scheduled, which opens at once unless told otherwise."""
    house = session.house
    view = await house.services.rounds.schedule(
        house.boss, house.room, session.episode, closes="in 2 hours", seats=1, **more
    )
    await house.outbox.idle()
    return view


async def brought_back(house: House, vote: RoundView) -> RoundView:
    """Have a vote that was canceled brought back."""
    await house.services.control.take_back(house.boss, house.room, vote.round.id)
    await house.outbox.idle()
    return await house.services.rounds.view(vote.round.id)


async def test_lines_that_wait_join_their_songs(house: House) -> None:
    session = await begun(house)
    vote = await voted_on(session)
    await house.cancel(session.episode)
    await session.write(CLEO, 2, "Written while there was no vote")
    back = await brought_back(house, vote)
    assert await session.said(2) == ["Written while there was no vote"]
    assert "Written while there was no vote" in back.round.candidates[1].note
    assert await house.rows("SELECT * FROM waiting_lines") == []
    await house.close(session.episode)
    assert await session.said(2) == ["Written while there was no vote"]


@ONLY_SQLITE
async def test_a_session_under_way_ends(house: House) -> None:
    first = await begun(house)
    vote = await voted_on(first)
    await house.cancel(first.episode)
    listening = await house.services.listenings.begin(house.boss, house.room, first.episode)
    assert listening is not None
    second = Session(house, first.episode, listening)
    await second.come(ANN, BEN)
    await second.next()
    await second.write(ANN, 1, "Heat")
    assert not (await second.now()).over
    await brought_back(house, vote)
    assert (await second.now()).over
    assert await second.said(1) == ["Heat"]
    with pytest.raises(InvalidInput, match=r"listening\.voting"):
        await second.write(CLEO, 1, "Too late")


@ONLY_SQLITE
async def test_a_session_goes_on_where_the_vote_is_still_to_open(house: House) -> None:
    session = await begun(house)
    vote = await voted_on(session, opens="in 1 hour")
    await house.cancel(session.episode)
    await session.write(CLEO, 2, "Ahead")
    back = await brought_back(house, vote)
    assert back.round.state is RoundState.SCHEDULED
    assert not (await session.now()).over
    assert await session.said(2) == []
    assert (await session.write(CLEO, 2, "Changed")).text == "Changed"


@ONLY_SQLITE
@pytest.mark.parametrize("opens", ["", "in 1 hour"])
async def test_a_line_taken_back_meanwhile_is_not_on_the_ballot(house: House, opens: str) -> None:
    session = await shown(house)
    await session.move(Move.END)
    vote = await voted_on(session, opens=opens)
    assert "Heat" in vote.round.candidates[0].note
    await house.cancel(session.episode)
    await session.write(ANN, 1, "")
    await session.write(BEN, 1, "Colder")
    back = await brought_back(house, vote)
    assert back.round.candidates[0].note.endswith("Colder")
    assert "Heat" not in back.round.candidates[0].note


async def test_a_ballot_shows_no_line_taken_back_while_its_vote_was_canceled(house: House) -> None:
    session = await shown(house)
    vote = await voted_on(session)
    await house.vote(vote.round.id, 1, 2)  # from now on its songs are kept in memory
    await house.cancel(session.episode)
    await session.write(ANN, 1, "")
    await brought_back(house, vote)
    await house.vote(vote.round.id, 1, 3)
    mine = await house.services.voting.ballot(ANN, house.room, vote.round.id)
    assert "Heat" not in mine.round.candidates[0].note
