"""One line that says whether the bot is well."""

from pathlib import Path

import pytest

from bot.backup_files import target
from bot.services.ports.pulse import Pulse, Waiting
from bot.settings_backups import KEPT, BackupPlan
from bot.watch.health import assess, copies

NOW = 1_800_000_000
ALL = [(1, 0)]
TWO = [(4, 0), (4, 1)]


@pytest.mark.parametrize(
    ("pulse", "shards", "line"),
    [
        (Pulse({(1, 0): NOW - 12}), ALL, "Healthy: last heard from 12 seconds ago. "),
        (Pulse({(1, 0): NOW + 5}), ALL, "Healthy: last heard from 0 seconds ago. "),
        (Pulse({(4, 0): NOW - 1, (4, 1): NOW - 61}), TWO, "Healthy: last heard from 1 m"),
        (Pulse({(1, 0): NOW - 120}), ALL, "Healthy: last heard from 2 minutes ago. "),
    ],
)
def test_healthy(pulse: Pulse, shards: list[tuple[int, int]], line: str) -> None:
    found = assess(pulse, NOW, shards)
    assert found.healthy
    assert found.line.startswith(line)


@pytest.mark.parametrize(
    ("pulse", "shards", "line"),
    [
        (Pulse(), ALL, "The bot has never connected to Discord with this database."),
        (Pulse({(1, 0): NOW - 121}), ALL, "The bot was last heard from 2 minutes ago."),
        (Pulse({(4, 0): NOW, (4, 1): NOW - 7200}), TWO, "Shard 1 was last heard from 2 hours ago."),
        (Pulse({(4, 0): NOW}), TWO, "Shard 1 has never connected"),
        (Pulse({(1, 0): NOW}), TWO, "Each of shards 0, 1 has never connected"),
    ],
)
def test_not_healthy(pulse: Pulse, shards: list[tuple[int, int]], line: str) -> None:
    found = assess(pulse, NOW, shards)
    assert not found.healthy
    assert found.line.startswith(line)


@pytest.mark.parametrize(
    ("waiting", "says"),
    [
        ({}, "Nothing waits."),
        ({"playlist.sync": Waiting(1, NOW + 60)}, "Nothing waits."),
        (
            {"playlist.sync": Waiting(1, NOW - 90)},
            "1 thing waits to be posted or synced, the oldest for 1 minute.",
        ),
        (
            {"playlist.sync": Waiting(2, NOW - 90), "results.post": Waiting(1, NOW - 2)},
            "3 things wait to be posted or synced, the oldest for 1 minute.",
        ),
    ],
)
def test_what_waits_is_told_and_is_no_illness(waiting: dict[str, Waiting], says: str) -> None:
    found = assess(Pulse({(1, 0): NOW}, waiting=waiting), NOW, ALL)
    assert found.healthy
    assert found.line.endswith(says)


def test_the_line_tells_how_old_the_newest_copy_is(tmp_path: Path) -> None:
    plan = BackupPlan(86_400, KEPT, tmp_path, "needledrop", ".db")
    assert copies(None, NOW) == ""
    assert copies(plan, NOW) == f" There is no copy in {tmp_path}."
    target(plan, NOW - 7200).touch()
    assert copies(plan, NOW) == " The newest copy was made 2 hours ago."
