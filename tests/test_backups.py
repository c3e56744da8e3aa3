"""The bot's own copies: made when they are due, kept as planned, and nothing else is touched."""

import asyncio
import logging
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot import backup_files
from bot.backups import AGAIN_AFTER, KEY, Backups, Copier
from bot.copy_process import CopyProcess, backups_of
from bot.domain.errors import StorageError
from bot.domain.structs import replace
from bot.services.shards.leases import Leases
from bot.settings import Settings
from bot.settings_backups import BackupPlan, Keep
from storage.backup import back_up
from storage.database import Database
from tests.fakes import FakeAgenda, FakeClock

DAY = 86_400
NOON = 1_796_385_600.0
"""2026-12-04, 12:00 UTC."""


@dataclass
class InThread(Copier):
    """Makes real copies, as the process does, or says why not."""

    database: Path
    fault: str = ""
    missing: str = ""
    made: list[str] = field(default_factory=list)

    async def require(self) -> None:
        if self.missing:
            raise StorageError(self.missing)

    async def make(self, target: Path) -> None:
        if self.fault:
            raise StorageError(self.fault)
        await asyncio.to_thread(back_up, self.database, target)
        self.made.append(target.name)

    def stop(self) -> None:
        """Do nothing: nobody stops in the middle."""


@dataclass
class Host:
    """A host whose clock is moved by hand."""

    clock: FakeClock
    plan: BackupPlan
    copier: InThread
    agenda: FakeAgenda = field(default_factory=FakeAgenda)

    def started(self, *, ours: bool = True) -> Backups:
        """Start another process of the bot, which knows nothing of the last one."""
        self.agenda.due.clear()
        return Backups(self.plan, self.copier, self.clock, self.agenda, lambda: ours)

    async def until(self, backups: Backups, instant: float) -> None:
        """Let time pass, as the schedule does."""
        await backups.plan()
        while (due := self.agenda.due.get(KEY)) is not None and due <= instant:
            self.clock.instant = max(due, self.clock.instant)
            del self.agenda.due[KEY]
            await backups.look()
        self.clock.instant = instant

    def there(self) -> list[str]:
        """Return the names in the folder, in order."""
        folder = self.plan.folder
        return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def host(migrated: Path, tmp_path: Path) -> Host:
    file = Path(shutil.copy(migrated, tmp_path / "needledrop.db"))
    plan = BackupPlan(DAY, Keep(3), tmp_path / "backups", "needledrop", ".db")
    return Host(FakeClock(NOON), plan, InThread(file))


def named(day: int, hour: int = 12) -> str:
    return f"needledrop-2026-12-{day:02}T{hour:02}-00-00Z.db"


async def test_the_first_is_made_at_once_and_then_one_at_each_interval(host: Host) -> None:
    await host.until(host.started(), NOON + 2.5 * DAY)
    assert host.copier.made == [named(4), named(5), named(6)]
    with closing(sqlite3.connect(host.plan.folder / named(6))) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    modes = {one.stat().st_mode & 0o077 for one in (host.plan.folder, *host.plan.folder.iterdir())}
    assert modes == {0}


async def test_a_restart_neither_skips_one_nor_repeats_it(host: Host) -> None:
    await host.until(host.started(), NOON + DAY / 2)
    await host.until(host.started(), NOON + DAY - 1)
    assert host.copier.made == [named(4)]
    await host.until(host.started(), NOON + DAY)
    assert host.copier.made == [named(4), named(5)]
    host.clock.move(10.25 * DAY)  # while the bot is away
    await host.until(host.started(), host.clock.instant)
    assert host.copier.made == [named(4), named(5), named(15, 18)]


async def test_a_copy_from_the_future_keeps_none_from_being_made(host: Host) -> None:
    host.plan.folder.mkdir()
    (host.plan.folder / "needledrop-2031-01-01T00-00-00Z.db").touch()
    await host.until(host.started(), NOON)
    assert host.copier.made == [named(4)]


async def test_the_newest_are_kept_by_number(host: Host) -> None:
    await host.until(host.started(), NOON + 5 * DAY)
    assert host.there() == [named(7), named(8), named(9)]


async def test_they_are_kept_by_age_and_the_newest_however_old(host: Host) -> None:
    host.plan = replace(host.plan, keep=Keep(None, 2 * DAY))
    await host.until(host.started(), NOON + 5 * DAY)
    assert host.there() == [named(7), named(8), named(9)]
    backup_files.remove_old(host.plan, NOON + 100 * DAY)
    assert host.there() == [named(9)]


FOREIGN = (
    "needledrop.db",
    "needledrop-2020-01-01.db",
    "needledrop-2020-01-01T00-00-00Z.db.gz",
    "needledrop-2020-01-01T00-00-00Z.dump",
    "Needledrop-2020-01-01T00-00-00Z.db",
    "needledrop-2-2020-01-01T00-00-00Z.db",
    "needledrop-2020-13-01T00-00-00Z.db",
    "diary.txt",
)


async def test_what_the_bot_has_not_made_is_never_removed(host: Host, tmp_path: Path) -> None:
    host.plan.folder.mkdir()
    for name in FOREIGN:
        (host.plan.folder / name).write_text("mine")
    (host.plan.folder / "needledrop-2020-01-01T00-00-00Z.db").mkdir()
    (host.plan.folder / "needledrop-2020-01-02T00-00-00Z.db").symlink_to(tmp_path / "diary")
    before = set(host.there())
    host.plan = replace(host.plan, keep=Keep(1))
    await host.until(host.started(), NOON + 3 * DAY)
    assert set(host.there()) == before | {named(7)}


async def test_parts_are_removed_once_nobody_is_at_work_on_them(host: Host) -> None:
    """A process that was killed leaves one; another one may be writing one now."""
    host.plan.folder.mkdir()
    left, written = (host.plan.folder / f"{named(day)}.part" for day in (1, 2))
    for part, age in ((left, 2), (written, 0.5)):
        part.touch()
        os.utime(part, (NOON - age * 3600,) * 2)
    await host.until(host.started(), NOON)
    assert host.there() == [written.name, named(4)]
    assert backup_files.newest_copy(host.plan, NOON) == NOON


async def test_one_that_fails_is_told_and_tried_again(
    host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    backups = host.started()
    await host.until(backups, NOON + DAY - 1)
    host.copier.fault = "The disk is full."
    await host.until(backups, NOON + DAY + AGAIN_AFTER)
    state = backups.state
    assert (state.newest_at, state.failed_at) == (NOON, NOON + DAY + AGAIN_AFTER)
    assert state.failure == "The disk is full."
    told = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert [one.getMessage() for one in told] == [
        "no copy of the database: The disk is full. (Next try in 60 min)"
    ] * 2
    assert host.there() == [named(4)]
    host.copier.fault = ""
    await host.until(backups, NOON + DAY + 2 * AGAIN_AFTER)
    assert backups.state == replace(
        state, newest_at=NOON + DAY + 2 * AGAIN_AFTER, failed_at=None, failure=""
    )


async def test_what_another_process_made_ends_a_failure(host: Host) -> None:
    backups = host.started()
    host.copier.fault = "The disk is full."
    await host.until(backups, NOON + 1)
    host.copier.fault = ""
    await host.until(host.started(), NOON + 60)
    await backups.plan()
    assert (backups.state.failure, backups.state.newest_at) == ("", NOON + 1)


async def test_what_is_missing_is_told_at_the_start(
    host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    await host.until(host.started(), NOON)
    caplog.clear()
    host.copier.missing = "pg_dump is not on this machine."
    await host.until(host.started(), NOON + 60)
    [told] = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert told.startswith("no copy of the database: pg_dump is not on this machine.")


async def test_a_folder_that_cannot_be_made_stops_nothing(host: Host) -> None:
    host.plan = replace(host.plan, folder=host.copier.database / "backups")
    backups = host.started()
    await host.until(backups, NOON + DAY)
    assert "is not a folder" in backups.state.failure


async def test_a_process_that_has_not_to_makes_none(host: Host) -> None:
    await host.until(host.started(ours=False), NOON + 3 * DAY)
    assert (host.there(), host.agenda.due) == ([], {})


@pytest.fixture
async def two(store: Database, clock: FakeClock, tmp_path: Path) -> tuple[Backups, Backups]:
    """Two processes that divide two shards; the second has come first."""
    settings = Settings("", f"sqlite:///{tmp_path}/needledrop.db", backup_every=DAY)

    async def holding(shard: int) -> Backups:
        leases = Leases(store, clock, 2, [shard], holder=shard + 1)
        assert await leases.claim(shard)
        return backups_of(settings, clock, FakeAgenda(), leases)

    other = await holding(1)
    return await holding(0), other


async def test_where_several_share_a_database_the_first_shards_holder_makes_them(
    two: tuple[Backups, Backups], tmp_path: Path, clock: FakeClock
) -> None:
    first, other = two
    await other.plan()
    await other.look()
    assert not await asyncio.to_thread((tmp_path / "backups").exists)
    await first.look()
    made = backup_files.target(
        BackupPlan(DAY, Keep(7), tmp_path / "backups", "needledrop", ".db"), clock.now()
    )
    assert await asyncio.to_thread(made.is_file)
    assert first.state.newest_at == clock.now()


async def test_without_a_plan_nothing_is_done(clock: FakeClock, tmp_path: Path) -> None:
    backups = Backups(None, InThread(tmp_path / "none.db"), clock, agenda := FakeAgenda(), bool)
    await backups.plan()
    await backups.look()
    assert (backups.state.every, agenda.due) == (None, {})


async def test_the_process_says_why_there_is_no_copy(tmp_path: Path) -> None:
    copier = CopyProcess(f"sqlite:///{tmp_path}/none.db", lambda: None)
    with pytest.raises(StorageError, match=r"^/.*none\.db is not there\. Check the name"):
        await copier.make(tmp_path / "copy.db")


async def test_a_stop_gives_up_a_copy_that_is_being_made(
    migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, start = asyncio.Event(), asyncio.create_subprocess_exec

    async def starting(*given: Any, **named: Any) -> asyncio.subprocess.Process:
        process = await start(*given, **named)
        started.set()
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", starting)
    file = await asyncio.to_thread(shutil.copy, migrated, tmp_path / "needledrop.db")
    # Whoever reads waits for a lock like this one, for longer than a stop may.
    with closing(sqlite3.connect(file, isolation_level=None)) as locked:
        locked.execute("PRAGMA locking_mode = EXCLUSIVE")
        locked.execute("BEGIN EXCLUSIVE")
        copier = CopyProcess(f"sqlite:///{file}", lambda: None)
        making = asyncio.create_task(copier.make(tmp_path / "copy.db"))
        await started.wait()
        copier.stop()
        with pytest.raises(StorageError, match="The process that makes it ended"):
            await making
    assert not await asyncio.to_thread((tmp_path / "copy.db").exists)
