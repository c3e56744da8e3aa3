"""Whatever is pressed on the messages of a vote that is over leads to the vote that is open."""

from collections.abc import Awaitable, Callable
from copy import deepcopy

import pytest

from bot.domain.model import RoundId
from bot.domain.timing import UNDO
from tests.wire.house import CHANNEL, House
from tests.wire.people import custom_ids
from tests.wire.shapes import Json

End = Callable[[House], Awaitable[object]]


async def current(house: House) -> RoundId:
    """Return the round of the vote that goes on."""
    return (await house.round()).round.id


async def cancelled(house: House) -> None:
    asked = await house.discord.command("round cancel", {}, house.boss, CHANNEL)
    assert asked.message is not None
    await house.discord.press(f"cancelnow:{await current(house)}", house.boss, asked.message)


async def closed(house: House) -> None:
    asked = await house.discord.command("round close", {}, house.boss, CHANNEL)
    assert asked.message is not None
    await house.discord.press(f"closenow:open:{await current(house)}", house.boss, asked.message)
    await house.bot.advance(UNDO)


async def replaced(house: House, end: End) -> tuple[Json, Json, RoundId, RoundId]:
    """Return the ballot message and a private ballot of a vote as they were before it ended.

    With them come the round of that vote, and the one of the vote that is open since.
    """
    view = await house.opened()
    [ballot] = house.ballots(view.round.id)
    private = await house.form(view.round.id, house.writers[0])
    old = deepcopy(ballot), deepcopy(private)
    await house.vote(view.round.id, house.writers[1], 1)
    await end(house)
    await house.schedule()
    await house.bot.settled()
    now = await house.round()
    assert now.round.id != view.round.id
    return *old, view.round.id, now.round.id


@pytest.mark.parametrize("end", [cancelled, closed])
async def test_vote_leads_to_the_vote_that_is_open(house: House, end: End) -> None:
    ballot, _, was, now = await replaced(house, end)
    told = await house.discord.press(f"ballot:{was}", house.writers[0], ballot)
    assert "This is the one that is open now" in told.text
    assert told.message is not None
    assert f"picks:{now}" in set(custom_ids(told.message))


@pytest.mark.parametrize("end", [cancelled, closed])
async def test_an_old_private_ballot_turns_into_the_open_one(house: House, end: End) -> None:
    _, private, was, now = await replaced(house, end)
    songs = await house.songs(was)
    for press in (
        house.discord.choose(f"picks:{was}", songs[:1], house.writers[0], private),
        house.discord.press(f"abstain:{was}", house.writers[0], private),
    ):
        told = await press
        assert "This is the one that is open now" in told.text
        assert told.message is not None
        assert f"picks:{now}" in set(custom_ids(told.message))
    assert await house.picks(now, house.writers[0]) == 0


async def test_what_was_cast_is_still_shown_with_a_way_to_the_open_vote(house: House) -> None:
    *_, was, now = await replaced(house, closed)
    [results] = house.results(was)
    told = await house.discord.press(f"cast:{was}", house.writers[1], results)
    assert "the vote is closed" in told.text
    assert told.message is not None
    assert f"ballot:{now}" in set(custom_ids(told.message))
    mine = await house.discord.press(f"ballot:{now}", house.writers[1], told.message)
    assert "Your ballot for" in mine.text


async def test_the_casting_vote_and_the_decision_of_an_old_vote_lead_there(house: House) -> None:
    *_, was, now = await replaced(house, cancelled)
    link = (await house.app.services.rounds.view(now)).round.message_id
    message = house.ballots(now)[0]
    for custom_id in (
        f"casting:{was}",
        f"seat:{was}-1",
        f"castingback:{was}-1",
        f"decide:0:{was}:9",
    ):
        old = deepcopy(message)
        [row] = [one for one in old["components"] if one["type"] == 1]
        row["components"][0]["custom_id"] = custom_id
        told = await house.discord.press(custom_id, house.boss, old)
        assert f"/{CHANNEL}/{link}" in str(told.message), custom_id


async def test_without_an_open_vote_it_is_said_what_became_of_the_old_one(house: House) -> None:
    view = await house.opened()
    ballot = deepcopy(house.ballots(view.round.id)[0])
    await cancelled(house)
    told = await house.discord.press(f"ballot:{view.round.id}", house.writers[0], ballot)
    assert "the vote is canceled" in told.text
