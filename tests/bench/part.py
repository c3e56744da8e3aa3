"""`python -m tests.bench.part PART`: run one part in this process, and print each row as JSON."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from tests.bench.rows import Goal

PARTS = (
    "counting", "stored", "votes", "burst", "waiting", "schedule", "footprint", "interactions",
    "pictures", "paths", "postgres", "fleet",
)  # fmt: skip
"""The modules beside this one, in the order of the table.

Each has its `GOALS`, and `run(*, quick)`, which yields a row for each of them, one by one; where it
is quick, it may leave some out.
"""


def goals() -> Sequence[Goal]:
    """Return the goals of all parts, in the order of the table."""
    return [goal for part in PARTS for goal in import_module(f"tests.bench.{part}").GOALS]


def main() -> int:
    """Run the part."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.part", description=__doc__)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--quick", action="store_true", help="leave out what takes longest")
    asked = parser.parse_args()
    for row in import_module(f"tests.bench.{asked.part}").run(quick=asked.quick):
        print(row.as_json(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
