"""`python -m tests.bench [PART ...]`: measure, and print tables of ratios; without PART, all."""

import argparse
import sys
from importlib import import_module

PARTS = {
    "counting": "tests.bench.counting",
    "stored": "tests.bench.stored",
    "votes": "tests.bench.votes",
    "burst": "tests.bench.burst",
    "schedule": "tests.bench.schedule",
    "footprint": "tests.bench.footprint",
}
"""The module of each part. It has `run(*, quick)`, which returns its tables one by one."""


def main() -> int:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="leave out what takes longest")
    asked = parser.parse_args()
    for part in asked.parts or PARTS:
        if part not in PARTS:
            parser.error(f"there is no part {part!r}")
        for found in import_module(PARTS[part]).run(quick=asked.quick):
            print(found, flush=True)
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
