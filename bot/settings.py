"""Everything a host can configure, from the environment and `.env`; all faults told at once."""

from dataclasses import dataclass
from pathlib import Path

from environs import Env, EnvValidationError, ValidationError, validate

from bot.domain.errors import ConfigError

WHERE = {
    "DISCORD_TOKEN": (
        "Copy the token from your application's page, Bot, Reset Token, at "
        "https://discord.com/developers/applications"
    ),
    "DATABASE_URL": "Write sqlite:/// and the path of a file, such as sqlite:///needledrop.db",
    "SPOTIFY_CLIENT_ID": "Copy it from your app's page at https://developer.spotify.com/dashboard",
    "SPOTIFY_CLIENT_SECRET": (
        "Copy it from your app's page at https://developer.spotify.com/dashboard"
    ),
    "SPOTIFY_REFRESH_TOKEN": "The README says how to get one: see 'Connect Spotify'",
    "SPOTIFY_DAILY_CALLS": "Write a whole number of at least 200, such as 500",
    "LOG_LEVEL": "Write DEBUG, INFO, WARNING or ERROR",
}
"""For each setting, what to do about it."""

SPOTIFY = ("SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET", "SPOTIFY_REFRESH_TOKEN")


@dataclass(frozen=True, slots=True, repr=False)
class SpotifySettings:
    """The host's Spotify app and account. Never printed."""

    client_id: str
    client_secret: str
    refresh_token: str
    daily_calls: int = 500


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """How this bot is set up. Never printed, since it holds secrets.

    `spotify` is None where none is configured; songs are then entered by hand.
    """

    discord_token: str
    database_url: str = "sqlite:///needledrop.db"
    log_level: str = "INFO"
    spotify: SpotifySettings | None = None


def load(dotenv: Path | None = Path(".env")) -> Settings:
    """Read the settings from the environment, and from a file for what is not set there.

    Raises:
        ConfigError: Some are missing or wrong; it names all of them and says where to get each.
    """
    env = Env(eager=False)
    if dotenv is not None and dotenv.is_file():
        env.read_env(str(dotenv), recurse=False)
    token = env.str("DISCORD_TOKEN", validate=validate.Length(min=50))
    database = env.str("DATABASE_URL", "sqlite:///needledrop.db", validate=_database)
    level = env.str(
        "LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
    )
    client_id, secret, refresh = (env.str(name, "").strip() for name in SPOTIFY)
    calls = env.int("SPOTIFY_DAILY_CALLS", 500, validate=validate.Range(min=200))
    faults = _faults(env)
    given = {
        name for name, value in zip(SPOTIFY, (client_id, secret, refresh), strict=True) if value
    }
    if given and len(given) < len(SPOTIFY):
        faults += [
            f"{name}: missing, while other settings of Spotify are there. {WHERE[name]}"
            for name in SPOTIFY
            if name not in given
        ]
    if faults:
        raise ConfigError(faults)
    return Settings(
        discord_token=token,
        database_url=database,
        log_level=level,
        spotify=SpotifySettings(client_id, secret, refresh, calls) if given else None,
    )


def _database(value: str) -> None:
    if not value.startswith("sqlite:///") or value == "sqlite:///":
        raise ValidationError("not an address of a database this version can use")


def _faults(env: Env) -> list[str]:
    try:
        env.seal()
    except EnvValidationError as invalid:
        return [
            f"{name}: {'missing' if name == 'DISCORD_TOKEN' else 'cannot be used'}. {WHERE[name]}"
            for name in invalid.error_messages
        ]
    return []
