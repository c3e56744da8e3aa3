"""What 2 000 interactions leave behind in memory, once as many went before."""

import asyncio
import gc
import logging
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path

from bot.garbage import collect_rarely
from tests.bench.burst import Stage
from tests.bench.footprint import resident
from tests.bench.installs import folder
from tests.bench.rows import Goal, Row

INTERACTIONS = 2000
AT_A_TIME = 50

LEFT = Goal("2 000 interactions (floor: before them): MiB of memory", times=1.02)
GOALS = (LEFT,)


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the row; quick or not, it takes some seconds."""
    del quick
    logging.disable()
    collect_rarely()
    with asyncio.Runner() as runner, folder() as place:
        before, after = runner.run(left(Path(place) / "left.db", INTERACTIONS))
        yield LEFT.measured(after / 2**20, before / 2**20)


async def left(path: Path, interactions: int) -> tuple[int, int]:
    """Return the bytes in memory after so many interactions, and after as many again."""
    async with AsyncExitStack() as opened:
        burst = (await Stage.set(opened, path)).burst(AT_A_TIME)
        measured = []
        for _ in range(2):
            for _ in range(interactions // AT_A_TIME):
                await burst()
            gc.collect()
            measured.append(resident())
        before, after = measured
        return before, after
