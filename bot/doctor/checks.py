"""List all checks of a setup, in the order in which they are reported."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.doctor import database as database_checks
from bot.doctor import discord_account, machine, spotify
from bot.doctor.discord_account import DiscordApi
from bot.doctor.findings import Check, blocking
from bot.doctor.rooms import KnownRoom, RoomChecks
from bot.settings import Settings

DISCORD = "https://discord.com/api/v10"
_FOR_EVERY_ROOM = 600.0
_FOR_A_FILE = 90.0
"""Seconds; reading all of a large file takes a while."""


class Database(database_checks.DatabaseFile, Protocol):
    """The database, checked without changing it, and the rooms in it."""

    def rooms(self) -> Sequence[KnownRoom]:
        """Return all rooms.

        Raises:
            StorageError: They cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Setup:
    """What to check. Its `repr` shows nothing.

    Attributes:
        settings: The usable ones.
        faults: What is wrong with the others.
        spotify: The host's app; None if there is none.
        missing_scripts: Returns the scripts that pictures cannot show; blocks.
        now: Returns the time (UTC seconds).
        redirect: Where Spotify sends the browser; empty if not set.
        discord: The address of Discord's API, without a trailing slash.
    """

    settings: Settings
    faults: Sequence[str]
    dotenv: Path
    database: Database
    spotify: spotify.HostApp | None
    missing_scripts: Callable[[], Iterable[machine.Script]]
    now: Callable[[], float]
    redirect: str = ""
    discord: str = DISCORD


def checks(setup: Setup) -> list[Check]:
    """Return all the checks of a setup."""
    settings, database = setup.settings, setup.database
    discord = DiscordApi(setup.discord, settings.discord_token)
    rooms = RoomChecks(discord, database.rooms, setup.now)
    key = partial(database_checks.key, settings.encryption_keys, settings.key_file, database)
    listed = [
        Check("Python", blocking(machine.python)),
        Check("settings", blocking(partial(machine.settings, setup.faults))),
        Check("settings file", blocking(partial(machine.dotenv, setup.dotenv))),
        Check("Discord", partial(discord_account.account, discord), 30),
        Check("servers", partial(discord_account.servers, discord), 60),
        Check("rooms", rooms.check, _FOR_EVERY_ROOM),
        Check("database", blocking(partial(database_checks.opens, database))),
        Check("damage", blocking(partial(database_checks.integrity, database)), _FOR_A_FILE),
        Check("disk", blocking(partial(machine.disk, database.path))),
        Check("key", blocking(key)),
        Check("Spotify", partial(spotify.credentials, setup.spotify)),
        Check("Spotify's permission", partial(spotify.grant, setup.spotify)),
        Check("clock", partial(machine.clock, setup.discord, setup.now)),
        Check("fonts", blocking(partial(machine.fonts, setup.missing_scripts)), 60),
    ]
    if setup.redirect:
        listed.append(Check("redirect address", partial(spotify.redirect, setup.redirect)))
    return listed
