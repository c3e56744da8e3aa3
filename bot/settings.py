"""Everything a host can configure, from the environment and `.env`; all faults come at once."""

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
"""For each setting, what to do about it."""

REDIRECT = "http://127.0.0.1:8888/callback"
"""An address that need not answer: its owner copies it out of the browser."""

SPOTIFY = ("SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET", "SPOTIFY_REFRESH_TOKEN")
APP = SPOTIFY[:2]
"""Needed together; a refresh token is for a host who connects an account for all rooms."""

_LOOPBACK = re.compile(r"http://127\.0\.0\.1(:\d{1,5})?/")


@dataclass(frozen=True, slots=True, repr=False)
class SpotifySettings:
    """The host's Spotify app and account. Never printed.

    Without `refresh_token` there is an app alone, which rooms connect accounts of their own with.
    `redirect` is where owners of accounts are sent once they have agreed.
    """

    client_id: str
    client_secret: str
    refresh_token: str = ""
    daily_calls: int = 500
    redirect: str = REDIRECT


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """How this bot is set up. Never printed, since it holds secrets.

    `spotify` is None where none is configured; songs are then entered by hand. Without
    `encryption_keys` (the newest first) the key is kept in a file.
    """

    discord_token: str
    database_url: str = DATABASE
    log_level: str = "INFO"
    spotify: SpotifySettings | None = None
    encryption_keys: tuple[str, ...] = ()
    encryption_key_file: str = ""

    @property
    def database_file(self) -> Path:
        """The file that everything is kept in."""
        return Path(self.database_url.removeprefix(SQLITE))

    @property
    def key_file(self) -> Path:
        """The file the key is kept in where the environment gives none."""
        if self.encryption_key_file:
            return Path(self.encryption_key_file)
        return self.database_file.with_name(KEY_FILE)


def load(dotenv: Path | None = Path(".env")) -> Settings:
    """Read the settings from the environment, and from a file for what is not set there.

    Raises:
        ConfigError: Some are missing or wrong; it names all of them and says where to get each.
    """
    settings, faults = read(dotenv)
    if faults:
        raise ConfigError(faults)
    return settings


def read(dotenv: Path | None = Path(".env")) -> tuple[Settings, list[str]]:
    """Read the settings as `load` does; return what can be used of them, and all faults.

    What is missing or wrong is left empty, or as it is without the setting.
    """
    env = Env(eager=False)
    if dotenv is not None and dotenv.is_file():
        env.read_env(str(dotenv), recurse=False)
    token = env.str("DISCORD_TOKEN", validate=validate.Length(min=50))
    database = env.str("DATABASE_URL", DATABASE, validate=_database)
    level = env.str(
        "LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
    )
    client_id, secret, refresh = (env.str(name, "").strip() for name in SPOTIFY)
    redirect = env.str("SPOTIFY_REDIRECT_URI", REDIRECT, validate=_redirect)
    calls = env.int("SPOTIFY_DAILY_CALLS", 500, validate=validate.Range(min=200))
    keys = env.str("ENCRYPTION_KEY", "", validate=_keys)
    key_file = env.str("ENCRYPTION_KEY_FILE", "", validate=_file)
    faults = _faults(env)
    given = {
        name for name, value in zip(SPOTIFY, (client_id, secret, refresh), strict=True) if value
    }
    if given:
        faults += [
            f"{name}: missing, while other settings of Spotify are there. {WHERE[name]}"
            for name in APP
            if name not in given
        ]
    spotify = SpotifySettings(client_id, secret, refresh, calls or 500, redirect or REDIRECT)
    usable = Settings(
        discord_token=token or "",
        database_url=database or DATABASE,
        log_level=level or "INFO",
        spotify=spotify if given.issuperset(APP) else None,
        encryption_keys=encryption.keys_in(keys) if keys else (),
        encryption_key_file=key_file or "",
    )
    return usable, faults


def _redirect(value: str) -> None:
    # Spotify takes these two alone; it refuses localhost by that name.
    if not value.startswith("https://") and not _LOOPBACK.match(value):
        raise ValidationError("not an address Spotify takes")


def _database(value: str) -> None:
    if not value.startswith("sqlite:///") or value == "sqlite:///":
        raise ValidationError("not an address of a database this version can use")


def _keys(value: str) -> None:
    try:
        if value:
            encryption.keys_in(value)
    except ValueError:
        raise ValidationError("not keys") from None


def _file(value: str) -> None:
    if value and Path(value).is_dir():
        raise ValidationError("a folder")


def _faults(env: Env) -> list[str]:
    try:
        env.seal()
    except EnvValidationError as invalid:
        return [
            f"{name}: {'missing' if name == 'DISCORD_TOKEN' else 'cannot be used'}. {WHERE[name]}"
            for name in invalid.error_messages
        ]
    return []
