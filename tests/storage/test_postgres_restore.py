"""A copy takes the place of what a server holds as a whole, or not at all, and nothing is lost."""

import asyncio
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from bot.domain.errors import StorageError
from bot.server_address import parse
from storage.database import database_at
from storage.postgres_backup import back_up_server
from storage.postgres_restore import _pass_on, prepared_server
from tests import behind
from tests.builders import make_room
from tests.fakes import FakeClock
from tests.postgres import binary, server
from tests.storage.test_postgres_backup import instead, only

ROOT = Path(__file__).parents[2]
PROGRAMS = ("pg_dump", "pg_restore", "psql")
TITLES = "SELECT title FROM {}.rooms ORDER BY title"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the only programs there are: the server's own."""
    return only(PROGRAMS, tmp_path / "programs", monkeypatch)


async def lived_in(title: str) -> str:
    """Return the address of a database with one room."""
    url = await asyncio.to_thread(server().new_database)
    store = database_at(url, FakeClock().now)
    await store.open()
    await make_room(store)
    await store.close()
    await asked(url, f"UPDATE rooms SET title = '{title}'")  # noqa: S608 - ours
    return url


@pytest.fixture
async def copy(programs: Path, tmp_path: Path) -> Path:
    target = tmp_path / "copy.dump"
    await asyncio.to_thread(back_up_server, parse(await lived_in("New")), target)
    return target


@pytest.fixture
async def room() -> str:
    return await lived_in("Old")


async def asked(url: str, sql: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        return [str(row[0]) for row in await connection.fetch(sql)]
    finally:
        await connection.close()


async def titles(url: str, schema: str = "public") -> list[str]:
    return await asked(url, TITLES.format(schema))


async def schemas(url: str) -> list[str]:
    return await asked(
        url, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'needledrop%' ORDER BY 1"
    )


async def restore(copy: Path, url: str, stamp: str = "2026-12-04T17-00-00Z") -> str:
    def run() -> str:
        with prepared_server(copy, parse(url)) as ready:
            return ready.put_in_place(stamp)

    return await asyncio.to_thread(run)


async def test_what_was_there_is_kept_and_the_copy_is_used(copy: Path, room: str) -> None:
    assert await restore(copy, room) == "the schema needledrop_replaced_2026_12_04t17_00_00z"
    [kept] = await schemas(room)
    assert (await titles(room), await titles(room, kept)) == (["New"], ["Old"])
    store = database_at(room, FakeClock().now)
    await store.open()
    await make_room(store, channel=11)
    await store.close()
    assert await titles(room) == ["New", "The Room"]


async def test_what_is_kept_is_in_no_later_copy(copy: Path, room: str, tmp_path: Path) -> None:
    await restore(copy, room)
    again = tmp_path / "again.dump"
    await asyncio.to_thread(back_up_server, parse(room), again)
    await restore(again, room, "later")
    assert await schemas(room) == [
        "needledrop_replaced_2026_12_04t17_00_00z",
        "needledrop_replaced_later",
    ]
    empty = await asyncio.to_thread(server().new_database)
    assert await restore(again, empty) == ""
    assert (await titles(empty), await schemas(empty)) == (["New"], [])


async def test_everything_arrives(copy: Path, room: str) -> None:
    source = await lived_in("Old")
    dump = copy.with_name("all.dump")
    await asyncio.to_thread(back_up_server, parse(source), dump)
    await restore(dump, room)
    stores = [database_at(url, FakeClock().now) for url in (source, room)]
    for store in stores:
        await store.open()
    for table in await behind.tables(stores[0]):
        held = f"SELECT * FROM public.{table} ORDER BY 1"  # noqa: S608 - ours
        assert await behind.rows(stores[0], held) == await behind.rows(stores[1], held)
    indexes = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
    constraints = (
        "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1"
    )
    for sql in (indexes, constraints):
        assert await asked(source, sql) == await asked(room, sql)
    for store in stores:
        await store.close()


async def test_a_newer_version_is_replaced_by_an_older_copy(copy: Path, room: str) -> None:
    """As when an update is taken back: tables that nobody here knows move aside, too."""
    await asked(room, "INSERT INTO migrations VALUES (9999, 'later', 'x')")
    await asked(room, "CREATE TABLE choirs (room_id BIGINT REFERENCES rooms (id))")
    await restore(copy, room)
    [kept] = await schemas(room)
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = '{}'"
    assert "choirs" in await asked(room, tables.format(kept))
    assert "choirs" not in await asked(room, tables.format("public"))


async def test_the_tables_of_another_program_stay(copy: Path, room: str) -> None:
    await asked(room, "CREATE TABLE diary (page TEXT)")
    await restore(copy, room)
    assert await asked(room, "SELECT count(*) FROM public.diary") == ["0"]


async def test_nothing_is_replaced_while_a_bot_runs(copy: Path, room: str) -> None:
    store = database_at(room, FakeClock().now)
    await store.open()
    with pytest.raises(StorageError, match="a bot is running on it"):
        await restore(copy, room)
    await store.close()
    assert (await titles(room), await schemas(room)) == (["Old"], [])


async def later(copy: Path, _programs: Path) -> None:
    url = await lived_in("Later")
    await asked(url, "INSERT INTO migrations VALUES (9999, 'later', 'x')")
    await dumped(url, copy)


async def half(copy: Path, _programs: Path) -> None:
    url = await lived_in("Half")
    await dumped(url, copy, "--exclude-table=ballots")


async def empty(copy: Path, _programs: Path) -> None:
    await dumped(await asyncio.to_thread(server().new_database), copy)


async def cut(copy: Path, _programs: Path) -> None:
    await asyncio.to_thread(lambda: os.truncate(copy, copy.stat().st_size - 2000))


async def without_psql(_copy: Path, programs: Path) -> None:
    (programs / "psql").unlink()


async def breaks(_copy: Path, programs: Path) -> None:
    """Have the program that reads the copy fail near the end of what it writes."""
    instead(
        programs,
        "pg_restore",
        'case "$1" in --no-owner) "$real" "$@" | head -n -5; exit 1;; esac\nexec "$real" "$@"',
    )


async def dumped(url: str, target: Path, *options: str) -> None:
    made = await asyncio.create_subprocess_exec(
        binary("pg_dump"), "--format=custom", *options, f"--file={target}", f"--dbname={url}"
    )
    assert await made.wait() == 0


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (later, "Start the newer version"),
        (half, "lacks ballots. Name another copy"),
        (empty, "holds nothing of Needle Drop's"),
        (cut, "is damaged, or cannot be read"),
        (without_psql, "psql is not on this machine"),
        (breaks, "is as it was: the copy was refused"),
    ],
)
async def test_what_fails_changes_nothing(
    copy: Path,
    room: str,
    programs: Path,
    spoil: Callable[[Path, Path], Awaitable[None]],
    why: str,
) -> None:
    await spoil(copy, programs)
    with pytest.raises(StorageError, match=why):
        await restore(copy, room)
    assert (await titles(room), await schemas(room)) == (["Old"], [])


@pytest.mark.parametrize("written", ["head -c 1", "head -c 5000", "head -n -40", "cat"])
async def test_killed_while_it_is_written_what_was_there_is_there(
    copy: Path, room: str, programs: Path, tmp_path: Path, written: str
) -> None:
    ended = tmp_path / "ended"
    os.mkfifo(ended)
    # The program is killed by what it has started, once so much of the copy has been passed on.
    instead(
        programs,
        "pg_restore",
        f'case "$1" in --no-owner) "$real" "$@" | {written}; kill -9 $PPID; exit 0;; esac\n'
        'exec "$real" "$@"',
    )
    instead(
        programs,
        "psql",
        f'case "$1" in --version) exec "$real" "$@";; esac\n'
        f'"$real" "$@"; echo $? > {shlex.quote(str(ended))}',
    )
    killed = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "restore", "--yes", str(copy)),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": room},
    )
    assert await killed.wait() == -signal.SIGKILL
    # The other program notices that, and has nothing committed.
    await asyncio.to_thread(ended.read_text)
    assert (await titles(room), await schemas(room)) == (["Old"], [])


def test_what_older_servers_do_not_know_is_left_out(tmp_path: Path) -> None:
    unknown, known = "SET transaction_timeout = 0;\n", "SET lock_timeout = 0;\n"
    rest = "--\n" * 50 + unknown  # so far down, it is what somebody called a song
    script, passed = tmp_path / "script", tmp_path / "passed"
    script.write_text(known + unknown + rest)
    with (
        passed.open("wb") as kept,
        subprocess.Popen(["/bin/cat", script], stdout=subprocess.PIPE) as reading,  # noqa: S603
        subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, stdout=kept) as writing,
    ):
        _pass_on(reading, writing, ["BEGIN"])
    assert passed.read_text() == f"BEGIN;\n{known}{rest}ANALYZE;\nCOMMIT;\n"


async def test_the_command(copy: Path, room: str, tmp_path: Path) -> None:
    restoring = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "restore", str(copy)),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": room},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    told, _ = await restoring.communicate(b"y\n")
    assert restoring.returncode == 0
    assert f"Put it in the place of {parse(room).shown}? [y/N]".encode() in told
    [kept] = await schemas(room)
    assert f"What was there is kept: the schema {kept}.".encode() in told
    assert (await titles(room), await titles(room, kept)) == (["New"], ["Old"])
