"""`python -m tests.bench [PART ...]`: measure, and print one table; without PART, everything.

Each part runs in a process of its own, so that none disturbs another. A part that fails is a row
that says so, and the exit status is 1. A goal that is not met is no failure.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.bench import page
from tests.bench.part import PARTS, goals
from tests.bench.rows import Row, failed, number, table

LIBRARIES = Path(".venv-oracle/bin/python")
"""The Python of `make oracle`, which has the voting libraries that *counting* compares with."""


def main() -> int:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="leave out what takes longest")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON, last of all")
    parser.add_argument("--page", action="store_true", help=f"write the table into {page.PAGE}")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {min(unknown)!r}")
    commands = {part: command(part, quick=asked.quick) for part in asked.parts or PARTS}
    rows = list(run_all(commands))
    print(table(rows))
    incomplete = any(row.figure is None for row in rows)
    if asked.page:
        page.write(rows, goals())
    if asked.json:
        print(f"[{', '.join(row.as_json() for row in rows)}]")
    return 1 if incomplete else 0


def command(part: str, *, quick: bool) -> Sequence[str]:
    """Return what runs a part in a process of its own."""
    python = str(LIBRARIES) if part == "counting" else sys.executable
    return (python, "-m", "tests.bench.part", part, *(["--quick"] if quick else []))


def run_all(commands: Mapping[str, Sequence[str]]) -> Iterable[Row]:
    """Run commands one after another, whatever becomes of each; yield the rows they print."""
    for name, words in commands.items():
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        try:
            with subprocess.Popen(  # noqa: S603 - our own code
                words, stdout=subprocess.PIPE, text=True
            ) as process:
                for line in process.stdout or ():
                    row = Row.from_json(line)
                    print(f"  {row.row}: {number(row.figure)}", file=sys.stderr, flush=True)
                    yield row
            works = process.returncode == 0
        except FileNotFoundError:
            print(f"{name} needs {words[0]}, which `make bench` makes", file=sys.stderr)
            works = False
        if not works:
            yield failed(name)


if __name__ == "__main__":
    sys.exit(main())
