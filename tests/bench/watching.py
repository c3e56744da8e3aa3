"""Seeing from outside when rounds open: another process reads the bot's database over and over.

So it costs the bot nothing, and what counts is what a commit put on the disk. This module again is
that process: `python -m tests.bench.watching FILE ROUNDS`.
"""

import asyncio
import json
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from time import sleep, time

from bot.domain.model import RoundId

EVERY = 0.001
"""How long (seconds) it sleeps between two looks."""
PATIENCE = 120.0
"""How long (seconds) all openings may take."""
_READY = b"ready\n"

Openings = Callable[[], Awaitable[dict[RoundId, float]]]
"""Waits until all rounds are open; returns when each was (UTC seconds)."""


@asynccontextmanager
async def watching(path: Path, rounds: int) -> AsyncIterator[Openings]:
    """Watch the database in a file until so many rounds of those that waited have opened."""
    module = ("-m", "tests.bench.watching", str(path), str(rounds))
    watcher = await asyncio.create_subprocess_exec(sys.executable, *module, stdout=PIPE)
    if watcher.stdout is None or await watcher.stdout.readline() != _READY:
        raise AssertionError("the watcher did not begin")

    async def opened() -> dict[RoundId, float]:
        told, _ = await asyncio.wait_for(watcher.communicate(), PATIENCE)
        return {RoundId(round_id): at for round_id, at in json.loads(told)}

    try:
        yield opened
    finally:
        if watcher.returncode is None:
            watcher.kill()
            await watcher.wait()


def watch(path: Path, rounds: int) -> dict[int, float]:
    """Return when each of so many rounds opened (UTC seconds), once all of them have."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        known = _open(raw)
        sys.stdout.buffer.write(_READY)
        sys.stdout.flush()
        opened: dict[int, float] = {}
        seen = None
        while len(opened) < rounds:
            # It changes with each commit of somebody else, and is quick to ask for.
            (now,) = raw.execute("PRAGMA data_version").fetchone()
            if now != seen:
                seen, at = now, time()
                opened |= dict.fromkeys(_open(raw) - known - opened.keys(), at)
            sleep(EVERY)
    return opened


def _open(raw: sqlite3.Connection) -> set[int]:
    return {round_id for (round_id,) in raw.execute("SELECT id FROM rounds WHERE opened_at > 0")}


if __name__ == "__main__":
    print(json.dumps([*watch(Path(sys.argv[1]), int(sys.argv[2])).items()]))
