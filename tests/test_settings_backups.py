"""The settings for copies: what people write, and where copies go."""

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.settings_backups import KEPT, BackupPlan, Keep, folder, interval, keep
from bot.settings_given import NotUsable

DAY = 86_400


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("15m", 900),
        ("12h", 43_200),
        ("1d", DAY),
        ("1 D", DAY),
        ("2w", 14 * DAY),
        ("366d", 366 * DAY),
    ],
)
def test_an_interval_is_a_number_and_a_unit(text: str, seconds: int) -> None:
    assert interval(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "1", "d", "daily", "0d", "14m", "367d", "-1d", "1.5d", "1d2h", "\u0661d"]
)
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(NotUsable):
        interval(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("7", KEPT),
        ("1", Keep(1)),
        ("30d", Keep(None, 30 * DAY)),
        ("2w", Keep(None, 14 * DAY)),
    ],
)
def test_copies_are_kept_by_number_or_by_age(text: str, kept: Keep) -> None:
    assert keep(text) == kept
    assert keep(str(kept)) == kept


@pytest.mark.parametrize("text", ["", "0", "-1", "all", "0d", "1.5"])
def test_at_least_one_is_kept(text: str) -> None:
    with pytest.raises(NotUsable):
        keep(text)


def test_a_folder_may_be_missing_but_is_no_file(tmp_path: Path) -> None:
    assert folder(f"{tmp_path}/none") == f"{tmp_path}/none"
    assert folder("~") == str(Path.home())
    (tmp_path / "file").touch()
    with pytest.raises(NotUsable, match="is a file, not a folder"):
        folder(f"{tmp_path}/file")


@pytest.mark.parametrize(
    ("chosen", "plan"),
    [
        (Settings(""), None),
        (
            Settings("", "sqlite:////srv/room.db", backup_every=DAY),
            BackupPlan(DAY, KEPT, Path("/srv/backups"), "room", ".db"),
        ),
        (
            Settings("", backup_every=DAY, backup_keep=Keep(2), backup_folder="/mnt"),
            BackupPlan(DAY, Keep(2), Path("/mnt"), "needledrop", ".db"),
        ),
        (
            Settings("", "postgresql://ana@db/the%20songs", backup_every=DAY),
            BackupPlan(DAY, KEPT, Path("backups"), "the_songs", ".dump"),
        ),
    ],
)
def test_where_copies_go_without_a_folder(chosen: Settings, plan: BackupPlan | None) -> None:
    assert chosen.backups == plan
