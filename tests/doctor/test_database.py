"""Checks of the database file, on real files."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.doctor import database, database_file
from bot.domain.model import ChannelId, GuildId, Room, RoomId, RoomSettings, UserId
from storage import checkup, migrate
from storage.backup import back_up
from storage.checkup import Checkup
from storage.database import Database
from storage.inspection import StoredRoom
from tests.doctor.conftest import lines

MOVED = "If you moved the bot, put the old one there first"


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
    assert lines(database_file.opens(Checkup(file))) == [
        f"ok database: {file} opens, can be written to, and is up to date",
        "ok database: durable (every vote is on the disk before it is answered)",
    ]
    assert lines(database.integrity(Checkup(file))) == ["ok database: no damage"]


async def test_a_closed_database_is_left_as_it_was(store: Database, file: Path) -> None:
    await store.close()
    before = everything(file)
    lines(database_file.opens(Checkup(file)))
    lines(database.integrity(Checkup(file)))
    assert everything(file) == before


def test_before_the_first_start_nothing_is_made(file: Path) -> None:
    assert lines(database_file.opens(Checkup(file))) == [
        f"note database: {file} is not there, so the next start makes a new one. {MOVED}"
    ]
    assert lines(database.integrity(Checkup(file))) == []
    assert lines(database_file.private(Checkup(file))) == []
    assert Checkup(file).rooms() == []
    assert Checkup(file).sealed() == []
    assert Checkup(file).texts() == ""
    assert not file.exists()


def test_a_place_where_it_cannot_be_made(file: Path) -> None:
    file.write_text("a file, not a folder")
    (told,) = lines(database_file.opens(Checkup(file / "needledrop.db")))
    assert told.startswith("wrong database: ")
    assert f"{file} is not a folder" in told


async def test_an_older_schema_waits_for_the_next_start(store: Database, file: Path) -> None:
    await store.close()
    change(file, "DELETE FROM migrations WHERE version > 1")
    assert Checkup(file).waiting() == len(migrate.load_migrations()) - 1
    told = lines(database_file.opens(Checkup(file)))
    assert told[0].endswith("the next start updates it")
    assert told[0].startswith("ok")


async def test_a_newer_schema_says_what_to_do(store: Database, file: Path) -> None:
    change(file, "INSERT INTO migrations VALUES (9999, 'later', 'x')")
    (told,) = lines(database_file.opens(Checkup(file)))
    assert told.startswith("wrong database: ")
    assert "Start the newer version" in told


async def test_a_backup_put_in_place_is_durable_from_the_next_start_on(
    store: Database, file: Path
) -> None:
    await store.close()
    copy = file.with_name("copy.db")
    back_up(file, copy)
    copy.replace(file)
    before = everything(file)
    assert lines(database_file.opens(Checkup(file)))[1].startswith("ok database: durable")
    assert everything(file) == before


async def test_where_there_can_be_no_log_it_is_not_durable(
    store: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.close()
    change(file, "PRAGMA journal_mode = DELETE")
    # As on a shared folder of a network.
    monkeypatch.setattr(checkup, "_can_keep_log", lambda _: False)
    told = lines(database_file.opens(Checkup(file)))
    assert told[1].startswith("wrong database: it can't keep a write-ahead log")


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
    (told,) = lines(database_file.opens(Checkup(file)))
    assert told.startswith(f"wrong database: {file} cannot be used (attempt to write a readonly")
    assert [finding.status for finding in database_file.opens(Checkup(file))] == [2]


@pytest.mark.parametrize("content", [b"This is no database at all. " * 40, b"\0" * 4096])
def test_a_file_that_is_no_database(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    told = lines([*database_file.opens(Checkup(file)), *database.integrity(Checkup(file))])
    assert len(told) == 1
    assert told[0].startswith(f"wrong database: {file} is damaged, or no database (")


async def test_damage_inside_is_found(store: Database, file: Path) -> None:
    await store.close()
    change(file, "PRAGMA journal_mode = DELETE")
    spoil(file)
    (told,) = lines(database.integrity(Checkup(file)))
    assert told.startswith("wrong database: damaged (")
    assert told.endswith("Stop the bot and put a backup in its place")


async def test_a_table_that_is_not_there_is_damage(store: Database, file: Path) -> None:
    await store.close()
    tables = migrate.tables(migrate.load_migrations())
    assert lines(database.integrity(Checkup(file), tables)) == ["ok database: no damage"]
    change(file, "DROP TABLE ballot_log", "DROP TABLE ballots")
    [told] = lines(database.integrity(Checkup(file), tables))
    assert told.startswith("wrong database: damaged (it lacks ballot_log, ballots). Stop the bot")
    change(file, "DELETE FROM migrations WHERE version > 20")  # what is to come is not missing
    assert lines(database.integrity(Checkup(file), tables)) == ["ok database: no damage"]


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
    async with store.transaction(None) as unit:
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
    expected = [StoredRoom(500, 602, "Abe", False), StoredRoom(500, 601, "Zed", True)]
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
    assert Checkup(file).sealed() == []
    change(file, "INSERT INTO b VALUES (1, 'gAAAA'), (2, 'gBBBB')")
    assert Checkup(file).sealed() == ["gAAAA", "gBBBB"]


def test_files_that_others_may_read_are_named_with_what_to_type(file: Path) -> None:
    file.touch(0o600)
    assert lines(database_file.private(Checkup(file))) == [
        "ok database: yours alone, with the copies beside it"
    ]
    copy = file.with_name("needledrop.db.before-0002")
    copy.touch(0o644)
    file.chmod(0o640)
    assert lines(database_file.private(Checkup(file))) == [
        f"wrong database: others may read who voted for what. Run: chmod 600 {file} {copy}"
    ]


@pytest.mark.parametrize("there", [False, True])
def test_a_slash_too_few(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Where only the folder from the root is there, that is the one that was meant."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    relative = file.relative_to(file.anchor)
    if there:
        relative.parent.mkdir(parents=True)
    (told,) = database_file.opens(Checkup(relative))
    assert (told.status, str(work / relative) in told.what) == (0 if there else 1, True)
    assert (f"write sqlite:///{file} with four slashes" in str(told)) is not there


async def test_two_databases_a_slash_apart(
    store: Database, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.close()
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    relative = file.relative_to(file.anchor)
    relative.parent.mkdir(parents=True)
    back_up(file, relative)
    told = lines(database_file.opens(Checkup(relative)))
    assert told[0].startswith(f"note database: there is {work / relative}, and there is {file}")
    assert all(line.startswith("ok ") for line in told[1:])


async def test_what_titles_are_written_with(store: Database, file: Path) -> None:
    change(
        file,
        "INSERT INTO songs (id, recording_key, title, artists, album, duration_ms, cover_url)"
        " VALUES (1, 'k', '汉', 'あ', '', 0, '')",
    )
    assert Checkup(file).texts() == "汉あ"
