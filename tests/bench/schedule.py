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
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path
from time import thread_time, time

from bot.app import App
from bot.client import NeedleDrop
from bot.domain.model import RoundId, RoundState
from bot.garbage import collect_rarely
from tests.bench.costs import percentile
from tests.bench.installs import add_rounds, begin, bot_on, folder
from tests.bench.rows import Goal, Row
from tests.bench.watching import watching
from tests.bench.wire import connect, join

WAITING = 100_000
INSTANTS, QUICK_INSTANTS = 40, 5
EACH = 5
"""How many rounds open at each instant, a second apart."""
AT_ONCE = 1000
AHEAD = 2
"""How long (seconds) before the first opening the bot begins."""
BEAT = 0.001
"""How long (seconds) the heartbeat sleeps that measures how long the loop was held up."""

WAIT = Goal("a vote that waits to open, of 100 000: bytes of memory", most=1)
LATE = Goal("a vote opens after it is due, p99: ms", most=10)
BESIDE = Goal("a vote opens after it is due, beside a process that burns a core, p99: ms", most=10)
BLOCKED = Goal("1 000 votes due at once hold the loop up, at most: CPU ms", most=10)
OPEN = Goal("1 000 votes due at once, until all are open: s", most=0.5)
GOALS = (WAIT, LATE, BESIDE, BLOCKED, OPEN)
"""Late is from the due instant to the opening on the disk. CPU leaves out what others took."""


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows.

    Args:
        quick: Have fewer rounds wait, and fewer instants.
    """
    waiting = WAITING // 10 if quick else WAITING
    yield WAIT.measured(max(0, _traced(waiting) - _traced(1)) / waiting)
    instants = QUICK_INSTANTS if quick else INSTANTS
    with asyncio.Runner() as runner, folder() as place:
        path = Path(place)
        late = runner.run(lateness(path / "late.db", instants))
        yield LATE.measured(percentile(late, 0.99) * 1000)
        with burnt_core():
            late = runner.run(lateness(path / "beside.db", instants))
        yield BESIDE.measured(percentile(late, 0.99) * 1000)
        collect_rarely()
        held_up, last = runner.run(at_once(path / "many.db", AT_ONCE))
        yield BLOCKED.measured(held_up * 1000)
        yield OPEN.measured(last)


@contextmanager
def burnt_core() -> Iterator[None]:
    """Have a process keep one core busy."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as burning:
        try:
            yield
        finally:
            burning.kill()


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


async def lateness(path: Path, instants: int, ahead: int = AHEAD) -> Sequence[float]:
    """Have rounds open at so many instants, the first in so many seconds.

    Return how late (seconds) each was.
    """
    rounds = instants * EACH
    async with waiting_bot(path, rounds + 1) as app, watching(path, rounds) as opened:
        due = let_wait(path, rounds, int(time()) + ahead, EACH)
        await app.client.on_ready()
        return [at - due[round_id] for round_id, at in (await opened()).items()]


async def at_once(path: Path, rounds: int, ahead: int = AHEAD) -> tuple[float, float]:
    """Have so many rounds open at one instant, in so many seconds.

    Return the most CPU seconds between two turns of the loop, and the seconds until all were open.
    """
    async with waiting_bot(path, rounds + 1) as app:
        gaps: list[float] = []
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
        return max(gaps), last - at


async def _beat(gaps: list[float]) -> None:
    """Note the CPU time of this thread between two beats, over and over."""
    while True:
        began = thread_time()
        await asyncio.sleep(BEAT)
        gaps.append(thread_time() - began)


@asynccontextmanager
async def waiting_bot(path: Path, servers: int = 0) -> AsyncIterator[App[NeedleDrop]]:
    """Make a bot with one round that never opens; the gateway is not ready yet.

    Args:
        path: Where its database is.
        servers: In how many servers it is. A round opens only where the bot is: elsewhere, it is
            paused as it does.
    """
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    app = bot_on(path)
    try:
        await begin(app.database, RoundState.SCHEDULED)
        gateway, _ = await connect(app.client)
        await join(gateway, range(1, servers + 1))
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
