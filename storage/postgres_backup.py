"""A copy of a database on a server, made by PostgreSQL's own programs while the bot runs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from bot.domain.errors import StorageError
from bot.server_address import ServerAddress
from storage.new_copy import new_copy
from storage.postgres_checkup import PostgresCheckup

_INSTALL = "Install PostgreSQL's client programs. On Debian and Ubuntu: apt install"
PROGRAMS = ("pg_dump", "pg_restore")
KEPT_SCHEMAS = "needledrop_replaced_"
"""What the names of the schemas begin with that a restore keeps what was there in; in no copy."""
_VERSION = re.compile(r"(\d+)(?:\.\d+)*")


def back_up_server(server: ServerAddress, target: Path) -> int:
    """Copy a database into a new file in `pg_dump`'s own format, and check the copy.

    Blocks until it is done; the bot can go on writing meanwhile. The copy is for this user alone,
    with everything that was committed when it began. If it fails, nothing is left behind.

    Returns:
        The size of the copy in bytes.

    Raises:
        StorageError: The database cannot be read, lacks tables, or was used by a newer version; the
            target is there already or cannot be written; the programs are missing or too old; or
            the copy is not sound.
    """
    checkup = PostgresCheckup(server.url)
    if not checkup.in_use():
        raise StorageError(f"{server.shown} is empty: no bot has been started on it yet.")
    checkup.waiting()  # of a newer version, nobody knows what would have to be in the copy
    if missing := sorted(checkup.missing()):
        raise StorageError(
            f"{server.shown} lacks {', '.join(missing)}. Put an earlier backup in its place."
        )
    version, tables = checkup.state().version, checkup.tables()
    dump, restore = (program(name, version) for name in PROGRAMS)
    with new_copy(target) as partial:
        command = [dump, "--format=custom", "--no-password", f"--exclude-schema={KEPT_SCHEMAS}*"]
        command += [f"--file={partial}", server.shown]
        run_program(command, server, "pg_dump could not make the copy")
        _check(restore, partial, tables, server)
    return target.stat().st_size


def require_programs(server: ServerAddress) -> None:
    """Return if what makes copies is on this machine, and as new as the server.

    Raises:
        StorageError: It is not, or the server cannot be asked.
    """
    version = PostgresCheckup(server.url).state().version
    for name in PROGRAMS:
        program(name, version)


def program(name: str, server_version: str) -> str:
    """Return the path of a program that is as new as the server.

    Raises:
        StorageError: There is none.
    """
    needed = _major(server_version)
    found = shutil.which(name)
    if found is None:
        raise StorageError(
            f"{name} is not on this machine, and makes the copy. {_INSTALL} postgresql-client."
        )
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - the host's own program
    if _major(told.stdout) < needed:
        raise StorageError(
            f"{found} is of version {_major(told.stdout)}, and the server of {needed}: it has to be"
            f" as new. {_INSTALL} postgresql-client-{needed}."
        )
    return found


def _major(text: str) -> int:
    found = _VERSION.search(text)
    return int(found[1]) if found else 0


def _check(restore: str, copy: Path, tables: frozenset[str], server: ServerAddress) -> None:
    """Raise StorageError if not every table is in a copy, or its data cannot be read to the end."""
    wrong = "The copy is not sound, and was removed"
    listed = run_program([restore, "--list", str(copy)], server, wrong)
    held = set(re.findall(r" TABLE DATA \S+ (\w+) ", listed))
    if missing := sorted(tables - held):
        raise StorageError(f"{wrong}: it lacks {', '.join(missing)}. Try again.")
    # The list is at the beginning of the file; the rest is read by making SQL of it.
    run_program([restore, f"--file={os.devnull}", str(copy)], server, wrong)


def environment(server: ServerAddress) -> dict[str, str]:
    """Return the environment of a program: the password is in it, where others cannot see it."""
    given = {**os.environ, "LC_ALL": "C"}
    return given | ({"PGPASSWORD": server.password} if server.password else {})


def run_program(command: list[str], server: ServerAddress, failed: str) -> str:
    """Return what a program prints.

    Raises:
        StorageError: It failed.
    """
    ended = subprocess.run(  # noqa: S603 - the host's own program
        command,
        env=environment(server),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode:
        words = " ".join(ended.stderr.split()) or f"exit status {ended.returncode}"
        raise StorageError(f"{failed} ({words}).")
    return ended.stdout
