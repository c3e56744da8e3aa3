"""The settings as whoever hosts the bot is shown them: each value, and where it is from."""

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from bot import settings
from bot.recounting import printable
from bot.server_address import NotAnAddress, is_server, parse
from bot.settings_database import SQLITE
from bot.settings_given import Given, given

DEFAULT = "default"
_SET, _UNSET = "(set)", "(not set)"
_LOGIN = re.compile("://.*@", re.DOTALL)
_SECRET_FORM = re.compile(r"[\w-]{43}=|[\w-]{18,}\.[\w-]{5,}\.[\w-]{20,}", re.ASCII)
"""What keys and Discord's tokens look like, wherever they were pasted."""


class ShownSetting(Struct, frozen=True):
    """A setting without a secret.

    Attributes:
        value: What the bot uses, as it is written; only whether it is set where it is a secret.
        origin: `environment`, `default`, or the name of the file.
    """

    name: str
    value: str
    origin: str


def shown(
    dotenv: Path | None = Path(".env"),
) -> tuple[list[ShownSetting], list[str], list[str]]:
    """Return all settings in their order, all faults, and what may not have been meant so.

    What is at fault is shown as written, unless it may be a secret that is in the wrong place.

    Raises:
        ConfigError: The file is there, but cannot be read.
    """
    found = given(dotenv, settings.REMEDIES)
    doubts = settings.usable(found).doubts
    listed = [
        ShownSetting(name, _value(name, found), found.origins.get(name, DEFAULT))
        for name in settings.REMEDIES
    ]
    return listed, found.faults, doubts


def as_table(listed: Iterable[ShownSetting]) -> str:
    """Return settings as lines with three columns."""
    rows = [(one.name, printable(one.value), one.origin) for one in listed]
    name, value = (max(len(row[column]) for row in rows) for column in range(2))
    return "\n".join(f"{row[0]:<{name}}  {row[1]:<{value}}  {row[2]}" for row in rows)


def _value(name: str, found: Given) -> str:
    text = found.values.get(name, "")
    if not text:
        return _told(found.defaults.get(name)) or _UNSET
    if name in settings.SECRETS or _SECRET_FORM.search(text):
        return _SET
    if name == "DATABASE_URL" and not text.lower().startswith(SQLITE) and not is_server(text):
        return _SET  # any program's address, and where its password is, nobody can tell
    return _without_password(text)


def _told(default: object) -> str:
    """Return a default as people would write it; nothing where there is none."""
    return str(default) if default and not isinstance(default, tuple | frozenset) else ""


def _without_password(text: str) -> str:
    try:
        return parse(text).shown if is_server(text) else _LOGIN.sub("://…@", text)
    except NotAnAddress:
        return _SET  # where the password is in it, nobody can tell
