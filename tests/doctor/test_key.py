"""Checks of the key, on real files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.doctor import Verdict, key
from bot.domain.errors import StorageError
from bot.encryption import Vault, new_key, read_or_create
from tests.doctor.conftest import lines

MOVED = "If you moved the bot, put the old one there first"
PUT_BACK = "Put the old key back, after the new one, or connect Spotify again"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "needledrop.db"


@dataclass
class Holding:
    """A database of which only what is sealed in it matters."""

    path: Path
    what: Callable[[], list[str]]

    def in_use(self) -> bool:
        return self.path.exists()

    def sealed(self) -> list[str]:
        return self.what()


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "needledrop.key"


def holding(file: Path, *sealed: str) -> Holding:
    file.write_text("in use")
    return Holding(file, lambda: list(sealed))


def test_a_key_yet_to_be_made(file: Path, key_file: Path) -> None:
    nothing = Holding(file, list)
    assert lines(key.key((), key_file, nothing)) == [
        f"note key: {key_file} is not there, so the next start makes a new one. {MOVED}"
    ]
    assert not key_file.exists()


def test_a_key_that_was_left_behind_matters_only_where_something_is_sealed(
    file: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (told,) = key.key((), key_file, holding(file))
    assert (told.verdict, told.what) == (
        Verdict.NOTE,
        f"key: {key_file} is missing, though the database has been in use",
    )
    started = tmp_path / "started"
    started.mkdir()
    monkeypatch.chdir(started)
    old = read_or_create(Path(key_file.name))
    (told,) = key.key((), key_file, holding(file, Vault(old).seal("token", "here")))
    assert told.status == 1
    assert f"It may be {started / key_file.name}" in told.to_do


def test_a_key_that_is_lost(file: Path, key_file: Path) -> None:
    sealed = Vault([new_key()]).seal("token", "here")
    (told,) = lines(key.key((), key_file, holding(file, sealed)))
    assert told.startswith(f"wrong key: {key_file} is missing, while the database has secrets")
    assert not key_file.exists()


def test_a_key_that_fits(file: Path, key_file: Path) -> None:
    sealed = Vault(read_or_create(key_file)).seal("token", "here")
    assert lines(key.key((), key_file, holding(file, sealed))) == [
        f"ok key: {key_file} is yours alone",
        "ok key: fits what is sealed in the database",
    ]
    assert len(lines(key.key((), key_file, holding(file)))) == 1


def test_a_key_of_the_environment_goes_before_the_file(file: Path, key_file: Path) -> None:
    sealed = Vault(read_or_create(key_file)).seal("token", "here")
    assert lines(key.key((new_key(),), key_file, holding(file, sealed))) == [
        "ok key: set in ENCRYPTION_KEY",
        "wrong key: does not fit what is sealed in the database. " + PUT_BACK,
    ]
    old = key_file.read_text().strip()
    told = lines(key.key((new_key(), old), key_file, holding(file, sealed)))
    assert told[1] == "ok key: fits what is sealed in the database"
    assert old not in "".join(told)


def test_a_key_file_that_others_can_read_or_that_holds_none(file: Path, key_file: Path) -> None:
    read_or_create(key_file)
    key_file.chmod(0o644)
    (told,) = lines(key.key((), key_file, holding(file)))
    assert told.startswith(f"wrong key: ENCRYPTION_KEY_FILE: {key_file} can be read by others. Run")
    key_file.write_text("nonsense")
    key_file.chmod(0o600)
    (told,) = lines(key.key((), key_file, holding(file)))
    assert "holds no key" in told
    assert "nonsense" not in told


def test_a_database_that_cannot_be_read_keeps_no_key_from_being_checked(
    file: Path, key_file: Path
) -> None:
    def broken() -> list[str]:
        raise StorageError("damaged")

    file.touch()
    (told,) = lines(key.key((), key_file, Holding(file, broken)))
    assert told.startswith("unchecked key: ")
    read_or_create(key_file)
    (told,) = lines(key.key((), key_file, Holding(file, broken)))
    assert told.startswith("ok key: ")


def test_a_key_that_opens_a_part_says_how_much(file: Path, key_file: Path) -> None:
    """After a move, one room connected Spotify again; the other's secret is of the old key."""
    mine, older = read_or_create(key_file), new_key()
    sealed = [Vault(mine).seal("new", "here"), Vault([older]).seal("old", "here")]
    told = lines(key.key((), key_file, holding(file, *sealed)))
    assert told[1].startswith("note key: opens 1 of 2 secrets in the database. Put the old key")
