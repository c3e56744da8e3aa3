"""Rounds over the hours that summer time moves."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.model import Cause, ChannelId, GuildId, RoundId, RoundState
from bot.domain.structs import replace
from tests.faults.timed import GONE, HOUR, lives, round_of, scheduled
from tests.services.conftest import House

SHIFTS = [
    # A zone; noon there on the day before; the words of a close after it; the hours that pass.
    ("America/New_York", "2027-03-13 12:00", "March 14 18:00", 29),
    ("America/New_York", "2027-11-06 12:00", "November 7 18:00", 31),
    ("Europe/London", "2027-03-27 12:00", "March 28 18:00", 29),
    ("Europe/London", "2027-10-30 12:00", "October 31 18:00", 31),
    ("Australia/Lord_Howe", "2027-10-02 12:00", "October 3 18:00", 29.5),
    ("Australia/Lord_Howe", "2027-04-03 12:00", "April 4 18:00", 30.5),
]
shifts = pytest.mark.parametrize(("zone", "noon", "closes", "hours"), SHIFTS)


def at_noon(house: House, zone: str, noon: str) -> float:
    there = datetime.fromisoformat(noon).replace(tzinfo=ZoneInfo(zone))
    house.clock.move(there.timestamp() - house.clock.now())
    return house.clock.now()


async def zoned(house: House, zone: str) -> None:
    house.room = await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(10), title="Soundtrack", timezone=zone
    )


async def closes_at(house: House, round_id: RoundId, instant: float) -> None:
    """See that a round closes at an instant, and not a second before."""
    house.clock.move(instant - 1 - house.clock.now())
    await house.services.due_rounds.reset_heartbeat()
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is RoundState.OPEN
    house.clock.move(1)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state in GONE


@shifts
async def test_a_round_closes_at_the_wall_time_that_was_said(
    house: House, zone: str, noon: str, closes: str, hours: float
) -> None:
    await zoned(house, zone)
    began = at_noon(house, zone, noon)
    round_id = await scheduled(house, closes)
    round_ = await round_of(house, round_id)
    assert round_.closes_at == began + hours * HOUR
    assert round_.closes_wall.endswith("18:00")
    await closes_at(house, round_id, began + hours * HOUR)


@shifts
async def test_so_does_one_that_is_extended_over_the_shift(
    house: House, zone: str, noon: str, closes: str, hours: float
) -> None:
    await zoned(house, zone)
    began = at_noon(house, zone, noon)
    round_id = await scheduled(house)
    episode = (await house.services.rounds.view(round_id)).episode
    await house.services.control.extend(house.boss, house.room, episode, closes=closes)
    assert (await round_of(house, round_id)).closes_wall.endswith("18:00")
    await closes_at(house, round_id, began + hours * HOUR)


@shifts
async def test_a_plan_over_the_shift_keeps_to_its_times(
    house: House, zone: str, noon: str, closes: str, hours: float
) -> None:
    await zoned(house, zone)
    began = at_noon(house, zone, noon)
    episode, _ = await house.shortlisted(6)
    first = await house.services.rounds.plan(
        house.boss, house.room, episode, cuts="6, 4, 2", closes=f"in 12 hours, {closes}"
    )
    [second] = first.later
    for who in range(4):
        await house.vote(first.round.id, 200 + who, *range(1 + who, 5))
    await closes_at(house, first.round.id, began + 12 * HOUR)
    opened = await round_of(house, second.id)
    assert opened.state is RoundState.OPEN
    assert opened.closes_wall.endswith("18:00")
    await closes_at(house, second.id, began + hours * HOUR)


@pytest.mark.parametrize(("noon", "at"), [("2027-03-13 12:00", 15), ("2027-11-06 12:00", 13)])
async def test_a_day_more_for_want_of_votes_is_a_day_of_hours(
    house: House, noon: str, at: int
) -> None:
    """What is added is time to vote in: 24 hours, whatever the clocks on the wall do."""
    began = at_noon(house, "America/Los_Angeles", noon)
    view = await house.services.rooms.change_settings(
        house.boss, house.room, lambda settings: replace(settings, quorum=100)
    )
    house.room = view.room
    round_id = await scheduled(house, "in 2 hours")
    await lives(house, 2 * HOUR, every=100)
    round_ = await round_of(house, round_id)
    assert (round_.cause, round_.closes_at) == (Cause.QUORUM, began + 26 * HOUR)
    assert round_.closes_wall.endswith(f"{at}:00")
