"""What keeps a database from being opened, and whether it may be over in a while."""

import asyncio
import shutil
import sqlite3
import ssl
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from bot.app import build_behind
from bot.closing import NoClient
from bot.domain.errors import StorageError
from bot.settings import Settings
from storage.database import database_at
from storage.passing import may_pass
from storage.postgres_checkup import PostgresCheckup
from storage.postgres_statements import told_in_our_words
from tests.fakes import FakeAnnouncer, FakeClock, FakeSurroundings
from tests.host.commands import run, said
from tests.parts import Outside
from tests.postgres import Server, server

OF_SERVERS = [
    (ConnectionRefusedError(111, "refused"), True),
    (ConnectionResetError(104, "reset"), True),
    (OSError("Multiple exceptions: [Errno 111] ..., [Errno 111] ..."), True),
    (OSError(113, "No route to host"), True),
    (FileNotFoundError(2, "No such file or directory"), True),
    (TimeoutError(), True),
    (asyncpg.CannotConnectNowError("starting up"), True),
    (asyncpg.TooManyConnectionsError("too many"), True),
    (asyncpg.ConnectionDoesNotExistError("connection was closed"), True),
    (asyncpg.ConnectionFailureError("connection lost"), True),
    (asyncpg.AdminShutdownError("terminating"), True),
    (asyncpg.TargetServerAttributeNotMatched("none of the hosts"), True),
    (ConnectionError("unexpected connection_lost() call"), True),
    (asyncpg.InterfaceError("connection is closed"), True),
    (asyncpg.InterfaceError("cannot be used like this"), False),
    (ConnectionError("rejected SSL upgrade"), False),
    (asyncpg.ProtocolViolationError("no such user"), False),
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


@pytest.mark.parametrize("options", ["", "?sslmode=disable"])
async def test_a_proxy_whose_server_has_not_started(options: str) -> None:
    proxy = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1")
    async with proxy:
        port = proxy.sockets[0].getsockname()[1]
        database = database_at(f"postgresql://a:b@127.0.0.1:{port}/c{options}", FakeClock().now)
        with pytest.raises(StorageError, match="the server closed the connection") as refusal:
            await database.open()
    assert refusal.value.may_pass


async def test_no_server_fits_while_the_primary_is_replaced() -> None:
    """As after a failover: the server that is there only lets people read."""
    plain = await asyncio.to_thread(server().new_database)
    url = f"{plain}&target_session_attrs=read-write"
    connection = await asyncpg.connect(plain)
    name = await connection.fetchval("SELECT current_database()")
    await connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    await connection.close()
    with pytest.raises(StorageError, match="as target_session_attrs asks") as refusal:
        await database_at(url, FakeClock().now).open()
    assert refusal.value.may_pass
    with pytest.raises(StorageError, match="as target_session_attrs asks"):
        await asyncio.to_thread(PostgresCheckup(url).waiting)
    with pytest.raises(StorageError), told_in_our_words():  # what a bot that runs meets
        await asyncpg.connect(url)


async def test_a_server_that_goes_away_while_the_bot_gets_ready() -> None:
    own = await asyncio.to_thread(Server)
    try:
        url = await asyncio.to_thread(own.new_database)
        parts, announcer = Outside(FakeClock()).parts(), FakeAnnouncer()
        settings = Settings("t" * 60, database_url=url)
        app = build_behind(NoClient(), announcer, announcer, FakeSurroundings(), settings, parts)
        await app.open()
        await asyncio.to_thread(own.stop)
        with pytest.raises(StorageError) as refusal:
            await app.prepare()
        assert refusal.value.may_pass
        await app.close()
    finally:
        await asyncio.to_thread(own.remove)


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
