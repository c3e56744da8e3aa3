"""Schemas: made, kept, refused."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.errors import StorageError
from storage import migrate
from storage.database import Database, database_at
from tests import behind
from tests.faults.crowd import asked


def applied(path: Path) -> list[tuple[int, str]]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT version, checksum FROM migrations").fetchall()
    connection.close()
    return rows


async def open_and_close(path: Path) -> None:
    store = database_at(f"sqlite:///{path}", lambda: 0.0)
    await store.open()
    await store.close()


async def test_a_new_file_gets_every_migration_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "room.db"
    await open_and_close(path)
    await open_and_close(path)
    assert applied(path) == [(m.version, m.checksum) for m in migrate.load_migrations()]


async def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "room.db"
    await open_and_close(path)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO migrations VALUES (9999, 'later', 'x')")
    connection.close()
    with pytest.raises(StorageError, match="newer version"):
        await open_and_close(path)


async def test_an_altered_migration_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "room.db"
    await open_and_close(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE migrations SET checksum = 'x'")
    connection.close()
    with pytest.raises(StorageError, match="altered"):
        await open_and_close(path)


async def test_a_copy_is_kept_before_migrating(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "storage")
    path = tmp_path / "room.db"
    await open_and_close(path)
    before = [migration.version for migration in migrate.load_migrations()]
    more = [
        *migrate.load_migrations(),
        migrate.Migration(9000, "more", "CREATE TABLE more (id BIGINT);"),
    ]
    monkeypatch.setattr(migrate, "load_migrations", lambda: more)
    await open_and_close(path)
    assert [version for version, _ in applied(path)][-1] == 9000
    copy = tmp_path / f"room.db.before-{before[-1] + 1:04}"
    assert [version for version, _ in applied(copy)] == before
    # Whoever goes back has to find it.
    assert [one.getMessage() for one in caplog.records] == [
        f"the database was updated for this version; what was there is in {copy}"
    ]


def copies_in(folder: Path) -> set[Path]:
    return set(folder.glob("room.db.before-*"))


async def test_an_earlier_copy_is_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, known = tmp_path / "room.db", migrate.load_migrations()
    more = migrate.Migration(9000, "more", "CREATE TABLE more (id BIGINT);")
    earlier: dict[Path, bytes] = {}
    for life in range(3):
        # As after a restore, a database of the version before is there again.
        path.unlink(missing_ok=True)
        monkeypatch.setattr(migrate, "load_migrations", lambda: known)
        await open_and_close(path)
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute("INSERT INTO facts VALUES ('life', ?)", (str(life),))
        monkeypatch.setattr(migrate, "load_migrations", lambda: [*known, more])
        await open_and_close(path)
        copies = copies_in(tmp_path)
        assert len(copies) == life + 1
        assert all(file.read_bytes() == content for file, content in earlier.items())
        [new] = copies - earlier.keys()
        assert asked(new, "SELECT value FROM facts WHERE name = 'life'") == [(str(life),)]
        earlier[new] = new.read_bytes()


async def test_a_migration_that_fails_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "room.db"
    await open_and_close(path)
    broken = migrate.Migration(9000, "broken", "CREATE TABLE half (id BIGINT);\nNONSENSE;")
    more = [*migrate.load_migrations(), broken]
    monkeypatch.setattr(migrate, "load_migrations", lambda: more)
    with pytest.raises(StorageError):
        await open_and_close(path)
    connection = sqlite3.connect(path)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall()
    connection.close()
    assert tables == []


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "room.db"
    path.write_text("a diary, not a database " * 100)
    with pytest.raises(StorageError, match=r"room\.db"):
        await open_and_close(path)


def test_pending_migrations_come_in_order() -> None:
    known = [migrate.Migration(n, f"m{n}", "") for n in (1, 2, 3)]
    assert migrate.pending(known, {1: known[0].checksum}) == known[1:]


async def _nothing(_sql: object) -> None:
    pass


async def test_rounds_closed_before_there_were_casting_votes_keep_their_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, every = tmp_path / "room.db", migrate.load_migrations()
    monkeypatch.setattr(migrate, "load_migrations", lambda: every[:1])
    with monkeypatch.context() as older:
        older.setattr("storage.refolding.refold", _nothing)  # that version folded nothing anew
        await open_and_close(path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO rooms VALUES (1, 1, 1, 'Room', 'UTC', 1, NULL, NULL, '{}', 0)"
        )
        connection.execute("INSERT INTO episodes VALUES (1, 1, '104', '', 'active', 0)")
        for number, state, decided_by in (
            (1, "closed", "lot"),
            (2, "closed", "stars"),
            (3, "open", ""),
        ):
            outcome = f'{{"seats": [{{"song": "s1", "decided_by": "{decided_by}"}}]}}'
            connection.execute(
                "INSERT INTO rounds VALUES"
                " (?, 1, 1, ?, '{}', 0, 0, '', 'UTC', 1, 0, '', 0, 0, NULL, NULL, '', ?)",
                (number, state, outcome),
            )
    connection.close()
    monkeypatch.setattr(migrate, "load_migrations", lambda: every)
    await open_and_close(path)
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT id, casting, rulings FROM rounds ORDER BY id").fetchall()
    connection.close()
    assert rows == [(1, "lot", ""), (2, None, ""), (3, None, "")]


async def test_what_was_spent_and_paused_by_the_day_still_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, every = tmp_path / "room.db", migrate.load_migrations()
    monkeypatch.setattr(migrate, "load_migrations", lambda: every[:14])
    await open_and_close(path)
    with sqlite3.connect(path) as connection:
        for row in (("spotify:host", 1_800_000_000.5, 20_833, 340), ("spotify:app:x", 0, 0, 0)):
            connection.execute("INSERT INTO allowances VALUES (?, ?, ?, ?)", row)
    connection.close()
    monkeypatch.setattr(migrate, "load_migrations", lambda: every)
    await open_and_close(path)
    with sqlite3.connect(path) as connection:
        calls = connection.execute("SELECT * FROM spotify_calls").fetchall()
        pauses = connection.execute("SELECT * FROM spotify_pauses").fetchall()
    connection.close()
    assert calls == [("spotify:host", 20_833 * 24, 0, 0, 340)]
    assert pauses == [("spotify:host", "spotify", 0, 1_800_000_000.5)]


async def test_the_tables_are_known_by_their_names(store: Database) -> None:
    there = {*await behind.tables(store)} - {"migrations"}
    assert migrate.tables(migrate.load_migrations()) == there


def test_tables_come_go_and_are_renamed() -> None:
    sql = "CREATE TABLE a (x BIGINT);\nCREATE TABLE b (x BIGINT);\nDROP TABLE a;"
    first, second = migrate.Migration(1, "one", sql), "ALTER TABLE b RENAME TO c"
    assert migrate.tables([first]) == {"b"}
    assert migrate.tables([first, migrate.Migration(2, "two", second)]) == {"c"}
