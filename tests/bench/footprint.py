"""What the bot takes before anybody does anything: CPU to start, libraries loaded, memory.

Each is measured in a process of its own, this module again: `python -m tests.bench.footprint`.
"""

import asyncio
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.bench.installs import add_rounds, begin, folder
from tests.bench.table import figures, ratio, table

TURNS = 9
QUICK_TURNS = 3
GUILDS, ROUNDS = 10_000, 10_000
CHANNELS, ROLES = 10, 5
"""How many of them a server of the measurement has."""

FLOOR = "import discord, discord.ext.commands"
START = "import bot.app; from bot.settings import load"
LATER = ("spotipy", "requests", "typst", "PIL", "tzlocal", "click", "apscheduler")
"""Libraries to look for after a start; the goal is that the first four are not among them."""

START_HEAD = ("start", "CPU ms", "ratio", "goal")
LOADED_HEAD = ("library", "loaded at start", "goal")
MEMORY_HEAD = ("what", "resident MiB", "goal")
MEMORY = (
    f"Memory. A server has {CHANNELS} channels and {ROLES} roles here; the rounds are open, and the"
    " schedule runs."
)


def run(*, quick: bool) -> Iterable[str]:
    """Measure, and return the tables.

    Args:
        quick: Take fewer turns, and a tenth of the servers and rounds.
    """
    ways = {FLOOR: FLOOR, "import bot.app": START, "build the app": _CALL.format("built()")}
    times = _in_turn(ways, QUICK_TURNS if quick else TURNS)
    rows = [
        (name, figures(took), ratio(took / times[FLOOR]), "" if name == FLOOR else "1.6")
        for name, took in times.items()
    ]
    yield table("Start, CPU milliseconds of a process: the least of several.", START_HEAD, rows)
    loaded = _child(_CALL.format("loaded()"))[1].split()
    yield table(
        "Libraries in memory once the app is built.",
        LOADED_HEAD,
        [(name, _yes(name in loaded), "no" if n < 4 else "") for n, name in enumerate(LATER)],
    )
    share = 10 if quick else 1
    memory = [
        (_words(guilds, rounds), _child(_CALL.format(f"memory({guilds}, {rounds})"))[1], goal)
        for guilds, rounds, goal in (
            (0, 1, ""),
            (0, ROUNDS // share, ""),
            (GUILDS // share, ROUNDS // share, "200" if share == 1 else ""),
        )
    ]
    yield table(MEMORY, MEMORY_HEAD, memory)


_CALL = "import tests.bench.footprint as it; it.{}"


def built() -> None:
    """Build the app, as a start does."""
    from bot.app import Parts, build  # noqa: PLC0415 - what a start imports is measured
    from bot.settings import Settings  # noqa: PLC0415

    build(Settings("", database_url="sqlite:///never-opened.db"), Parts())


def loaded() -> None:
    """Build the app, and print which of the libraries are in memory."""
    built()
    print(*(name for name in LATER if name in sys.modules))


def memory(guilds: int, rounds: int) -> None:
    """Run a bot in so many servers with so many open rounds, and print its resident MiB."""
    logging.disable()
    with asyncio.Runner() as runner, folder() as place:
        print(f"{runner.run(_settled(Path(place) / 'memory.db', guilds, rounds)) / 2**20:.0f}")


async def _settled(path: Path, guilds: int, rounds: int) -> int:
    from bot.app import Parts, build  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415
    from tests.bench.wire import connect, event, guild  # noqa: PLC0415 - only this process needs it

    app = build(Settings("", database_url=f"sqlite:///{path}"), Parts())
    try:
        await begin(app.database)
        if rounds > 1:
            add_rounds(path, rounds - 1)
        gateway, _ = await connect(app.client)
        for number in range(1, guilds + 1):
            text = event("GUILD_CREATE", guild(number, CHANNELS, ROLES))
            await gateway.received_message(text)
            await asyncio.sleep(0)
        await app.begin()
        await app.idle()
        return _resident()
    finally:
        await app.close()


def _resident() -> int:
    """Return the bytes of this process that are in memory (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _in_turn(ways: dict[str, str], turns: int) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(turns + 1):
        for name, code in ways.items():
            took, _ = _child(code)
            if turn:
                found[name].append(took)
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


def _words(guilds: int, rounds: int) -> str:
    return (
        f"{guilds:,} servers, {rounds:,} open rounds".replace(",", " ", 1)
        if guilds
        else (f"no server, {rounds} open rounds")
    )


def _yes(found: bool) -> str:
    return "yes" if found else "no"
