"""A copy put in the place of what is in a PostgreSQL database, in one transaction.

What was there moves into a schema of its own in the same transaction. Whenever this is killed, the
server takes all of it back.
"""

import asyncio
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from typing_extensions import override

from bot.domain.errors import StorageError
from bot.host_files import absolute
from bot.server_address import ServerAddress
from storage import migrate
from storage.move_postgres import require_stopped
from storage.postgres_backup import KEPT_SCHEMAS, environment, program, run_program
from storage.postgres_checkup import PostgresCheckup
from storage.postgres_migrations import MIGRATING
from storage.restore import OF_POSTGRES, Prepared, require_kind

PROGRAMS = ("pg_restore", "psql")
_TABLE = re.compile(r" TABLE DATA (\S+) (\w+) ")
_HEAD_MAX = 40
"""Lines within which the script sets how it wants to be run."""
_UNKNOWN_TO_OLDER = (b"SET transaction_timeout ",)
"""What newer programs write there for newer servers alone."""


@contextmanager
def prepared_server(copy: Path, server: ServerAddress) -> Iterator[Prepared]:
    """Lend a copy that is checked.

    Raises:
        StorageError: It is damaged, of a newer version or no copy of ours; or the server or a
            program cannot be used.
    """
    require_kind(copy, OF_POSTGRES)
    checkup = PostgresCheckup(server.url)
    version = checkup.state().version
    restore, psql = (program(name, version) for name in PROGRAMS)
    yield _Dump(copy, server, restore, psql, _its_schema(copy, restore, server), checkup.schema())


@dataclass(frozen=True, slots=True)
class _Dump(Prepared):
    copy: Path
    server: ServerAddress
    restore: str
    psql: str
    schema: str
    here: str

    @property
    @override
    def place(self) -> str:
        return self.server.shown

    @property
    @override
    def replaces(self) -> bool:
        return bool(PostgresCheckup(self.server.url).made_by_bots())

    @override
    def require_stopped(self) -> None:
        asyncio.run(require_stopped(self.server.url))

    @override
    def put_in_place(self, stamp: str) -> str:
        if self.schema != self.here:
            raise StorageError(
                f"{absolute(self.copy)} fills the schema {self.schema}, and {self.place} has its"
                f" tables in {self.here}. Name a database whose search_path begins with"
                f" {self.schema}."
            )
        self.require_stopped()
        before = PostgresCheckup(self.server.url).made_by_bots()
        kept = KEPT_SCHEMAS + re.sub(r"\W", "_", stamp).lower() if before else ""
        self._run([*_set_aside(self.here, kept, before)])
        return f"the schema {kept}" if kept else ""

    def _run(self, first: Sequence[str]) -> None:
        """Have one transaction do some statements, and then what the copy says."""
        flags = ("--no-owner", "--no-privileges", f"--schema={self.schema}", "--file=-")
        command = (self.psql, "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1")
        with (
            TemporaryFile() as of_copy,
            TemporaryFile() as of_server,
            subprocess.Popen(  # noqa: S603 - the host's own program
                [self.restore, *flags, str(self.copy)],
                env=environment(self.server),
                stdout=subprocess.PIPE,
                stderr=of_copy,
            ) as reading,
            subprocess.Popen(  # noqa: S603 - as above
                [*command, f"--dbname={self.server.shown}"],
                env=environment(self.server),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=of_server,
            ) as writing,
        ):
            _pass_on(reading, writing, first)
            if reading.returncode or writing.returncode:
                words = _words(of_server) or _words(of_copy)
                raise StorageError(f"{self.place} is as it was: the copy was refused ({words}).")


def _its_schema(copy: Path, restore: str, server: ServerAddress) -> str:
    """Return the schema whose tables a copy holds.

    Raises:
        StorageError: It is damaged, of a newer version, or lacks what it should hold.
    """
    place = absolute(copy)
    wrong = f"{place} is damaged, or cannot be read"
    listed = run_program([restore, "--list", str(copy)], server, wrong)
    # The list is at the beginning of the file; the rest is read by making SQL of it.
    run_program([restore, f"--file={os.devnull}", str(copy)], server, wrong)
    schemas = {table: schema for schema, table in _TABLE.findall(listed)}
    only = ("--data-only", "--table=migrations", "--file=-")
    rows = run_program([restore, *only, str(copy)], server, wrong)
    applied = {int(row[0]): row[2] for row in _rows(rows)}
    if not applied:
        raise StorageError(f"{place} holds nothing of Needle Drop's. Name another copy.")
    try:
        migrate.pending(migrate.load_migrations(), applied)
    except StorageError as fault:
        raise StorageError(f"{place}: {fault}") from fault
    known = [one for one in migrate.load_migrations() if one.version in applied]
    if missing := sorted(migrate.tables(known) - schemas.keys()):
        raise StorageError(f"{place} lacks {', '.join(missing)}. Name another copy.")
    return str(schemas["migrations"])


def _rows(script: str) -> Iterator[list[str]]:
    """Yield the rows that a script copies into a table."""
    _, _, behind = script.partition(" FROM stdin;\n")
    for line in behind.splitlines():
        if line == "\\.":
            return
        yield line.split("\t")


def _set_aside(schema: str, kept: str, tables: Iterable[str]) -> Iterator[str]:
    """Yield the statements that begin the transaction, and move tables into another schema."""
    yield "BEGIN"
    yield "SET LOCAL lock_timeout = '5s'"
    # A bot that is started now waits here until all is done.
    yield f"SELECT pg_advisory_xact_lock({MIGRATING})"
    if kept:
        yield f'CREATE SCHEMA "{kept}"'
    for table in tables:
        yield f'ALTER TABLE "{schema}"."{table}" SET SCHEMA "{kept}"'


def _pass_on(
    reading: "subprocess.Popen[bytes]", writing: "subprocess.Popen[bytes]", first: Sequence[str]
) -> None:
    """Give one program what another one writes; it is committed only if all of it was there."""
    if reading.stdout is None or writing.stdin is None:
        raise ValueError("started without pipes")
    with suppress(BrokenPipeError):  # it has ended, and its words say why
        writing.stdin.write("".join(f"{one};\n" for one in first).encode())
        for number, line in zip(count(), reading.stdout, strict=False):
            if number >= _HEAD_MAX or not line.startswith(_UNKNOWN_TO_OLDER):
                writing.stdin.write(line)
        if reading.wait() == 0:
            writing.stdin.write(b"ANALYZE;\nCOMMIT;\n")
    reading.stdout.close()
    with suppress(BrokenPipeError):
        writing.stdin.close()
    reading.wait()
    writing.wait()


def _words(told: IO[bytes]) -> str:
    told.seek(0)
    return " ".join(told.read().decode(errors="replace").split())
