"""Whether the bot was started twice, and whether each shard has a process."""

from pathlib import Path

import pytest

from bot.doctor import database
from bot.domain.errors import StorageError
from bot.domain.shards import Share
from bot.services.ports.repositories.shards import Lease
from storage.checkup import Checkup
from storage.database import Database
from tests.doctor.conftest import lines
from tests.doctor.test_database import change


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the fixture `store` keeps its file."""
    return tmp_path / "needledrop.db"


async def test_two_processes_on_one_database_are_noticed_while_they_are(
    store: Database, file: Path
) -> None:
    checkup = Checkup(file)
    assert lines(database.processes(checkup, lambda: 1000.0)) == []
    await store.facts.set("seen_beside", "1000")
    [told] = lines(database.processes(checkup, lambda: 1060.0))
    assert told.startswith("wrong processes: two of the bot are running on this database. Stop one")
    assert lines(database.processes(checkup, lambda: 1121.0)) == []
    assert lines(database.processes(Checkup(file.with_name("none.db")), lambda: 1.0)) == []


async def see(store: Database, *shards: tuple[int, int, int]) -> None:
    """Leave signs of life, each of a shard, of so many, at an instant."""
    for shard, total, seen in shards:
        async with store.transaction(None) as unit:
            lease = Lease(Share(shard, total), holder=7, node=0, held_until=seen + 1, seen_at=seen)
            assert await unit.shards.claim(lease, seen, 2000)


async def test_shards_that_no_process_serves_are_named_while_others_are_served(
    store: Database, file: Path
) -> None:
    await see(store, (0, 4, 1000), (1, 4, 940), (2, 4, 800))
    checkup = Checkup(file)
    [told] = lines(database.processes(checkup, lambda: 1000.0))
    assert told.startswith("wrong processes: of 4 shards, there is no sign of life of 2, 3. Look")
    assert lines(database.processes(checkup, lambda: 2000.0)) == []


async def test_shards_of_a_division_that_was_given_up_are_not_missed(
    store: Database, file: Path
) -> None:
    await see(store, (0, 4, 930), (3, 4, 960), (0, 2, 990), (1, 2, 1000))
    assert lines(database.processes(Checkup(file), lambda: 1000.0)) == []


async def test_two_processes_are_noticed_before_the_next_start_makes_what_is_missing(
    store: Database, file: Path
) -> None:
    await store.facts.set("seen_beside", "1000")
    await store.close()
    change(file, "ALTER TABLE rounds RENAME COLUMN waits TO later")
    with pytest.raises(StorageError):
        Checkup(file).pulse(1000.0)
    [told] = lines(database.processes(Checkup(file), lambda: 1060.0))
    assert told.startswith("wrong processes: two of the bot are running on this database.")
