"""Names and places in which no file can be kept: a sentence that says so, from every command."""

import os
from pathlib import Path

import pytest

from bot.host_files import in_the_way, why_not
from tests.host.commands import bound, run, said

LONG = "x" * 300
COMMANDS = (("run",), ("doctor",), ("backup", "copy.db"), ("restore", "copy.db"))


@pytest.mark.parametrize(
    ("command", "settings"),
    [
        *((command, {"DATABASE_URL": f"sqlite:///{LONG}"}) for command in COMMANDS[:3]),
        *((("run",), {"DATABASE_URL": f"sqlite:///{LONG}/a.db"}),),
        (("run",), {"ENCRYPTION_KEY_FILE": LONG}),
        (("restore", LONG), {}),
        (("recount", LONG), {}),
        (("demo", "--headless", "--out", LONG), {}),
        (("move-database", f"sqlite:///{LONG}", "sqlite:///new.db"), {}),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_name_that_is_too_long(
    tmp_path: Path, command: tuple[str, ...], settings: dict[str, str]
) -> None:
    ended = run(tmp_path, *command, **settings)
    assert f"{tmp_path / LONG}" in said(ended)
    assert "that name is too long. Name a shorter one" in said(ended)
    assert "Report it" not in said(ended)
    assert ended.returncode == 2


def test_a_folder_for_copies_with_a_name_that_is_too_long(tmp_path: Path) -> None:
    told = said(run(tmp_path, "doctor", BACKUP_EVERY="1d", BACKUP_FOLDER=LONG))
    assert "that name is too long. Name a shorter one" in told


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_what_is_no_file_at_all(tmp_path: Path, command: str) -> None:
    place = tmp_path / "needledrop.db"
    os.mkfifo(place)
    ended = run(tmp_path, command)
    assert ended.returncode == 2
    assert f"{place} is no file that data can be kept in" in said(ended)


def test_a_disk_without_a_size_is_not_full() -> None:
    place = Path("/proc/needledrop.db")
    for told in (in_the_way(place), why_not(place, FileNotFoundError(2, "no such file"))):
        assert "full" not in told


def test_the_demo_looks_first_where_it_is_to_write(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("no folder")
    ended = run(tmp_path, "demo", "--headless", "--out", "out")
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert f"{tmp_path / 'out'} is not a folder" in said(ended)


@pytest.mark.parametrize("kind", ["folder", "read-only", "dangling"])
def test_a_folder_yet_to_be_made_has_nothing_in_it(tmp_path: Path, kind: str) -> None:
    """What has the file's name in the folder above is another file."""
    above = tmp_path / "record.json"
    if kind == "folder":
        above.mkdir()
    elif kind == "dangling":
        above.symlink_to("nowhere")
    else:
        above.write_text("{}")
        above.chmod(0o400)
    assert in_the_way(tmp_path / "new" / "record.json") == ""
    assert in_the_way(tmp_path / "new" / "newer" / "record.json") == ""


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    told = in_the_way(tmp_path / "file" / "new" / "a.db")
    assert f"{tmp_path / 'file'} is not a folder" in told


def test_the_doctor_looks_where_it_may_look(tmp_path: Path) -> None:
    """A path with three slashes may have been meant with four, and lead where nobody may go."""
    hidden = tmp_path / "hidden"
    (hidden / "in it").mkdir(parents=True)
    hidden.chmod(0o000)
    ended = run(
        tmp_path,
        "doctor",
        before=bound(),
        DATABASE_URL=f"sqlite:///{str(hidden / 'in it' / 'a.db').lstrip('/')}",
    )
    hidden.chmod(0o700)
    assert "the check itself failed" not in said(ended)
