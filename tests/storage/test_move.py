"""A database moves as a whole, or not at all."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.__main__ import main
from bot.domain.errors import StorageError
from storage.database import Database, database_at
from storage.move import Digest, move
from tests import behind
from tests.backends import BACKENDS, ONLY_SQLITE
from tests.fakes import FakeClock
from tests.postgres import server
from tests.services.conftest import housed

ROOT = Path(__file__).parents[2]
SONG = "Ж漢\U0001f3b5 'quoted' \\ \n\t"
KILLED = """
import asyncio, os, signal, sys
from storage import move
from storage.move import Digest
add, calls = Digest.add, 0
def killed(self, rows):
    global calls
    calls += 1
    if calls == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    add(self, rows)
Digest.add = killed
asyncio.run(move.move(sys.argv[1], sys.argv[2], print))
"""
"""Moves a database, and is killed in the middle."""


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
    await store.close()
    return address


@on_both
async def test_what_was_moved_is_the_same_and_is_used_as_if_nothing_had_been(
    lived_in: str, clock: FakeClock, tmp_path: Path, kind: str
) -> None:
    target, told = await NEW[kind](tmp_path, "new"), dict[str, int]()
    before = await everything(lived_in)
    total = await move(lived_in, target, told.__setitem__)
    assert await everything(target) == before == await everything(lived_in)
    assert told == {table: len(rows) for table, rows in before.items()}
    assert total == sum(told.values())
    moved = database_at(target, clock.now)
    await moved.open()
    try:
        async with moved.transaction(None) as unit:
            assert await unit.facts.get("a song") == SONG
            await unit.facts.set("a song", "another")
    finally:
        await moved.close()


async def test_while_a_bot_runs_nothing_is_moved(
    store: Database, address: str, tmp_path: Path
) -> None:
    target = await NEW["sqlite"](tmp_path, "new")
    with pytest.raises(StorageError, match="is in use: a bot is running on it"):
        await move(address, target, silent)
    assert not await asyncio.to_thread(Path(target.removeprefix("sqlite:///")).exists)
    await store.close()
    await move(address, target, silent)


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
    with pytest.raises(StorageError, match=r"holds something already|is in use"):
        await move(lived_in, lived_in, silent)
    assert await everything(lived_in) == before


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
    with pytest.raises(StorageError, match=r"is not there\. See whether the name is right"):
        await move(f"sqlite:///{tmp_path}/none.db", target, silent)
    with pytest.raises(StorageError, match="no server can be reached there"):
        await move("postgresql://ana@127.0.0.1:1/songs", target, silent)
    assert await asyncio.to_thread(lambda: [*tmp_path.iterdir()]) == []


@ONLY_SQLITE
@on_both
@pytest.mark.parametrize("moment", [1, 25])
async def test_killed_in_the_middle_it_leaves_the_target_empty(
    lived_in: str, tmp_path: Path, kind: str, moment: int
) -> None:
    target = await NEW[kind](tmp_path, "new")
    ended = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", KILLED, lived_in, target, str(moment)],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    before = await everything(lived_in)
    assert not any((await everything(target)).values())
    await move(lived_in, target, silent)
    assert await everything(target) == before


SPOILING = {
    "sqlite": (
        """CREATE TRIGGER spoil AFTER INSERT ON ballots BEGIN
            UPDATE ballots SET cast_at = cast_at + 1 WHERE rowid = new.rowid; END""",
    ),
    "postgres": (
        """CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN NEW.cast_at = NEW.cast_at + 1; RETURN NEW; END'""",
        "CREATE TRIGGER spoil BEFORE INSERT ON ballots FOR EACH ROW EXECUTE FUNCTION spoil()",
    ),
}


@on_both
async def test_what_arrives_otherwise_is_noticed(lived_in: str, tmp_path: Path, kind: str) -> None:
    target = await NEW[kind](tmp_path, "new")
    made = database_at(target, FakeClock().now)
    await made._backend.open()
    await made._backend.close()
    for statement in SPOILING[kind]:
        await behind.rows(within(target), statement)
    with pytest.raises(StorageError, match="ballots did not arrive as it was"):
        await move(lived_in, target, silent)
    assert not any((await everything(target)).values())


@ONLY_SQLITE
async def test_what_postgresql_cannot_keep_is_named_and_not_repeated(
    lived_in: str, tmp_path: Path
) -> None:
    await behind.rows(within(lived_in), "UPDATE rooms SET title = 'hush' || char(0)")
    target = await NEW["postgres"](tmp_path, "new")
    with pytest.raises(
        StorageError, match="rooms holds a value that PostgreSQL cannot keep"
    ) as refusal:
        await move(lived_in, target, silent)
    assert "hush" not in str(refusal.value)
    assert not any((await everything(target)).values())


async def test_the_command(lived_in: str, tmp_path: Path) -> None:
    target = await NEW["sqlite"](tmp_path, "new")
    given = ["move-database", lived_in, target]
    ended = await asyncio.to_thread(CliRunner().invoke, main, given)
    assert ended.exit_code == 0, ended.output
    lines = [line.split() for line in ended.stdout.splitlines()]
    assert ["ballots", "20"] in lines
    assert any(line.startswith("Moved and checked: ") for line in ended.stdout.splitlines())
    ended = await asyncio.to_thread(CliRunner().invoke, main, given)
    assert ended.exit_code == 2
    assert ended.stderr.startswith(f"Nothing is moved. {tmp_path / 'new.db'} holds something")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("needledrop.db", "An address cannot be used, since this version has no such kind"),
        ("postgresql://ana:hu@sh@db/songs", "An address cannot be used, since it is not written"),
    ],
)
@ONLY_SQLITE
def test_what_is_no_address(backend: str, address: str, why: str) -> None:
    ended = CliRunner().invoke(main, ["move-database", address, "sqlite:///new.db"])
    assert ended.exit_code == 2
    assert why in ended.stderr
    assert "sh@" not in ended.stderr


rows = st.lists(st.tuples(st.integers(), st.text(), st.none() | st.floats(allow_nan=False)))


@ONLY_SQLITE
@given(some=rows, others=rows)
def test_a_digest_tells_rows_apart_and_not_their_order(
    backend: str, some: list[tuple[object, ...]], others: list[tuple[object, ...]]
) -> None:
    one, other = Digest(), Digest()
    one.add(some)
    other.add(others)
    assert (one == other) is (sorted(map(repr, some)) == sorted(map(repr, others)))
    again = Digest()
    for row in reversed(some):
        again.add([row])
    assert again == one
