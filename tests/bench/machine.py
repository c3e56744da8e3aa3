"""The machine that figures are of, as far as they hang on it."""

import os
import platform
import sqlite3
import subprocess
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.installs import folder
from tests.postgres import binary

SYNCS = 100
BLOCK = 4096


def described() -> str:
    """Return the machine in a sentence: its cores, its disk, and the versions of what runs."""
    server = subprocess.run(  # noqa: S603 - the tests' own words
        [binary("postgres"), "--version"], check=True, capture_output=True, text=True
    ).stdout.split()[2]
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"PostgreSQL {server}; "
        f"{synced() * 1000:.2f} ms to have {BLOCK} bytes on the disk (the median of {SYNCS})"
    )


def synced() -> float:
    """Return the seconds that the disk takes for a block that is there to stay."""
    took = []
    with folder() as place, Path(place, "block").open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            began = perf_counter()
            file.write(b"\0" * BLOCK)
            os.fsync(file.fileno())
            took.append(perf_counter() - began)
    return median(took)
