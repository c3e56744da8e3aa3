"""The assembler of the doctor: puts its checks together, from the parts that the bot is made of."""

from pathlib import Path

from bot.app import Parts
from bot.doctor import Check
from bot.doctor.checks import Setup, checks
from bot.doctor.spotify import HostApp
from bot.settings import read
from bot.typesetting.font_coverage import missing
from storage.checkup import Checkup


def doctor_checks(parts: Parts, dotenv: Path = Path(".env")) -> list[Check]:
    """Return the checks of the setup that the environment and a `.env` file describe."""
    settings, faults = read(dotenv)
    app = None
    if settings.spotify is not None:
        host = parts.account(settings.spotify)
        app = HostApp(
            host.token_url, host.api_url, host.client_id, host.client_secret, host.refresh_token
        )
    setup = Setup(
        settings,
        faults,
        dotenv,
        Checkup(settings.database_file),
        app,
        missing,
        parts.clock.now,
        redirect=settings.spotify.redirect if settings.spotify else "",
    )
    return checks(setup)
