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
ROOM_ON_DISK = 500_000_000
"""Bytes that should be free: the database, its log, and a copy of it before an update."""
SECONDS_OFF = 5.0
"""By how much the clock may be off."""


class Script(Protocol):
    """Something that titles are written in, and the package that brings its fonts."""

    @property
    def name(self) -> str:
        """As people call it."""
        ...

    @property
    def package(self) -> str:
        """The package of Debian and Ubuntu."""
        ...


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Finding]:
    """Check Python's version."""
    named = ".".join(map(str, version))
    if version[:2] >= PYTHON:
        yield ok(f"Python {named}")
    else:
        yield wrong(
            f"Python {named} is too old", "Install Python 3.11 or newer, then: make clean setup"
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
    if megabytes * 1_000_000 < ROOM_ON_DISK:
        yield wrong(
            f"disk: only {megabytes} MB are free in {folder}",
            "Make room, or the bot will not be able to save votes",
        )
    else:
        yield ok(f"disk: {megabytes} MB are free in {folder}")


async def clock(address: str, now: Callable[[], float]) -> AsyncIterator[Finding]:
    """Compare this machine's clock with Discord's.

    Args:
        address: Of Discord's API, without a slash at the end.
        now: Gives this machine's time (UTC seconds).
    """
    before = now()
    try:
        answer = await ask("GET", f"{address}/gateway")
    except NoAnswer:
        yield unchecked("clock: could not be checked, since Discord does not answer")
        return
    after = now()
    try:
        theirs = parsedate_to_datetime(answer.date).replace(tzinfo=UTC).timestamp()
    except ValueError:
        yield unchecked("clock: could not be checked, since Discord does not tell the time")
        return
    # The header leaves out the fraction of the second.
    off = (before + after) / 2 - (theirs + 0.5)
    if abs(off) > SECONDS_OFF + (after - before) / 2:
        way = "fast" if off > 0 else "slow"
        yield wrong(
            f"clock: {abs(off):.0f} seconds {way}, so votes close at the wrong moment",
            "Switch time synchronisation on. On Debian and Ubuntu: timedatectl set-ntp true",
        )
    else:
        yield ok("clock: right")


def fonts(missing: Callable[[], Iterable[Script]]) -> Iterator[Finding]:
    """Check that the pictures can show the scripts that titles come in."""
    lacking = list(missing())
    packages = dict.fromkeys(script.package for script in lacking)
    for package in packages:
        names = ", ".join(script.name for script in lacking if script.package == package)
        yield wrong(
            f"fonts: pictures show boxes in place of {names}",
            f"On Debian and Ubuntu: apt install {package}",
        )
    if not lacking:
        yield ok("fonts: all that pictures need")
