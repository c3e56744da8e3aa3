"""A network to PostgreSQL that swallows everything and breaks nothing: nobody waits for good."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import StorageError
from storage import postgres
from storage.database import Database, database_at
from tests.backends import postgres_at
from tests.cable import Cable
from tests.fakes import FakeClock
from tests.postgres import server
from tests.services.conftest import House

SHORT = 2.0
FOR_GOOD = 60.0
"""Seconds after which a test gives up; what is tested takes a second."""


@pytest.fixture
def cable() -> Cable:
    return Cable(server().socket)


@pytest.fixture
async def store(
    cable: Cable, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Database]:
    """The storage, reached through the cable, of somebody who waits for a moment alone."""
    address = await postgres_at(tmp_path, tmp_path)
    name = address.partition("?")[0].rpartition("/")[2]
    monkeypatch.setattr(postgres, "ANSWER_WITHIN", SHORT)
    async with cable.plugged_in() as port, asyncio.timeout(FOR_GOOD):
        database = database_at(f"postgresql://postgres@127.0.0.1:{port}/{name}", clock.now)
        await database.open()
        yield database
        await database.close()


async def test_a_read_fails_and_the_next_one_finds_its_way(store: Database, cable: Cable) -> None:
    await store.read.facts.get("one")
    cable.die()
    with pytest.raises(StorageError):
        await store.read.facts.get("one")
    cable.die(dead=False)
    assert await store.read.facts.get("one") == ""


@pytest.mark.parametrize("at", ["begin", "statement", "commit"])
async def test_a_transaction_fails_and_the_next_one_finds_its_way(
    store: Database, cable: Cable, at: str
) -> None:
    async def set_it(dies: str) -> None:
        if dies == "begin":
            cable.die()
        async with store.transaction(None) as unit:
            if dies == "statement":
                cable.die()
            await unit.facts.set("one", "two")
            if dies == "commit":
                cable.die()

    with pytest.raises(StorageError):
        await set_it(at)
    cable.die(dead=False)
    await set_it("never")
    assert await store.read.facts.get("one") == "two"


async def test_a_vote_fails_and_the_next_one_is_saved(house: House, cable: Cable) -> None:
    _, round_id = await house.opened()
    await house.vote(round_id, 104, 1)
    cable.die()
    with pytest.raises(StorageError):
        await house.vote(round_id, 202, 2)
    cable.die(dead=False)
    await house.vote(round_id, 202, 2)
    kept = await house.rows("SELECT voter_id, choices FROM ballots ORDER BY voter_id")
    assert kept == [(104, "0"), (202, "1")]
