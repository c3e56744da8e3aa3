"""Whether the bot is healthy, told from outside by the signs of life that it leaves."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from bot.backup_files import newest_copy
from bot.host_files import absolute
from bot.services.ports.pulse import Pulse
from bot.services.shards.attendance import MAX_SILENCE
from bot.settings_backups import BackupPlan


class Health(Struct, frozen=True):
    """Whether the bot is healthy, and one line for people."""

    healthy: bool
    line: str


def assess(pulse: Pulse, now: float, shards: Collection[tuple[int, int]]) -> Health:
    """Return how a process is, which serves these shards: their total number, and its own.

    A sign of life is left twice a minute while the database can be written to and the shard is
    connected to Discord. What waits, such as for Spotify, is told, and is no illness.
    """
    silent = [shard for shard in shards if now - pulse.seen.get(shard, 0) > MAX_SILENCE]
    if not silent:
        age = max(0, int(now) - min(pulse.seen[shard] for shard in shards))
        return Health(True, f"Healthy: last heard from {_ago(age)}. {_waits(pulse, now)}")
    never = [shard for shard in silent if not pulse.seen.get(shard)]
    who = "The bot" if {total for total, _ in silent} == {1} else _named(silent)
    if never == silent:
        return Health(
            False,
            f"{who} has never connected to Discord with this database. Is the bot running, and is"
            " this its DATABASE_URL?",
        )
    age = int(now) - max(pulse.seen.get(shard, 0) for shard in silent)
    return Health(
        False,
        f"{who} was last heard from {_ago(age)}. If the bot is running, its log says what keeps it"
        " from Discord or from the database",
    )


def copies(plan: BackupPlan | None, now: float) -> str:
    """Return a sentence on the newest copy of the database; nothing where the bot makes none.

    What it says is no illness: votes are saved all the same.
    """
    if plan is None:
        return ""
    newest = newest_copy(plan, now)
    if newest is None:
        return f" There is no copy in {absolute(plan.folder)}."
    return f" The newest copy was made {_ago(max(0, int(now - newest)))}."


def _named(shards: Sequence[tuple[int, int]]) -> str:
    numbers = [str(shard) for _, shard in sorted(shards)]
    return f"Shard {numbers[0]}" if len(numbers) == 1 else f"Each of shards {', '.join(numbers)}"


def _waits(pulse: Pulse, now: float) -> str:
    due = [one for one in pulse.waiting.values() if one.since <= now]
    number = sum(one.number for one in due)
    if not number:
        return "Nothing waits."
    age = max(0, int(now) - min(one.since for one in due))
    things = "1 thing waits" if number == 1 else f"{number} things wait"
    return f"{things} to be posted or synced, the oldest for {_long(age)}."


def _ago(seconds: int) -> str:
    return f"{_long(seconds)} ago"


def _long(seconds: int) -> str:
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size or size == 1:
            number = seconds // size
            return f"{number} {name}" if number == 1 else f"{number} {name}s"
    raise AssertionError
