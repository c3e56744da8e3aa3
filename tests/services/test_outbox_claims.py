"""Claims that somebody else has overtaken, and claims whose commit nobody heard of."""

import asyncio
from collections.abc import Callable

import pytest

from bot.domain.errors import Lapsed, StorageError
from bot.effect_leases import LEASE
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.unit_of_work import Settle, UnitOfWork
from tests import behind
from tests.services.conftest import House
from tests.services.workers import Counted, drained, nothing, promised_to, worker


async def outbox_rows(house: House) -> list[tuple[object, ...]]:
    """Return what became of each effect to a destination of these tests, and whether it is sure."""
    return await behind.rows(
        house.store,
        "SELECT subject_id, state, unsure FROM outbox WHERE destination LIKE 'to:%'"
        " ORDER BY subject_id, id",
    )


class Overtaken:
    """A process that is frozen while it makes an effect, until another one has made that."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.began: asyncio.Queue[int] = asyncio.Queue()
        self.goes_on = asyncio.Event()
        self.frozen = worker(house, Counted(house.store), self.began, make=self._make)
        self.frozen._failed = lambda *_: nothing
        self.fault: Exception | None = None

    async def overtaken(self, kind: EffectKind = EffectKind.SAY_NEWS) -> None:
        """Have another process make the effect, and then this one go on with it."""
        await self.house.outbox.stop()
        house = self.house
        async with house.store.transaction(house.room.id) as unit:
            at = int(house.clock.now())
            await unit.outbox.promise(kind, "to:a", 0, house.room.id, at)
        self.frozen.start()
        assert await self.began.get() == 0
        house.clock.move(LEASE + 1)
        other = worker(house, Counted(house.store), self.began)
        other.start()
        assert await self.began.get() == 0
        await other.idle()
        await other.stop()
        self.goes_on.set()
        await self.frozen.idle()

    async def _make(self, effect: Effect) -> Settle:
        self.began.put_nowait(effect.subject_id)
        if effect.subject_id or self.goes_on.is_set():
            return nothing
        await self.goes_on.wait()
        if self.fault is not None:
            raise self.fault
        return self._promise

    async def _promise(self, unit: UnitOfWork) -> None:
        at = int(self.house.clock.now())
        await unit.outbox.promise(EffectKind.SAY_NEWS, "to:b", 1, self.house.room.id, at)


async def test_what_another_has_made_meanwhile_leads_to_nothing_twice(house: House) -> None:
    one = Overtaken(house)
    await one.overtaken()
    assert await outbox_rows(house) == [(0, "done", 1)]


@pytest.mark.parametrize("fault", [Lapsed("late"), StorageError("away"), ValueError("odd")])
async def test_what_another_has_made_meanwhile_is_neither_given_up_nor_tried_again(
    house: House, fault: Exception
) -> None:
    one = Overtaken(house)
    one.fault = fault
    await one.overtaken()
    assert await outbox_rows(house) == [(0, "done", 1)]


async def test_an_edit_that_may_have_come_after_that_of_another_is_made_once_more(
    house: House,
) -> None:
    one = Overtaken(house)
    await one.overtaken(EffectKind.EDIT_BALLOT)
    assert await outbox_rows(house) == [(0, "done", 1), (0, "done", 0)]
    assert drained(one.began) == [0]


class LostAnswer:
    """A process that hears nothing of the commit that settles its first effect."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.store = Counted(house.store)
        self.began: asyncio.Queue[int] = asyncio.Queue()
        self.lost = 0
        self.outbox = worker(house, self.store, self.began, make=self._make)

    async def _make(self, effect: Effect) -> Settle:
        self.began.put_nowait(effect.subject_id)
        return nothing if effect.subject_id else self._settle

    async def _settle(self, unit: UnitOfWork) -> None:
        at = int(self.house.clock.now())
        await unit.outbox.promise(EffectKind.SAY_NEWS, "to:b", 1, self.house.room.id, at)
        if not self.lost:
            self.lost += 1
            self.store.ends[unit] = self._end

    async def _end(self) -> Callable[[], None]:
        return self._committed

    def _committed(self) -> None:
        raise StorageError("the server went away")


async def test_what_a_commit_has_claimed_that_nobody_heard_of_is_made_at_once_and_surely(
    house: House,
) -> None:
    one = LostAnswer(house)
    await house.outbox.stop()
    await promised_to(house, ("to:a", 0))
    one.outbox.start()
    await one.outbox.idle()
    assert one.lost == 1
    assert drained(one.began) == [0, 1]
    assert await outbox_rows(house) == [(0, "done", 0), (1, "done", 0)]
