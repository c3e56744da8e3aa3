"""The copies of the database in their folder: how they are named, found and removed in time.

A copy's name says when it was begun, in UTC: `needledrop-2026-12-04T17-00-00Z.db`. A file with any
other name is somebody else's, and is left alone.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from bot.settings_backups import BackupPlan

PART = ".part"
"""What a copy's name ends with until it is whole."""
ABANDONED_AFTER = 3600.0
"""Seconds since something was last written to a part, after which nobody is at work on it."""
_TIME = "%Y-%m-%dT%H-%M-%SZ"
_SHAPE = r"(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z)"


class BackupFile(Struct, frozen=True):
    """A copy that the bot has made.

    Attributes:
        path: Where it is.
        made_at: When it was begun (UTC seconds).
    """

    path: Path
    made_at: float


class BackupState(Struct, frozen=True):
    """How the copies are, for whoever watches the bot. Times are UTC seconds.

    Attributes:
        every: Seconds from one copy to the next; None if the bot makes none.
        newest_at: When the newest copy was begun; None if there is none, or nobody has looked yet.
        failed_at: When a copy last failed, if none has been made since.
        failure: Why, in a sentence; empty if none has failed.
    """

    every: int | None = None
    newest_at: float | None = None
    failed_at: float | None = None
    failure: str = ""


def stamp(now: float) -> str:
    """Return a time (UTC seconds) as it is in names, such as `2026-12-04T17-00-00Z`."""
    return datetime.fromtimestamp(now, UTC).strftime(_TIME)


def target(plan: BackupPlan, now: float) -> Path:
    """Return where a copy goes that is begun now (UTC seconds)."""
    return plan.folder / f"{plan.name}-{stamp(now)}{plan.suffix}"


def copies(plan: BackupPlan) -> list[BackupFile]:
    """Return the copies that there are, newest first; none where no folder can be read."""
    return sorted(_named(plan, ""), key=lambda one: one.made_at, reverse=True)


def newest_copy(plan: BackupPlan, now: float) -> float | None:
    """Return when the newest copy was begun (UTC seconds); None if there is none.

    One from the future is the work of a clock that was wrong, and does not count.
    """
    return next((one.made_at for one in copies(plan) if one.made_at <= now), None)


def remove_old(plan: BackupPlan, now: float) -> None:
    """Remove copies that are not kept, and parts that nobody is at work on; never the newest copy.

    Raises:
        OSError: One cannot be removed.
    """
    kept = plan.keep
    for place, one in enumerate(copies(plan)):
        too_many = kept.number is not None and place >= kept.number
        too_old = kept.seconds is not None and one.made_at < now - kept.seconds
        if place and (too_many or too_old):
            one.path.unlink()
    for part in _named(plan, PART):
        with suppress(FileNotFoundError):
            if part.path.stat().st_mtime < now - ABANDONED_AFTER:
                part.path.unlink()


def _named(plan: BackupPlan, end: str) -> Iterator[BackupFile]:
    shape = re.compile(re.escape(plan.name) + "-" + _SHAPE + re.escape(plan.suffix + end))
    try:
        there = list(plan.folder.iterdir())
    except OSError:
        return  # whoever writes there is told why not
    for path in there:
        found = shape.fullmatch(path.name)
        if found is None or path.is_symlink() or not path.is_file():
            continue
        with suppress(ValueError):  # no such day
            made = datetime.strptime(found[1], _TIME).replace(tzinfo=UTC)
            yield BackupFile(path, made.timestamp())
