"""The settings of the database and of its key, read from what people write."""

import os
from pathlib import Path

from bot.host_files import absolute, home
from bot.server_address import NotAnAddress, is_server, parse
from bot.settings_given import Given, NotUsable

SQLITE = "sqlite:///"
NEW_KEY = (
    "Put what is in your key file there. If you have none yet, this makes one:"
    " openssl rand -base64 32 | tr '+/' '-_'"
)
"""What to do about a missing key where it cannot be in a file."""


def database_url(text: str) -> str:
    """Return the address of a database as it is kept in `Settings`.

    Raises:
        NotUsable: It is none.
    """
    if is_server(text):
        try:
            return parse(text).url
        except NotAnAddress as reason:
            raise NotUsable(str(reason)) from None
    if not text.lower().startswith(SQLITE) or not text[len(SQLITE) :].strip():
        raise NotUsable("this version can't use that kind of database")
    path = _path(text[len(SQLITE) :])
    if path.name == ":memory:":
        raise NotUsable("nothing would be kept")
    return f"{SQLITE}{path}"


def blame_missing_key(found: Given) -> None:
    """Note that there is no key where it has to be in the settings; once is enough."""
    if not found.blamed("ENCRYPTION_KEY"):
        what = "missing, and with PostgreSQL a key file is not used"
        found.blame("ENCRYPTION_KEY", what, NEW_KEY)


def key_file(text: str) -> str:
    """Return the path of a key file; raises NotUsable."""
    return str(_path(text))


def _path(text: str) -> Path:
    """Return the path of a file; a leading `~` is the home folder."""
    if text.endswith(("/", os.sep)):
        raise NotUsable("it ends as a folder's path does, and names no file")
    try:
        path = home(text)
    except ValueError as fault:
        raise NotUsable(str(fault)) from fault
    if os.path.isdir(path):  # noqa: PTH112 - Path's own raises where it may not look
        raise NotUsable(f"{absolute(path)} is a folder, not a file")
    return path
