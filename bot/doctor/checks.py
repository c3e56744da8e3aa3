"""List all checks of a setup, in the order in which they are reported."""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.doctor import backups, discord_account, key, machine, spotify
from bot.doctor import database as database_checks
from bot.doctor.credits import credits_
from bot.doctor.discord_account import DISCORD, DiscordApi
from bot.doctor.findings import Check, Finding, blocking, unchecked
from bot.doctor.rooms import KnownRoom, RoomChecks
from bot.domain.structs import SecretStruct, replace
from bot.settings import APP_SETTINGS, REMEDIES, Settings, at_fault

BACKUPS = ("BACKUP_EVERY", "BACKUP_KEEP", "BACKUP_FOLDER")
CREDITS = ("MUSICBRAINZ_CONTACT",)
_ASKING = ("DISCORD_TOKEN", "DISCORD_API_BASE")
"""The settings that say as whom Discord is asked, and where."""
_FOR_EVERY_ROOM = 600.0
_FOR_A_FILE = 90.0
"""Seconds; reading all of a large file takes a while."""


class Database(database_checks.CheckedDatabase, key.Sealing, spotify.KnownApps, Protocol):
    """The database, checked without changing it, and what is in it.

    All methods raise StorageError where it cannot be read.
    """

    def rooms(self) -> Sequence[KnownRoom]:
        """Return all rooms."""
        ...

    def texts(self) -> str:
        """Return what titles are written with."""
        ...


class Setup(SecretStruct, frozen=True):
    """What to check. Its `repr` shows nothing.

    Attributes:
        settings: The usable ones.
        faults: What is wrong with the others.
        database: What the bot keeps.
        whereabouts: The checks of the file or the server that it is in.
        spotify: The host's app; None if there is none.
        missing_scripts: Returns the scripts that pictures cannot show; blocks.
        now: Returns the time (UTC seconds).
        redirect: Where Spotify sends the browser; empty if not set.
        discord: The address of Discord's API, without a trailing slash.
        tables: Those of a database that is up to date.
        programs: Raises StorageError where a program is missing that makes copies; blocks.
    """

    settings: Settings
    faults: Sequence[str]
    dotenv: Path
    database: Database
    whereabouts: Sequence[Check]
    spotify: spotify.HostApp | None
    missing_scripts: Callable[[], Iterable[machine.Script]]
    now: Callable[[], float]
    redirect: str = ""
    discord: str = DISCORD
    tables: Collection[str] = ()
    programs: Callable[[], object] = lambda: None

    def look_up(self) -> Iterator[Finding]:
        """Say whether credits are looked up."""
        return credits_(self.settings.musicbrainz_contact)


def checks(setup: Setup) -> list[Check]:
    """Return all the checks of a setup.

    What a wrong setting says cannot be checked; what the bot would do without it is not asked for.
    """
    faulty = {at_fault(fault) for fault in setup.faults}
    unreadable = faulty - set(REMEDIES)  # a line of `.env`, which may be any setting
    return [
        _left_out(check, sorted(unreadable or in_the_way))
        if (in_the_way := faulty & set(needed)) or (needed and unreadable)
        else check
        for needed, check in _needing(setup)
    ]


def _left_out(check: Check, because: Sequence[str]) -> Check:
    async def say() -> AsyncIterator[Finding]:
        yield unchecked(f"{check.name}: not checked before {' and '.join(because)} is put right")

    return replace(check, run=say)


def _needing(setup: Setup) -> list[tuple[tuple[str, ...], Check]]:
    """Return each check behind the settings whose values it takes for granted."""
    settings, database = setup.settings, setup.database
    discord = DiscordApi(setup.discord, settings.discord_token)
    file, keys = ("DATABASE_URL",), ("DATABASE_URL", "ENCRYPTION_KEY", "ENCRYPTION_KEY_FILE")
    look = partial(key.key, settings.encryption_keys, settings.key_file, database)
    told = partial(machine.settings, setup.faults, settings.doubts)
    fonts = partial(machine.fonts, setup.missing_scripts, database.texts)
    rooms = RoomChecks(discord, database.rooms, setup.now)
    alone = partial(database_checks.processes, database, setup.now)
    listed: list[tuple[tuple[str, ...], Check]] = [
        ((), Check("Python", blocking(machine.python))),
        ((), Check("settings", blocking(told))),
        ((), Check("settings file", blocking(partial(machine.dotenv, setup.dotenv)))),
        (_ASKING, Check("Discord", partial(discord_account.account, discord), 30)),
        (_ASKING, Check("servers", partial(discord_account.servers, discord), 60)),
        ((*file, *_ASKING), Check("rooms", rooms.check, _FOR_EVERY_ROOM)),
        *((file, check) for check in setup.whereabouts),
        (file, Check("processes", blocking(alone))),
        (
            file,
            Check(
                "database damage",
                blocking(partial(database_checks.integrity, database, setup.tables)),
                _FOR_A_FILE,
            ),
        ),
        ((*file, *BACKUPS, "SHARD_IDS"), Check("backups", blocking(_copies(setup)), 30)),
        (keys, Check("key", blocking(look))),
        (APP_SETTINGS, Check("Spotify", partial(spotify.credentials, setup.spotify))),
        (APP_SETTINGS, Check("Spotify's permission", partial(spotify.grant, setup.spotify), 40)),
        _counting(settings, database),
        (_ASKING[1:], Check("clock", partial(machine.clock, setup.discord, setup.now))),
        ((), Check("fonts", blocking(fonts), 60)),
    ]
    listed.append((CREDITS, Check("credits", blocking(setup.look_up))))
    if setup.redirect:
        redirect = Check("redirect address", partial(spotify.redirect, setup.redirect))
        listed.append((("SPOTIFY_REDIRECT_URI",), redirect))
    return listed


def _copies(setup: Setup) -> Callable[[], Iterator[Finding]]:
    settings = setup.settings
    first = not settings.shard_ids or 0 in settings.shard_ids
    plan = settings.backups
    return partial(backups.copies, plan, setup.programs, setup.now, by_this_process=first)


def _counting(settings: Settings, database: Database) -> tuple[tuple[str, ...], Check]:
    """Return the check of which apps share the calls, behind the settings it needs."""
    host_app = settings.spotify.client_id if settings.spotify else ""
    calls, group = settings.daily_calls, settings.quota_group
    allowance = partial(spotify.allowance, calls, group, host_app, database)
    needed = (*APP_SETTINGS, "DATABASE_URL", "SPOTIFY_DAILY_CALLS", "SPOTIFY_QUOTA_GROUP")
    return needed, Check("Spotify's calls", blocking(allowance))
