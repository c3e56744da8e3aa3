"""The settings for the copies that the bot makes of its database, read as people write them."""

import os
import re
from pathlib import Path

from msgspec import Struct

from bot.host_files import absolute, home
from bot.settings_given import NotUsable

REMEDIES = {
    "BACKUP_EVERY": (
        "Write how often the bot copies its database, from 15m to 366d, such as 1d or 12h; leave it"
        " empty for no copies"
    ),
    "BACKUP_KEEP": (
        "Write how many copies are kept, such as 7, or for how long, such as 30d; or leave it empty"
    ),
    "BACKUP_FOLDER": "Write the path of a folder for the copies, or leave it empty",
}
"""For each of them, what to do if it is wrong."""
FOLDER = "backups"
"""The folder for copies where none is named: beside SQLite's file, or where the bot is started."""
SHORTEST = 900
"""Seconds between two copies, at the least."""
LONGEST = 366 * 86_400

_UNITS = {"m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
_SPAN = re.compile(r"(\d{1,6}) ?([mhdw])", re.ASCII | re.IGNORECASE)


class Keep(Struct, frozen=True):
    """Which copies are kept: so many of the newest, or those of so many seconds.

    The newest one always is.
    """

    number: int | None
    seconds: int | None = None

    def __str__(self) -> str:
        if self.seconds is None:
            return str(self.number)
        unit = next(name for name, size in reversed(_UNITS.items()) if self.seconds % size == 0)
        return f"{self.seconds // _UNITS[unit]}{unit}"


KEPT = Keep(7)
"""What is kept where nothing is said."""


class BackupPlan(Struct, frozen=True):
    """The copies that the bot makes.

    Attributes:
        every: Seconds from one copy to the next.
        keep: Which are kept.
        folder: Where they go; need not be there yet.
        name: What their names begin with; fit for a file's name.
        suffix: What their names end with, such as `.db`.
    """

    every: int
    keep: Keep
    folder: Path
    name: str
    suffix: str


def interval(text: str) -> int:
    """Return the seconds from one copy to the next, such as 86400 for `1d`."""
    seconds = _seconds(text)
    if seconds is None:
        raise NotUsable("it isn't a number and a unit")
    if not SHORTEST <= seconds <= LONGEST:
        raise NotUsable("it is shorter than 15 minutes or longer than a year")
    return seconds


def keep(text: str) -> Keep:
    """Return which copies are kept: `7` for seven of them, `30d` for those of thirty days."""
    if re.fullmatch("[0-9]{1,5}", text) and int(text) > 0:
        return Keep(int(text))
    seconds = _seconds(text)
    if not seconds:
        raise NotUsable("it isn't a number above 0, with or without a unit")
    return Keep(None, seconds)


def folder(text: str) -> str:
    """Return the path of a folder, which need not be there; a leading `~` is the home folder."""
    try:
        path = home(text)
    except ValueError as fault:
        raise NotUsable(str(fault)) from fault
    if os.path.lexists(path) and not os.path.isdir(path):  # noqa: PTH112 - Path's own may raise
        raise NotUsable(f"{absolute(path)} is a file, not a folder")
    return str(path)


def _seconds(text: str) -> int | None:
    found = _SPAN.fullmatch(text)
    return int(found[1]) * _UNITS[found[2].lower()] if found else None
