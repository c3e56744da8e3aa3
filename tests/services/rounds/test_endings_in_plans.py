"""Votes of a plan that are cancelled, and what waits again once they are brought back."""

import pytest

from bot.domain.errors import RoundReplaced
from bot.domain.model import RoundState
from bot.domain.timing import UNDO
from tests.services.conftest import House
from tests.services.rounds.test_endings import cancel, undo
from tests.services.rounds.test_plans import planned, seen
from tests.services.rounds.timed import DAY, HOUR, passes, round_of

OPEN, PAUSED = RoundState.OPEN, RoundState.PAUSED


async def test_what_follows_in_a_plan_waits_again(house: House) -> None:
    first = await planned(house, "6, 4, 2, 1", "in 1 day, in 1 day, in 1 day")
    second, third = first.later
    await house.vote(first.round.id, 1000, 1, 2)
    await cancel(house, first.round.id)
    await passes(house, HOUR)
    assert len((await round_of(house, second.id)).candidates) == 6
    await undo(house, first.round.id)
    view = await seen(house, first.round.id)
    assert (view.round.state, view.round.closes_at) == (OPEN, first.round.closes_at + HOUR)
    assert [(one.id, one.opens_at, one.closes_at, one.waits) for one in view.later] == [
        (one.id, one.opens_at + HOUR, one.closes_at + HOUR, True) for one in (second, third)
    ]
    assert (await round_of(house, second.id)).candidates == ()
    for who in range(1001, 1004):
        await house.vote(first.round.id, who, 3, 4)
    await passes(house, DAY)
    begun = await round_of(house, second.id)
    assert (begun.state, len(begun.candidates)) == (OPEN, 4)
    await house.vote(second.id, 1000, 1, 2)
    assert (await seen(house, second.id)).turnout.voted == 1


async def test_several_cancelled_in_a_row_come_back_one_by_one(house: House) -> None:
    first = await planned(house, "6, 4, 2, 1", "in 1 day, in 1 day, in 1 day")
    second, third = first.later
    for one in (first.round, second):
        await cancel(house, one.id)
    await undo(house, second.id)
    await undo(house, first.round.id)
    view = await seen(house, first.round.id)
    assert [one.id for one in view.later] == [second.id, third.id]
    for one in (first.round, second):
        await cancel(house, one.id)
    await undo(house, first.round.id)
    view = await seen(house, first.round.id)
    assert [one.id for one in view.later] == [third.id], "the second stays cancelled"
    with pytest.raises(RoundReplaced):
        await undo(house, second.id)


async def test_the_next_of_a_plan_leaves_time_to_take_a_cancellation_back(house: House) -> None:
    first = await planned(house)
    [second] = first.later
    await house.services.control.pause(house.boss, house.room, first.episode)
    await passes(house, 3 * DAY)
    await cancel(house, first.round.id)
    await passes(house, UNDO - 1)
    await undo(house, first.round.id)
    assert (await seen(house, first.round.id)).round.state is PAUSED
    await cancel(house, first.round.id)
    await passes(house, UNDO)
    assert (await round_of(house, second.id)).state is OPEN
    with pytest.raises(RoundReplaced):
        await undo(house, first.round.id)
