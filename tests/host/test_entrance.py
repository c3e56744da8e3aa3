"""Whatever is wrong with a file, each command ends with one fault that names it."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.encryption import read_or_create
from tests.host.commands import TOKEN, bound, run, said

COMMANDS = (("run",), ("doctor",), ("backup", "copy.db"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "started in"
    made.mkdir()
    return made


def written(encoding: str) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        file.write_text(f"# Schlüssel\nDISCORD_TOKEN={TOKEN}\n", encoding=encoding)

    return write


def link_to_nothing(file: Path) -> None:
    file.symlink_to("nowhere")


@pytest.mark.parametrize(
    "command", [*COMMANDS, ("restore", "copy.db"), ("settings",)], ids=lambda command: command[0]
)
@pytest.mark.parametrize(
    ("make", "why"),
    [
        (written("utf-16"), "it is in UTF-16. Save it again as UTF-8"),
        (written("utf-16-le"), "it is in UTF-16. Save it again as UTF-8"),
        (written("latin-1"), "line 1 is not UTF-8. Save it again as UTF-8"),
        (Path.mkdir, "is a folder, not a file"),
        (link_to_nothing, "leads to nowhere, which is not there"),
    ],
)
def test_a_settings_file_that_cannot_be_read(
    folder: Path, command: tuple[str, ...], make: Callable[[Path], None], why: str
) -> None:
    make(folder / ".env")
    ended = run(folder, *command)
    told = said(ended)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert [line for line in told.splitlines() if line.startswith("  - ")] == told.splitlines()[1:]
    assert len(told.splitlines()) == 2
    assert f"{folder / '.env'}" in told
    assert why in told


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(bits)
    yield
    path.chmod(before)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_settings_file_of_somebody_else(folder: Path, command: tuple[str, ...]) -> None:
    file = folder / ".env"
    file.write_text("LOG_LEVEL=INFO")
    file.chmod(0o000)
    ended = run(folder, *command, before=bound())
    assert ended.returncode == 2
    assert f"{file}: " in said(ended)
    assert "may not read it. Run: ch" in said(ended)


def no_database(file: Path) -> None:
    file.write_bytes(b"a diary, not a database " * 100)


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO migrations VALUES (9999, 'later', 'x')")


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


def folder_that_is_a_file(file: Path) -> None:
    shutil.rmtree(file.parent)
    file.parent.write_text("no folder")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (no_database, "is damaged, or no database"),
        (newer, "Start the newer version"),
        (folder_instead, "is a folder, not a file"),
        (folder_that_is_a_file, "is not a folder"),
    ],
)
def test_a_database_that_cannot_be_used(
    folder: Path,
    migrated: Path,
    command: tuple[str, ...],
    spoil: Callable[[Path], None],
    why: str,
) -> None:
    file = folder / "room #1" / "a?b%20ö.db"
    file.parent.mkdir()
    shutil.copy(migrated, file)
    read_or_create(folder / "key")
    spoil(file)
    ended = run(
        folder,
        *command,
        DATABASE_URL=f"sqlite:///{file.relative_to(folder)}",
        ENCRYPTION_KEY_FILE="key",
    )
    told = [line for line in said(ended).splitlines() if str(file) in line]
    assert ended.returncode == 2
    assert len(told) == 1
    assert why in told[0]
    assert not (folder / "copy.db").exists()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("place", "bits", "why"),
    [
        ("room.db", 0o000, "may not read it. Run: chmod u+rw "),
        (".", 0o000, "may not enter "),
    ],
)
def test_a_database_that_this_user_may_not_use(
    tmp_path: Path,
    folder: Path,
    migrated: Path,
    command: tuple[str, ...],
    place: str,
    bits: int,
    why: str,
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.copy(migrated, kept / "room.db")
    read_or_create(folder / "key")
    with mode(kept / place, bits):
        ended = run(
            folder,
            *command,
            before=bound(),
            DATABASE_URL=f"sqlite:///{kept}/room.db",
            ENCRYPTION_KEY_FILE="key",
        )
    assert ended.returncode == 2
    assert why in said(ended)
    assert str(kept) in said(ended)


def test_a_folder_that_cannot_be_written_to_is_what_is_named(folder: Path) -> None:
    """Not the key, which would be made first."""
    with mode(folder, 0o555):
        ended = [run(folder, command, before=bound()) for command in ("run", "doctor")]
    for one in ended:
        assert one.returncode == 2
        assert f"{folder}: " in said(one)
    assert b"Needle Drop cannot use its database" in ended[0].stderr
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_gone(folder: Path) -> None:
    gone = "import os, sys; os.rmdir(os.getcwd()); os.execv(sys.argv[1], sys.argv[1:])"
    # Without -P, Python 3.13.0 itself stumbles over what `-c` imports there.
    ended = run(folder, "doctor", before=(sys.executable, "-c", gone), options=("-P",))
    assert ended.returncode == 2
    assert said(ended).startswith("The folder this was started in is gone. ")


def test_a_start_without_a_database_says_that_it_makes_one(folder: Path) -> None:
    """The old one may be on a disk that is not there yet, or under a name that was mistyped."""
    first, second = (said(run(folder, "run", ENCRYPTION_KEY="A" * 43 + "=")) for _ in range(2))
    assert f"there is no database {folder / 'needledrop.db'}, so a new one is made" in first
    assert "so a new one is made" not in second


@pytest.mark.parametrize(
    "command", [("backup", "copy.db"), ("run",)], ids=lambda command: command[0]
)
def test_another_database_than_the_one_that_is_meant_is_never_used(
    folder: Path, migrated: Path, command: tuple[str, ...]
) -> None:
    shutil.copy(migrated, folder / "needledrop.db")
    ended = run(folder, *command, DATABASE_URL="sqlite:///.")
    assert ended.returncode == 2
    assert f"DATABASE_URL: cannot be used, since {folder} is a folder" in said(ended)
    assert not (folder / "copy.db").exists()
