"""A copy put in the place of the database: checked first, and what was there is kept.

Whenever this is killed, the database is whole: what was there before, or the copy.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Protocol

from typing_extensions import override

from bot.domain.errors import StorageError
from bot.host_files import absolute, create, keep_names, make_folder, why_not
from storage.backup import copy_soundly, require_ours
from storage.move_sqlite import take_alone
from storage.new_copy import blamed_on, new_copy
from storage.trouble import DAMAGE, Damaged, unusable

OF_SQLITE = b"SQLite format 3\0"
OF_POSTGRES = b"PGDMP"
"""What copies begin with."""
_WAIT = 2.0
"""Seconds to wait for whoever has the file locked for a moment."""
_BESIDE = ("-wal", "-shm", "-journal")


class Prepared(Protocol):
    """A copy that was checked, and can take the place of a database that no bot runs on."""

    @property
    def place(self) -> str:
        """The database, for people."""
        ...

    @property
    def replaces(self) -> bool:
        """Whether there is something in its place."""
        ...

    def require_stopped(self) -> None:
        """Return if no bot runs on the database.

        Raises:
            StorageError: One does.
        """
        ...

    def put_in_place(self, stamp: str) -> str:
        """Put it there; return where what was there is kept, or nothing if nothing was.

        Args:
            stamp: The time, as part of that name.

        Raises:
            StorageError: A bot runs there, or it cannot be written; all is as it was.
        """
        ...


def require_kind(copy: Path, kind: bytes) -> None:
    """Return if a file is a copy of this kind of database.

    Raises:
        StorageError: It is not.
    """
    if not os.path.isfile(copy):  # noqa: PTH113 - Path's own raises where it may not look
        raise StorageError(f"{why_not(copy, FileNotFoundError('it is no file'))}.")
    begun = _kind(copy)
    if begun.startswith(kind):
        return
    place = absolute(copy)
    if begun.startswith((OF_SQLITE, OF_POSTGRES)):
        other = "PostgreSQL" if begun.startswith(OF_POSTGRES) else "SQLite"
        raise StorageError(
            f"{place} is a copy of a database in {other}, and DATABASE_URL names another kind."
            " Restore it into one of its own kind, then use move-database."
        )
    raise StorageError(f"{place} is no copy of a database. Name one that the bot has made.")


def _kind(file: Path) -> bytes:
    """Return what a file begins with, by which SQLite and PostgreSQL know their own."""
    with blamed_on(file), file.open("rb") as opened:
        return opened.read(len(OF_SQLITE))


@contextmanager
def prepared(copy: Path, database: Path) -> Iterator[Prepared]:
    """Lend a copy that is checked and lies beside the database; it is gone after the block.

    Raises:
        StorageError: It is damaged, of a newer version or no copy at all; or it cannot be written.
    """
    require_kind(copy, OF_SQLITE)
    with blamed_on(database):
        if database.exists() and database.samefile(copy):
            raise StorageError(f"{absolute(copy)} is the database itself. Name a copy of it.")
        make_folder(database.parent)
    partial = database.with_name(f"{database.name}.part")
    try:
        with blamed_on(database):
            partial.unlink(missing_ok=True)
            create(partial)
        try:
            copy_soundly(copy, partial, database)
        except Damaged as fault:
            raise StorageError(f"{absolute(copy)} is damaged. Name another copy.") from fault
        require_ours(copy, partial, "Name another copy")
        yield _File(partial, database)
    finally:
        for end in ("", *_BESIDE):
            with suppress(OSError):
                partial.with_name(f"{partial.name}{end}").unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _File(Prepared):
    partial: Path
    database: Path

    @property
    @override
    def place(self) -> str:
        return str(absolute(self.database))

    @property
    @override
    def replaces(self) -> bool:
        return self.database.exists() and bool(self.database.stat().st_size)

    @override
    def require_stopped(self) -> None:
        if self.replaces and _kind(self.database) == OF_SQLITE:
            # Damage is no reason not to: it may be why somebody restores.
            with suppress(Damaged), blamed_on(self.database), self._alone():
                pass

    @override
    def put_in_place(self, stamp: str) -> str:
        if not self.replaces:
            self._replace()
            return ""
        kept = _free(self.database.with_name(f"{self.database.name}.replaced-{stamp}"))
        try:
            if _kind(self.database) == OF_SQLITE:
                self._keep(kept)
            else:
                # SQLite would clear away the files beside it.
                self._keep_damaged(kept)
        except sqlite3.Error as fault:
            if not getattr(fault, "sqlite_errorname", "").startswith(DAMAGE):
                raise unusable(self.database, fault) from fault
            self._keep_damaged(kept)
        return str(absolute(kept))

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that keeps everybody else from the database."""
        address = f"{self.database.absolute().as_uri()}?mode=rw"
        connecting = sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)
        with closing(connecting) as connection:
            take_alone(self.database, connection)
            connection.execute("COMMIT")  # the lock stays until the connection is closed
            yield connection

    def _keep(self, kept: Path) -> None:
        """Copy what is there, and replace it while nobody else can open it."""
        with self._alone() as connection:
            with new_copy(kept) as partial, closing(sqlite3.connect(partial)) as copy:
                connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            # All that was committed is in the one file then, and no log is left that would be
            # taken for that of the copy.
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
                raise StorageError(f"{self.place} is in use. Stop the bot, and try again.")
            if os.name == "posix":
                self._replace()
                return
        self._replace()  # elsewhere, nothing that is open can be replaced

    def _keep_damaged(self, kept: Path) -> None:
        """Copy what SQLite takes for no database, byte by byte, with the files beside it.

        A bot that had it open notices that another file is there now.
        """
        for end in ("", *_BESIDE):
            beside = self.database.with_name(f"{self.database.name}{end}")
            if beside.exists():
                with new_copy(kept.with_name(f"{kept.name}{end}")) as partial, blamed_on(kept):
                    shutil.copyfile(beside, partial)
        with blamed_on(self.database):
            for end in _BESIDE:
                self.database.with_name(f"{self.database.name}{end}").unlink(missing_ok=True)
        self._replace()

    def _replace(self) -> None:
        with blamed_on(self.database):
            self.partial.replace(self.database)
            keep_names(self.database.parent)


def _free(name: Path) -> Path:
    """Return a name that nothing has: this one, or with a number behind it."""
    numbered = (name.with_name(f"{name.name}.{number}") for number in count(2))
    return next(one for one in chain([name], numbered) if not os.path.lexists(one))
