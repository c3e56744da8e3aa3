"""A copy takes the place of the database as a whole, or not at all, and nothing is lost."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import settings
from bot.__main__ import main
from bot.domain.errors import StorageError
from storage.backup import back_up
from storage.database import Database
from storage.restore import OF_POSTGRES, prepared
from tests.backends import ONLY_SQLITE

ROOT = Path(__file__).parents[2]
OLD, NEW = "Old", "New"


def titled(migrated: Path, file: Path, title: str) -> Path:
    """Make a database with one room of that title; some of it is in its log."""
    shutil.copy(migrated, file)
    with closing(sqlite3.connect(file)) as connection, connection:
        row: dict[str, object] = {
            name: 0 for _, name, *_ in connection.execute("PRAGMA table_info(rooms)")
        }
        row |= {"id": 1, "title": title, "timezone": "UTC", "settings": "{}"}
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        connection.execute(f"INSERT INTO rooms ({names}) VALUES ({marks})", row)  # noqa: S608
    return file


def title(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        [(found,)] = connection.execute("SELECT title FROM rooms")
    return str(found)


def leave_in_its_log(file: Path) -> None:
    """Have a database hold its title in the log beside it alone, as where a bot was killed."""
    beside = file.with_name("opened.db")
    shutil.move(file, beside)
    with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE rooms SET title = ?", (OLD,))
        for end in ("", "-wal"):
            shutil.copy(f"{beside}{end}", f"{file}{end}")
    beside.unlink()


@pytest.fixture
def copy(migrated: Path, tmp_path: Path) -> Path:
    """A copy of a database."""
    back_up(titled(migrated, tmp_path / "source.db", NEW), tmp_path / "copy.db")
    (tmp_path / "source.db").unlink()
    return tmp_path / "copy.db"


@pytest.fixture
def room(migrated: Path, tmp_path: Path) -> Path:
    """The database that the copy is to replace, in a folder of its own."""
    (tmp_path / "old").mkdir()
    file = titled(migrated, tmp_path / "old" / "room.db", "?")
    leave_in_its_log(file)
    return file


def restore(copy: Path, database: Path) -> str:
    with prepared(copy, database) as ready:
        return ready.put_in_place("then")


def there(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def test_what_was_there_is_kept_whole(copy: Path, room: Path) -> None:
    kept = Path(restore(copy, room))
    assert (title(room), title(kept), title(copy)) == (NEW, OLD, NEW)
    assert kept == room.with_name("room.db.replaced-then")
    assert there(room.parent) == {"room.db", "room.db.replaced-then"}
    assert {one.stat().st_mode & 0o077 for one in room.parent.iterdir()} == {0}


def test_within_a_second_both_are_kept(copy: Path, room: Path) -> None:
    restore(copy, room)
    assert Path(restore(copy, room)) == room.with_name("room.db.replaced-then.2")
    assert there(room.parent) == {"room.db", "room.db.replaced-then", "room.db.replaced-then.2"}


@pytest.mark.parametrize("before", [None, b""])
def test_where_nothing_was_nothing_is_kept(
    copy: Path, tmp_path: Path, before: bytes | None
) -> None:
    room = tmp_path / "new place" / "room.db"
    if before is not None:
        room.parent.mkdir()
        room.write_bytes(before)
    assert restore(copy, room) == ""
    assert title(room) == NEW
    assert there(room.parent) == {"room.db"}


@pytest.mark.parametrize("log", ["", "-wal", "-journal"])
def test_a_damaged_database_is_kept_to_the_byte(copy: Path, tmp_path: Path, log: str) -> None:
    room = tmp_path / "room.db"
    room.write_bytes(b"a diary, not a database " * 100)
    Path(f"{room}{log}").write_bytes(b"a diary, not a database " * 100)
    before = {one.name: one.read_bytes() for one in tmp_path.glob("room.db*")}
    with prepared(copy, room) as ready:
        ready.require_stopped()
        kept = ready.put_in_place("then")
    assert title(room) == NEW
    after = {one.name: one.read_bytes() for one in tmp_path.glob("room.db.replaced-then*")}
    assert after == {
        name.replace("room.db", Path(kept).name): data for name, data in before.items()
    }
    assert there(tmp_path) == {"copy.db", "room.db", *after}


@ONLY_SQLITE
async def test_nothing_is_replaced_while_a_bot_runs(
    store: Database, copy: Path, tmp_path: Path
) -> None:
    room = tmp_path / "needledrop.db"
    before = there(tmp_path)
    with prepared(copy, room) as ready:
        for step in (ready.require_stopped, partial(ready.put_in_place, "then")):
            with pytest.raises(StorageError, match="a bot is running on it"):
                step()
    assert there(tmp_path) == before
    await store.facts.set("still", "here")


def newer(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("INSERT INTO migrations VALUES (9999, 'later', 'x')")


def spoiled(copy: Path) -> None:
    with copy.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * 8192)


def not_ours(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("CREATE TABLE diary (page)")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (Path.unlink, "is not there. Check the name"),
        (newer, "Start the newer version, or restore a copy made before it"),
        (spoiled, "copy.db is damaged. Name another copy"),
        (not_ours, "holds nothing of Needle Drop's"),
        (lambda copy: copy.write_text("a diary"), "is no copy of a database"),
        (lambda copy: copy.write_bytes(OF_POSTGRES + b"\1"), "in PostgreSQL, and DATABASE_URL"),
        (lambda copy: (copy.unlink(), copy.symlink_to("old/room.db")), "is the database itself"),
    ],
)
def test_a_copy_that_is_none_changes_nothing(
    copy: Path, room: Path, spoil: Callable[[Path], object], why: str
) -> None:
    spoil(copy)
    before = {one: one.read_bytes() for one in room.parent.iterdir()}
    with pytest.raises(StorageError, match=why):
        restore(copy, room)
    assert {one: one.read_bytes() for one in room.parent.iterdir()} == before


def test_whenever_it_is_killed_the_database_is_whole(copy: Path, room: Path) -> None:
    ended = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", "tests.storage.killed_restore", copy.parent],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    *killed, done = [line.split("|") for line in ended.stdout.splitlines()]
    old, new = (str((one, "ok")) for one in (OLD, NEW))
    assert done == ["done", new, old]
    assert {how for how, *_ in killed} == {"killed"}
    for _, held, *kept in killed:
        # What was there is there, or kept beside the copy that has taken its place.
        assert [held, *kept] in ([old], [old, old], [new, old])
    assert {held for _, held, *_ in killed} == {old, new}
    assert len(killed) > 20


@pytest.fixture
def typed(room: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Type the command, with an answer to what it asks."""
    for name in settings.REMEDIES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(room.parent)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///room.db")

    def run(*arguments: str, answer: str = "") -> tuple[int, str]:
        ended = CliRunner().invoke(main, ["restore", *arguments], input=answer)
        return ended.exit_code, ended.output

    return run


@pytest.mark.parametrize(
    ("options", "answer", "status"),
    [((), "y\n", 0), (("--yes",), "", 0), ((), "n\n", 1), ((), "", 1)],
)
def test_the_command_asks_before_it_replaces(
    typed: Callable[..., tuple[int, str]],
    room: Path,
    options: tuple[str, ...],
    answer: str,
    status: int,
    copy: Path,
) -> None:
    ended, told = typed(str(copy), *options, answer=answer)
    assert ended == status
    assert title(room) == (OLD if status else NEW)
    assert (f"Put it in the place of {room}? [y/N]" in told) is not bool(options)
    kept = [one for one in there(room.parent) if ".replaced-" in one]
    assert [f"What was there is kept: {room.parent / one}." in told for one in kept] == (
        [] if status else [True]
    )


def test_where_nobody_can_answer_nothing_is_replaced_and_it_says_how_to(
    typed: Callable[..., tuple[int, str]], room: Path, copy: Path
) -> None:
    ended, told = typed(str(copy), answer="")
    assert (ended, title(room)) == (1, OLD)
    assert "\nNothing is restored. To be asked nothing, add --yes.\n" in told


def test_the_command_asks_nothing_where_nothing_is_replaced(
    typed: Callable[..., tuple[int, str]], room: Path, copy: Path
) -> None:
    for one in room.parent.iterdir():
        one.unlink()
    ended, told = typed(str(copy))
    assert (ended, title(room)) == (0, NEW)
    assert "kept" not in told
    copy.write_text("a diary")
    ended, told = typed(str(copy))
    assert ended == 2
    assert told.startswith("Nothing is restored. ")
