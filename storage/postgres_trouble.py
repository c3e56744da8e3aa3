"""What keeps a PostgreSQL database from being used, in words for whoever hosts the bot."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg

from bot.domain.errors import StorageError
from bot.host_files import absolute
from bot.server_address import NotAnAddress, parse
from storage.passing import was_closed
from storage.postgres_statements import FAULTS

_UNREACHABLE = (
    "no server can be reached there",
    "Start it, or correct its name and port in DATABASE_URL",
)
_CLOSED = (
    "the server closed the connection",
    "Try again in a minute; if that is no use, see what its log says, or correct DATABASE_URL",
)
_TO_DO: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str], ...] = (
    (
        asyncpg.InvalidPasswordError,
        "the server does not accept this user's password",
        "Correct the password in DATABASE_URL, where @ is written as %40 and / as %2F",
    ),
    (
        asyncpg.InvalidAuthorizationSpecificationError,
        "the server does not let this user in",
        "Correct DATABASE_URL, or let it in: createuser makes one, and pg_hba.conf says who may",
    ),
    (
        asyncpg.InvalidCatalogNameError,
        "the server has no database of this name",
        "Correct DATABASE_URL, or run: createdb --encoding=UTF8 --template=template0 NAME",
    ),
    (
        (
            asyncpg.AdminShutdownError,
            asyncpg.CannotConnectNowError,
            asyncpg.CrashShutdownError,
        ),
        "the server is just starting or stopping",
        "Try again in a minute",
    ),
    (
        asyncpg.TooManyConnectionsError,
        "the server has no connection left",
        "Raise its max_connections, or stop another program that uses it",
    ),
    (
        asyncpg.TargetServerAttributeNotMatched,
        "no server there is as target_session_attrs asks",
        "See whether the primary is up, or correct DATABASE_URL",
    ),
    (
        asyncpg.ReadOnlySQLTransactionError,
        "the server only lets people read, as a standby does",
        "Name the primary server in DATABASE_URL",
    ),
    (
        asyncpg.InsufficientPrivilegeError,
        "this user may not do what is needed",
        "Make it the owner of the database and of its tables",
    ),
    (
        asyncpg.DiskFullError,
        "the server's disk is full",
        "Make room there",
    ),
    (
        asyncpg.InvalidSchemaNameError,
        "the database has no schema that tables could be created in",
        "As its owner, run: CREATE SCHEMA public",
    ),
    (
        ssl.SSLError,
        "the connection cannot be encrypted as sslmode in DATABASE_URL asks",
        "Name the certificate of whoever signed the server's, as in sslrootcert=FILE",
    ),
    (
        socket.gaierror,
        "there is no machine of this name on the network",
        "Correct the server's name in DATABASE_URL, or see whether the network is up",
    ),
    (
        TimeoutError,
        "the server does not answer",
        "See whether DATABASE_URL names the right machine and port, and no firewall is between",
    ),
    (
        (
            asyncpg.ClientCannotConnectError,
            asyncpg.ConnectionDoesNotExistError,
            asyncpg.ConnectionFailureError,
            BrokenPipeError,
            ConnectionAbortedError,
        ),
        *_CLOSED,
    ),
    (ConnectionRefusedError, *_UNREACHABLE),
    (ConnectionResetError, *_UNREACHABLE),
    (
        # What the driver raises itself.
        ConnectionError,
        "what answers there does not encrypt connections, or is no PostgreSQL server",
        "Correct DATABASE_URL, or turn ssl on in the server's settings",
    ),
    (OSError, *_UNREACHABLE),
    (
        asyncpg.ClientConfigurationError,
        "the address cannot be used like this",
        "Correct DATABASE_URL",
    ),
)
"""For each kind of fault, what it means and what to do; the first that fits counts."""
_FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
_SECRET = re.compile(r"password=\S+", re.IGNORECASE)


def place_of(url: str) -> str:
    """Return an address as it can be shown, without a password."""
    try:
        return parse(url).shown
    except NotAnAddress:
        return "the database that DATABASE_URL names"


def unusable(url: str, fault: BaseException) -> StorageError:
    """Return the error that names the database, what is at fault, and what to do."""
    missing = _missing_files(url) if isinstance(fault, FileNotFoundError) else []
    if missing:
        return StorageError(
            f"{missing[0]}, which DATABASE_URL names. See whether the name is right."
        )
    what, to_do = _CLOSED if was_closed(fault) else _meaning(fault)
    return StorageError(f"{place_of(url)}: {what} ({_words(fault)}). {to_do}.")


def _meaning(fault: BaseException) -> tuple[str, str]:
    return next(
        ((what, to_do) for kind, what, to_do in _TO_DO if isinstance(fault, kind)),
        ("the server refuses", "See what its log says about it"),
    )


@contextmanager
def told_of(url: str) -> Iterator[None]:
    """Raise what goes wrong with a database as `unusable` says it.

    Raises:
        StorageError: It went wrong.
    """
    try:
        yield
    except FAULTS as fault:
        raise unusable(url, fault) from fault


def _missing_files(url: str) -> list[str]:
    """Return what is said of the files that an address names and that are not there."""
    named = parse_qs(urlsplit(place_of(url)).query)
    paths = (Path(named[option][-1]) for option in _FILES if option in named)
    return [f"{absolute(path)} is not there" for path in paths if not path.exists()]


def _words(fault: BaseException) -> str:
    """Return a fault's own words, in a line."""
    words = " ".join(str(fault).split()) or type(fault).__name__
    return _SECRET.sub("password=…", words).rstrip(".")
