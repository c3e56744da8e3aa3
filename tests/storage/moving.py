"""Databases to move from and to, and what is in them."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.model import RoleId
from storage.database import Database, database_at
from tests import behind
from tests.backends import BACKENDS
from tests.builders import person
from tests.fakes import FakeClock
from tests.postgres import server
from tests.services.conftest import housed

SONG = "Ж漢\U0001f3b5 'quoted' \\ \n\t"


async def nowhere_yet(folder: Path, name: str) -> str:
    """Return the address of a file that is not there."""
    return f"sqlite:///{folder / name}.db"


async def empty_database(_folder: Path, _name: str) -> str:
    return await asyncio.to_thread(server().new_database)


NEW = {"sqlite": nowhere_yet, "postgres": empty_database}
on_both = pytest.mark.parametrize("kind", BACKENDS)
"""For the kind of the database that is moved to."""


def silent(table: str, rows: int) -> None:
    pass


def within(address: str) -> Path | Database:
    """Return what `behind` can look into."""
    if address.startswith("sqlite:"):
        return Path(address.removeprefix("sqlite:///"))
    return database_at(address, FakeClock().now)


async def everything(address: str) -> dict[str, list[str]]:
    """Return what each table holds."""
    where, found = within(address), {}
    for table in await behind.tables(where):
        if table != "migrations":
            columns = ", ".join(sorted(await columns_of(where, table)))
            rows = await behind.rows(where, f"SELECT {columns} FROM {table}")  # noqa: S608 - ours
            found[table] = sorted(map(repr, rows))
    return found


async def columns_of(where: Path | Database, table: str) -> list[str]:
    if isinstance(where, Path):
        rows = await behind.rows(where, f"PRAGMA table_info({table})")
        return [row[1] for row in rows]
    rows = await behind.rows(
        where,
        f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'",  # noqa: S608 - ours
    )
    return [name for (name,) in rows]


@pytest.fixture
async def lived_in(backend: str, clock: FakeClock, tmp_path: Path) -> str:
    """The address of a database that a bot has left behind: people voted, in any script."""
    address = await NEW[backend](tmp_path, "old")
    store = database_at(address, clock.now)
    await store.open()
    async with housed(store, clock, tmp_path / "old.db") as house:
        _, round_id = await house.opened(songs=4, seats=2)
        for voter in range(20):
            await house.vote(round_id, 1000 + voter, 1, 2)
        await house.store.facts.set("a song", SONG)
        room = await house.services.rooms.name_supervisor(house.boss, house.room, None, RoleId(9))
        await house.services.overdue_answers.meet(person(1000, 9), room)
    await store.close()
    return address
