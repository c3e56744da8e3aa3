"""A backup is whole and sound, made in the middle of writing, and never half there."""

import asyncio
import contextlib
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.domain.errors import StorageError
from storage import migrate
from storage.backup import back_up
from storage.database import Database, database_at
from tests.backends import ONLY_SQLITE
from tests.fakes import FakeClock
from tests.services.conftest import housed


@ONLY_SQLITE
async def test_a_copy_made_while_people_vote_has_every_vote_from_before(
    store: Database, clock: FakeClock, tmp_path: Path
) -> None:
    file, target = tmp_path / "needledrop.db", tmp_path / "copy.db"
    async with housed(store, clock, file) as house:
        _, round_id = await house.opened(songs=4, seats=2)
        for voter in range(50):
            await house.vote(round_id, 1000 + voter, 1, 2)
        copying = asyncio.create_task(asyncio.to_thread(back_up, file, target))
        for voter in range(50):
            await house.vote(round_id, 2000 + voter, 1)
        size = await copying
    assert size == target.stat().st_size
    assert target.stat().st_mode & 0o077 == 0
    beside = await asyncio.to_thread(lambda: list(tmp_path.glob("copy.db[-.]*")))
    assert not beside  # one file, whole by itself
    with contextlib.closing(sqlite3.connect(target)) as copy:
        [(count,)] = copy.execute("SELECT count(*) FROM ballots WHERE voter_id < 2000")
        assert count == 50


@ONLY_SQLITE
async def test_a_restored_copy_is_used_as_if_nothing_had_been(
    store: Database, clock: FakeClock, tmp_path: Path
) -> None:
    file, target = tmp_path / "needledrop.db", tmp_path / "copy.db"
    async with housed(store, clock, file) as house:
        await house.opened(songs=4, seats=2)
        back_up(file, target)
    restored = database_at(f"sqlite:///{target}", clock.now)
    await restored.open()
    try:
        [room] = [await restored.read.rooms.get(house.room.id)]
        assert room is not None
        assert (room.id, room.title) == (house.room.id, house.room.title)
    finally:
        await restored.close()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    file, target = tmp_path / "needledrop.db", tmp_path / "copy.db"
    sqlite3.connect(file).close()
    target.write_text("mine")
    with pytest.raises(StorageError, match="there already"):
        back_up(file, target)
    assert target.read_text() == "mine"


@pytest.mark.parametrize(
    ("content", "target"),
    [
        (b"no database at all, but long enough to be read as one" * 30, "copy.db"),
        (b"", "no/copy.db"),
        (b"", "."),
        (b"", "needledrop.db"),
        (b"", "needledrop.db/copy.db"),
    ],
)
def test_what_fails_leaves_nothing_behind(tmp_path: Path, content: bytes, target: str) -> None:
    file = tmp_path / "needledrop.db"
    file.write_bytes(content)
    with pytest.raises(StorageError):
        back_up(file, tmp_path / target)
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_a_database_that_lacks_a_table_is_not_called_sound(tmp_path: Path, migrated: Path) -> None:
    file = Path(shutil.copy(migrated, tmp_path / "needledrop.db"))
    with contextlib.closing(sqlite3.connect(file)) as spoiled:
        spoiled.execute("DROP TABLE ballots")
    with pytest.raises(StorageError, match=r"lacks ballots\. Put an earlier backup in its place"):
        back_up(file, tmp_path / "copy.db")
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_a_start_may_change_tables_meanwhile(
    tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, pending = Path(shutil.copy(migrated, tmp_path / "needledrop.db")), migrate.pending

    def change_and_look(*given: Any) -> Any:
        with contextlib.closing(sqlite3.connect(file)) as starting, starting:
            starting.execute("ALTER TABLE nothing_to_add RENAME TO added")
        return pending(*given)

    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    monkeypatch.setattr(migrate, "pending", change_and_look)
    assert back_up(file, tmp_path / "copy.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM added").fetchone() == (0,)


def test_rows_that_refer_to_nothing_are_named(tmp_path: Path, migrated: Path) -> None:
    file = Path(shutil.copy(migrated, tmp_path / "needledrop.db"))
    with contextlib.closing(sqlite3.connect(file)) as spoiled, spoiled:
        spoiled.execute("INSERT INTO roster VALUES (1, 2, 0, 3)")
    with pytest.raises(StorageError, match=r"\(roster refers to rows that are not there\)\. Put"):
        back_up(file, tmp_path / "copy.db")


@pytest.mark.parametrize("content", [b"", b"another program's"])
def test_what_is_no_database_of_the_bot_is_not_copied(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "needledrop.db"
    with contextlib.closing(sqlite3.connect(file)) as other:
        if content:
            other.execute("CREATE TABLE theirs (x)")
    with pytest.raises(
        StorageError, match=r"holds nothing of Needle Drop's\. Check whether DATABASE"
    ):
        back_up(file, tmp_path / "copy.db")
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_the_command_says_where_the_key_is(
    tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    missing = CliRunner().invoke(main, ["backup", "copy.db"])
    assert missing.exit_code == 2
    assert f"{tmp_path}/needledrop.db is not there" in missing.stderr
    shutil.copy(migrated, "needledrop.db")
    done = CliRunner().invoke(main, ["backup", "copy.db"])
    assert done.exit_code == 0
    assert "Written and checked: copy.db" in done.stdout
    assert "needledrop.key" in done.stdout
