"""Whether what keeps a database from being opened may be over by itself in a while."""

import errno
import socket
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.errors import StorageError

_STATES = frozenset({"08000", "08001", "08003", "08006", "53300", "57P01", "57P02", "57P03"})
"""A PostgreSQL server that goes away, has no connection left, stops, or only just starts."""
_IN_USE = ("SQLITE_BUSY", "SQLITE_LOCKED")


def may_pass(fault: BaseException | None, *, on_server: bool) -> bool:
    """Return whether trying again may be enough.

    After a machine has started, the bot may be there before the network, or the server.

    Args:
        fault: What was raised when the database was opened.
        on_server: Whether it is on a server.
    """
    if isinstance(fault, sqlite3.Error):
        return getattr(fault, "sqlite_errorname", "").startswith(_IN_USE)
    if not on_server:
        return False
    # Imported on first use: most hosts have no need of it.
    from asyncpg import TargetServerAttributeNotMatched  # noqa: PLC0415

    if getattr(fault, "sqlstate", None) in _STATES or was_closed(fault):
        return True
    # Such as while a standby is made the primary.
    if isinstance(fault, socket.gaierror | TargetServerAttributeNotMatched):
        return True
    # The driver itself raises ConnectionError where it does not like what answers.
    if not isinstance(fault, OSError) or type(fault) is ConnectionError:
        return False
    # A certificate that is wrong stays so; a socket that is not there is made by the server.
    return not isinstance(fault, ssl.SSLError | PermissionError | IsADirectoryError) and (
        fault.errno not in (errno.EINVAL, errno.EAFNOSUPPORT, errno.ENAMETOOLONG)
    )


def was_closed(fault: BaseException | None) -> bool:
    """Return whether what answers has closed the connection, without a word.

    A proxy does so at once while the server behind it only just starts.
    """
    # The driver has no types for these: it raises the same ones for all else it dislikes.
    return (type(fault) is ConnectionError and "connection_lost" in str(fault)) or (
        type(fault).__name__ == "InterfaceError" and "connection is closed" in str(fault)
    )


@contextmanager
def judged(*, on_server: bool) -> Iterator[None]:
    """Have the errors of a database that are raised in the block say whether they may pass."""
    try:
        yield
    except StorageError as fault:
        fault.may_pass = fault.may_pass or may_pass(fault.__cause__, on_server=on_server)
        raise
