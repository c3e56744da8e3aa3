"""What is kept of budgets: one amount an episode, exactly."""

import pytest

from bot.domain.rights import MINOR_MAX, Money
from storage.database import Database
from tests.builders import make_episode, make_room


@pytest.mark.parametrize("amount", [0, 1, MINOR_MAX])
async def test_a_budget_is_kept_exactly_until_it_is_changed_or_taken_away(
    store: Database, amount: int
) -> None:
    room = await make_room(store)
    episode, other = await make_episode(store, room), await make_episode(store, room, "105")
    for budget in (Money(amount, "KWD"), Money(7, "USD"), None, None, Money(amount, "EUR")):
        async with store.transaction(room.id) as unit:
            await unit.budgets.set(episode.id, budget)
        assert await store.read.budgets.get(episode.id) == budget
        assert await store.read.budgets.get(other.id) is None
