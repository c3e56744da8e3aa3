"""Two processes on one database: what one decides, the other knows before it decides."""

import asyncio
import itertools
from collections.abc import AsyncIterator

import asyncpg
import pytest

from bot.domain.model import Room, RoomId
from bot.services.ports.repositories.outbox import EffectKind
from storage import postgres
from storage.database import Database, database_at
from tests.backends import ONLY_POSTGRES
from tests.builders import NOW, make_room
from tests.claims import claim_one
from tests.fakes import FakeClock
from tests.postgres import server

GIVE_UP_AFTER = 30
"""How long (seconds) one waits for the other, which may have failed."""

TIMES = 20


@pytest.fixture
async def rivals(
    store: Database, address: str, clock: FakeClock
) -> AsyncIterator[tuple[Database, Database]]:
    """The store of each of two processes."""
    other = database_at(address, clock.now)
    await other.open()
    for one in (store, other):
        await one.set_patience(30)
    yield store, other
    await other.close()


async def counted_up(store: Database, room_id: RoomId | None, fact: str) -> None:
    """Read a number, wait for a moment, and write one more."""
    async with store.transaction(room_id) as unit:
        number = int(await unit.facts.get(fact) or 0)
        await asyncio.sleep(0.001)
        await unit.facts.set(fact, str(number + 1))


async def all_count_up(rivals: tuple[Database, Database], room: Room) -> int:
    """Have both count up many times at once; return how far they come."""
    await asyncio.gather(
        *(counted_up(store, room.id, "counter") for _ in range(TIMES) for store in rivals)
    )
    return int(await rivals[0].read.facts.get("counter"))


async def test_what_is_about_one_room_takes_turns(rivals: tuple[Database, Database]) -> None:
    room = await make_room(rivals[0])
    assert await all_count_up(rivals, room) == 2 * TIMES


@ONLY_POSTGRES
async def test_it_is_the_lock_that_has_them_take_turns(
    rivals: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await make_room(rivals[0])
    monkeypatch.setattr(postgres, "_HOLD", "SELECT {}")
    assert await all_count_up(rivals, room) < 2 * TIMES


@ONLY_POSTGRES
async def test_what_is_about_another_room_does_not_wait(
    rivals: tuple[Database, Database],
) -> None:
    one, other = await make_room(rivals[0]), await make_room(rivals[0], channel=11)
    async with rivals[0].transaction(one.id):
        await counted_up(rivals[1], other.id, "counter")
    assert await rivals[0].read.facts.get("counter") == "1"


async def test_a_fact_that_is_held_is_made_once(rivals: tuple[Database, Database]) -> None:
    async def made(store: Database, value: str) -> str:
        async with store.transaction(None) as unit:
            kept = await unit.facts.hold("secret")
            if not kept:
                await asyncio.sleep(0.001)
                await unit.facts.set("secret", value)
            return kept or value

    values = await asyncio.gather(*(made(store, str(n)) for n in range(5) for store in rivals))
    assert len(set(values)) == 1


async def test_each_effect_is_claimed_by_one(rivals: tuple[Database, Database]) -> None:
    async with rivals[0].transaction(None) as unit:
        for n in range(TIMES):
            line = f"channel:{n % 7}"
            await unit.outbox.promise(EffectKind.EDIT_BALLOT, line, n, RoomId(1), NOW)

    async def works(store: Database) -> list[int]:
        claimed = []
        for _ in range(3 * TIMES):
            async with store.transaction(None) as unit:
                effect = await claim_one(unit, NOW, 60)
            if effect is not None:
                claimed.append(effect.subject_id)
                async with store.transaction(RoomId(1)) as unit:
                    await unit.outbox.done(effect.id)
        return claimed

    claimed = await asyncio.gather(*(works(store) for store in rivals for _ in range(3)))
    assert sorted(itertools.chain(*claimed)) == list(range(TIMES))


async def test_an_edit_that_joins_one_that_waits_is_shown_by_it(
    rivals: tuple[Database, Database], backend: str
) -> None:
    """Whoever claims the one that waits sees what was decided with the one that joined it."""
    room = await make_room(rivals[0])
    async with rivals[0].transaction(room.id) as unit:
        await unit.outbox.promise(EffectKind.EDIT_BALLOT, "channel:1", 1, room.id, NOW)

    joined, tried = asyncio.Event(), asyncio.Event()

    async def decides() -> None:
        async with rivals[0].transaction(room.id) as unit:
            await unit.facts.set("decided", "yes")
            await unit.outbox.promise(EffectKind.EDIT_BALLOT, "channel:1", 1, room.id, NOW)
            joined.set()
            if backend != "sqlite":  # there, nobody can try before this ends
                await asyncio.wait_for(tried.wait(), GIVE_UP_AFTER)

    async def shows() -> str:
        while True:
            async with rivals[1].transaction(None) as unit:
                effect = await claim_one(unit, NOW, 60)
            tried.set()
            if effect is not None:
                return await rivals[1].read.facts.get("decided")

    deciding = asyncio.create_task(decides())
    await asyncio.wait_for(joined.wait(), GIVE_UP_AFTER)
    assert await shows() == "yes"
    await deciding


async def test_a_server_that_isolates_more_by_default_has_nobody_decide_by_what_was(
    clock: FakeClock,
) -> None:
    """Whoever waited for a room would read it as it was before, without the last votes."""
    address = await asyncio.to_thread(server().new_database)
    connection = await asyncpg.connect(address)
    name = await connection.fetchval("SELECT current_database()")
    default = "SET default_transaction_isolation = 'repeatable read'"
    await connection.execute(f"ALTER DATABASE {name} {default}")
    await connection.close()
    both = database_at(address, clock.now), database_at(address, clock.now)
    for one in both:
        await one.open()
        await one.set_patience(30)
    assert await all_count_up(both, await make_room(both[0])) == 2 * TIMES
    for one in both:
        await one.close()


@ONLY_POSTGRES
async def test_rooms_that_others_hold_are_passed_by_and_the_others_held(
    rivals: tuple[Database, Database],
) -> None:
    one, other = await make_room(rivals[0]), await make_room(rivals[0], channel=11)
    both = [one.id, other.id]

    async def free() -> frozenset[RoomId]:
        async with rivals[0].transaction(None) as unit:
            return await unit.rooms.hold_free(both)

    async with rivals[0].transaction(one.id), rivals[1].transaction(None) as unit:
        assert await unit.rooms.hold_free(both) == {other.id}
        assert not await asyncio.create_task(free())
    # What a transaction has held from its beginning, nobody else holds.
    async with rivals[0].transaction(one.id) as unit:
        assert await unit.rooms.hold_free(both) == set(both)
