"""The files that an open database stands on: whether they are still those under its name."""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.domain.errors import DatabaseGone

Identity = tuple[int, int]
"""A file's device and its number there, which a name may come to lead away from."""

_SUFFIXES = ("", "-wal", "-shm")
"""The database, and beside it what was committed lately and the index of that."""


class Ground:
    """Notices when a file is deleted, renamed or replaced while it is open.

    What is written then goes into a file that nobody finds again, and SQLite does not tell.
    """

    def __init__(self, path: Path) -> None:
        """Take the files that are there now for the right ones."""
        self._path = path
        self._files = {
            name: identity for name in self._names() if (identity := _identity(name)) is not None
        }

    def check(self) -> None:
        """Do nothing if all is as it was; a few microseconds.

        Raises:
            DatabaseGone: It is not. Once the files are back, all is well again.
        """
        for name, identity in self._files.items():
            found = _identity(name)
            if found != identity:
                what = "is gone, or out of reach" if found is None else "is not the file it was"
                raise DatabaseGone(
                    f"{name} {what}, so nothing is saved. Stop the bot; put back the file, or what"
                    " should take its place; start the bot"
                )

    def _names(self) -> Iterator[str]:
        for suffix in _SUFFIXES:
            yield str(self._path.with_name(f"{self._path.name}{suffix}"))


def _identity(name: str) -> Identity | None:
    try:
        # Not `Path.stat`, which takes twice as long: this is done for each commit.
        found = os.stat(name)  # noqa: PTH116 - see above
    except OSError:  # also where its folder or its disk is another one now, or is not there
        return None
    return found.st_dev, found.st_ino
