"""Checks of the machine: Python, disk, clock, fonts, and who may read `.env`.

All but `clock` block.
"""

import os
import shutil
import stat
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol

from bot.doctor.findings import Finding, ok, unchecked, wrong
from bot.doctor.web import NoAnswer, ask

PYTHON = (3, 11)
FREE_BYTES_NEEDED = 500_000_000
"""Bytes that should be free for the database, its log, and the copy made before an update."""
CLOCK_ERROR_MAX = 5.0
"""How many seconds the clock may be off."""


class Script(Protocol):
    """A script that titles may be written in, and the package with fonts for it."""

    @property
    def name(self) -> str:
        """Its everyday name."""
        ...

    @property
    def package(self) -> str:
        """The package in Debian and Ubuntu."""
        ...


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Finding]:
    """Check Python's version."""
    number = ".".join(map(str, version))
    if version[:2] >= PYTHON:
        yield ok(f"Python {number}")
    else:
        yield wrong(
            f"Python {number} is too old", "Install Python 3.11 or newer, then: make clean setup"
        )


def settings(faults: Iterable[str]) -> Iterator[Finding]:
    """Report everything that is wrong with the settings."""
    found = False
    for fault in faults:
        found = True
        what, _, to_do = fault.partition(". ")
        yield wrong(f"setting {what}", to_do)
    if not found:
        yield ok("settings: complete and well-formed")


def dotenv(file: Path) -> Iterator[Finding]:
    """Check that nobody else may read the file with the settings."""
    if not file.is_file():
        yield ok(f"{file}: not there; all settings come from the environment")
    elif os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield wrong(f"{file}: others can read it, and it holds secrets", f"Run: chmod 600 {file}")
    else:
        yield ok(f"{file}: yours alone")


def disk(
    file: Path, free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
) -> Iterator[Finding]:
    """Check that there is room on the disk for the database to grow."""
    folder = next(one for one in file.absolute().parents if one.exists())
    megabytes = free(folder) // 1_000_000
    if megabytes * 1_000_000 < FREE_BYTES_NEEDED:
        yield wrong(
            f"disk: only {megabytes} MB are free in {folder}",
            "Make room, or the bot will not be able to save votes",
        )
    else:
        yield ok(f"disk: {megabytes} MB are free in {folder}")


async def clock(address: str, now: Callable[[], float]) -> AsyncIterator[Finding]:
    """Compare this machine's clock with Discord's.

    Args:
        address: Of Discord's API, without a trailing slash.
        now: Returns this machine's time (UTC seconds).
    """
    before = now()
    try:
        answer = await ask("GET", f"{address}/gateway")
    except NoAnswer:
        yield unchecked("clock: could not be checked, since Discord does not answer")
        return
    after = now()
    try:
        discord_time = parsedate_to_datetime(answer.date).replace(tzinfo=UTC).timestamp()
    except ValueError:
        yield unchecked("clock: could not be checked, since Discord does not tell the time")
        return
    # The header leaves out the fraction of the second.
    off = (before + after) / 2 - (discord_time + 0.5)
    if abs(off) > CLOCK_ERROR_MAX + (after - before) / 2:
        way = "fast" if off > 0 else "slow"
        yield wrong(
            f"clock: {abs(off):.0f} seconds {way}, so votes close at the wrong moment",
            "Switch time synchronisation on. On Debian and Ubuntu: timedatectl set-ntp true",
        )
    else:
        yield ok("clock: right")


def fonts(missing: Callable[[], Iterable[Script]]) -> Iterator[Finding]:
    """Check that there are fonts for the scripts that titles are written in."""
    scripts = list(missing())
    packages = dict.fromkeys(script.package for script in scripts)
    for package in packages:
        names = ", ".join(script.name for script in scripts if script.package == package)
        yield wrong(
            f"fonts: pictures show boxes in place of {names}",
            f"On Debian and Ubuntu: apt install {package}",
        )
    if not scripts:
        yield ok("fonts: all that pictures need")
