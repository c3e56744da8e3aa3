"""`python -m tests.check [BASE]`: run the tests that the change since BASE (HEAD) reaches.

The nearest come first, for as long as there is time. What is left out is said at the end.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.check.deadline import AT
from tests.check.reach import ROOT, importers, tests_reached

SECONDS = 18.0
"""How long tests are begun; what is under way is ended."""
SLOW = ("tests/bench/", "tests/crash/", "tests/e2e/", "tests/faults/", "tests/oracle/")
"""Tests that start processes, browsers and crowds: run only when they themselves were changed."""


def changed_since(base: str) -> list[str]:
    """Return the files that differ from a commit, new ones included, deleted ones left out."""
    differs = _git("diff", "--name-only", "--diff-filter=d", base, "--")
    return sorted({*differs, *_git("ls-files", "--others", "--exclude-standard")})


def chosen(reached: list[str], changed: list[str]) -> tuple[list[str], list[str]]:
    """Return the test files to run and those that are too slow for this."""
    slow = [file for file in reached if file.startswith(SLOW) and file not in changed]
    return [file for file in reached if file not in slow], slow


def main(base: str) -> int:
    """Run them; return the exit status."""
    until = time.time() + SECONDS
    changed = changed_since(base)
    by = importers()
    run, slow = chosen(tests_reached(changed, by), changed)
    every = len(list((ROOT / "tests").rglob("test_*.py")))
    print(
        f"{len(changed)} files changed since {base}; {len(run) + len(slow)} of {every} test files "
        "import them, directly or through others.",
        flush=True,
    )
    if slow:
        print(f"Left out as slow: {', '.join(slow)}.", flush=True)
    status = _pytest(run, until) if run else 0
    print("What no import shows is left out, too. The whole: make test", flush=True)
    return status


def _pytest(files: list[str], until: float) -> int:
    command = ["-m", "pytest", "-n", "2", "--maxschedchunk", "4", "-p", "tests.check.deadline"]
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, *command, *files],
        cwd=ROOT,
        env=os.environ | {AT: str(until)},
        check=False,
    )
    return done.returncode


def _git(*words: str) -> list[str]:
    told = subprocess.run(  # noqa: S603
        ["git", *words],  # noqa: S607 - whichever git the developer uses
        cwd=Path(ROOT),
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "HEAD"))
