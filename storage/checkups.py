"""What checks a database beside the bot, whichever kind it is."""

from pathlib import Path
from typing import TYPE_CHECKING

from bot.server_address import is_server
from storage.checkup import Checkup
from storage.database import SQLITE

if TYPE_CHECKING:
    from storage.postgres_checkup import PostgresCheckup


def checkup_at(url: str) -> "Checkup | PostgresCheckup":
    """Return what checks the database of an address, as `Settings` has it."""
    if is_server(url):
        # Imported on first use, as what it needs is.
        from storage.postgres_checkup import PostgresCheckup  # noqa: PLC0415

        return PostgresCheckup(url)
    return Checkup(Path(url.removeprefix(SQLITE)))
