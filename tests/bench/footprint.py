"""What the bot takes before anybody does anything: CPU to start, libraries loaded, memory.

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
from tests.bench.table import figures, ratio, table
from tests.bench.wire import connect, event, guild

TURNS = 9
QUICK_TURNS = 3
GUILDS, ROUNDS = 10_000, 10_000
CHANNELS, ROLES = 10, 5
"""How many of them a server of the measurement has."""

FLOOR = "import discord, discord.ext.commands"
START = "import bot.app; from bot.settings import load"
BUILT = f"""\
{START}
from bot.settings import Settings
bot.app.build(Settings("", database_url="sqlite:///never-opened.db"), bot.app.Parts())"""
WAYS = {FLOOR: FLOOR, "import bot.app": START, "build the app": BUILT}
"""What a process does whose start is measured."""
LATER = {
    **dict.fromkeys(("asyncpg", "spotipy", "requests", "typst", "PIL"), "no"),
    **dict.fromkeys(("tzlocal", "click", "apscheduler"), ""),
}
"""Libraries to look for after a start, and whether they may be there."""
_LOADED = f"{BUILT}\nimport sys; print(*(name for name in {[*LATER]} if name in sys.modules))"
_MEMORY = "import tests.bench.footprint as it; it.memory({}, {})"

START_HEAD = ("start", "CPU ms", "ratio", "goal")
LOADED_HEAD = ("library", "loaded at start", "goal")
MEMORY_HEAD = ("servers", "open rounds", "resident MiB", "goal")
MEMORY = (
    f"Memory. Each server has {CHANNELS} channels and {ROLES} roles; the rounds are open, and the"
    " schedule runs."
)


def run(*, quick: bool) -> Iterable[str]:
    """Measure, and return the tables.

    Args:
        quick: Take fewer turns, and a tenth of the servers and rounds.
    """
    times = _in_turn(WAYS, QUICK_TURNS if quick else TURNS)
    rows = [
        (name, figures(took), ratio(took / times[FLOOR]), "" if name == FLOOR else "1.6")
        for name, took in times.items()
    ]
    yield table("Start, CPU milliseconds of a process: the least of several.", START_HEAD, rows)
    found = loaded()
    yield table(
        "Libraries in memory once the app is built.",
        LOADED_HEAD,
        [(name, "yes" if name in found else "no", LATER[name]) for name in LATER],
    )
    share = 10 if quick else 1
    memory = [
        (str(guilds), str(rounds), _child(_MEMORY.format(guilds, rounds))[1], goal)
        for guilds, rounds, goal in (
            (0, 1, ""),
            (0, ROUNDS // share, ""),
            (GUILDS // share, ROUNDS // share, "200" if share == 1 else ""),
        )
    ]
    yield table(MEMORY, MEMORY_HEAD, memory)


def loaded() -> list[str]:
    """Return which of the libraries are in memory once the app is built."""
    return _child(_LOADED)[1].split()


def memory(guilds: int, rounds: int) -> None:
    """Run a bot in so many servers with so many open rounds, and print its resident MiB."""
    logging.disable()

    async def measured(path: Path) -> int:
        async with settled_bot(path, guilds, rounds):
            return _resident()

    with asyncio.Runner() as runner, folder() as place:
        print(f"{runner.run(measured(Path(place) / 'memory.db')) / 2**20:.0f}")


@asynccontextmanager
async def settled_bot(path: Path, guilds: int, rounds: int) -> AsyncIterator[App[NeedleDrop]]:
    """Run a bot in so many servers with so many open rounds, which has nothing left to do."""
    app = bot_on(path)
    try:
        await begin(app.database)
        if rounds > 1:
            add_rounds(path, rounds - 1)
        gateway, _ = await connect(app.client)
        for number in range(1, guilds + 1):
            text = event("GUILD_CREATE", guild(number, CHANNELS, ROLES))
            await gateway.received_message(text)
            await asyncio.sleep(0)
        await app.client.on_ready()
        await app.idle()
        yield app
    finally:
        await app.close()


def _resident() -> int:
    """Return the bytes of this process that are in memory (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _in_turn(ways: dict[str, str], turns: int) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(turns):
        for name, code in ways.items():
            found[name].append(_child(code)[0])
    return {name: min(times) for name, times in found.items()}


def _child(code: str) -> tuple[float, str]:
    """Run Python in a process of its own; return its CPU seconds and what it printed."""
    before = _spent_by_children()
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True, text=True
    )
    return _spent_by_children() - before, done.stdout.strip()


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
