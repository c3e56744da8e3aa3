"""Counting from the database: ballots read, counted, and written down as a record.

The floor is what SQLite itself takes to find the different ballots and their numbers, on the same
file in the same run.
"""

import asyncio
import random
import sqlite3
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.domain.ballot_forms.picks import PICKS, ChosenPicks
from bot.domain.cut import cut, tallied
from bot.domain.model import Round, SongId
from storage.database import database_at
from storage.sqlite import queries
from tests.bench.installs import SEATS, begin, folder
from tests.bench.table import figures, ratio, table
from tests.bench.timing import in_turn

TURNS = {10: 30, 1_000: 20, 100_000: 5}
"""How often each way is measured, by the number of ballots."""
HEAD = (
    "method", "ballots", "floor ms", "read and count ms", "/ floor", "with its record ms",
)  # fmt: skip
TITLE = """\
Counting from the database, 12 songs to 6, CPU milliseconds of all threads: the least (the median)
of several turns. The floor is SQLite's own GROUP BY over the same rows."""


def run(*, quick: bool) -> Iterable[str]:
    """Measure, and return the tables.

    Args:
        quick: Leave out the largest rounds.
    """
    sizes = [ballots for ballots in TURNS if not (quick and ballots == max(TURNS))]
    with asyncio.Runner() as runner, folder() as place:
        rows = [_measure(runner, Path(place) / f"{ballots}.db", ballots) for ballots in sizes]
    yield table(TITLE, HEAD, rows)


def _measure(runner: asyncio.Runner, path: Path, ballots: int) -> Sequence[str]:
    store = database_at(f"sqlite:///{path}", lambda: 0.0)
    episode, round_ = runner.run(begin(store))
    round_ = replace(round_, seed="0" * 32)
    raw = sqlite3.connect(path)
    raw.executemany(queries.put_ballot.sql, _ballots(round_, ballots))
    raw.commit()

    async def counted() -> object:
        return tallied(round_, await store.read.rounds.tally(round_))

    async def recorded() -> object:
        return cut(round_, episode, await store.read.rounds.ballots(round_)).outcome

    def floor() -> object:
        return raw.execute(queries.tally.sql, {"round_id": round_.id}).fetchall()

    if runner.run(counted()) != runner.run(recorded()):
        raise AssertionError("the record counts otherwise than the tally")
    ways = {"floor": floor, "counted": _in(runner, counted), "recorded": _in(runner, recorded)}
    found = in_turn(ways, TURNS[ballots])
    raw.close()
    runner.run(store.close())
    floors, counts, records = (found[name] for name in ways)
    return (
        round_.rules.method,
        str(ballots),
        figures(floors.least, floors.median),
        figures(counts.least, counts.median),
        ratio(counts.least / floors.least),
        figures(records.least, records.median),
    )


def _in(
    runner: asyncio.Runner, way: Callable[[], Coroutine[Any, Any, object]]
) -> Callable[[], object]:
    return lambda: runner.run(way())


def _ballots(round_: Round, number: int) -> Iterable[dict[str, object]]:
    """Draw ballots of one to six picks, some songs loved more, up to two of them starred."""
    drawn = random.Random("bench")
    choices = [candidate.song.id for candidate in round_.candidates]
    for voter in range(number):
        loved = sorted(choices, key=lambda song: drawn.expovariate(1) * (3 + choices.index(song)))
        picks = _in_order(choices, loved[: drawn.randint(1, SEATS)])
        stars = _in_order(choices, picks[: drawn.randint(0, 2)])
        yield {
            "round_id": round_.id,
            "voter_id": voter,
            "choices": PICKS.pack(ChosenPicks(picks, stars), choices),
            "receipt": f"{drawn.getrandbits(64):016X}",
            "cast_at": 0,
        }


def _in_order(choices: Sequence[SongId], chosen: Sequence[SongId]) -> tuple[SongId, ...]:
    return tuple(song for song in choices if song in chosen)
