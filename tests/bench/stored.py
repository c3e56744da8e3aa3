"""Counting from the database: ballots read and counted, also with their record, as at a close.

The close takes the record's hash; its document is made for whoever downloads it.

The floor is what SQLite itself takes to find the different ballots and their numbers, on the same
file in the same run.
"""

import asyncio
import random
import sqlite3
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from bot.domain.cut import count_tally, make_cut
from bot.domain.model import RoundId
from bot.domain.structs import replace
from tests.bench.installs import SEATS, SONGS, begin, bot_on, folder, store_ballots
from tests.bench.rows import Goal, Row
from tests.bench.timing import in_turn

TURNS = 5
BALLOTS = 100_000
READ = Goal("100 000 ballots from the database to seats: CPU ms", most=80)
RECORDED = Goal("100 000 ballots from the database to seats and record: CPU ms", most=300)
GOALS = (READ, RECORDED)
"""Approval, 12 songs to 6. The floor is SQLite's own GROUP BY over the same rows."""
_FLOOR = """
SELECT choices, count(*) FROM ballots WHERE round_id = ? AND choices <> '' GROUP BY choices
"""


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows; quick or not, it takes some seconds."""
    del quick
    with asyncio.Runner() as runner, folder() as place:
        yield from measure(runner, Path(place) / "stored.db", BALLOTS, TURNS)


def measure(runner: asyncio.Runner, path: Path, ballots: int, turns: int) -> Iterable[Row]:
    """Measure a round of so many ballots so many times, and return the rows.

    Raises:
        AssertionError: The ways count differently.
    """
    app = bot_on(path)
    store = app.database
    episode, round_ = runner.run(begin(store))
    round_ = replace(round_, seed="0" * 32)
    store_ballots(path, _ballots(round_.id, ballots))

    async def counted() -> object:
        return count_tally(round_, await store.read.rounds.tally(round_))

    async def recorded() -> object:
        return make_cut(round_, episode, await store.read.rounds.ballots(round_)).outcome

    raw = sqlite3.connect(path)

    def floor() -> object:
        return raw.execute(_FLOOR, (round_.id,)).fetchall()

    if runner.run(counted()) != runner.run(recorded()):
        raise AssertionError("the record counts differently from the tally")
    ways = {"floor": floor, "counted": _in(runner, counted), "recorded": _in(runner, recorded)}
    found = in_turn(ways, turns)
    raw.close()
    runner.run(app.close())
    floors, counts, records = (found[name].least * 1000 for name in ways)
    return READ.measured(counts, floors), RECORDED.measured(records, floors)


def _in(
    runner: asyncio.Runner, way: Callable[[], Coroutine[Any, Any, object]]
) -> Callable[[], object]:
    return lambda: runner.run(way())


def _ballots(round_id: RoundId, number: int) -> Iterable[tuple[object, ...]]:
    """Draw ballots of one to six picks, some songs loved more, up to two of them starred."""
    drawn = random.Random("bench")
    for voter in range(number):
        loved = sorted(range(SONGS), key=lambda song: drawn.expovariate(1) * (3 + song))
        picks = sorted(loved[: drawn.randint(1, SEATS)])
        stars = picks[: drawn.randint(0, 2)]
        choices = ",".join(f"{song}*" if song in stars else f"{song}" for song in picks)
        yield round_id, voter, choices, f"{drawn.getrandbits(64):016X}", 0
