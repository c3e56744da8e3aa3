"""Checks of the machine: Python, disk, clock, fonts, and who may read `.env`.

All but `clock` block.
"""

import os
import shlex
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol

from bot.doctor.findings import Finding, note, ok, unchecked, unusable, wrong
from bot.doctor.web import NoAnswer, ask
from bot.domain.errors import StorageError
from bot.host_files import absolute, open_to_others
from bot.installation import how_to_get_fonts
from bot.settings import at_fault

PYTHON = (3, 11)
FREE_BYTES_NEEDED = 500_000_000
"""Bytes that should be free for the database, its log, and the copy made before an update."""
FINAL = ("DATABASE_URL", ".env")
EARLIEST = 1_735_689_600.0
"""2025-01-01 (UTC seconds): no clock that is right says less."""
CLOCK_ERROR_MAX = 5.0
"""How many seconds the clock may be off."""

_SET_CLOCK = "Turn on time synchronization. On Debian and Ubuntu: timedatectl set-ntp true"


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

    def used_in(self, text: str) -> bool:
        """Return whether a text has a character of this script."""
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


def settings(faults: Sequence[str], doubts: Iterable[str] = ()) -> Iterator[Finding]:
    """Report everything that is wrong with the settings, and what may have been mistyped."""
    for fault in faults:
        what, _, to_do = fault.partition(". ")
        told = what if what.startswith(".") else f"setting {what}"
        # No command can do without the database, and this is where it is.
        yield unusable(f"{told}. {to_do}") if at_fault(fault) in FINAL else wrong(told, to_do)
    for doubt in doubts:
        what, _, to_do = doubt.partition(". ")
        yield note(f"setting {what}", to_do)
    if not faults:
        yield ok("settings: complete and well-formed")


def dotenv(file: Path) -> Iterator[Finding]:
    """Check that nobody else may read the file with the settings."""
    if not os.path.lexists(file):
        yield ok(f"{file}: not there; all settings come from the environment")
    elif open_to_others(file):
        to_do = f"Run: chmod 600 {shlex.quote(str(file))}"
        yield wrong(f"{file}: others can read it, and it holds secrets", to_do)
    else:
        yield ok(f"{file}: yours alone")


def disk(
    file: Path, free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
) -> Iterator[Finding]:
    """Check that there is room on the disk for the database to grow."""
    folder = next(one for one in absolute(file).parents if os.path.lexists(one))
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
    if before < EARLIEST:
        what = f"clock: it says {datetime.fromtimestamp(before, UTC):%Y-%m-%d}, which is long ago"
        yield wrong(f"{what}; with that, nothing on the Internet can be reached", _SET_CLOCK)
        return
    try:
        answer = await ask("GET", f"{address}/gateway")
    except NoAnswer:
        yield unchecked("clock: could not be checked, since Discord does not answer")
        return
    after = now()
    try:
        discord_time = parsedate_to_datetime(answer.date).replace(tzinfo=UTC).timestamp()
    except ValueError:
        yield unchecked("clock: couldn't be checked, since Discord doesn't say the time")
        return
    # The header leaves out the fraction of the second.
    off = (before + after) / 2 - (discord_time + 0.5)
    if abs(off) > CLOCK_ERROR_MAX + (after - before) / 2:
        way = "fast" if off > 0 else "slow"
        yield wrong(
            f"clock: {abs(off):.0f} seconds {way}, so votes close at the wrong moment",
            _SET_CLOCK,
        )
    else:
        yield ok("clock: right")


def fonts(missing: Callable[[], Iterable[Script]], texts: Callable[[], str]) -> Iterator[Finding]:
    """Check that there are fonts for the scripts that titles are written in.

    Args:
        missing: Returns the scripts for which there are none.
        texts: Returns what the rooms have written in titles; raises StorageError.
    """
    try:
        written = texts()
    except StorageError:
        written = ""  # The check of the database reports it.
    scripts = list(missing())
    for used in (True, False):
        concerned = [script for script in scripts if script.used_in(written) is used]
        for package in dict.fromkeys(script.package for script in concerned):
            names = ", ".join(script.name for script in concerned if script.package == package)
            to_do = how_to_get_fonts(package)
            if used:
                yield wrong(f"fonts: pictures show boxes in place of {names}", to_do)
            else:
                what = f"fonts: pictures would show boxes in place of {names}, which no title has"
                yield note(what, to_do)
    if not scripts:
        yield ok("fonts: everything pictures need")
