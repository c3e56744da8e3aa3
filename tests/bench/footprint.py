"""What the bot takes before anybody does anything: CPU to start, and memory.

Each is measured in a process of its own, which calls a function of this module.
"""

import asyncio
import logging
import os
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import App
from bot.client import NeedleDrop
from tests.bench.installs import add_rounds, begin, bot_on, folder
from tests.bench.rows import Goal, Row
from tests.bench.wire import connect, join

TURNS = 9
QUICK_TURNS = 3
GUILDS, ROUNDS = 10_000, 10_000
CHANNELS, ROLES = 10, 5
"""How many of them a server of the measurement has."""

FLOOR = "import discord, discord.ext.commands"
START = "import gc; gc.disable(); import bot.app; from bot.settings import load"
BUILT = f"""\
{START}
from bot.settings import Settings
bot.app.build(Settings("", database_url="sqlite:///never-opened.db"), bot.app.Parts())"""
WAYS = {FLOOR: FLOOR, BUILT: BUILT}
"""What a process does whose start is measured. `python -m bot run` collects no garbage so early."""
_UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
_MEMORY = "import tests.bench.footprint as it; it.memory({}, {})"

STARTED = Goal(
    "start, until the bot is put together (floor: discord.py imported): CPU ms", times=1.6
)
RESIDENT = Goal("in 10 000 servers with an open vote each: MiB of memory", most=140)
GOALS = (STARTED, RESIDENT)


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows.

    Args:
        quick: Take fewer turns, and leave out the memory.
    """
    took = _in_turn(WAYS, QUICK_TURNS if quick else TURNS)
    yield STARTED.measured(took[BUILT] * 1000, took[FLOOR] * 1000)
    if not quick:
        yield RESIDENT.measured(float(_child(_MEMORY.format(GUILDS, ROUNDS))[1]))


def memory(guilds: int, rounds: int) -> None:
    """Run a bot in so many servers with so many open rounds, and print its resident MiB."""
    logging.disable()

    async def measured(path: Path) -> int:
        async with settled_bot(path, guilds, rounds):
            return resident()

    with asyncio.Runner() as runner, folder() as place:
        print(f"{runner.run(measured(Path(place) / 'memory.db')) / 2**20:.1f}")


@asynccontextmanager
async def settled_bot(path: Path, guilds: int, rounds: int) -> AsyncIterator[App[NeedleDrop]]:
    """Run a bot in so many servers with so many open rounds, which has nothing left to do."""
    app = bot_on(path)
    try:
        await begin(app.database)
        if rounds > 1:
            add_rounds(path, rounds - 1)
        gateway, _ = await connect(app.client)
        await join(gateway, range(1, guilds + 1), CHANNELS, ROLES)
        await app.client.on_ready()
        await app.idle()
        yield app
    finally:
        await app.close()


def resident() -> int:
    """Return the bytes of this process that are in memory (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _in_turn(ways: dict[str, str], turns: int) -> dict[str, float]:
    """Return the least CPU seconds of each way, after a turn that is not counted."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(turns + 1):
        for name, code in ways.items():
            spent = _child(code)[0]
            if turn:
                found[name].append(spent)
    return {name: min(times) for name, times in found.items()}


def _child(code: str) -> tuple[float, str]:
    """Run Python in a process of its own; return its CPU seconds and what it printed."""
    before = _spent_by_children()
    # A host's processes find compiled what an earlier one has compiled.
    environ = {key: value for key, value in os.environ.items() if key != _UNCOMPILED}
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(  # noqa: S603 - our own code
        command, env=environ, check=True, capture_output=True, text=True
    )
    return _spent_by_children() - before, done.stdout.strip()


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
