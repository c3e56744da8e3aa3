"""The outbox asks the database no more than it has to."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.outbox import AT_ONCE, Outbox
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.unit_of_work import Settle, UnitOfWork
from storage.database import Database
from tests.services.conftest import House


class Counted:
    """A store that counts its transactions by whether they are about a room."""

    def __init__(self, store: Database) -> None:
        self._store = store
        self.read = store.read
        self.began: Counter[str] = Counter()

    @asynccontextmanager
    async def transaction(self, room_id: object, *_: object) -> AsyncIterator[UnitOfWork]:
        """Count it, and begin it."""
        self.began["look" if room_id is None else "settle"] += 1
        async with self._store.transaction(None) as unit:
            yield unit


async def promised(house: House, number: int) -> None:
    async with house.store.transaction(house.room.id) as unit:
        now = int(house.clock.now())
        for n in range(number):
            await unit.outbox.promise(EffectKind.SAY_NEWS, f"to:{n}", n, house.room.id, now)


def worker(house: House, store: Counted, made: list[int]) -> Outbox:
    """Return a worker of its own, which makes everything at once."""

    async def make(effect: Effect) -> Settle:
        made.append(effect.subject_id)

        async def settle(_: UnitOfWork) -> None:
            pass

        return settle

    def never(effect: Effect, fault: Exception) -> Settle:
        raise AssertionError(effect) from fault

    ports = house.app.ports
    return Outbox(store, ports.clock, ports.agenda, make, never, lambda: 0.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "looks"), [(1, 1), (3, 1), (AT_ONCE - 1, 1), (2 * AT_ONCE, None)]
)
async def test_what_is_due_is_claimed_together_and_nothing_in_vain(
    house: House, number: int, looks: int | None
) -> None:
    await house.outbox.stop()
    await promised(house, number)
    store, made = Counted(house.store), list[int]()
    outbox = worker(house, store, made)
    outbox.start()
    await outbox.idle()
    assert sorted(made) == [*range(number)]
    assert store.began["settle"] == number
    # The first one tries again what was put off before the start.
    beyond_the_first = store.began["look"] - 1
    assert beyond_the_first == looks if looks is not None else beyond_the_first <= number
