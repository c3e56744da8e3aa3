"""The outbox with very much to do: what a look costs does not grow with what waits."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database
from storage.sqlite import queries

FEW, MANY = 100, 30_000
NOW = 1_800_000_000
_EFFECTS = """
INSERT INTO outbox (id, destination, kind, subject_id, room_id, attempts, due_at, leased_until,
    last_error, state)
WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < :number)
SELECT n, 'channel:' || (n % :channels), 'results.post', n, 1, 0, :now - 10, 0, '', 'waiting' FROM n
"""
_EFFECT = """
INSERT INTO outbox (id, destination, kind, subject_id, room_id, attempts, due_at, leased_until,
    last_error, state, about)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ASKED: dict[str, Callable[[], dict[str, int]]] = {
    "claim_effects": lambda: {"now": NOW, "leased_until": NOW + 60, "most": 1, "claim": 1},
    "next_effect": lambda: {"now": NOW, "leases": 0},
}


def steps(raw: sqlite3.Connection, name: str) -> int:
    """Return how many hundreds of steps SQLite takes for a statement."""
    taken = [0]

    def step() -> int:
        taken[0] += 1
        return 0

    raw.set_progress_handler(step, 100)
    raw.execute(getattr(queries, name).sql, ASKED[name]()).fetchall()
    raw.set_progress_handler(None, 100)
    return taken[0]


def looks(path: Path, channels: int, number: int, blocked: str) -> list[int]:
    """Return the steps of claims and looks while so many effects wait."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("DELETE FROM outbox")
        raw.execute(_EFFECTS, {"number": number, "channels": channels, "now": NOW})
        raw.execute(f"UPDATE outbox SET {blocked} WHERE id < 8")  # noqa: S608 - from below
        taken = [steps(raw, "claim_effects") for _ in range(3)]
        return taken if channels > 1000 else [*taken, steps(raw, "next_effect")]


@pytest.mark.parametrize("blocked", [f"leased_until = {NOW + 50}", f"due_at = {NOW + 50}"])
@pytest.mark.parametrize("channels", [1, 8, 40])
async def test_what_waits_in_few_channels_costs_nothing(
    store: Database, tmp_path: Path, channels: int, blocked: str
) -> None:
    path = tmp_path / "needledrop.db"
    few = looks(path, channels, FEW, blocked)
    many = looks(path, channels, MANY, blocked)
    assert max(many) <= 3 * max(few) + 100


@pytest.mark.parametrize("blocked", [f"leased_until = {NOW + 50}", f"due_at = {NOW + 50}"])
async def test_so_does_what_waits_in_very_many(
    store: Database, tmp_path: Path, blocked: str
) -> None:
    path = tmp_path / "needledrop.db"
    few = looks(path, MANY, FEW, blocked)
    assert max(looks(path, MANY, MANY, blocked)) <= 3 * max(few) + 100


async def test_of_each_destination_the_first_is_taken_and_the_oldest_of_those(
    store: Database, tmp_path: Path
) -> None:
    """Beyond the first hundred that are due, too."""
    with closing(sqlite3.connect(tmp_path / "needledrop.db", isolation_level=None)) as raw:
        raw.execute(_EFFECTS, {"number": 300, "channels": 1, "now": NOW})
        raw.execute("UPDATE outbox SET due_at = due_at + 100 WHERE id = 0")
        for n, who, due in ((901, 1, -2), (902, 2, -5), (903, 2, -20), (904, 3, -9), (905, 4, 5)):
            at = NOW + due
            row = (n, f"person:{who}", "ballot.remind", n, 1, 0, at, 0, "", "waiting", "ballot")
            raw.execute(_EFFECT, row)
        claimed = [
            [row[0] for row in raw.execute(queries.claim_effects.sql, ASKED["claim_effects"]())]
            for _ in range(4)
        ]
        assert claimed == [[904], [902], [901], []]
