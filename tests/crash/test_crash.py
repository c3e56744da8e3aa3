"""The short form of `make crash-test`."""

from pathlib import Path

from tests.crash.__main__ import run

KILLS = 12


async def test_nothing_is_lost_or_doubled_whenever_a_process_is_killed(tmp_path: Path) -> None:
    arena, found = await run(tmp_path, 20261123, KILLS, hurry=True)
    assert found == []
    assert arena.log.kills.total() >= KILLS
    assert arena.log.votes
