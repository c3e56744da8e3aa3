"""What keeps a database from being opened, and whether it may be over in a while."""

import asyncio
import shutil
import sqlite3
import ssl
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from bot.domain.errors import StorageError
from storage.database import database_at
from storage.passing import may_pass
from tests.fakes import FakeClock
from tests.host.commands import run, said
from tests.postgres import Server

OF_SERVERS = [
    (ConnectionRefusedError(111, "refused"), True),
    (ConnectionResetError(104, "reset"), True),
    (OSError("Multiple exceptions: [Errno 111] ..., [Errno 111] ..."), True),
    (OSError(113, "No route to host"), True),
    (FileNotFoundError(2, "No such file or directory"), True),
    (TimeoutError(), True),
    (asyncpg.CannotConnectNowError("starting up"), True),
    (asyncpg.TooManyConnectionsError("too many"), True),
    (ConnectionError("rejected SSL upgrade"), False),
    (ssl.SSLCertVerificationError(1, "self-signed"), False),
    (PermissionError(13, "Permission denied"), False),
    (asyncpg.InvalidPasswordError("no"), False),
    (asyncpg.InvalidCatalogNameError("no"), False),
    (asyncpg.InsufficientPrivilegeError("no"), False),
    (None, False),
]


@pytest.mark.parametrize(("fault", "passes"), OF_SERVERS, ids=lambda one: type(one).__name__)
def test_what_may_be_over_in_a_while(fault: BaseException | None, passes: bool) -> None:
    assert may_pass(fault, on_server=True) is passes
    assert not may_pass(fault, on_server=False)


async def test_a_server_that_starts_later() -> None:
    own = await asyncio.to_thread(Server)
    try:
        url = await asyncio.to_thread(own.new_database)
        await asyncio.to_thread(own.stop)
        database = database_at(url, FakeClock().now)
        with pytest.raises(StorageError) as refusal:
            await database.open()
        assert refusal.value.may_pass
        await asyncio.to_thread(own.start)
        await database.open()
        await database.close()
    finally:
        await asyncio.to_thread(own.remove)


def test_a_file_that_another_program_has_for_itself(tmp_path: Path, migrated: Path) -> None:
    file = Path(shutil.copy(migrated, tmp_path / "needledrop.db"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        ended = run(tmp_path, "run")
    assert ended.returncode == 1
    assert "is in use by another program" in said(ended)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "needledrop.db").write_text("a diary, not a database " * 100)
    assert run(tmp_path, "run").returncode == 2
