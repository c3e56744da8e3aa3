"""`python -m tests.check [BASE]`: run the tests that the change since BASE (HEAD) reaches.

The nearest come first, as many as half a minute allows. What is left out is said.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.check.deadline import SECONDS
from tests.check.reach import ROOT, importers, tests_reached

BEGUN_FOR = 12
"""Seconds for which tests are begun; what is under way then is ended."""
MOST = 40
"""Test files; collecting more of them takes time, too."""
SLOW = tuple(f"tests/{one}/" for one in ("bench", "crash", "e2e", "faults", "install", "oracle"))
"""Tests that start processes, browsers and crowds: run only when they themselves were changed."""


def changed_since(base: str) -> list[str]:
    """Return the files that differ from a commit, new ones included, deleted ones left out."""
    differs = _git("diff", "--name-only", "--diff-filter=d", base, "--")
    return sorted({*differs, *_git("ls-files", "--others", "--exclude-standard")})


def chosen(reached: list[str], changed: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the test files to run, those that are too far away, and those that are too slow."""
    slow = [file for file in reached if file.startswith(SLOW) and file not in changed]
    quick = [file for file in reached if file not in slow]
    return quick[:MOST], quick[MOST:], slow


def main(base: str) -> int:
    """Run them; return the exit status."""
    changed = changed_since(base)
    reached = tests_reached(changed, importers())
    run, far, slow = chosen(reached, changed)
    every = len(list((ROOT / "tests").rglob("test_*.py")))
    _say(f"Changed since {base}: {len(changed)} files, which {len(reached)} of {every} test files")
    _say(f"import, directly or through others. The nearest {len(run)} of these are run.")
    status = _pytest(run) if run else 0
    if far:
        _say(f"Left out as far away: {len(far)} test files.")
    if slow:
        _say(f"Left out as slow: {', '.join(slow)}.")
    _say("Left out, too: what no import shows. The whole: make test")
    return status


def _say(line: str) -> None:
    print(line, flush=True)


def _pytest(files: list[str]) -> int:
    command = ["-m", "pytest", "-n", "2", "--maxschedchunk", "4", "-p", "tests.check.deadline"]
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, *command, *files],
        cwd=ROOT,
        env=os.environ | {SECONDS: str(BEGUN_FOR)},
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
