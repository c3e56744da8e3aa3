"""The bot's clock is set back and forward, and a machine sleeps over a close."""

import pytest

from bot.domain.model import Cause, RoundState
from tests.faults.timed import DAY, GONE, HOUR, ends, lives, round_of, scheduled
from tests.services.conftest import House


@pytest.mark.parametrize("back", [600, 2 * HOUR, 2 * DAY])
async def test_set_back_a_round_ends_once_when_the_clock_says_so(house: House, back: int) -> None:
    round_id = await scheduled(house)
    closes_at = (await round_of(house, round_id)).closes_at
    house.clock.move(-back)
    await house.services.due_rounds.heartbeat()
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).closes_at == closes_at
    await house.vote(round_id, 104, 3)
    await lives(house, back + 4 * HOUR - 600, every=600)
    assert (await round_of(house, round_id)).state is RoundState.OPEN
    await lives(house, 600)
    assert (await round_of(house, round_id)).state in GONE
    await lives(house, HOUR)
    assert ends(house) == 1


async def test_set_back_after_the_end_nothing_ends_again(house: House) -> None:
    round_id = await scheduled(house)
    await lives(house, 4 * HOUR)
    assert ends(house) == 1
    house.clock.move(-2 * DAY)
    await lives(house, HOUR)
    ended = await round_of(house, round_id)
    assert ended.state in GONE
    assert ends(house) == 1


@pytest.mark.parametrize("ahead", [3 * HOUR, 5 * HOUR, 3 * DAY])
async def test_set_forward_over_a_close_writers_get_their_grace(house: House, ahead: int) -> None:
    round_id = await scheduled(house)
    closes_at = (await round_of(house, round_id)).closes_at
    house.clock.move(ahead)
    await house.services.due_rounds.look()
    moved = await round_of(house, round_id)
    assert moved.state is RoundState.OPEN
    over = house.clock.now() > closes_at
    grace = house.clock.now() + house.room.settings.grace
    assert moved.closes_at == (grace if over else closes_at)
    await house.vote(round_id, 104, 3)
    await lives(house, house.room.settings.grace + HOUR)
    assert (await round_of(house, round_id)).state in GONE
    assert ends(house) == 1


@pytest.mark.parametrize("ahead", [5 * HOUR, 30 * HOUR])
async def test_set_forward_by_mistake_and_back_again_it_ends_once(house: House, ahead: int) -> None:
    round_id = await scheduled(house)
    for jump in (ahead, -ahead):
        house.clock.move(jump)
        await house.services.due_rounds.heartbeat()
        await house.services.due_rounds.look()
        assert (await round_of(house, round_id)).state is RoundState.OPEN
        await house.vote(round_id, 104, 3)
    await lives(house, ahead + HOUR, every=100)
    assert (await round_of(house, round_id)).state in GONE
    assert ends(house) == 1


@pytest.mark.parametrize("first", ["look", "here", "step"])
async def test_a_machine_that_slept_over_a_close_gives_grace_whatever_comes_first(
    house: House, first: str
) -> None:
    round_id = await scheduled(house)
    house.clock.move(9 * HOUR)
    due_rounds = house.services.due_rounds
    match first:
        case "look":
            await due_rounds.look()
        case "here":
            await due_rounds.heartbeat()
        case _:
            await due_rounds.step(round_id)
    graced = await round_of(house, round_id)
    assert (graced.state, graced.cause) == (RoundState.OPEN, Cause.GRACE)
    assert graced.closes_at == house.clock.now() + house.room.settings.grace
    await house.vote(round_id, 104, 3)
    await lives(house, house.room.settings.grace)
    assert (await round_of(house, round_id)).state in GONE
    assert ends(house) == 1
