"""Read the settings from the environment and `.env`, and report all faults at once."""

import re
from dataclasses import dataclass
from pathlib import Path

from environs import Env, EnvValidationError, ValidationError, validate

from bot import encryption
from bot.domain.errors import ConfigError

SQLITE = "sqlite:///"
DATABASE = f"{SQLITE}needledrop.db"
KEY_FILE = "needledrop.key"
"""The name of the key file, beside the database's."""

REMEDIES = {
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
    "SPOTIFY_REDIRECT_URI": (
        "Write an address that begins with https:// or http://127.0.0.1: and a port, exactly as in"
        " your app's page at https://developer.spotify.com/dashboard"
    ),
    "SPOTIFY_DAILY_CALLS": "Write a whole number of at least 200, such as 500",
    "ENCRYPTION_KEY": (
        "Leave it empty, and the bot makes a key file; or write one or several keys, newest first, "
        "with commas between them. The guide for hosts says how to make one"
    ),
    "ENCRYPTION_KEY_FILE": "Write the path of a file, or leave it empty",
    "LOG_LEVEL": "Write DEBUG, INFO, WARNING or ERROR",
}
"""For each setting, what to do if it is missing or wrong."""

REDIRECT = "http://127.0.0.1:8888/callback"
"""The page need not exist: the account's owner copies its address from the browser."""

SPOTIFY_SETTINGS = ("SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET", "SPOTIFY_REFRESH_TOKEN")
APP_SETTINGS = SPOTIFY_SETTINGS[:2]
"""Needed together; the refresh token is only for a host who connects one account for all rooms."""

_LOOPBACK = re.compile(r"http://127\.0\.0\.1(:\d{1,5})?/")


@dataclass(frozen=True, slots=True, repr=False)
class SpotifySettings:
    """The host's Spotify app and account. Never printed.

    Without `refresh_token` there is only an app, with which rooms connect accounts of their own.
    `redirect` is where Spotify sends the owners of accounts once they have agreed.
    """

    client_id: str
    client_secret: str
    refresh_token: str = ""
    daily_calls: int = 500
    redirect: str = REDIRECT


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """The settings of this bot. Its `repr` shows nothing, since it holds secrets.

    `spotify` is None if it is not configured; songs are then entered by hand. `encryption_keys` are
    newest first; without them, the key is in a file.
    """

    discord_token: str
    database_url: str = DATABASE
    log_level: str = "INFO"
    spotify: SpotifySettings | None = None
    encryption_keys: tuple[str, ...] = ()
    encryption_key_file: str = ""

    @property
    def database_file(self) -> Path:
        """The file of the SQLite database."""
        return Path(self.database_url.removeprefix(SQLITE))

    @property
    def key_file(self) -> Path:
        """The key file that is used without `encryption_keys`."""
        if self.encryption_key_file:
            return Path(self.encryption_key_file)
        return self.database_file.with_name(KEY_FILE)


def load(dotenv: Path | None = Path(".env")) -> Settings:
    """Read the settings from the environment, and from a file what is not set there.

    Raises:
        ConfigError: Some are missing or wrong; it names all of them and says what to do.
    """
    settings, faults = read(dotenv)
    if faults:
        raise ConfigError(faults)
    return settings


def read(dotenv: Path | None = Path(".env")) -> tuple[Settings, list[str]]:
    """Read the settings as `load` does; return the usable ones and all faults.

    Settings that are missing or wrong are empty or have their defaults.
    """
    env = Env(eager=False)
    if dotenv is not None and dotenv.is_file():
        env.read_env(str(dotenv), recurse=False)
    token = env.str("DISCORD_TOKEN", validate=validate.Length(min=50))
    database = env.str("DATABASE_URL", DATABASE, validate=_check_database)
    level = env.str(
        "LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
    )
    client_id, secret, refresh = (env.str(name, "").strip() for name in SPOTIFY_SETTINGS)
    redirect = env.str("SPOTIFY_REDIRECT_URI", REDIRECT, validate=_check_redirect)
    calls = env.int("SPOTIFY_DAILY_CALLS", 500, validate=validate.Range(min=200))
    keys = env.str("ENCRYPTION_KEY", "", validate=_check_keys)
    key_file = env.str("ENCRYPTION_KEY_FILE", "", validate=_check_key_file)
    faults = _env_faults(env)
    present = {
        name
        for name, value in zip(SPOTIFY_SETTINGS, (client_id, secret, refresh), strict=True)
        if value
    }
    if present:
        faults += [
            f"{name}: missing, while other settings of Spotify are there. {REMEDIES[name]}"
            for name in APP_SETTINGS
            if name not in present
        ]
    spotify = SpotifySettings(client_id, secret, refresh, calls or 500, redirect or REDIRECT)
    usable = Settings(
        discord_token=token or "",
        database_url=database or DATABASE,
        log_level=level or "INFO",
        spotify=spotify if present.issuperset(APP_SETTINGS) else None,
        encryption_keys=encryption.keys_in(keys) if keys else (),
        encryption_key_file=key_file or "",
    )
    return usable, faults


def _check_redirect(value: str) -> None:
    # Spotify accepts only these two, and refuses the name `localhost`.
    if not value.startswith("https://") and not _LOOPBACK.match(value):
        raise ValidationError("not an address Spotify takes")


def _check_database(value: str) -> None:
    if not value.startswith("sqlite:///") or value == "sqlite:///":
        raise ValidationError("not an address of a database this version can use")


def _check_keys(value: str) -> None:
    try:
        if value:
            encryption.keys_in(value)
    except ValueError:
        raise ValidationError("not keys") from None


def _check_key_file(value: str) -> None:
    if value and Path(value).is_dir():
        raise ValidationError("a folder")


def _env_faults(env: Env) -> list[str]:
    required = "DISCORD_TOKEN"
    try:
        env.seal()
    except EnvValidationError as invalid:
        return [
            f"{name}: {'missing' if name == required else 'cannot be used'}. {REMEDIES[name]}"
            for name in invalid.error_messages
        ]
    return []
