"""What people wait for while 200 of them press without a pause: answers, and results.

Each wave of presses arrives at once, and the next one when all of it are answered. Meanwhile rounds
of other rooms close.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Iterable
from contextlib import AsyncExitStack, closing
from pathlib import Path
from time import perf_counter, time

from bot.garbage import collect_rarely
from tests.bench.burst import Stage
from tests.bench.costs import percentile
from tests.bench.installs import add_rounds, folder
from tests.bench.rows import Goal, Row
from tests.bench.wire import ROOM_CHANNEL

PEOPLE = 200
CLOSING = 5
"""How many rounds close meanwhile, at one instant."""
AHEAD, AFTER = 3, 6
"""How long (seconds) the people press before the rounds close, and afterwards."""

ANSWER = Goal("200 people press at once, over and over, until an answer, p99: ms", most=1000)
RESULTS = Goal("5 votes close while 200 people press, until all results are posted: s", most=2)
GOALS = (ANSWER, RESULTS)


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows; quick or not, it takes some seconds."""
    del quick
    logging.disable()
    collect_rarely()
    with asyncio.Runner() as runner, folder() as place:
        waits, posted = runner.run(pressed(Path(place) / "waiting.db", PEOPLE, CLOSING))
        yield ANSWER.measured(percentile(waits, 0.99) * 1000)
        yield RESULTS.measured(posted)


async def pressed(
    path: Path, people: int, rounds: int, ahead: int = AHEAD, after: int = AFTER
) -> tuple[list[float], float]:
    """Return how long people waited for answers, and how late the last results were (seconds).

    Raises:
        AssertionError: Some results were not posted.
    """
    async with AsyncExitStack() as opened:
        stage = await Stage.set(opened, path)
        add_rounds(path, rounds)
        due = int(time()) + ahead
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute("UPDATE rounds SET closes_at = ? WHERE id > 1", (due,))
        await stage.app.services.due_rounds.plan()
        offset, burst = time() - perf_counter(), stage.burst(people)
        waits: list[float] = []
        while time() < due + after or not waits:
            waits += await burst()
        await stage.app.idle()
        posted = {to: at for to, at in stage.http.posted.items() if to != ROOM_CHANNEL}
        if len(posted) != rounds:
            raise AssertionError(f"{len(posted)} of {rounds} results were posted")
        return waits, max(posted.values()) + offset - due
