"""A database moves as a whole, or not at all."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.__main__ import main
from bot.domain.errors import StorageError
from storage.database import database_at
from storage.move import Digest, move
from tests import behind
from tests.backends import ONLY_SQLITE
from tests.fakes import FakeClock
from tests.storage.moving import NEW, SONG, everything, lived_in, on_both, silent, within

__all__ = ["lived_in"]

ROOT = Path(__file__).parents[2]
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
