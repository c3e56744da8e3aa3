"""All places of the outbox are taken: what waits for one gets the first that is free."""

import asyncio
from collections.abc import Callable

from bot.domain.errors import DiscordUnavailable, StorageError
from bot.outbox import AT_ONCE, KEY
from bot.services.ports.repositories.outbox import Effect
from bot.services.ports.unit_of_work import Settle, UnitOfWork
from tests.backends import ONLY_POSTGRES
from tests.services.conftest import House
from tests.services.workers import Counted, drained, nothing, promised_to, worker


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
