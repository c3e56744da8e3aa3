"""Workers of the outbox beside that of a house, on a store that counts its transactions."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.domain.errors import DiscordUnavailable
from bot.outbox import Outbox
from bot.services.ports.repositories.outbox import Claim, Effect, EffectKind
from bot.services.ports.unit_of_work import Settle, UnitOfWork
from storage.database import Database
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
