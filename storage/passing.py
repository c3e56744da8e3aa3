"""Whether what keeps a database from being opened may be over by itself in a while."""

import errno
import socket
import sqlite3
import ssl

_STATES = frozenset({"53300", "57P01", "57P02", "57P03"})
"""A PostgreSQL server that has no connection left, stops, was killed, or only just starts."""
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
    if getattr(fault, "sqlstate", None) in _STATES or isinstance(fault, socket.gaierror):
        return True
    # The driver itself raises ConnectionError where it does not like what answers.
    if not isinstance(fault, OSError) or type(fault) is ConnectionError:
        return False
    # A certificate that is wrong stays so; a socket that is not there is made by the server.
    return not isinstance(fault, ssl.SSLError | PermissionError | IsADirectoryError) and (
        fault.errno not in (errno.EINVAL, errno.EAFNOSUPPORT, errno.ENAMETOOLONG)
    )
