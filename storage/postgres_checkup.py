"""Checking a database on a server without changing it: for `python -m bot doctor`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import asyncpg
from msgspec import Struct

from bot.domain.errors import StorageError
from bot.domain.structs import SecretStruct
from bot.services.ports.pulse import Pulse
from storage import inspection, migrate
from storage.inspection import StoredRoom, stored_rooms
from storage.postgres_migrations import OLDEST
from storage.postgres_trouble import place_of, told_of
from storage.pulse import pulse

CONNECTIONS = 12
"""How many connections a process may use: a pool of eight, three for ballots, one as it starts."""
_CONNECT_WITHIN = 10.0
_STATE = """
SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
       current_setting('server_encoding') AS encoding,
       pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool AS read_only,
       current_user::text AS user,
       coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
       extract(epoch FROM clock_timestamp())::float8 AS clock,
       current_setting('fsync')::bool AND current_setting('full_page_writes')::bool AS durable,
       coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted,
       array_remove(ARRAY[host(inet_client_addr()), host(inet_server_addr())], NULL) AS ends
"""
_OF_OTHERS = """
SELECT tablename::text FROM pg_tables
 WHERE schemaname = current_schema() AND NOT pg_has_role(tableowner, 'USAGE')
   AND tablename IN (SELECT unnest($1::text[]))
 ORDER BY tablename
"""
_FREE = """
SELECT least(
    current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0)
        - (SELECT coalesce(sum(numbackends), 0) FROM pg_stat_database),
    (SELECT nullif(rolconnlimit, -1) - (SELECT count(*) FROM pg_stat_activity
        WHERE usename = current_user) FROM pg_roles WHERE rolname = current_user),
    (SELECT nullif(datconnlimit, -1) - (SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database()) FROM pg_database WHERE datname = current_database())
) + (SELECT count(*) FROM pg_stat_activity
      WHERE application_name = 'needledrop' OR pid = pg_backend_pid())
"""
_SEALED = """
SELECT table_name, column_name FROM information_schema.columns
 WHERE table_schema = current_schema() AND column_name LIKE 'sealed%'
"""
_TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
_INVALID = """
SELECT 'the index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
 UNION ALL SELECT 'the constraint ' || conname FROM pg_constraint WHERE NOT convalidated
 UNION ALL SELECT checksum_failures || ' pages of the disk' FROM pg_stat_database
            WHERE datname = current_database() AND checksum_failures > 0
"""
_DAMAGE = (asyncpg.DataCorruptedError, asyncpg.IndexCorruptedError, asyncpg.InternalServerError)

T = TypeVar("T")
Connection: TypeAlias = "asyncpg.Connection[Any]"


class PostgresState(Struct, frozen=True):
    """A server as it is, and what this user may do in the database."""

    version: str
    new_enough: bool
    encoding: str
    read_only: bool
    user: str
    may_create: bool
    of_others: Sequence[str]
    clock: float
    connections_free: int
    durable: bool
    encrypted: bool
    ends: Sequence[str]
    connections_needed: int = CONNECTIONS


class PostgresCheckup(SecretStruct, frozen=True):
    """One database. All methods block, and raise StorageError where it cannot be used.

    Its `repr` shows nothing.

    Attributes:
        url: The address.
        seconds: How long a check may take.
    """

    url: str
    seconds: float = 60.0

    @property
    def place(self) -> str:
        """The address without its password."""
        return place_of(self.url)

    def state(self) -> PostgresState:
        """Connect, and return how the server is."""

        async def ask(connection: Connection) -> PostgresState:
            [row] = await connection.fetch(_STATE)
            free = await connection.fetchval(_FREE)
            ours = sorted(migrate.tables(migrate.load_migrations()))
            others = await connection.fetch(_OF_OTHERS, ours)
            return PostgresState(
                new_enough=connection.get_server_version().major >= OLDEST,
                of_others=[name for (name,) in others],
                connections_free=free,
                **row,
            )

        return self._ask(ask)

    def in_use(self) -> bool:
        """Return whether a bot has been started on it."""
        return bool(self._ask(lambda connection: _has(connection, "migrations")))

    def integrity(self) -> str:
        """Return the first damage that is found; empty if there is none.

        Every row is read, which tells pages that cannot be read or whose checksums are wrong.
        """

        async def look(connection: Connection) -> str:
            try:
                for (table,) in await connection.fetch(_TABLES):
                    # As text, so that values that are kept apart from their rows are read, too.
                    await connection.execute(f'SELECT count(one::text) FROM "{table}" AS one')  # noqa: S608 - the schema's names
            except _DAMAGE as fault:
                return str(fault)
            return str(await connection.fetchval(_INVALID) or "")

        return self._ask(look)

    def tables(self) -> frozenset[str]:
        """Return those of the bot's tables that are there."""
        there = {name for (name,) in self._ask(lambda connection: connection.fetch(_TABLES))}
        return frozenset(there & {*migrate.tables(migrate.load_migrations()), "migrations"})

    def schema(self) -> str:
        """Return the schema that tables are created in."""
        return str(self._ask(lambda connection: connection.fetchval("SELECT current_schema()")))

    def made_by_bots(self) -> Sequence[str]:
        """Return the tables that this version of the bot made there, or another one.

        Of a newer version, nobody here knows the names; where one was at work, all tables count.
        """
        there = [name for (name,) in self._ask(lambda connection: connection.fetch(_TABLES))]
        ours = self.tables()
        try:
            self.waiting()
        except StorageError:
            return there if "migrations" in ours else []
        return sorted(ours)

    def waiting(self) -> int:
        """Return how many migrations the next start will apply.

        Raises:
            StorageError: A newer version of the bot made the tables, as well.
        """
        try:
            return len(migrate.pending(migrate.load_migrations(), self._applied()))
        except StorageError as fault:
            if fault.__cause__ is not None:
                raise
            raise StorageError(f"{self.place}: {fault}") from fault

    def missing(self) -> frozenset[str]:
        """Return the bot's tables that were made once and are not there any more."""
        applied = self._applied()
        made = [one for one in migrate.load_migrations() if one.version in applied]
        return migrate.tables(made) - self.tables()

    def _applied(self) -> dict[int, str]:
        """Return the checksums of the migrations that were applied, by version."""

        async def ask(connection: Connection) -> dict[int, str]:
            if not await _has(connection, "migrations"):
                return {}
            return {row[0]: row[1] for row in await connection.fetch(migrate.APPLIED)}

        return self._ask(ask)

    def rooms(self) -> list[StoredRoom]:
        """Return all rooms, by title."""
        return stored_rooms(self._of("rooms", inspection.ROOMS))

    def client_ids(self) -> frozenset[str]:
        """Return the Client IDs of the apps that rooms have brought and use."""
        return frozenset(str(one) for (one,) in self._of("spotify_accounts", inspection.APPS))

    def seen_beside(self) -> int:
        """Return when (UTC seconds) a process of the bot last noticed another; 0 if none has."""
        rows = self._of("facts", inspection.SEEN_BESIDE)
        return int(rows[0][0]) if rows else 0

    def pulse(self, now: float) -> Pulse:
        """Return how the bot is doing; `now` is UTC seconds."""
        return pulse(self._of_each, now)

    def sealed(self) -> list[str]:
        """Return all sealed values, as `Checkup.sealed` does."""
        found = [
            value
            for table, column in self._ask(lambda connection: connection.fetch(_SEALED))
            for (value,) in self._of(table, f'SELECT "{column}" FROM "{table}"')  # noqa: S608 - the schema's names
            if value
        ]
        return found + [value for (value,) in self._of("facts", inspection.SEALED_FACTS)]

    def texts(self) -> str:
        """Return the titles of rooms and of episodes, and what songs are called."""
        return "".join(
            text for table, sql in inspection.TEXTS.items() for (text,) in self._of(table, sql)
        )

    def _of(self, table: str, sql: str) -> list[Any]:
        """Return what a query about a table finds; nothing where there is no such table."""
        return self._of_each({table: sql})[table]

    def _of_each(self, asked: Mapping[str, str]) -> Mapping[str, list[Any]]:
        """Return what queries about tables find, on one connection."""

        async def ask(connection: Connection) -> Mapping[str, list[Any]]:
            return {
                table: await connection.fetch(sql) if await _has(connection, table) else []
                for table, sql in asked.items()
            }

        return self._ask(ask)

    def _ask(self, question: Callable[[Connection], Awaitable[T]]) -> T:
        """Return what a question finds, on a connection of its own that can only read."""

        async def ask() -> T:
            with told_of(self.url):
                connection = await asyncpg.connect(
                    self.url,
                    timeout=_CONNECT_WITHIN,
                    server_settings={"application_name": "needledrop-doctor"},
                )
                try:
                    async with (
                        asyncio.timeout(self.seconds),
                        connection.transaction(readonly=True),
                    ):
                        return await question(connection)
                finally:
                    await connection.close(timeout=_CONNECT_WITHIN)

        return asyncio.run(ask())


async def _has(connection: Connection, table: str) -> bool:
    found = "SELECT to_regclass(quote_ident(current_schema()) || '.' || quote_ident($1))::text"
    return await connection.fetchval(found, table) is not None
