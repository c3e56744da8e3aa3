"""Files that say who voted for what are for the bot's user alone, from the first byte."""

import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.errors import StorageError
from storage import migrate
from storage.backup import back_up
from storage.database import database_at
from tests.fakes import FakeClock
from tests.faults.test_disk import MOUNT, run
from tests.host import commands

ALONE = ("unshare", "--user", "--mount", "--map-root-user", "sh", "-c", MOUNT, "sh")


@pytest.fixture(autouse=True)
def open_mask() -> Iterator[None]:
    """The mask that lets others read most."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {str(one.relative_to(folder)): one.stat().st_mode & 0o777 for one in folder.rglob("*")}


@pytest.mark.parametrize("link", [False, True])
async def test_a_database_its_log_and_its_folders(tmp_path: Path, link: bool) -> None:
    file = tmp_path / "to" / "be" / "made" / "room.db"
    if link:
        (tmp_path / "real").mkdir(0o700)
        (tmp_path / "to").symlink_to(tmp_path / "real")
    database = database_at(f"sqlite:///{file}", FakeClock().now)
    await database.open()
    found = await asyncio.to_thread(modes, file.parent)
    await database.close()
    assert found == {"room.db": 0o600, "room.db-wal": 0o600, "room.db-shm": 0o600}
    assert {(tmp_path / "to" / name).stat().st_mode & 0o777 for name in ("be", "be/made")} == {
        0o700
    }


async def test_the_copy_before_a_migration_whatever_the_database(
    tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = migrate.Migration(9000, "more", "CREATE TABLE more (id BIGINT);")
    every = [*migrate.load_migrations(), more]
    monkeypatch.setattr(migrate, "load_migrations", lambda: every)
    file = Path(shutil.copyfile(migrated, tmp_path / "room.db"))
    database = database_at(f"sqlite:///{file}", FakeClock().now)
    await database.open()
    await database.close()
    found = modes(tmp_path)
    assert found.pop("room.db") == 0o666  # made by somebody else, and theirs to close
    assert set(found.values()) == {0o600}


def test_a_backup_and_what_the_demo_writes(tmp_path: Path, migrated: Path) -> None:
    back_up(migrated, tmp_path / "copy.db")
    assert modes(tmp_path) == {"copy.db": 0o600}
    ended = commands.run(tmp_path, "backup", "b.db", DATABASE_URL=f"sqlite:///{tmp_path}/copy.db")
    assert ended.returncode == 0, commands.said(ended)
    assert modes(tmp_path) == {"copy.db": 0o600, "b.db": 0o600}


# Who is at fault where a backup fails.


def test_a_target_that_is_the_database_or_there_or_a_folder(tmp_path: Path, migrated: Path) -> None:
    file = Path(shutil.copy(migrated, tmp_path / "room.db"))
    (tmp_path / "same.db").symlink_to(file)
    (tmp_path / "dangling.db").symlink_to("nowhere")
    for target, why in (
        ("room.db", "is the database itself"),
        ("same.db", "is the database itself"),
        ("dangling.db", "is there already"),
        (".", "is a folder. Name a new file in it"),
        ("no/copy.db", f"there is no folder {tmp_path}/no"),
        ("room.db/copy.db", f"{file} is not a folder"),
    ):
        with pytest.raises(StorageError) as refusal:
            back_up(file, tmp_path / target)
        assert str(refusal.value).startswith(str(tmp_path / target).removesuffix("/."))
        assert why in str(refusal.value)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["dangling.db", "room.db", "same.db"]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("mount -o remount,ro {disk}", "cannot be written to: that disk is read-only"),
        ("head -c 1900000 /dev/zero > {disk}/filler", "the disk is full, or a limit is reached"),
        ("head -c 3000000 /dev/zero > {disk}/filler", "the disk is full, or a limit is reached"),
    ],
)
async def test_a_target_on_a_disk_that_takes_nothing(
    tmp_path: Path, migrated: Path, script: str, why: str
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    code, told = await on_a_small_disk(
        disk,
        f"({script.format(disk=disk)}) 2>/dev/null; cd {tmp_path}; "
        f"DATABASE_URL=sqlite:///{migrated} {sys.executable} -m bot backup {disk}/copy.db 2>&1; "
        f"ls -A {disk}",
    )
    assert code == 0
    assert told.startswith(f"Nothing is backed up. {disk}")
    assert why in told
    assert "copy.db" not in told.partition("\n")[2]


async def test_a_source_on_a_disk_that_takes_nothing_is_copied_all_the_same(
    tmp_path: Path, migrated: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    code, told = await on_a_small_disk(
        disk,
        f"cp {migrated} {disk}/room.db; mount -o remount,ro {disk}; cd {tmp_path}; "
        f"DATABASE_URL=sqlite:///{disk}/room.db {sys.executable} -m bot backup copy.db 2>&1",
    )
    assert code == 0
    assert told.startswith("Written and checked: copy.db")


async def on_a_small_disk(disk: Path, script: str) -> tuple[int | None, str]:
    """Run a script where a disk of two megabytes is; return its status and what it prints."""
    if shutil.which("unshare") is None or (await run(*ALONE, str(disk), "true"))[0]:
        pytest.skip("nothing can be mounted here")
    script = f"export PYTHONPATH={commands.ROOT} DISCORD_TOKEN={commands.TOKEN}; {script}"
    code, told = await run(*ALONE, str(disk), "sh", "-c", script)
    return code, told.decode()
