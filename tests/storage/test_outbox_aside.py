"""What stands aside lets others pass, but not what is about the same; over drawn histories."""

from collections import defaultdict
from random import Random

import pytest

from bot.domain.model import RoomId
from bot.services.ports.repositories.outbox import Effect, EffectKind
from storage.database import Database
from tests.builders import NOW
from tests.claims import claim_one

ROOM, LEASE, HOURS = RoomId(1), 60, 3600


class History:
    """Promises, claims and settles at random, and notes what must hold."""

    def __init__(self, store: Database, seed: int) -> None:
        self.store, self.random, self.now = store, Random(seed), NOW
        self.held: dict[str, Effect] = {}
        self.promised: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.done: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.number = 0

    async def promise(self) -> None:
        destination, subject = self.random.choice("ab"), self.random.randrange(3)
        async with self.store.transaction(None) as unit:
            await unit.outbox.promise(EffectKind.POST_BALLOT, destination, subject, ROOM, self.now)
        self.number += 1
        self.promised[destination, subject].append(self.number)

    async def claim(self) -> None:
        async with self.store.transaction(None) as unit:
            effect = await claim_one(unit, self.now, LEASE)
        due = await self.store.read.outbox.next_due(self.now, leases=False)
        if effect is None:
            assert due is None or due > self.now, "what is due is claimed"
            return
        assert effect.destination not in self.held, "one at a time in a destination"
        self.held[effect.destination] = effect

    async def settle(self) -> None:
        if not self.held:
            return
        effect = self.held.pop(self.random.choice(sorted(self.held)))
        how = self.random.choice(["done", "done", "later", "aside"])
        async with self.store.transaction(None) as unit:
            if how == "done":
                await unit.outbox.done(effect.id)
                self.done[effect.destination, effect.subject_id].append(effect.id)
            else:
                due, aside = self.now + self.random.choice([5, 2 * HOURS]), how == "aside"
                await unit.outbox.later(effect.id, due, "No", now=NOW, unsure=False, aside=aside)

    async def wait(self) -> None:
        self.now += self.random.choice([1, 10])
        for effect in self.held.values():
            async with self.store.transaction(None) as unit:
                await unit.outbox.renew(effect.id, self.now + LEASE)

    async def finish(self) -> None:
        """Settle everything that is left."""
        for held in self.held.values():
            async with self.store.transaction(None) as unit:
                await unit.outbox.later(held.id, self.now, "No", now=self.now, unsure=False)
        self.held.clear()
        while (due := await self.store.read.outbox.next_due(self.now)) is not None:
            self.now = max(self.now, int(due))
            async with self.store.transaction(None) as unit:
                effect = await claim_one(unit, self.now, LEASE)
                assert effect is not None, "what is due is claimed"
                await unit.outbox.done(effect.id)
            self.done[effect.destination, effect.subject_id].append(effect.id)


@pytest.mark.parametrize("seed", range(25))
async def test_order_is_kept_for_each_subject_and_nothing_is_lost(
    store: Database, seed: int
) -> None:
    history = History(store, seed)
    deeds = (history.promise, history.claim, history.claim, history.settle, history.wait)
    for _ in range(80):
        await history.random.choice(deeds)()
    await history.finish()
    for key, ids in history.done.items():
        assert ids == sorted(ids)
        assert len(ids) == len(history.promised[key])
    assert sum(map(len, history.done.values())) == history.number


async def test_what_is_refused_for_its_own_sake_is_passed(store: Database) -> None:
    async def promise(subject: int) -> None:
        async with store.transaction(None) as unit:
            await unit.outbox.promise(EffectKind.POST_BALLOT, "channel:1", subject, ROOM, NOW)

    async def settled(*, refused: bool = False) -> int | None:
        async with store.transaction(None) as unit:
            effect = await claim_one(unit, NOW, LEASE)
            if effect is None:
                return None
            if refused:
                due = NOW + HOURS
                await unit.outbox.later(effect.id, due, "No", now=NOW, unsure=False, aside=True)
            else:
                await unit.outbox.done(effect.id)
            return effect.subject_id

    for subject in (1, 1, 2, 1, 3):
        await promise(subject)
    assert await settled(refused=True) == 1
    await promise(1)
    assert [await settled() for _ in range(3)] == [2, 3, None]
    async with store.transaction(None) as unit:
        await unit.outbox.retry_room(ROOM, NOW, except_error="Other")
    assert [await settled() for _ in range(5)] == [1, 1, 1, 1, None]


@pytest.mark.parametrize(("error", "retried"), [("Other", True), ("Named", False)])
async def test_a_new_start_retries_all_but_what_waits_for_an_instant(
    store: Database, error: str, retried: bool
) -> None:
    async with store.transaction(None) as unit:
        await unit.outbox.promise(EffectKind.POST_BALLOT, "channel:1", 1, ROOM, NOW)
        effect = await claim_one(unit, NOW, LEASE)
        assert effect is not None
        await unit.outbox.later(effect.id, NOW + HOURS, error, now=NOW, unsure=False)
        await unit.outbox.retry_all(NOW, except_error="Named")
        assert (await claim_one(unit, NOW, LEASE) is not None) is retried


async def test_an_attempt_nobody_heard_of_leaves_it_unsure(store: Database) -> None:
    async with store.transaction(None) as unit:
        await unit.outbox.promise(EffectKind.POST_BALLOT, "channel:1", 1, ROOM, NOW)
        first = await claim_one(unit, NOW, LEASE)
        assert first is not None
        await unit.outbox.later(first.id, NOW, "No", now=NOW, unsure=False)
        second = await claim_one(unit, NOW + 1, LEASE)
        third = await claim_one(unit, NOW + 1 + LEASE, LEASE)  # the process died
        assert second is not None
        assert third is not None
        await unit.outbox.later(third.id, NOW, "No", now=NOW, unsure=False)
        fourth = await claim_one(unit, NOW + 1 + LEASE, LEASE)
    assert fourth is not None
    assert [one.unsure for one in (first, second, third, fourth)] == [False, False, True, True]
