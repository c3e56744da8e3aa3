"""The schedule: what waiting rounds cost, how late they open, how long many at once block others.

The rounds wait for their opening. Discord is stubbed; the posting of what opens is real, up to the
HTTP request.
"""

import asyncio
import gc
import logging
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from time import perf_counter, thread_time, time

from bot.app import App
from bot.client import NeedleDrop
from bot.domain.model import RoundId, RoundState
from tests.bench.costs import percentile
from tests.bench.installs import add_rounds, begin, bot_on, folder
from tests.bench.table import figures, table
from tests.bench.watching import watching
from tests.bench.wire import connect

WAITING = 100_000
INSTANTS, QUICK_INSTANTS = 40, 5
EACH = 5
"""How many rounds open at each instant, a second apart."""
AT_ONCE = 1000
AHEAD = 2
"""How long (seconds) before the first opening the bot begins."""
BEAT = 0.001
"""How long (seconds) the heartbeat sleeps that measures how long the loop was held up."""

WAIT_HEAD = ("rounds waiting", "traced MiB", "bytes a round", "goal")
WAIT = "Memory of the whole bot by the rounds that wait; the file of the database is not counted."
LATE_HEAD = ("rounds opened", "p50 ms", "p99 ms", "goal", "most ms")
LATE = f"From the due instant to the opening on the disk, {EACH} rounds due each second."
MANY_HEAD = (
    "due at once",
    "own CPU, most ms",
    "goal",
    "p99 ms",
    "wall, most ms",
    "p99 ms",
    "open s",
)
MANY = """\
Many rounds due at the same instant: for how long the loop let nothing else run. Its own CPU time
leaves out what other processes of the machine took; the last column is when all were open."""


def run(*, quick: bool) -> Iterable[str]:
    """Measure, and return the tables.

    Args:
        quick: Have fewer rounds wait, and fewer instants.
    """
    waiting = WAITING // 10 if quick else WAITING
    yield table(WAIT, WAIT_HEAD, _waiting(waiting))
    with asyncio.Runner() as runner, folder() as place:
        instants = QUICK_INSTANTS if quick else INSTANTS
        late = runner.run(lateness(Path(place) / "late.db", instants))
        yield table(LATE, LATE_HEAD, [late])
        blocked = runner.run(at_once(Path(place) / "many.db", AT_ONCE))
        yield table(MANY, MANY_HEAD, [blocked])


def _waiting(rounds: int) -> Sequence[Sequence[str]]:
    one, many = _traced(1), _traced(rounds)
    return (
        ("1", f"{one / 2**20:.1f}", "", ""),
        (str(rounds), f"{many / 2**20:.1f}", f"{(many - one) / rounds:.1f}", "0"),
    )


def _traced(rounds: int) -> int:
    """Return the bytes that a bot holds with so many rounds waiting, in a process of its own."""
    code = f"import tests.bench.schedule as it; it.trace({rounds})"
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return int(done.stdout)


def trace(rounds: int) -> None:
    """Begin a bot with so many rounds waiting, and print the bytes it holds."""
    logging.disable()
    tracemalloc.start()
    with asyncio.Runner() as runner, folder() as place:
        print(runner.run(_held(Path(place) / "waiting.db", rounds)))


async def _held(path: Path, rounds: int) -> int:
    async with waiting_bot(path) as app:
        # All of them within the hours that the schedule looks ahead.
        let_wait(path, rounds, int(time()) + 3600, 1000)
        await app.client.on_ready()
        await app.idle()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]


async def lateness(path: Path, instants: int, ahead: int = AHEAD) -> Sequence[str]:
    """Have rounds open at so many instants, the first in so many seconds; return the row."""
    rounds = instants * EACH
    async with waiting_bot(path) as app:
        async with watching(path, rounds) as opened:
            due = let_wait(path, rounds, int(time()) + ahead, EACH)
            await app.client.on_ready()
            late = [at - due[round_id] for round_id, at in (await opened()).items()]
        return (
            str(len(late)),
            figures(percentile(late, 0.5)),
            figures(percentile(late, 0.99)),
            "50",
            figures(max(late)),
        )


async def at_once(path: Path, rounds: int, ahead: int = AHEAD) -> Sequence[str]:
    """Have so many rounds open at one instant, in so many seconds; return the row."""
    async with waiting_bot(path) as app:
        gaps: list[tuple[float, float]] = []
        async with watching(path, rounds) as opened:
            at = int(time()) + ahead
            let_wait(path, rounds, at, rounds)
            await app.client.on_ready()
            heart = asyncio.create_task(_beat(gaps))
            last = max((await opened()).values())
        await app.idle()
        heart.cancel()
        with suppress(asyncio.CancelledError):
            await heart
        wall, cpu = ([gap[kind] for gap in gaps] for kind in (0, 1))
        return (
            str(rounds),
            figures(max(cpu)),
            "20",
            figures(percentile(cpu, 0.99)),
            figures(max(wall)),
            figures(percentile(wall, 0.99)),
            f"{last - at:.2f}",
        )


async def _beat(gaps: list[tuple[float, float]]) -> None:
    """Note the wall and CPU time of this thread between two beats, over and over."""
    while True:
        wall, cpu = perf_counter(), thread_time()
        await asyncio.sleep(BEAT)
        gaps.append((perf_counter() - wall - BEAT, thread_time() - cpu))


@asynccontextmanager
async def waiting_bot(path: Path) -> AsyncIterator[App[NeedleDrop]]:
    """Make a bot with one round that never opens; the gateway is not ready yet."""
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    app = bot_on(path)
    try:
        await begin(app.database, RoundState.SCHEDULED)
        await connect(app.client)
        yield app
    finally:
        await app.close()


def let_wait(path: Path, rounds: int, first: int, each: int) -> dict[RoundId, int]:
    """Add rounds that open from an instant on, so many each second; return when each is due."""
    add_rounds(path, rounds)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE rounds SET opens_at = ? WHERE id = 1", (first + 10**6,))
        raw.execute("UPDATE rounds SET opens_at = ? + (id - 2) / ? WHERE id > 1", (first, each))
    return {RoundId(2 + n): first + n // each for n in range(rounds)}
