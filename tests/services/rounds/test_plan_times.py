"""The times of a plan: a day alone beside a day with its hour may mean that hour or noon."""

import pytest

from bot.domain.errors import InvalidInput, NeedsTime
from bot.domain.when import wall_at, zone_named
from tests.services.conftest import House


@pytest.mark.parametrize(
    ("words", "given", "hours"),
    [
        ("wed, fri 17:00", "wed", (12, 17)),
        ("wed and fri 5pm", "wed", (12, 17)),
        ("wed 9am, fri", "fri", (9, 12)),
        ("wed 17:00 EST, fri", "fri", (12, 14)),
        ("wed, fri eod", "wed", (12, 17, 0)),
    ],
)
async def test_a_day_alone_beside_one_with_its_hour_is_asked_about(
    house: House, words: str, given: str, hours: tuple[int, ...]
) -> None:
    with pytest.raises(NeedsTime) as asked:
        await house.services.rounds.reading.times(house.room, words)
    zone = zone_named(house.room.timezone)
    assert (asked.value.why, asked.value.given) == ("two_ways", given)
    assert tuple(wall_at(at, zone).hour for at in asked.value.options) == hours


@pytest.mark.parametrize("words", ["wed, fri", "wed, fri noon", "in 2 days, fri 17:00", "wed 5pm"])
async def test_nothing_is_asked_where_the_hour_is_clear(house: House, words: str) -> None:
    assert await house.services.rounds.reading.times(house.room, words)


async def test_more_times_than_a_plan_can_have_are_counted_before_they_are_read(
    house: House,
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await house.services.rounds.reading.plan(
            house.boss, house.room, cuts="6, 4", closes="someday, " * 60
        )
    assert (refused.value.what, refused.value.facts) == ("plan.closes", {"limit": 1, "found": 60})
