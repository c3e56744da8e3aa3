"""The outbox asks the database no more than it has to."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from bot.outbox import AT_ONCE, KEY
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.unit_of_work import Settle, UnitOfWork
from tests.backends import ONLY_POSTGRES
from tests.services.conftest import House
from tests.services.workers import (
    Counted,
    drained,
    nothing,
    promised,
    promised_about,
    promised_to,
    worker,
)


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


async def test_what_waits_behind_others_is_claimed_as_these_are_settled(house: House) -> None:
    await house.outbox.stop()
    store, began = Counted(house.store), asyncio.Queue[int]()
    outbox = worker(house, store, began)
    outbox.start()
    await outbox.idle()
    store.began.clear()
    await promised_to(house, *[("to:a", 0)] * 3, ("to:b", 0))
    outbox.wake()
    await outbox.idle()
    assert sorted(drained(began)) == [0, 1, 2, 3]
    assert store.began == {"look": 1, "settle": 4}


async def test_what_was_made_is_settled_though_the_next_cannot_be_claimed(house: House) -> None:
    await house.outbox.stop()
    await promised_to(house, *[("to:a", 0)] * 3)
    store, began = Counted(house.store), asyncio.Queue[int]()
    store.claims = False
    outbox = worker(house, store, began)
    outbox.start()
    await outbox.idle()
    assert drained(began) == [0, 1, 2]
    assert (
        await house.rows("SELECT state, attempts FROM outbox WHERE destination = 'to:a'")
        == [("done", 1)] * 3
    )


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


@ONLY_POSTGRES
async def test_what_is_promised_behind_one_that_is_being_settled_waits_for_no_other(
    house: House,
) -> None:
    """Who settles looked before it was promised, and who is woken by it looks before the end."""
    await house.outbox.stop()
    await promised_to(house, ("to:a", 0), ("to:b", 0))
    began, slow = asyncio.Queue[int](), asyncio.Event()

    async def make(effect: Effect) -> Settle:
        began.put_nowait(effect.subject_id)
        if effect.subject_id == 0:
            await slow.wait()
        return promise_another if effect.subject_id == 1 else nothing

    async def promise_another(_: UnitOfWork) -> None:
        await asyncio.create_task(promised_about(house, 2, "to:b"))
        outbox.wake()
        await asyncio.wait([one for one in asyncio.all_tasks() if one.get_name() == KEY])

    outbox = worker(house, Counted(house.store), began, make=make)
    outbox.start()
    assert sorted([await began.get() for _ in range(2)]) == [0, 1]
    assert await began.get() == 2
    slow.set()
    await outbox.idle()


@ONLY_POSTGRES
@pytest.mark.parametrize("first", ["to:a", "to:b"])
async def test_what_one_promises_behind_another_while_both_are_settled_waits_for_no_third(
    house: House, first: str
) -> None:
    """Neither sees what the other has written, whichever of them is committed first."""
    await house.outbox.stop()
    await promised_to(house, ("to:a", 0), ("to:b", 0), ("to:c", 0))
    store, began, slow = Counted(house.store), asyncio.Queue[int](), asyncio.Event()
    written, committed = asyncio.Barrier(2), asyncio.Event()

    async def make(effect: Effect) -> Settle:
        began.put_nowait(effect.subject_id)
        if effect.subject_id == 2:
            await slow.wait()

        async def settle(unit: UnitOfWork) -> None:
            if effect.subject_id == 0:
                at = int(house.clock.now())
                for subject, line in ((3, "to:b"), (4, "to:d")):
                    kind = EffectKind.SAY_NEWS
                    await unit.outbox.promise(kind, line, subject, house.room.id, at)
            if effect.subject_id < 2:
                store.ends[unit] = partial(end, effect.destination)

        return settle

    async def end(line: str) -> Callable[[], None]:
        await written.wait()
        if line != first:
            await committed.wait()
            while looking := [one for one in asyncio.all_tasks() if one.get_name() == KEY]:
                await asyncio.wait(looking)
        return committed.set

    outbox = worker(house, store, began, make=make)
    outbox.start()
    assert sorted([await began.get() for _ in range(3)]) == [0, 1, 2]
    assert sorted([await began.get() for _ in range(2)]) == [3, 4]
    slow.set()
    await outbox.idle()
