"""What fell due while the bot was away gets a grace time."""

import pytest

from bot.domain import timing
from bot.domain.model import Cause, RoundState
from tests.services.conftest import House
from tests.services.rounds.timed import DAY, HOUR, away, passes, round_of, said, scheduled, settings


async def test_what_ended_while_the_bot_was_away_gets_a_grace_time_once(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    await away(house, 5 * HOUR)
    await house.services.due_rounds.heartbeat()
    graced = await round_of(house, round_id)
    assert (graced.state, graced.cause) == (RoundState.OPEN, Cause.GRACE)
    assert graced.closes_at == house.clock.now() + house.room.settings.grace
    await house.vote(round_id, 101, 2)
    await house.outbox.idle()
    assert said(house) == ["edit BallotMessage", "say NewsLine"]
    await away(house, HOUR)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_a_look_knows_of_the_absence_by_itself(house: House) -> None:
    """A suspended machine wakes with its looks overdue, before any sign of life."""
    round_id = await scheduled(house, "in 4 hours")
    await away(house, 5 * HOUR)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).cause is Cause.GRACE


@pytest.mark.parametrize("gap", [0, 30, timing.SETTLING // 60, 119])
async def test_a_short_silence_is_no_absence(house: House, gap: int) -> None:
    round_id = await scheduled(house, "in 4 hours")
    house.clock.move(4 * HOUR - gap)
    await house.services.due_rounds.reset_heartbeat()
    house.clock.move(gap)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_what_ended_before_the_absence_gets_no_grace(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    house.clock.move(4 * HOUR)
    await house.services.due_rounds.reset_heartbeat()
    await away(house, HOUR)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_a_tie_whose_window_ended_gets_a_grace_time_too(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    for who, song in ((101, 2), (102, 3), (103, 4), (104, 1)):
        await house.vote(round_id, who, song)
    await passes(house, 4 * HOUR)
    assert (await round_of(house, round_id)).state is RoundState.CASTING
    await away(house, DAY)
    await house.services.due_rounds.look()
    tie = await round_of(house, round_id)
    assert tie.state is RoundState.CASTING
    assert tie.casting_until == house.clock.now() + house.room.settings.grace


async def test_without_a_grace_time_it_closes_at_once(house: House) -> None:
    await settings(house, grace=0)
    round_id = await scheduled(house, "in 4 hours")
    await away(house, 5 * HOUR)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_a_vote_a_week_overdue_is_left_to_the_showrunner(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    await away(house, 8 * DAY)
    await house.services.due_rounds.look()
    await house.outbox.idle()
    held = await round_of(house, round_id)
    assert (held.state, held.cause) == (RoundState.HELD, Cause.OVERDUE)
    assert "tell DecisionRequest to 1" in said(house)


async def test_a_clock_set_back_loses_nothing(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    await house.services.due_rounds.heartbeat()
    house.clock.move(-2 * DAY)
    await house.services.due_rounds.heartbeat()
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is RoundState.OPEN
    house.clock.move(2 * DAY + 4 * HOUR - 60)
    await house.services.due_rounds.reset_heartbeat()
    await passes(house, 60)
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_each_close_has_its_own_grace(house: House) -> None:
    await settings(house, quorum=50)
    round_id = await scheduled(house, "in 4 hours")
    await house.vote(round_id, 101, 2)
    for expected in (Cause.GRACE, Cause.QUORUM, Cause.GRACE):
        if expected is Cause.GRACE:
            await away(house, 2 * DAY)
            await house.services.due_rounds.look()
        else:
            await passes(house, house.room.settings.grace)
        assert (await round_of(house, round_id)).cause is expected


async def test_a_tie_after_a_grace_time_has_one_of_its_own(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    for who, song in ((101, 2), (102, 3), (103, 4), (104, 1)):
        await house.vote(round_id, who, song)
    await away(house, 5 * HOUR)
    await house.services.due_rounds.look()
    await passes(house, house.room.settings.grace)
    assert (await round_of(house, round_id)).state is RoundState.CASTING
    await away(house, DAY)
    await house.services.due_rounds.look()
    tie = await round_of(house, round_id)
    assert (tie.state, tie.casting_until) == (
        RoundState.CASTING,
        house.clock.now() + house.room.settings.grace,
    )
