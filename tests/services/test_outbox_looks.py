"""The outbox asks the database no more than it has to."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import pytest

from bot.domain.errors import DiscordUnavailable, StorageError
from bot.outbox import AT_ONCE, KEY, Outbox
from bot.services.ports.repositories.outbox import Claim, Effect, EffectKind
from bot.services.ports.unit_of_work import Settle, UnitOfWork
from storage.database import Database
from tests.backends import ONLY_POSTGRES
from tests.services.conftest import House


class Counted:
    """A store that counts its transactions by whether they are about a room."""

    def __init__(self, store: Database) -> None:
        self._store = store
        self.read = store.read
        self.began: Counter[str] = Counter()
        self.claims = True
        """Whether what settles an effect can claim others."""
        self.ends: dict[UnitOfWork, Callable[[], Awaitable[Callable[[], None]]]] = {}
        """What is awaited before a transaction is committed; what it returns is called after."""

    @asynccontextmanager
    async def transaction(self, room_id: object, *_: object) -> AsyncIterator[UnitOfWork]:
        """Count it, and begin it."""
        self.began["look" if room_id is None else "settle"] += 1
        async with self._store.transaction(None) as unit:
            if room_id is not None and not self.claims:
                setattr(unit.outbox, unit.outbox.claim.__name__, unreadable)
            yield unit
            after = await self.ends[unit]() if unit in self.ends else None
        if after is not None:
            after()


async def unreadable(*_: object) -> Claim:
    """Fail as where a newer version has promised what this one does not know."""
    raise ValueError("of.tomorrow")


async def promised(house: House, number: int) -> None:
    await promised_to(house, *((f"to:{n}", 0) for n in range(number)))


async def promised_to(house: House, *lines: tuple[str, int]) -> None:
    """Promise effects, about 0, 1 and so on, each to a destination in so many seconds."""
    for n, (line, later) in enumerate(lines):
        await promised_about(house, n, line, later)


async def promised_about(house: House, subject: int, line: str, later: int = 0) -> None:
    async with house.store.transaction(house.room.id) as unit:
        at = int(house.clock.now()) + later
        await unit.outbox.promise(EffectKind.SAY_NEWS, line, subject, house.room.id, at)


async def nothing(_: UnitOfWork) -> None:
    """Settle what leads to nothing."""


def worker(
    house: House,
    store: Counted,
    began: asyncio.Queue[int],
    slow: asyncio.Event | None = None,
    make: Callable[[Effect], Awaitable[Settle]] | None = None,
) -> Outbox:
    """Return a worker of its own, which makes everything at once, but the first if it is slow.

    It tries at once again to store what could not be stored.
    """

    async def made(effect: Effect) -> Settle:
        began.put_nowait(effect.subject_id)
        if slow is not None and effect.subject_id == 0:
            await slow.wait()
        return nothing

    def failed(effect: Effect, fault: Exception) -> Settle:
        if not isinstance(fault, DiscordUnavailable):
            raise AssertionError(effect) from fault  # noqa: TRY004 - it fails the test
        return nothing

    ports = house.app.ports
    return Outbox(
        store,  # type: ignore[arg-type]
        ports.clock,
        ports.agenda,
        make or made,
        failed,
        lambda: 0.0,
        lambda _: asyncio.sleep(0),
    )


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


class Crowd:
    """As many effects under way as can be, to a destination each, and more that are due."""

    def __init__(self, house: House, *more: str) -> None:
        self.house = house
        self.store = Counted(house.store)
        self.began: asyncio.Queue[int] = asyncio.Queue()
        self.ends = [asyncio.Event() for _ in range(AT_ONCE)]
        self.faults: dict[int, Exception] = {}
        self.settles: dict[int, Settle] = {}
        self.outbox = worker(house, self.store, self.began, make=self._make)
        self._more = more
        self._tasks: dict[int, asyncio.Task[object] | None] = {}

    async def begin(self) -> None:
        """Have the first ones begin, and the rest wait for a place."""
        await self.house.outbox.stop()
        lines = [f"to:{n}" for n in range(AT_ONCE)]
        await promised_to(self.house, *((line, 0) for line in (*lines, *self._more)))
        self.outbox.start()
        assert sorted([await self.began.get() for _ in lines]) == [*range(AT_ONCE)]

    async def end(self, *which: int) -> None:
        """Let some of them end, until the outbox has looked at what comes next."""
        for one in which:
            self.ends[one].set()
        await asyncio.wait([task for one in which if (task := self._tasks[one]) is not None])
        while looking := [one for one in asyncio.all_tasks() if one.get_name() == KEY]:
            await asyncio.wait(looking)

    async def end_all(self) -> None:
        for end in self.ends:
            end.set()
        await self.outbox.idle()

    async def _make(self, effect: Effect) -> Settle:
        subject = effect.subject_id
        self._tasks[subject] = asyncio.current_task()
        self.began.put_nowait(subject)
        if subject < AT_ONCE:
            await self.ends[subject].wait()
        if fault := self.faults.pop(subject, None):
            raise fault
        return self.settles.get(subject, nothing)


async def test_what_is_tried_again_is_looked_at_then_however_long_all_others_take(
    house: House,
) -> None:
    crowd = Crowd(house)
    await crowd.begin()
    house.agenda.due.clear()
    crowd.faults[0] = DiscordUnavailable("send")
    await crowd.end(0)
    assert house.agenda.due["outbox"] > house.clock.now()
    await crowd.end_all()


async def test_what_waits_for_a_place_gets_it_though_what_left_it_is_stored_only_later(
    house: House,
) -> None:
    crowd = Crowd(house, "to:late")
    await crowd.begin()

    faults = [StorageError("the disk is full")]

    async def settle(unit: UnitOfWork) -> None:
        if faults:
            crowd.store.ends[unit] = fail

    async def fail() -> Callable[[], None]:
        raise faults.pop()

    crowd.settles[0] = settle
    await crowd.end(0)
    assert drained(crowd.began) == [AT_ONCE]
    await crowd.end_all()


@ONLY_POSTGRES
async def test_of_two_that_end_at_once_neither_takes_the_place_of_what_waits(house: House) -> None:
    """The first claims for the one place, and sees nothing; there is none for the second."""
    crowd = Crowd(house, "to:1")
    await crowd.begin()
    claimed, both = asyncio.Event(), asyncio.Barrier(2)

    async def first(unit: UnitOfWork) -> None:
        crowd.store.ends[unit] = end

    async def second(unit: UnitOfWork) -> None:
        await claimed.wait()
        crowd.store.ends[unit] = end

    async def end() -> Callable[[], None]:
        claimed.set()
        await both.wait()
        return drawn

    def drawn() -> None:
        """Leave it at that."""

    crowd.settles |= {0: first, 1: second}
    await crowd.end(0, 1)
    assert drained(crowd.began) == [AT_ONCE]
    await crowd.end_all()
