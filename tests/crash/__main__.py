"""Run the long form, `python -m tests.crash --kills 120 --seed 7`, and print a report."""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.crash.arena import Arena
from tests.crash.checks import faults
from tests.crash.kept import Kept, KeptInFile, KeptOnServer
from tests.crash.report import report

KILLS = 120

DATABASES: Mapping[str, Callable[[Path], Kept]] = {
    "sqlite": KeptInFile,
    "postgres": lambda _: KeptOnServer(),
}
"""The kinds of databases, each made in a folder."""


async def run(
    folder: Path, seed: int, kills: int, database: str, *, hurry: bool = False
) -> tuple[Arena, list[str], str]:
    """Kill that many processes; return the arena, everything that is wrong, and a report.

    With `hurry`, the last rounds are closed by hand.
    """
    arena = Arena(folder, seed, DATABASES[database](folder))
    async with arena.open():
        await arena.kill(kills)
        await arena.drain(hurry=hurry)
        return arena, await faults(arena), await report(arena)


def main() -> int:
    """Run, print a report, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--keep", type=Path, help="an empty folder for the database and the errors")
    arguments = parser.parse_args()
    sys.stdout.write(f"seed {arguments.seed}\n")
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        kept_in = arguments.keep or Path(folder)
        arena, found, numbers = asyncio.run(
            run(kept_in, arguments.seed, arguments.kills, arguments.database)
        )
        sys.stdout.write(f"{time.monotonic() - began:.0f} s, {numbers}")
        errors = arena.stderr.read_text()
    if errors:
        sys.stdout.write(
            f"\nwhat the processes logged ({len(errors)} characters):\n{errors[:3000]}\n"
        )
    sys.stdout.writelines(f"WRONG {fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
