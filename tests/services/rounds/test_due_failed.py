"""A round that failed is tried again by itself, and when this clock says."""

from typing import Any

import pytest

from bot.domain.model import RoundId, RoundState
from tests.services.conftest import House
from tests.services.rounds.timed import HOUR, passes, round_of, scheduled

BROKEN = "UPDATE rounds SET rules = '{' WHERE id = (SELECT min(id) FROM rounds)"
MENDED = """UPDATE rounds SET rules = '{"method": "approval", "seats": 2}' WHERE rules = '{'"""


async def scheduled_too(house: House, number: str, closes: str) -> RoundId:
    """Schedule a round of another episode."""
    episode = await house.episode(number)
    proposals = await house.proposed(episode, 3)
    await house.services.shortlists.toggle(
        house.boss, house.room, episode, on=[p.id for p in proposals]
    )
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes=closes, seats=2
    )
    await house.outbox.idle()
    return view.round.id


async def test_one_that_failed_while_the_clock_was_ahead_is_tried_when_that_is_right(
    house: House,
) -> None:
    round_id = await scheduled(house, "in 4 hours")
    await house.rows(BROKEN)
    await passes(house, 9 * HOUR)
    await house.rows(MENDED)
    await house.outbox.idle()
    house.clock.move(-4 * HOUR)
    await house.services.due_rounds.reset_heartbeat()
    house.agenda.due.clear()
    await house.services.due_rounds.plan()
    assert house.agenda.due["rounds"] <= house.clock.now()
    await passes(house, 0)
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_one_that_failed_undoes_no_other_when_it_is_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scheduled(house, "in 4 hours")
    others = [await scheduled_too(house, str(n), "in 5 hours") for n in range(2)]
    await house.rows(BROKEN)
    await passes(house, 5 * HOUR - 30)
    failed: list[int] = []
    in_one_trip = house.store.in_one_trip

    async def noted(work: Any, *rooms: Any) -> Any:
        try:
            return await in_one_trip(work, *rooms)
        except Exception:
            failed.append(len(rooms))
            raise

    monkeypatch.setattr(house.store, "in_one_trip", noted)
    await passes(house, 30)
    for one in others:
        assert (await round_of(house, one)).state is not RoundState.OPEN
    assert set(failed) == {1}
