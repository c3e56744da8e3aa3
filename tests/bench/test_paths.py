"""What the paths through the bot take at most; `make bench` prints the figures."""

import asyncio
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.domain.links import parse
from tests.bench import paths
from tests.bench.tracing import Tracer, Work

QUICK_SONGS = 4
LIMITS = {
    paths.VOTE: (10, 1),
    paths.CLOSE: (62, 11),
    paths.PROPOSE: (18, 4),
}
"""Statements and transactions; lower them when a path takes fewer. `paths.MOST` are the goals.

A proposal looks at its episode before it costs a search: one that is locked takes no songs.

A close works off several promises at the same time, and how often the outbox looks differs from one
run to the next: 57 to 60 statements, 10 or 11 transactions.
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Work]:
    return asyncio.run(paths.measure(tmp_path_factory.mktemp("paths"), QUICK_SONGS))


@pytest.mark.parametrize("path", LIMITS)
def test_a_path_takes_no_more_than_it_did(path: str, measured: Mapping[str, Work]) -> None:
    work = measured[path]
    statements, transactions = LIMITS[path]
    assert 0 < work.statements <= statements
    assert 0 < work.transactions <= transactions
    assert work.files < work.functions < work.calls


def test_each_query_of_a_path_is_told_with_who_asks_it(measured: Mapping[str, Work]) -> None:
    [callers] = [who for name, who in measured[paths.CLOSE].queries if name == "claim_close"]
    assert callers[0].startswith("bot/services/rounds/next_steps.py:")
    assert callers[0].endswith(" _end")
    assert not any(one.startswith("storage/") for one in callers)


def test_only_the_own_functions_are_counted_and_going_on_is_no_call() -> None:
    async def parsed() -> None:
        for _ in range(3):
            parse("no link")
            await asyncio.sleep(0)

    with Tracer() as tracer:
        SystemClock().now()
        with tracer.counted() as work:
            asyncio.run(parsed())
            with tracer.unseen():
                SystemClock().now()
        SystemClock().now()
    assert work.called.count(parse.__code__) == 3
    assert SystemClock.now.__code__ not in work.called
    assert sys.getprofile() is None


def test_statements_and_transactions_are_told_apart(tmp_path: Path) -> None:
    raw = sqlite3.connect(tmp_path / "songs.db", isolation_level=None)
    with closing(raw), Tracer() as tracer:
        raw.execute("CREATE TABLE songs (title)")
        with tracer.counted() as work:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO songs VALUES ('Heat')")
            raw.execute("COMMIT")
            raw.execute("SELECT title FROM songs")
    assert (work.statements, work.transactions) == (2, 1)
