"""A database that somebody locks for a moment holds nothing up for longer than that moment."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.domain.model import RoomId, RoundState
from bot.outbox import KEY, Outbox
from bot.services.ports.repositories.outbox import Effect, EffectKind
from bot.services.ports.unit_of_work import Settle, nothing_follows
from storage.database import Database
from tests.builders import NOW
from tests.fakes import FakeAgenda, FakeClock
from tests.faults.crowd import asked
from tests.faults.timed import HOUR, ends, round_of, scheduled
from tests.services.conftest import House


@dataclass
class Lock:
    """Another process's lock on the database, which it gives up after some waits of ours."""

    path: Path
    waits: list[float] = field(default_factory=list)
    raw: sqlite3.Connection | None = None
    given_up_after: int = 2

    def take(self) -> None:
        self.raw = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self.raw.execute("BEGIN IMMEDIATE")

    async def make(self, _effect: Effect) -> Settle:
        """Make an effect; the lock is there once it is made."""
        await asyncio.to_thread(self.take)  # the loop may have a transaction to end first
        return nothing_follows

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        if len(self.waits) == self.given_up_after:
            self.give_up()

    def give_up(self) -> None:
        if self.raw is not None:
            with closing(self.raw) as raw:
                raw.execute("ROLLBACK")
        self.raw = None


@pytest.fixture
async def lock(store: Database, tmp_path: Path) -> Lock:
    await store.set_patience(0)
    return Lock(tmp_path / "needledrop.db")


def outbox_of(store: Database, clock: FakeClock, agenda: FakeAgenda, lock: Lock) -> Outbox:
    return Outbox(
        store,
        clock,
        agenda,
        lock.make,
        lambda _effect, _fault: nothing_follows,
        lambda: 0.5,
        lock.wait,
    )


async def promised(store: Database) -> None:
    async with store.transaction(None) as unit:
        await unit.outbox.promise(EffectKind.EDIT_BALLOT, "channel:1", 7, RoomId(1), NOW)


async def test_an_effect_that_is_made_is_noted_as_soon_as_it_can_be(
    store: Database, clock: FakeClock, lock: Lock
) -> None:
    await promised(store)
    outbox = outbox_of(store, clock, FakeAgenda(), lock)
    outbox.start()
    await outbox.idle()
    assert lock.waits == [1.0, 2.0]
    assert asked(lock.path, "SELECT state, attempts FROM outbox") == [("done", 1)]
    await outbox.stop()


async def test_an_outbox_that_cannot_look_looks_again_soon(
    store: Database, clock: FakeClock, lock: Lock
) -> None:
    await promised(store)
    agenda = FakeAgenda()
    outbox = outbox_of(store, clock, agenda, lock)
    lock.take()
    for pause in (1.0, 2.0, 4.0):
        agenda.due.clear()
        outbox.start()
        await outbox.idle()
        assert agenda.due == {KEY: clock.now() + pause}
        clock.move(pause)
    lock.give_up()
    outbox.start()
    await outbox.idle()
    assert asked(lock.path, "SELECT state FROM outbox") == [("done",)]


async def test_a_close_that_could_not_be_saved_comes_when_it_can(house: House) -> None:
    round_id = await scheduled(house)
    await house.store.set_patience(0)
    house.clock.move(4 * HOUR)
    await house.services.due_rounds.reset_heartbeat()
    lock = Lock(house.path)
    lock.take()
    for pause in (1, 2):
        house.agenda.due.clear()
        await house.services.due_rounds.look()
        assert house.agenda.due["rounds"] == house.clock.now() + pause
        house.clock.move(pause)
    lock.give_up()
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is RoundState.CLOSED
    await house.outbox.idle()
    assert ends(house) == 1
