"""The outbox asks the database no more than it has to."""

import asyncio
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
    await promised_to(house, *((f"to:{n}", 0) for n in range(number)))


async def promised_to(house: House, *lines: tuple[str, int]) -> None:
    """Promise effects, about 0, 1 and so on, each to a destination in so many seconds."""
    async with house.store.transaction(house.room.id) as unit:
        now = int(house.clock.now())
        for n, (line, later) in enumerate(lines):
            await unit.outbox.promise(EffectKind.SAY_NEWS, line, n, house.room.id, now + later)


def worker(
    house: House, store: Counted, began: asyncio.Queue[int], slow: asyncio.Event | None = None
) -> Outbox:
    """Return a worker of its own, which makes everything at once, but the first if it is slow."""

    async def make(effect: Effect) -> Settle:
        began.put_nowait(effect.subject_id)
        if slow is not None and effect.subject_id == 0:
            await slow.wait()

        async def settle(_: UnitOfWork) -> None:
            pass

        return settle

    def never(effect: Effect, fault: Exception) -> Settle:
        raise AssertionError(effect) from fault

    ports = house.app.ports
    return Outbox(store, ports.clock, ports.agenda, make, never, lambda: 0.0)  # type: ignore[arg-type]


def drained(queue: asyncio.Queue[int]) -> list[int]:
    return [queue.get_nowait() for _ in range(queue.qsize())]


@pytest.mark.parametrize(
    ("number", "looks"), [(1, 1), (3, 1), (AT_ONCE - 1, 1), (2 * AT_ONCE, None)]
)
async def test_what_is_due_is_claimed_together_and_nothing_in_vain(
    house: House, number: int, looks: int | None
) -> None:
    await house.outbox.stop()
    await promised(house, number)
    store, began = Counted(house.store), asyncio.Queue[int]()
    outbox = worker(house, store, began)
    outbox.start()
    await outbox.idle()
    assert sorted(drained(began)) == [*range(number)]
    assert store.began["settle"] == number
    # The first one tries again what was put off before the start.
    beyond_the_first = store.began["look"] - 1
    assert beyond_the_first == looks if looks is not None else beyond_the_first <= number


async def test_what_is_due_later_is_looked_at_then_however_long_another_takes(
    house: House,
) -> None:
    await house.outbox.stop()
    began, slow = asyncio.Queue[int](), asyncio.Event()
    outbox = worker(house, Counted(house.store), began, slow)
    outbox.start()  # which tries at once what was put off before
    await outbox.idle()
    house.agenda.due.clear()
    await promised_to(house, ("to:a", 0), ("to:b", 30))
    outbox.wake()
    assert await began.get() == 0
    assert house.agenda.due["outbox"] == int(house.clock.now()) + 30
    slow.set()
    await outbox.idle()
    assert began.empty()


async def test_what_waits_behind_very_much_for_a_slow_one_is_made_meanwhile(house: House) -> None:
    await house.outbox.stop()
    await promised_to(house, *[("to:a", 0)] * 150, ("to:b", 0))
    began, slow = asyncio.Queue[int](), asyncio.Event()
    outbox = worker(house, Counted(house.store), began, slow)
    outbox.start()
    assert [await began.get() for _ in range(2)] == [0, 150]
    slow.set()
    await outbox.idle()
    assert drained(began) == list(range(1, 150))
