"""Checks of the copies that the bot makes of its own database. They block."""

from collections.abc import Callable, Iterator

from bot import backup_files
from bot.doctor.findings import Finding, note, ok, wrong
from bot.domain.errors import StorageError
from bot.host_files import absolute, in_the_way
from bot.settings_backups import BackupPlan

LATE = 2
"""A copy that is older than so many intervals was not followed by the next."""


def copies(
    plan: BackupPlan | None,
    programs: Callable[[], object],
    now: Callable[[], float],
    *,
    by_this_process: bool,
) -> Iterator[Finding]:
    """Check that copies can be made, and are made.

    Args:
        plan: What the bot is to make; None for nothing.
        programs: Raises StorageError where a program is missing that it takes.
        now: Returns the time (UTC seconds).
        by_this_process: Whether a process with these settings is the one that makes them.
    """
    if plan is None:
        to_do = "Write BACKUP_EVERY=1d into .env, unless something else copies the database"
        yield note("backups: the bot makes no copies of its database", to_do)
        return
    if not by_this_process:
        yield ok("backups: the process with shard 0 makes them")
        return
    reason = in_the_way(backup_files.target(plan, now()))
    if reason:
        what, _, to_do = reason.partition(". ")
        yield wrong(f"backups: {what}", to_do)
    try:
        programs()
    except StorageError as fault:
        what, _, to_do = str(fault).rstrip(".").partition(". ")
        yield wrong(f"backups: {what}", to_do or "Fix that")
        reason = what
    if not reason:
        yield _newest(plan, now())


def _newest(plan: BackupPlan, now: float) -> Finding:
    place = absolute(plan.folder)
    newest = backup_files.newest_copy(plan, now)
    if newest is None:
        to_do = "Once the bot runs, it makes the first within minutes"
        return note(f"backups: none in {place} yet", to_do)
    age = _age(now - newest)
    if now - newest > LATE * plan.every:
        to_do = "Start the bot; if it is running, its log says why there is no newer one"
        return wrong(f"backups: the newest copy in {place} is {age} old", to_do)
    return ok(f"backups: the newest copy in {place} is {age} old")


def _age(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("hours", 3600)):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds // 60:.0f} minutes"
