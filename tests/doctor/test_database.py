"""Checks of the database file and of the key, on real files."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.doctor import database
from bot.domain.errors import StorageError
from bot.domain.model import ChannelId, GuildId, Room, RoomId, RoomSettings, UserId
from bot.encryption import Vault, new_key, read_or_create
from storage import migrate
from storage.checkup import Checkup, RoomInFile
from storage.database import Database
from tests.doctor.conftest import lines

PUT_BACK = "Put the old key back, behind the new one, or connect Spotify again"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the fixture `store` keeps its file."""
    return tmp_path / "needledrop.db"


def change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def everything(file: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in file.parent.iterdir()}


def spoil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    size = int.from_bytes(data[16:18])
    data[size * 3 : size * 6] = b"\xaa" * (size * 3)
    file.write_bytes(data)


async def test_a_database_in_use_is_as_it_should_be(store: Database, file: Path) -> None:
    assert lines(database.opens(Checkup(file))) == [
        f"ok database: {file} opens, can be written to, and is up to date",
        "ok database: durable (every vote is on the disk before it is answered)",
    ]
    assert lines(database.integrity(Checkup(file))) == ["ok database: no damage"]


async def test_a_closed_database_is_left_as_it_was(store: Database, file: Path) -> None:
    await store.close()
    before = everything(file)
    lines(database.opens(Checkup(file)))
    lines(database.integrity(Checkup(file)))
    assert everything(file) == before


def test_before_the_first_start_nothing_is_made(file: Path) -> None:
    assert lines(database.opens(Checkup(file))) == [
        f"ok database: {file} will be made on the first start"
    ]
    assert lines(database.integrity(Checkup(file))) == []
    assert Checkup(file).rooms() == []
    assert Checkup(file).sealed() == ""
    assert not file.exists()


def test_a_place_where_it_cannot_be_made(file: Path) -> None:
    file.write_text("a file, not a folder")
    (told,) = lines(database.opens(Checkup(file / "needledrop.db")))
    assert told.startswith("wrong database: ")
    assert "cannot be made" in told


async def test_an_older_schema_waits_for_the_next_start(store: Database, file: Path) -> None:
    await store.close()
    change(file, "DELETE FROM migrations WHERE version > 1")
    assert Checkup(file).waiting() == len(migrate.load_migrations()) - 1
    told = lines(database.opens(Checkup(file)))
    assert told[0].endswith("the next start brings its schema up to date")
    assert told[0].startswith("ok")


async def test_a_newer_schema_says_what_to_do(store: Database, file: Path) -> None:
    change(file, "INSERT INTO migrations VALUES (9999, 'later', 'x')")
    (told,) = lines(database.opens(Checkup(file)))
    assert told.startswith("wrong database: ")
    assert "Start the newer version" in told


async def test_a_file_without_its_log_is_not_durable(store: Database, file: Path) -> None:
    await store.close()
    change(file, "PRAGMA journal_mode = DELETE")
    told = lines(database.opens(Checkup(file)))
    assert told[1].startswith("wrong database: it keeps no write-ahead log (journal: delete)")


async def test_a_file_that_cannot_be_written(
    store: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.close()
    change(file, "PRAGMA journal_mode = DELETE")
    connect = sqlite3.connect

    def read_only(address: str, **given: object) -> sqlite3.Connection:
        # Permissions alone would not keep root from writing.
        return connect(address.replace("mode=rw", "mode=ro"), **given)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", read_only)
    (told,) = lines(database.opens(Checkup(file)))
    assert told.startswith(f"wrong database: {file} cannot be used (attempt to write a readonly")


@pytest.mark.parametrize("content", [b"This is no database at all. " * 40, b"\0" * 4096])
def test_a_file_that_is_no_database(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert lines(database.opens(Checkup(file)))[0].startswith("wrong database: ")
    assert lines(database.integrity(Checkup(file)))[0].startswith("wrong database: damaged (")


async def test_damage_inside_is_found(store: Database, file: Path) -> None:
    await store.close()
    change(file, "PRAGMA journal_mode = DELETE")
    spoil(file)
    (told,) = lines(database.integrity(Checkup(file)))
    assert told.startswith("wrong database: damaged (")
    assert told.endswith("Stop the bot and put a backup in its place")


async def test_rows_that_refer_to_nothing_are_damage(store: Database, file: Path) -> None:
    change(file, "INSERT INTO roster VALUES (77, 1, 0, 0)")
    (told,) = lines(database.integrity(Checkup(file)))
    assert "roster refers to rows that are not there" in told


async def test_a_look_that_takes_too_long_is_given_up(store: Database, file: Path) -> None:
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
    change(file, "INSERT INTO facts " + many + " SELECT i, 'x' FROM n")  # noqa: S608 (our own)
    (told,) = lines(database.integrity(Checkup(file, seconds=0)))
    assert told.startswith("unchecked database: ")


async def test_rooms_are_read_whatever_the_schema(store: Database, file: Path) -> None:
    async with store.transaction() as unit:
        for number, title, events in ((1, "Zed", True), (2, "Abe", False)):
            room = Room(
                RoomId(number),
                GuildId(500),
                ChannelId(600 + number),
                title,
                "UTC",
                UserId(1),
                settings=RoomSettings(events=events),
            )
            await unit.rooms.save(room, 0)
    expected = [RoomInFile(500, 602, "Abe", False), RoomInFile(500, 601, "Zed", True)]
    assert Checkup(file).rooms() == expected
    change(file, "UPDATE rooms SET settings = '{}'")
    assert [room.events for room in Checkup(file).rooms()] == [False, False]


def test_what_is_sealed_is_found_by_the_name_of_its_column(file: Path) -> None:
    change(
        file,
        "CREATE TABLE a (id INTEGER, sealed_secret TEXT)",
        "CREATE TABLE b (id INTEGER, sealed TEXT)",
        "INSERT INTO a VALUES (1, ''), (2, NULL)",
    )
    assert Checkup(file).sealed() == ""
    change(file, "INSERT INTO b VALUES (1, 'gAAAA')")
    assert Checkup(file).sealed() == "gAAAA"


@dataclass
class Holding:
    """A database of which only what is sealed in it matters."""

    path: Path
    what: Callable[[], str]

    def sealed(self) -> str:
        return self.what()


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "needledrop.key"


def holding(file: Path, sealed: str = "") -> Holding:
    file.touch()
    return Holding(file, lambda: sealed)


def test_a_key_yet_to_be_made(file: Path, key_file: Path) -> None:
    assert lines(database.key((), key_file, holding(file))) == [
        f"ok key: {key_file} will be made on the first start"
    ]
    assert not key_file.exists()


def test_a_key_that_is_lost(file: Path, key_file: Path) -> None:
    sealed = Vault([new_key()]).seal("token")
    (told,) = lines(database.key((), key_file, holding(file, sealed)))
    assert told.startswith(f"wrong key: {key_file} is missing, while the database holds")
    assert not key_file.exists()


def test_a_key_that_fits(file: Path, key_file: Path) -> None:
    sealed = Vault(read_or_create(key_file)).seal("token")
    assert lines(database.key((), key_file, holding(file, sealed))) == [
        f"ok key: {key_file} is yours alone",
        "ok key: fits what is sealed in the database",
    ]
    assert len(lines(database.key((), key_file, holding(file)))) == 1


def test_a_key_of_the_environment_goes_before_the_file(file: Path, key_file: Path) -> None:
    sealed = Vault(read_or_create(key_file)).seal("token")
    assert lines(database.key((new_key(),), key_file, holding(file, sealed))) == [
        "ok key: set in ENCRYPTION_KEY",
        "wrong key: does not fit what is sealed in the database. " + PUT_BACK,
    ]
    old = key_file.read_text().strip()
    told = lines(database.key((new_key(), old), key_file, holding(file, sealed)))
    assert told[1] == "ok key: fits what is sealed in the database"
    assert old not in "".join(told)


def test_a_key_file_that_others_can_read_or_that_holds_none(file: Path, key_file: Path) -> None:
    read_or_create(key_file)
    key_file.chmod(0o644)
    (told,) = lines(database.key((), key_file, holding(file)))
    assert told.startswith(f"wrong key: ENCRYPTION_KEY_FILE: {key_file} can be read by others. Run")
    key_file.write_text("nonsense")
    key_file.chmod(0o600)
    (told,) = lines(database.key((), key_file, holding(file)))
    assert "holds no key" in told
    assert "nonsense" not in told


def test_a_database_that_cannot_be_read_keeps_no_key_from_being_checked(
    file: Path, key_file: Path
) -> None:
    def broken() -> str:
        raise StorageError("damaged")

    file.touch()
    read_or_create(key_file)
    (told,) = lines(database.key((), key_file, Holding(file, broken)))
    assert told.startswith("ok key: ")
