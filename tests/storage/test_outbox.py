"""What was promised: leased to one, in order per destination."""

import asyncio

import pytest

from bot.domain.model import RoomId
from bot.services.ports.repositories.outbox import EffectKind
from storage.database import Database
from tests.builders import NOW
from tests.claims import claim_one

ROOM = RoomId(1)
LEASE = 60


async def promise(store: Database, destination: str, subject: int, at: int = NOW) -> None:
    async with store.transaction(None) as unit:
        await unit.outbox.promise(EffectKind.EDIT_BALLOT, destination, subject, ROOM, at)


async def claim(store: Database, now: float = NOW) -> int | None:
    async with store.transaction(None) as unit:
        effect = await claim_one(unit, now, LEASE)
        return effect.subject_id if effect else None


async def settle(store: Database, now: float = NOW) -> int | None:
    async with store.transaction(None) as unit:
        effect = await claim_one(unit, now, LEASE)
        if effect is None:
            return None
        await unit.outbox.done(effect.id)
        return effect.subject_id


async def test_effects_of_one_destination_leave_in_order(store: Database) -> None:
    for n in (1, 2, 3):
        await promise(store, "channel:1", n)
    assert await claim(store) == 1
    assert await claim(store) is None, "the second waits for the first"


async def test_settled_effects_make_way(store: Database) -> None:
    for n in (1, 2):
        await promise(store, "channel:1", n)
    assert [await settle(store) for _ in range(3)] == [1, 2, None]


async def test_destinations_do_not_wait_for_each_other(store: Database) -> None:
    await promise(store, "spotify:host", 1)
    await promise(store, "channel:1", 2)
    assert {await claim(store), await claim(store)} == {1, 2}


async def test_an_effect_put_off_holds_up_its_own_destination_only(store: Database) -> None:
    for n, destination in enumerate(("spotify:host", "spotify:host", "channel:1"), 1):
        await promise(store, destination, n)
    async with store.transaction(None) as unit:
        effect = await claim_one(unit, NOW, LEASE)
        assert effect is not None
        await unit.outbox.later(
            effect.id, NOW + 46_800, "come back in 13 hours", now=NOW, unsure=False
        )
    assert await settle(store) == 3
    assert await settle(store) is None
    assert await store.read.outbox.next_due(NOW) == NOW + 46_801
    assert await settle(store, NOW + 46_801) == 1
    assert await settle(store, NOW + 46_801) == 2


async def test_a_lease_that_ran_out_is_taken_over_and_counts_as_a_retry(store: Database) -> None:
    await promise(store, "channel:1", 1)
    assert await claim(store) == 1
    assert await claim(store, NOW + LEASE - 1) is None
    assert await store.read.outbox.next_due(NOW) == NOW + LEASE
    assert await store.read.outbox.next_due(NOW, leases=False) is None
    async with store.transaction(None) as unit:
        effect = await claim_one(unit, NOW + LEASE, LEASE)
    assert effect is not None
    assert effect.attempts == 2


async def test_two_rivals_never_lease_the_same_effect(store: Database) -> None:
    for n in range(20):
        await promise(store, f"channel:{n}", n)
    claimed = await asyncio.gather(*(claim(store) for _ in range(30)))
    subjects = [subject for subject in claimed if subject is not None]
    assert sorted(subjects) == list(range(20))


async def test_a_promise_of_a_transaction_that_failed_is_none(store: Database) -> None:
    woken: list[bool] = []
    store.on_promise = lambda: woken.append(True)

    async def promised_and_failed() -> None:
        async with store.transaction(None) as unit:
            await unit.outbox.promise(EffectKind.EDIT_BALLOT, "channel:1", 1, ROOM, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await promised_and_failed()
    assert await store.read.outbox.next_due(NOW) is None
    assert woken == []
    await promise(store, "channel:1", 1)
    assert woken == [True]
