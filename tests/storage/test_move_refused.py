"""What is in use, in the wrong place or of another version is not moved."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.domain.errors import StorageError
from storage.database import Database, database_at
from storage.move import move
from tests import behind
from tests.backends import ONLY_POSTGRES, ONLY_SQLITE
from tests.fakes import FakeClock
from tests.storage.moving import NEW, everything, lived_in, on_both, silent, within

__all__ = ["lived_in"]


async def test_while_a_bot_runs_nothing_is_moved(
    store: Database, address: str, tmp_path: Path
) -> None:
    target = await NEW["sqlite"](tmp_path, "new")
    with pytest.raises(StorageError, match="is in use: a bot is running on it"):
        await move(address, target, silent)
    assert not await asyncio.to_thread(Path(target.removeprefix("sqlite:///")).exists)
    await store.close()
    await move(address, target, silent)


@ONLY_POSTGRES
async def test_a_bot_that_is_there_as_another_user_is_noticed(
    lived_in: str, tmp_path: Path
) -> None:
    bot = await asyncpg.connect(lived_in, server_settings={"application_name": "needledrop"})
    await bot.execute("CREATE ROLE mover LOGIN")
    await bot.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO mover")
    as_mover = lived_in.replace("postgres@", "mover@")
    with pytest.raises(StorageError, match="is in use: a bot is running on it"):
        await move(as_mover, await NEW["sqlite"](tmp_path, "new"), silent)
    await bot.execute("DROP OWNED BY mover")
    await bot.execute("DROP ROLE mover")
    await bot.close()


def refused_to_write(address: str) -> bool:
    """Try to change a fact from another process's point of view."""
    change = "UPDATE facts SET value = 'late'"
    if address.startswith("sqlite:"):
        with closing(sqlite3.connect(within(address), timeout=0)) as raw:  # type: ignore[arg-type]
            try:
                raw.execute(change)
            except sqlite3.OperationalError as fault:
                return "locked" in str(fault)
        return False

    async def run() -> bool:
        connection = await asyncpg.connect(address)
        try:
            await connection.execute("SET lock_timeout = '50ms'")
            await connection.execute(change)
        except asyncpg.LockNotAvailableError:
            return True
        finally:
            await connection.close()
        return False

    return asyncio.run(run())


async def test_nobody_changes_what_is_being_moved(lived_in: str, tmp_path: Path) -> None:
    refusals: list[bool] = []

    def tell(table: str, rows: int) -> None:
        if not refusals:
            with ThreadPoolExecutor(1) as pool:  # another loop than this one
                refusals.append(pool.submit(refused_to_write, lived_in).result())

    before = await everything(lived_in)
    await move(lived_in, await NEW["sqlite"](tmp_path, "new"), tell)
    assert refusals == [True]
    assert await everything(lived_in) == before


@on_both
async def test_a_target_that_holds_anything_is_left_as_it_is(
    lived_in: str, tmp_path: Path, kind: str
) -> None:
    target = await NEW[kind](tmp_path, "new")
    other = database_at(target, FakeClock().now)
    await other.open()
    await other.facts.set("mine", "yes")
    await other.close()
    before = await everything(target)
    with pytest.raises(StorageError, match="holds something already: there are rows in facts"):
        await move(lived_in, target, silent)
    assert await everything(target) == before


async def test_a_database_is_not_moved_onto_itself(lived_in: str) -> None:
    before = await everything(lived_in)
    with pytest.raises(StorageError, match="FROM and TO are the same database"):
        await move(lived_in, lived_in, silent)
    assert await everything(lived_in) == before


@ONLY_SQLITE
async def test_nor_under_another_name(lived_in: str, tmp_path: Path) -> None:
    (tmp_path / "other.db").symlink_to(lived_in.removeprefix("sqlite:///"))
    with pytest.raises(StorageError, match="FROM and TO are the same database"):
        await move(lived_in, f"sqlite:///{tmp_path}/other.db", silent)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("DELETE FROM migrations WHERE version > 18", "is of an older version. Start this version"),
        ("INSERT INTO migrations VALUES (9999, 'later', 'x')", "Start the newer version"),
        ("DROP TABLE migrations", "is of an older version"),
    ],
)
async def test_a_source_of_another_version(
    lived_in: str, tmp_path: Path, change: str, why: str
) -> None:
    await behind.rows(within(lived_in), change)
    with pytest.raises(StorageError, match=why):
        await move(lived_in, await NEW["sqlite"](tmp_path, "new"), silent)


async def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    target = await NEW["sqlite"](tmp_path, "new")
    with pytest.raises(StorageError, match=r"is not there\. Check the name"):
        await move(f"sqlite:///{tmp_path}/none.db", target, silent)
    with pytest.raises(StorageError, match="no server can be reached there"):
        await move("postgresql://ana@127.0.0.1:1/songs", target, silent)
    assert await asyncio.to_thread(lambda: [*tmp_path.iterdir()]) == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("needledrop.db", "FROM cannot be used, since this version can't use that kind"),
        ("postgresql://ana:hu@sh@db/songs", "FROM cannot be used, since it is not written"),
    ],
)
@ONLY_SQLITE
def test_what_is_no_address(backend: str, address: str, why: str) -> None:
    ended = CliRunner().invoke(main, ["move-database", address, "sqlite:///new.db"])
    assert ended.exit_code == 2
    assert why in ended.stderr
    assert "Write sqlite:///" in ended.stderr
    assert "sh@" not in ended.stderr
