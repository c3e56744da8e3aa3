"""The scheduled event of a round: made once, whatever Discord answers, and ended with it."""

import pytest

from tests.wire.faults import Fault, broken, dropped, limited, refused
from tests.wire.house import House
from tests.wire.rest import EVENTS
from tests.wire.shapes import Json
from tests.wire.state import MISSING_PERMISSIONS

TO_THE_CLOSE = 2700
"""More than the seconds for which these tests leave a vote open."""
DONE, CANCELLED = 3, 4
"""States of a scheduled event that is over."""


async def shown(house: House, *faults: Fault) -> list[Json]:
    """Return the events there are once a round with one is open."""
    await house.shortlisted()
    await house.settle_on(events=True)
    house.discord.fail("POST", EVENTS, *faults)
    await house.schedule()
    await house.bot.settled()
    await house.bot.advance(60)
    return list(house.discord.state.events.values())


async def test_an_event_is_shown_for_the_vote_and_ends_with_it(house: House) -> None:
    [event] = await shown(house)
    assert event["entity_type"] == 3
    view = await house.round()
    assert str(view.round.event_id) == event["id"]
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await house.bot.advance(TO_THE_CLOSE)
    assert event["status"] in (DONE, CANCELLED)


@pytest.mark.parametrize(
    "faults",
    [
        [limited(0.5)],
        [broken(502)],
        [broken(503)],
        [dropped()],
        [dropped(after=True)],
        [broken(502, after=True)],
    ],
    ids=["429", "502 before", "503", "cut before", "cut after", "502 after"],
)
async def test_an_event_is_made_once_whatever_becomes_of_the_request(
    house: House, faults: list[Fault]
) -> None:
    [event] = await shown(house, *faults)
    assert str((await house.round()).round.event_id) == event["id"]


async def test_a_vote_goes_on_where_no_events_may_be_made(house: House) -> None:
    assert await shown(house, *[refused(403, MISSING_PERMISSIONS)] * 5) == []
    view = await house.round()
    await house.vote(view.round.id, house.writers[0], 1, 2)
    await house.bot.advance(TO_THE_CLOSE)
    assert len(house.results(view.round.id)) == 1
