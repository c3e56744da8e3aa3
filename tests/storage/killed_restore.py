"""`python -m tests.storage.killed_restore FOLDER`: a restore, killed before and after each step.

Prints a line for each time: what the database holds then, and what the copies beside it hold.
"""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

from storage.restore import prepared

STEPS = frozenset({"execute", "backup", "replace", "unlink", "rename", "open", "fsync", "close"})
"""What changes something, as far as it is not Python itself."""
OURS = ("restore.py", "backup.py", "new_copy.py", "host_files.py", "pathlib.py", "_local.py")


def killed_at(moment: int) -> Callable[[FrameType, str, Any], None]:
    """Return what kills this process at one of the moments around its steps."""
    left = moment

    def look(frame: FrameType, event: str, called: Any) -> None:
        nonlocal left
        if event in ("c_call", "c_return") and called.__name__ in STEPS:
            left -= frame.f_code.co_filename.endswith(OURS)
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    return look


def held(file: Path) -> str:
    """Return what a database holds; the copies have one table with one row."""
    with closing(sqlite3.connect(file)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()
        return str(connection.execute("SELECT title FROM rooms").fetchone() + verdict)


def main(folder: Path) -> None:
    """Restore the copy `copy.db` in place of what the folder `old` has, again and again."""
    for moment in count(1):
        sys.stdout.flush()  # a process that is forked would write it, too
        place = folder / str(moment)
        shutil.copytree(folder / "old", place)
        child = os.fork()
        if not child:
            sys.setprofile(killed_at(moment))
            with prepared(folder / "copy.db", place / "room.db") as ready:
                ready.put_in_place("then")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        beside = sorted(held(one) for one in place.glob("*.replaced-then") if one.stat().st_size)
        whole = "killed" if os.WIFSIGNALED(status) else "done"
        sys.stdout.write("|".join((whole, held(place / "room.db"), *beside)) + "\n")
        with suppress(OSError):
            shutil.rmtree(place)
        if os.WIFEXITED(status):
            raise SystemExit(os.WEXITSTATUS(status))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
