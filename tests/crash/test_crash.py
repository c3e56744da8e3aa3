"""The short form of `make crash-test`."""

from pathlib import Path

import pytest

from tests.crash.__main__ import DATABASES, run

KILLS = 12


@pytest.mark.parametrize("database", DATABASES)
async def test_nothing_is_lost_or_doubled_whenever_a_process_is_killed(
    tmp_path: Path, database: str
) -> None:
    arena, found, _ = await run(tmp_path, 20261123, KILLS, database, hurry=True)
    assert found == []
    assert arena.log.kills.total() >= KILLS
    assert arena.log.votes
    assert {one[0] for one in arena.log.others} >= {"line", "moved", "starred"}
