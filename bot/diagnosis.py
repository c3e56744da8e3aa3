"""The assembler of the doctor: puts its checks together, from the parts that the bot is made of."""

from pathlib import Path

from bot.app import Parts
from bot.copy_process import programs_for_copies
from bot.doctor import Check
from bot.doctor.checks import Database, Setup, checks
from bot.doctor.database_file import file_checks
from bot.doctor.database_server import server_checks
from bot.doctor.discord_account import DISCORD
from bot.doctor.spotify import HostApp
from bot.services.ports.world import Clock
from bot.settings import Settings, read
from bot.typesetting.font_coverage import missing
from storage import migrate
from storage.checkup import Checkup
from storage.checkups import checkup_at


def doctor_checks(parts: Parts, dotenv: Path = Path(".env")) -> list[Check]:
    """Return the checks of the setup that the environment and a `.env` file describe."""
    settings, faults = read(dotenv)
    app = None
    if settings.spotify is not None:
        host = parts.account(settings.spotify)
        app = HostApp(
            host.token_url, host.api_url, host.client_id, host.client_secret, host.refresh_token
        )
    database, whereabouts = _database(settings, parts.clock)
    setup = Setup(
        settings,
        faults,
        dotenv,
        database,
        whereabouts,
        app,
        missing,
        parts.clock.now,
        programs=programs_for_copies(settings),
        redirect=settings.spotify.redirect if settings.spotify else "",
        discord=settings.discord_api or DISCORD,
        tables=migrate.tables(migrate.load_migrations()),
    )
    return checks(setup)


def _database(settings: Settings, clock: Clock) -> tuple[Database, list[Check]]:
    """Return the database to check, and the checks of its kind."""
    database = checkup_at(settings.database_url)
    if isinstance(database, Checkup):
        return database, file_checks(database)
    return database, server_checks(database, clock.now)
