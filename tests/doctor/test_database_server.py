"""Checks of a database on a server, on a real one."""

import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import asyncpg
import pytest

from bot.doctor import Finding, database, findings
from bot.doctor.checks import Setup, checks
from bot.doctor.database_server import answers, server_checks
from bot.encryption import new_key
from bot.settings import Settings
from storage import migrate
from storage.database import database_at
from storage.inspection import StoredRoom
from storage.postgres_checkup import PostgresCheckup
from tests.builders import make_room
from tests.doctor.conftest import TOKEN, FakeDiscord, lines
from tests.doctor.test_findings import leave_a_copy
from tests.fakes import FakeClock
from tests.postgres import Server, server

SECRET = "hush-hush"
SAVED = "ok database: durable (every vote is on the disk before it is answered)"


@pytest.fixture(scope="module")
def durable() -> Iterator[Server]:
    """A server as it is for hosts, where one user needs a password."""
    made = Server("-c max_connections=20")
    hold(made, "CREATE ROLE ana LOGIN PASSWORD 'another'", "CREATE ROLE low LOGIN")
    rules = made.folder / "data" / "pg_hba.conf"
    made.stop("fast")
    rules.write_text(f"local all ana scram-sha-256\n{rules.read_text()}")
    made.start()
    yield made
    made.remove()


def hold(at: Server | str, *statements: str) -> None:
    """Run statements on a server, or in a database."""

    async def run() -> None:
        connection = await asyncpg.connect(at if isinstance(at, str) else at.url("postgres"))
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(run())


def used(url: str) -> str:
    """Start a bot on a database, and make a room."""

    async def run() -> None:
        store = database_at(url, FakeClock().now)
        await store.open()
        await make_room(store)
        await store.close()

    asyncio.run(run())
    return url


def as_user(url: str, login: str) -> str:
    return url.replace("postgres@", f"{login}@")


def look(url: str, now: Callable[[], float] | None = None) -> list[str]:
    """Return what is found about a database; with the server's own time, if no other is given."""
    checkup = PostgresCheckup(url)
    return lines(answers(checkup, now or (lambda: checkup.state().clock)))


def test_a_database_in_use_is_as_it_should_be(durable: Server) -> None:
    url = used(durable.new_database())
    found = look(url)
    assert found[0].startswith(f"ok database: {url} (PostgreSQL ")
    assert found[0].endswith(") can be used; it is up to date")
    assert found[1:] == [SAVED, "ok database: 17 connections for the bot, which needs 12 a process"]
    checkup = PostgresCheckup(url)
    assert lines(database.integrity(checkup)) == ["ok database: no damage"]
    assert checkup.rooms() == [StoredRoom(5, 10, "The Room", False)]
    assert checkup.texts() == "The Room"


def test_before_the_first_start_nothing_is_made(durable: Server) -> None:
    url = durable.new_database()
    assert look(url)[0].endswith("the next start updates it")
    checkup = PostgresCheckup(url)
    assert lines(database.integrity(checkup)) == []
    assert (checkup.rooms(), checkup.sealed(), checkup.texts()) == ([], [], "")
    assert (checkup.client_ids(), checkup.seen_beside()) == (frozenset(), 0)
    assert checkup.tables() == frozenset()


def test_older_and_newer_schemas(durable: Server) -> None:
    url = used(durable.new_database())
    hold(url, "DELETE FROM migrations WHERE version > 1")
    assert PostgresCheckup(url).waiting() == len(migrate.load_migrations()) - 1
    assert look(url)[0].startswith("ok database: ")
    hold(url, "INSERT INTO migrations VALUES (9999, 'later', 'x')")
    [told] = look(url)
    assert told.startswith(f"wrong database: {url}: the database is at migration 9999")
    assert "Start the newer version" in told


def test_what_rooms_have_sealed_and_brought(durable: Server) -> None:
    url = used(durable.new_database())
    hold(
        url,
        "INSERT INTO facts VALUES ('pseudonym_key', 'gAAAA'), ('seen_beside', '77'), ('x', 'y')",
        "CREATE TABLE a (id BIGINT, sealed_secret TEXT)",
        "INSERT INTO a VALUES (1, ''), (2, NULL), (3, 'gBBBB')",
    )
    assert sorted(PostgresCheckup(url).sealed()) == ["gAAAA", "gBBBB"]
    assert PostgresCheckup(url).seen_beside() == 77


@pytest.mark.parametrize(
    ("login", "name", "what", "to_do"),
    [
        (f"ana:{SECRET}", "postgres", "does not accept this user's password", "Correct the pass"),
        (f"ben:{SECRET}", "postgres", 'let this user in (role "ben" does not', "Correct DATABASE"),
        (f"postgres:{SECRET}", "none", "has no database of this name", "Correct DATABASE_URL, or"),
    ],
)
def test_nobody_gets_in(durable: Server, login: str, name: str, what: str, to_do: str) -> None:
    [told] = answers(PostgresCheckup(as_user(durable.url(name), login)), lambda: 0.0)
    assert told.status == 2
    assert what in str(told)
    assert f"). {to_do}" in str(told)
    assert SECRET not in str(told)


@pytest.mark.parametrize(
    ("address", "what"),
    [
        (f"postgresql://ana:{SECRET}@127.0.0.1:1/songs", "no server can be reached there"),
        (f"postgresql://ana:{SECRET}@/songs?host=/nowhere", "no server can be reached there"),
    ],
)
def test_nobody_is_there(address: str, what: str) -> None:
    checkup = PostgresCheckup(address)
    [told] = lines(answers(checkup, lambda: 0.0))
    assert told.startswith(f"wrong database: postgresql://ana@{address.split('@')[1]}: {what} (")
    assert SECRET not in told
    assert lines(database.integrity(checkup)) == []
    assert lines(database.processes(checkup, lambda: 0.0)) == []


def test_text_that_lacks_letters(durable: Server) -> None:
    hold(durable, "CREATE DATABASE latin ENCODING LATIN1 TEMPLATE template0")
    [told] = look(durable.url("latin"))
    assert "keeps text in LATIN1, which lacks letters. Create another with: createdb" in told


def test_a_user_who_may_not_create_tables(durable: Server) -> None:
    [told] = look(as_user(durable.new_database(), "low"))
    assert "low may not create tables there. As the owner of the database, run: GRANT" in told


def test_tables_of_another_user(durable: Server) -> None:
    """As after somebody else has restored a copy."""
    url = used(durable.new_database())
    hold(url, "GRANT CREATE ON SCHEMA public TO low", "ALTER TABLE rooms OWNER TO low")
    assert look(url)[0].startswith("ok ")  # a superuser is every other one, too
    hold(url, "GRANT ALL ON ALL TABLES IN SCHEMA public TO low")
    [told] = look(as_user(url, "low"))
    assert "ballot_log, ballots, board_entries, and others do not belong to low." in told
    assert 'run: ALTER TABLE NAME OWNER TO "low"' in told


def test_a_database_with_few_connections(durable: Server) -> None:
    url = used(durable.new_database())
    hold(durable, f"ALTER DATABASE {url.split('/')[3].split('?')[0]} CONNECTION LIMIT 5")
    [told] = [line for line in look(url) if "connections" in line]
    assert told.startswith("wrong database: the server has 5 connections for the bot, and each")


def test_a_server_that_does_not_wait_for_its_disk() -> None:
    """As that of the other tests."""
    found = look(used(server().new_database()))
    assert found[1].startswith("wrong database: votes are lost if the server's machine stops")


def test_a_standby_can_only_be_read() -> None:
    own = Server()
    url = used(own.new_database())
    own.stop("fast")
    (own.folder / "data" / "standby.signal").touch()
    own.start()
    try:
        [told] = look(url)
        assert told.startswith(f"wrong database: {url} can only be read, as on a standby. Name the")
        assert lines(database.integrity(PostgresCheckup(url))) == ["ok database: no damage"]
    finally:
        own.remove()


def test_damage_on_the_disk_is_found() -> None:
    own = Server()
    url = used(own.new_database())
    places: list[str] = []

    async def ask() -> None:
        connection = await asyncpg.connect(url)
        places.append(await connection.fetchval("SELECT pg_relation_filepath('rooms')"))
        await connection.close()

    asyncio.run(ask())
    own.stop("fast")
    file = own.folder / "data" / places[0]
    with file.open("r+b") as opened:
        opened.seek(100)
        opened.write(b"\xaa" * 4000)
    own.start()
    try:
        [told] = lines(database.integrity(PostgresCheckup(url)))
        assert told.startswith("wrong database: damaged (")
        assert told.endswith("Stop the bot and put a backup in its place")
    finally:
        own.remove()


def test_whether_anybody_can_read_along() -> None:
    """The tests' server cannot encrypt, so an encrypted connection is only told of below."""
    own = Server()
    try:
        own.stop("fast")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        own._options += f" -c listen_addresses=127.0.0.1 -c port={port}"
        own.start()
        address = f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode="
        state = PostgresCheckup(f"{address}prefer").state()
        assert (state.encrypted, *state.ends) == (False, "127.0.0.1", "127.0.0.1")
        [told] = answers(PostgresCheckup(f"{address}require"), lambda: 0.0)
        assert "what answers there does not encrypt connections, or is no PostgreSQL" in str(told)
        [told] = answers(PostgresCheckup(f"{address}verify-full&sslrootcert=/none"), lambda: 0.0)
        assert "database: /none is not there, which DATABASE_URL names. See whether" in str(told)
    finally:
        own.remove()


async def test_a_good_set_up_is_good_all_over(
    durable: Server, discord: FakeDiscord, clock: FakeClock, tmp_path: Path
) -> None:
    url = durable.new_database()
    store = database_at(url, clock.now)
    await store.open()
    checkup = PostgresCheckup(url)
    folder = str(tmp_path / "backups")
    chosen = Settings(
        TOKEN, url, encryption_keys=(new_key(),), backup_every=1, backup_folder=folder
    )
    await asyncio.to_thread(leave_a_copy, chosen, clock.now())

    def told(found: Sequence[Finding]) -> list[str]:
        return [line for line in lines(found) if not line.startswith("ok ")]

    setup = Setup(
        chosen,
        [],
        tmp_path / ".env",
        checkup,
        server_checks(checkup, lambda: checkup.state().clock),
        None,
        list,
        clock.now,
        "",
        discord.address,
    )
    found = [one async for one in findings(checks(setup))]
    await store.close()
    assert told(found) == []
    assert len(found) >= len(checks(setup)) - 1  # nobody was started twice
