"""A backup of a database on a server is whole and sound, or not there."""

import asyncio
import shlex
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import settings
from bot.__main__ import main
from bot.copy_process import CopyProcess
from bot.domain.errors import StorageError
from bot.server_address import parse
from storage.database import Database, database_at
from storage.postgres_backup import back_up_server, require_programs
from tests import behind
from tests.backends import ONLY_POSTGRES
from tests.builders import make_room
from tests.fakes import FakeClock
from tests.postgres import binary, server

pytestmark = ONLY_POSTGRES

PROGRAMS = ("pg_dump", "pg_restore")
SECRET = "hush-hush"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the only programs there are: the server's own."""
    return only(PROGRAMS, tmp_path / "programs", monkeypatch)


def only(names: Iterable[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have these of the server's programs be all there are, in a folder."""
    folder.mkdir()
    for name in names:
        (folder / name).symlink_to(binary(name))
    monkeypatch.setenv("PATH", str(folder))
    return folder


def instead(programs: Path, name: str, script: str) -> None:
    """Have a program do something else; `$real` is what it did before."""
    file = programs / name
    file.unlink()
    tools = "PATH=/usr/local/bin:/usr/bin:/bin"
    file.write_text(f"#!/bin/sh\n{tools}\nreal={shlex.quote(str(binary(name)))}\n{script}\n")
    file.chmod(0o700)


async def backed_up(address: str, target: Path) -> int:
    return await asyncio.to_thread(back_up_server, parse(address), target)


async def test_a_restored_copy_is_used_as_if_nothing_had_been(
    store: Database, address: str, clock: FakeClock, tmp_path: Path, programs: Path
) -> None:
    room, target = await make_room(store), tmp_path / "copy.dump"
    size = await backed_up(address, target)
    assert (size, target.stat().st_mode & 0o077) == (target.stat().st_size, 0)
    url = await asyncio.to_thread(server().new_database)
    # As the guide says.
    restoring = await asyncio.create_subprocess_exec(
        programs / "pg_restore",
        *("--no-owner", "--no-privileges", "--single-transaction", f"--dbname={url}", target),
    )
    assert await restoring.wait() == 0
    restored = database_at(url, clock.now)
    await restored.open()
    try:
        assert await restored.read.rooms.get(room.id) == room
        for table in await behind.tables(store):
            held = f"SELECT * FROM {table} ORDER BY 1, 2"  # noqa: S608 - ours
            assert await behind.rows(restored, held) == await behind.rows(store, held)
    finally:
        await restored.close()


async def test_the_password_is_not_on_the_command_line(
    store: Database, address: str, tmp_path: Path, programs: Path
) -> None:
    told = tmp_path / "told"
    told.mkdir()
    for name in PROGRAMS:
        kept = shlex.quote(str(told / name))
        instead(programs, name, f'echo "$PGPASSWORD/$@" >> {kept}\nexec "$real" "$@"')
    await backed_up(address.replace("postgres@", f"postgres:{SECRET}@"), tmp_path / "copy.dump")
    for name in PROGRAMS:
        calls = (told / name).read_text().splitlines()
        given = [call.partition("/") for call in calls if "--version" not in call]
        assert given
        assert all((before, SECRET in after) == (SECRET, False) for before, _, after in given)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda programs: (programs / "pg_dump").unlink(), "pg_dump is not on this machine"),
        (lambda programs: (programs / "pg_restore").unlink(), "pg_restore is not on this machine"),
        (
            lambda programs: instead(programs, "pg_dump", "echo 'pg_dump (PostgreSQL) 14.9'"),
            "pg_dump is of version 14, and the server of ",
        ),
        (
            lambda programs: instead(
                programs,
                "pg_dump",
                'case "$1" in --version) exec "$real" "$@";; esac\n'
                'for one; do case "$one" in --file=*) echo half > "${one#--file=}";; esac; done\n'
                "echo 'pg_dump: error: the cable is loose' >&2; exit 1",
            ),
            "pg_dump could not make the copy (pg_dump: error: the cable is loose).",
        ),
        (
            # As when the end never got onto the disk.
            lambda programs: instead(
                programs,
                "pg_dump",
                '"$real" "$@"\n'
                'for one; do case "$one" in --file=*) truncate -s -2000 "${one#--file=}";; esac;'
                " done",
            ),
            "The copy is not sound, and was removed (pg_restore: error: ",
        ),
        (
            lambda programs: instead(
                programs,
                "pg_dump",
                'case "$1" in --version) exec "$real" "$@";; esac\n'
                'exec "$real" --exclude-table=ballots "$@"',
            ),
            "The copy is not sound, and was removed: it lacks ballots. Try again.",
        ),
    ],
)
async def test_what_fails_leaves_nothing_behind(
    store: Database,
    address: str,
    tmp_path: Path,
    programs: Path,
    spoil: Callable[[Path], None],
    why: str,
) -> None:
    await make_room(store)
    spoil(programs)
    with pytest.raises(StorageError) as refusal:
        await backed_up(address, tmp_path / "copy.dump")
    assert why in str(refusal.value)
    assert await asyncio.to_thread(lambda: [*tmp_path.iterdir()]) == [programs]


async def test_nothing_is_written_over(
    store: Database, address: str, tmp_path: Path, programs: Path
) -> None:
    target = tmp_path / "copy.dump"
    target.write_text("mine")
    with pytest.raises(StorageError, match="there already"):
        await backed_up(address, target)
    assert target.read_text() == "mine"
    with pytest.raises(StorageError, match="is a folder"):
        await backed_up(address, tmp_path)
    with pytest.raises(StorageError, match="there is no folder"):
        await backed_up(address, tmp_path / "none" / "copy.dump")


async def test_what_is_no_database_of_the_bot(backend: str, tmp_path: Path, programs: Path) -> None:
    url = await asyncio.to_thread(server().new_database)
    with pytest.raises(StorageError, match="is empty: no bot has been started on it yet"):
        await backed_up(url, tmp_path / "copy.dump")
    with pytest.raises(StorageError, match="no server can be reached there"):
        await backed_up("postgresql://ana@127.0.0.1:1/songs", tmp_path / "copy.dump")


async def test_the_command(
    store: Database,
    address: str,
    tmp_path: Path,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in settings.REMEDIES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", address)
    ended = await asyncio.to_thread(CliRunner().invoke, main, ["backup", "copy.dump"])
    assert ended.exit_code == 0, ended.output
    assert ended.output.startswith("Written and checked: copy.dump, ")
    assert "The key is not in it: it is in ENCRYPTION_KEY." in ended.output
    (programs / "pg_dump").unlink()
    ended = await asyncio.to_thread(CliRunner().invoke, main, ["backup", "another.dump"])
    assert ended.exit_code == 2
    assert ended.stderr.startswith("Nothing is backed up. pg_dump is not on this machine")


async def test_the_bot_makes_its_own_copies_likewise(
    store: Database, address: str, tmp_path: Path, programs: Path
) -> None:
    await make_room(store)
    copier = CopyProcess(address, partial(require_programs, parse(address)))
    await copier.require()
    await copier.make(tmp_path / "copy.dump")
    assert await asyncio.to_thread((tmp_path / "copy.dump").is_file)
    instead(programs, "pg_dump", "echo 'pg_dump (PostgreSQL) 14.9'")
    for refused in (copier.require(), copier.make(tmp_path / "another.dump")):
        with pytest.raises(StorageError, match=r"^\S+/pg_dump is of version 14, and the server"):
            await refused
