"""Read the settings from the environment and `.env`, and report all faults at once."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot import settings_backups, settings_credits, settings_shards, settings_watch
from bot import settings_values as values
from bot.domain.errors import ConfigError
from bot.domain.structs import SecretStruct
from bot.host_files import cache_folder
from bot.server_address import ServerAddress, is_server, parse
from bot.settings_backups import BackupPlan, Keep
from bot.settings_database import SQLITE, blame_missing_key, database_url
from bot.settings_given import Given, given
from bot.settings_shards import api_base, shard_count, shard_ids
from bot.settings_watch import host, log_format, log_level, port, sentry_dsn

DATABASE = f"{SQLITE}needledrop.db"
KEY_FILE = "needledrop.key"
"""The name of the key file, beside the database's."""

REMEDIES: Mapping[str, str] = {
    "DISCORD_TOKEN": (
        "Copy the token from your application's page, Bot, Reset Token, at "
        "https://discord.com/developers/applications"
    ),
    "DATABASE_URL": (
        "Write sqlite:/// and the path of a file, such as sqlite:///needledrop.db; or the address"
        " of a PostgreSQL database, such as postgresql://needledrop:PASSWORD@server/needledrop"
    ),
    "SPOTIFY_CLIENT_ID": "Copy it from your app's page at https://developer.spotify.com/dashboard",
    "SPOTIFY_CLIENT_SECRET": (
        "Copy it from your app's page at https://developer.spotify.com/dashboard"
    ),
    "SPOTIFY_REFRESH_TOKEN": "The README says how to get one: see 'Connect Spotify'",
    "SPOTIFY_REDIRECT_URI": (
        "Write an address that begins with https:// or http://127.0.0.1: and a port, exactly as on"
        " your app's page at https://developer.spotify.com/dashboard"
    ),
    "SPOTIFY_DAILY_CALLS": "Write a whole number of at least 200, such as 500",
    "SPOTIFY_QUOTA_GROUP": (
        "Write the Client IDs of your other apps, with commas between them, or leave it empty"
    ),
    "ENCRYPTION_KEY": (
        "Leave it empty, and the bot makes a key file; or write one or several keys, newest first, "
        "with commas between them. The guide for hosts says how to make one"
    ),
    "ENCRYPTION_KEY_FILE": "Write the path of a file, or leave it empty",
    **settings_credits.REMEDIES,
    **settings_shards.REMEDIES,
    **settings_backups.REMEDIES,
    **settings_watch.REMEDIES,
}
"""For each setting, what to do if it is missing or wrong."""

REDIRECT = "http://127.0.0.1:8888/callback"
"""The page need not exist: the account's owner copies its address from the browser."""

SPOTIFY_SETTINGS = ("SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET", "SPOTIFY_REFRESH_TOKEN")
SECRETS = {"DISCORD_TOKEN", *SPOTIFY_SETTINGS[1:], "ENCRYPTION_KEY", "SENTRY_DSN"}
"""Settings that are never shown."""
APP_SETTINGS = SPOTIFY_SETTINGS[:2]
"""Needed together; the refresh token is only for a host who connects one account for all rooms."""

ON_ONE_MACHINE = (
    "SHARD_IDS divides the servers among several processes, which have to share one database."
    " With SQLite, run all of them on this machine, with the same file; elsewhere they need"
    " PostgreSQL"
)


class SpotifySettings(SecretStruct, frozen=True):
    """The host's Spotify app and account. Never printed.

    Without `refresh_token` there is only an app, with which rooms connect accounts of their own.
    `redirect` is where Spotify sends the owners of accounts once they have agreed.
    """

    client_id: str
    client_secret: str
    refresh_token: str = ""
    redirect: str = REDIRECT


class Settings(SecretStruct, frozen=True):
    """The settings of this bot. Its `repr` shows nothing, since it holds secrets.

    `spotify` is None if it is not configured; songs are then entered by hand. Each Spotify app may
    make `daily_calls` in any 24 hours; those whose Client IDs are in `quota_group` share these with
    it, since one developer made them. Without `musicbrainz_contact`, credits are not looked up.
    `encryption_keys` are newest first; without them, the key is in a file. Without `shard_count`,
    there are as many shards as Discord recommends; without `shard_ids`, all of them are this
    process's. `backup_every` (seconds) is None where the bot makes no copies. `discord_api` is the
    address of a proxy, with the version; empty for Discord itself. Without `metrics_port`, health
    and metrics are not told over the network. `oddities` are sentences on names that may not have
    been meant so.
    """

    discord_token: str
    database_url: str = DATABASE
    log_level: str = "INFO"
    log_format: str = "plain"
    metrics_port: int | None = None
    metrics_host: str = "127.0.0.1"
    sentry_dsn: str = ""
    spotify: SpotifySettings | None = None
    daily_calls: int = 500
    quota_group: frozenset[str] = frozenset()
    musicbrainz_contact: str = ""
    encryption_keys: tuple[str, ...] = ()
    encryption_key_file: str = ""
    shard_count: int | None = None
    shard_ids: tuple[int, ...] = ()
    backup_every: int | None = None
    backup_keep: Keep = settings_backups.KEPT
    backup_folder: str = ""
    discord_api: str = ""
    oddities: Sequence[str] = ()

    @property
    def doubts(self) -> list[str]:
        """Sentences on what may not have been meant so; it keeps nothing from working."""
        found = [*self.oddities]
        if self.shard_ids and self.database_url.startswith(SQLITE):
            found.append(ON_ONE_MACHINE)
        return found

    @property
    def shards(self) -> Sequence[tuple[int, int]]:
        """The shards of this process: their total number, and its own; (1, 0) if it has all.

        Who has all leaves one sign of life for all of them, however many there are.
        """
        if self.shard_count is None or not self.shard_ids:
            return [(1, 0)]
        return [(self.shard_count, one) for one in self.shard_ids]

    @property
    def server(self) -> ServerAddress | None:
        """The address of the PostgreSQL database; None if it is SQLite's file."""
        return parse(self.database_url) if is_server(self.database_url) else None

    @property
    def database_file(self) -> Path:
        """The file of the SQLite database.

        Raises:
            ValueError: It is on a server.
        """
        if is_server(self.database_url):
            raise ValueError("a database on a server is no file")
        return Path(self.database_url.removeprefix(SQLITE))

    @property
    def backups(self) -> BackupPlan | None:
        """The copies that the bot makes by itself; None if it makes none.

        Without `backup_folder`, they go beside SQLite's file; with a server, where the bot is
        started.
        """
        if self.backup_every is None:
            return None
        server = self.server
        if server is None:
            file = self.database_file
            folder, name, suffix = file.with_name(settings_backups.FOLDER), file.stem, ".db"
        else:
            folder, suffix = Path(settings_backups.FOLDER), ".dump"
            name = re.sub(r"[^\w.-]", "_", server.database)
        chosen = Path(self.backup_folder) if self.backup_folder else folder
        return BackupPlan(self.backup_every, self.backup_keep, chosen, name, suffix)

    @property
    def picture_folder(self) -> Path | None:
        """The folder in which pictures of results are kept; without it, they are drawn again.

        Beside SQLite's file; with a server, in the user's own cache, and None if there is none.
        """
        if is_server(self.database_url):
            cache = cache_folder()
            return cache and cache / "needledrop" / "pictures"
        return self.database_file.with_name(f"{self.database_file.name}-pictures")

    @property
    def key_file(self) -> Path | None:
        """The key file that is used without `encryption_keys`; None with a server.

        Processes on several machines would each make a key of their own.
        """
        if is_server(self.database_url):
            return None
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

    Raises:
        ConfigError: The file is there, but cannot be read.
    """
    found = given(dotenv, REMEDIES)
    return usable(found), found.faults


def usable(found: Given) -> Settings:
    """Return the usable settings, and note the faults of the others."""
    chosen = Settings(
        discord_token=found.word("DISCORD_TOKEN", "", values.token, required=True),
        database_url=found.read("DATABASE_URL", DATABASE, database_url),
        log_level=found.word("LOG_LEVEL", "INFO", log_level),
        log_format=found.word("LOG_FORMAT", "plain", log_format),
        metrics_port=found.word("METRICS_PORT", 0, port) or None,
        metrics_host=found.word("METRICS_HOST", "127.0.0.1", host),
        sentry_dsn=found.word("SENTRY_DSN", "", sentry_dsn),
        spotify=_spotify(found),
        daily_calls=found.word("SPOTIFY_DAILY_CALLS", 500, values.daily_calls),
        quota_group=found.word("SPOTIFY_QUOTA_GROUP", frozenset(), values.client_ids),
        musicbrainz_contact=found.word("MUSICBRAINZ_CONTACT", "", settings_credits.contact),
        encryption_keys=found.word("ENCRYPTION_KEY", (), values.encryption_keys),
        encryption_key_file=found.read("ENCRYPTION_KEY_FILE", "", values.key_file),
        **_shards(found),
        backup_every=found.word("BACKUP_EVERY", 0, settings_backups.interval) or None,
        backup_keep=found.word("BACKUP_KEEP", settings_backups.KEPT, settings_backups.keep),
        backup_folder=found.read("BACKUP_FOLDER", "", settings_backups.folder),
        discord_api=found.word("DISCORD_API_BASE", "", api_base),
        oddities=found.oddities,
    )
    if chosen.server and not chosen.encryption_keys:
        blame_missing_key(found)
    return chosen


def require(faults: Sequence[str], *names: str) -> None:
    """Return if none of these settings is among the faults, nor a line of `.env`.

    Raises:
        ConfigError: Some are.
    """
    in_the_way = [one for one in faults if at_fault(one) in names or at_fault(one) not in REMEDIES]
    if in_the_way:
        raise ConfigError(in_the_way)


def at_fault(fault: str) -> str:
    """Return what a fault is about: a setting's name, or the file's."""
    return fault.partition(":")[0]


def _spotify(found: Given) -> SpotifySettings | None:
    client_id, secret, refresh = (found.word(name, "", str) for name in SPOTIFY_SETTINGS)
    redirect = found.word("SPOTIFY_REDIRECT_URI", REDIRECT, values.redirect_uri)
    if not (client_id or secret or refresh):
        return None
    for name, value in zip(APP_SETTINGS, (client_id, secret), strict=True):
        if not value:
            found.blame(name, "missing, while other Spotify settings are there")
    if not (client_id and secret):
        return None
    return SpotifySettings(client_id, secret, refresh, redirect)


def _shards(found: Given) -> dict[str, Any]:
    none: tuple[int, ...] = ()
    count = found.word("SHARD_COUNT", 0, shard_count) or None
    ids = found.word("SHARD_IDS", none, shard_ids)
    if ids and count is None and not found.blamed("SHARD_COUNT"):
        found.blame("SHARD_IDS", "cannot be used without a SHARD_COUNT")
    elif count and any(one >= count for one in ids):
        found.blame(
            "SHARD_IDS", f"cannot be used, since {max(ids)} is too large for {count} shards"
        )
    else:
        return {"shard_count": count, "shard_ids": ids}
    return {"shard_count": count}
