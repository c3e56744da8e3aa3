"""`python -m tests.bench [PART ...]`: measure, and print tables; without PART, everything.

Each part runs in a process of its own, so that none disturbs another. Ends with 1 if any failed.
"""

import argparse
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.part import PARTS

LIBRARIES = Path(".venv-oracle/bin/python")
"""The Python of `make oracle`, which has the voting libraries that *counting* compares with."""


def main() -> int:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="leave out what takes longest")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {min(unknown)!r}")
    parts = asked.parts or PARTS
    if "counting" in parts and not LIBRARIES.exists():
        print("counting needs the voting libraries, which `make bench` installs.", file=sys.stderr)
        if asked.parts:
            return 1
        parts = [part for part in parts if part != "counting"]
    failed = run_all({part: command(part, quick=asked.quick) for part in parts})
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def command(part: str, *, quick: bool) -> Sequence[str]:
    """Return what runs a part in a process of its own."""
    python = str(LIBRARIES) if part == "counting" else sys.executable
    return (python, "-m", "tests.bench.part", part, *(["--quick"] if quick else []))


def run_all(commands: Mapping[str, Sequence[str]]) -> list[str]:
    """Run commands one after another, whatever becomes of each; return the names of the failed."""
    codes = {
        name: subprocess.run(words, check=False).returncode  # noqa: S603 - our own code
        for name, words in commands.items()
    }
    return [name for name, code in codes.items() if code]


if __name__ == "__main__":
    sys.exit(main())
