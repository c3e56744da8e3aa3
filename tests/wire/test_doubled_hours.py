"""A time in the hour that happens twice: the answer says what to type for each of the two."""

import re
from datetime import UTC, datetime

import pytest

from tests.fakes import FakeClock
from tests.wire.house import CHANNEL, House

THE_DAY_BEFORE = datetime(2027, 11, 6, 18, tzinfo=UTC).timestamp()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(THE_DAY_BEFORE)


async def test_what_is_said_of_a_doubled_hour_can_be_typed(house: House) -> None:
    await house.opened(closes="in 9 hours")
    options = {"closes": "tomorrow 1:30am"}
    asked = await house.discord.command("round extend", options, house.boss, CHANNEL)
    assert "happens twice" in asked.text
    ends = []
    for words in re.findall(r"`([^`]+)`", asked.text):
        await house.discord.command("round extend", {"closes": words}, house.boss, CHANNEL)
        ends.append((await house.round()).round.closes_at)
    first, second = ends
    assert second - first == 3600
