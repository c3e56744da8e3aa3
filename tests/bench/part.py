"""`python -m tests.bench.part PART`: run one part in this process, and print its tables."""

import argparse
import sys
from importlib import import_module

PARTS = (
    "counting", "stored", "votes", "burst", "postgres", "schedule", "footprint", "paths",
)  # fmt: skip
"""The modules beside this one that have `run(*, quick)`, which returns tables one by one."""


def main() -> int:
    """Run the part."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.part", description=__doc__)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--quick", action="store_true", help="leave out what takes longest")
    asked = parser.parse_args()
    for table in import_module(f"tests.bench.{asked.part}").run(quick=asked.quick):
        print(table, flush=True)
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
