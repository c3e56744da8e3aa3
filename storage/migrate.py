"""Migrations: numbered SQL files, applied once each, in order, with their checksums kept."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from bot.domain.errors import StorageError

FOLDER = Path(__file__).with_name("migrations")

CREATE_TABLE = (
    "CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, "
    "checksum TEXT NOT NULL)"
)
APPLIED = "SELECT version, checksum FROM migrations ORDER BY version"
RECORD = "INSERT INTO migrations (version, name, checksum) VALUES (:version, :name, :checksum)"

_CREATED = re.compile(r"CREATE TABLE (\w+)")
_DROPPED = re.compile(r"DROP TABLE (\w+)")
_RENAMED = re.compile(r"ALTER TABLE (\w+) RENAME TO (\w+)")


class Migration(Struct, frozen=True):
    """One numbered file."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """The SHA-256 of the file's text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    @property
    def statements(self) -> list[str]:
        """The file's statements; a migration has no semicolon but at their ends."""
        lines = [line for line in self.sql.splitlines() if not line.lstrip().startswith("--")]
        return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]

    @property
    def row(self) -> dict[str, object]:
        """The row that says this migration was applied."""
        return {"version": self.version, "name": self.name, "checksum": self.checksum}


def load_migrations(folder: Path = FOLDER) -> list[Migration]:
    """Return all migrations this version of the bot knows, in order."""
    files = sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return [Migration(int(f.name[:4]), f.stem[5:], f.read_text(encoding="utf-8")) for f in files]


def tables(migrations: Sequence[Migration]) -> frozenset[str]:
    """Return the tables that there are once all of these are applied, `migrations` aside."""
    made: set[str] = set()
    for migration in migrations:
        for statement in migration.statements:
            if created := _CREATED.match(statement):
                made.add(created[1])
            if dropped := _DROPPED.match(statement):
                made.remove(dropped[1])
            if renamed := _RENAMED.match(statement):
                made.remove(renamed[1])
                made.add(renamed[2])
    return frozenset(made)


def pending(migrations: Sequence[Migration], applied: dict[int, str]) -> list[Migration]:
    """Return what is to be applied, given version and checksum of what was.

    Raises:
        StorageError: The database was made by a newer version of the bot, or a migration was
            altered after it had been applied.
    """
    by_version = {migration.version: migration for migration in migrations}
    for version, checksum in applied.items():
        if version not in by_version:
            raise StorageError(
                f"the database is at migration {version}, which this version of Needle Drop does "
                "not know. Start the newer version, or restore a copy made before it."
            )
        if by_version[version].checksum != checksum:
            raise StorageError(
                f"migration {version} was altered after this database applied it. "
                "Restore the file as it was released."
            )
    return [migration for migration in migrations if migration.version not in applied]
