"""Checks of the copies: that they can be made, and that they are made."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.backup_files import target
from bot.doctor.backups import copies
from bot.domain.errors import StorageError
from bot.domain.structs import replace
from bot.settings_backups import KEPT, BackupPlan
from tests.doctor.conftest import lines

DAY = 86_400
NOW = 1_796_385_600.0


@pytest.fixture
def plan(tmp_path: Path) -> BackupPlan:
    return BackupPlan(DAY, KEPT, tmp_path / "backups", "needledrop", ".db")


def nothing() -> None:
    pass


def no_program() -> None:
    raise StorageError("pg_dump is not on this machine, and makes the copy. Install it.")


def told(
    plan: BackupPlan | None, programs: Callable[[], object] = nothing, *, ours: bool = True
) -> list[str]:
    return lines(copies(plan, programs, lambda: NOW, by_this_process=ours))


def test_none_at_all_is_a_note() -> None:
    [line] = told(None)
    assert line.startswith("note backups: the bot makes no copies of its database. Write BACKUP_EV")


def test_none_yet_is_a_note(plan: BackupPlan) -> None:
    [line] = told(plan)
    assert line == (
        f"note backups: none in {plan.folder} yet. Once the bot runs, it makes the first within"
        " minutes"
    )
    assert not plan.folder.exists()


@pytest.mark.parametrize(
    ("age", "line"),
    [
        (59 * 60, "ok backups: the newest copy in {} is 59 minutes old"),
        (5 * 3600, "ok backups: the newest copy in {} is 5 hours old"),
        (2 * DAY, "ok backups: the newest copy in {} is 2 days old"),
        (
            2 * DAY + 1,
            "wrong backups: the newest copy in {} is 2 days old. Start the bot; if it is",
        ),
    ],
)
def test_the_newest_copy_is_no_older_than_two_intervals(
    plan: BackupPlan, age: int, line: str
) -> None:
    plan.folder.mkdir()
    target(plan, NOW - age).touch()
    target(plan, NOW - 5 * DAY).touch()
    [found] = told(plan)
    assert found.startswith(line.format(plan.folder))


def test_a_folder_that_cannot_be_written_is_wrong(plan: BackupPlan, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    [line] = told(replace(plan, folder=tmp_path / "file" / "backups"))
    assert line.startswith("wrong backups: ")
    assert f"{tmp_path}/file is not a folder. Name another place" in line


def test_a_program_that_is_missing_is_wrong(plan: BackupPlan) -> None:
    [line] = told(plan, no_program)
    assert line == "wrong backups: pg_dump is not on this machine, and makes the copy. Install it"


def test_only_the_process_that_makes_them_needs_what_it_takes(plan: BackupPlan) -> None:
    assert told(plan, no_program, ours=False) == ["ok backups: the process with shard 0 makes them"]
