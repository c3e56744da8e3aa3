"""Run the real bot until a signal stops it."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot import encryption, error_reports
from bot.app import App, Parts, build
from bot.client import NeedleDrop
from bot.domain.errors import ConfigError, DiscordUnavailable
from bot.garbage import collect_rarely
from bot.host_files import absolute, in_the_way
from bot.log_json import JsonLines
from bot.log_texts import hide_typed_words, tell_reconnects_in_a_line
from bot.settings import REMEDIES, Settings
from bot.signals import SIGNALS
from bot.terminal import shows_colors
from bot.typesetting import TYPESETTER
from storage.checkups import checkup_at

if TYPE_CHECKING:
    from bot.watch.site import WatchSite

log = logging.getLogger(__name__)

TOKEN_REFUSED = f"DISCORD_TOKEN: Discord does not accept it. {REMEDIES['DISCORD_TOKEN']}"
UPDATE = "Update Needle Drop, then start it again"
REFUSALS = {
    4004: TOKEN_REFUSED,
    4010: (
        "Discord does not accept the bot's shards (4010). Look at SHARD_COUNT and SHARD_IDS, or"
        " leave both empty, then start it again"
    ),
    4011: (
        "Each of the bot's shards would have more servers than Discord serves over one connection"
        " (4011). Leave SHARD_COUNT empty, or raise it, for all processes alike, then start again"
    ),
    4012: f"Discord no longer speaks this version of its interface (4012). {UPDATE}",
    4013: f"Discord doesn't know the events the bot asks for (4013). {UPDATE}",
    4014: (
        "Discord refuses the events the bot asks for (4014). Check whether the"
        " application is restricted, on its page at https://discord.com/developers/applications"
    ),
}
"""What to do, by the codes with which Discord closes a connection for good."""

LINE, DATE = "[{asctime}] [{levelname:<8}] {name}: {message}", "%Y-%m-%d %H:%M:%S"
"""What a line of the log looks like where it is not in color."""
OURS = ("bot", "cogs", "storage")
"""The packages that log no payloads."""


def log_from(level: str, form: str = "plain") -> None:
    """Log to standard error from a level on, such as `DEBUG`, `plain` or as `json`.

    Below `INFO`, libraries log what they send and receive, which holds tokens and ballots. So they
    stay at that, whichever they are. What errors quote is left out: it may be what people typed.
    That a job was added, run and removed says nothing to whoever hosts the bot, several times a
    minute.
    """
    number: int = getattr(logging, level)
    discord.utils.setup_logging(level=max(number, logging.INFO))
    for handler in logging.getLogger().handlers:
        if form == "json":
            handler.setFormatter(JsonLines())
            continue
        if not shows_colors(sys.stderr):
            # The library colors what it logs in a container, wherever that goes.
            handler.setFormatter(logging.Formatter(LINE, DATE, style="{"))
        hide_typed_words(handler)
    tell_reconnects_in_a_line(logging.getLogger("discord.shard"))
    logging.getLogger("apscheduler").setLevel(max(number, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(number)


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Cancel the current task at the first signal to stop; ignore those that follow."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()

    def stop() -> None:
        if task is not None:
            loop.call_soon_threadsafe(task.cancel)

    with SIGNALS.call(stop):
        yield


async def run(settings: Settings) -> None:
    """Run the real bot until a signal stops it.

    Raises:
        ConfigError: Discord does not accept the token or the bot's way to connect, or the
            database's address is wrong.
        StorageError: The database cannot be used.
        DiscordUnavailable: Discord cannot be reached to log in.
    """
    log_from(settings.log_level, settings.log_format)
    if settings.sentry_dsn:
        error_reports.begin(settings.sentry_dsn)
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    if settings.discord_api:
        discord.http.Route.BASE = settings.discord_api
    with SIGNALS.call(lambda: loop.call_soon_threadsafe(stopped.set)):
        tell_of_a_new_database(settings)
        app = build(settings, Parts())
        collect_rarely()
        site = await watch(settings, app) if settings.metrics_port else None
        stop = asyncio.create_task(stopped.wait(), name="stop")
        refused = asyncio.create_task(app.client.token_refused.wait(), name="refused")
        living = asyncio.create_task(live(app, settings.discord_token), name="bot")
        try:
            await asyncio.wait((stop, refused, living), return_when=asyncio.FIRST_COMPLETED)
            if stop.done():
                log.info("stopping")
            elif refused.done():
                raise ConfigError([TOKEN_REFUSED])
            else:
                await living
        finally:
            for task in (stop, refused, living):
                task.cancel()
            await asyncio.gather(*(part.close() for part in (app, site) if part is not None))
            TYPESETTER.stop()


def tell_of_a_new_database(settings: Settings) -> None:
    """Warn that a database file will be made, since an old one may be elsewhere.

    A path may have been mistyped, or the disk with the old one not be there yet.
    """
    if settings.server is not None:
        return
    place = absolute(settings.database_file)
    if not os.path.lexists(place) and not in_the_way(place):
        log.warning(
            "there is no database %s, so a new one is made. If the bot has run before, stop it, and"
            " put the database it had there, or correct DATABASE_URL",
            place,
        )


async def watch(settings: Settings, app: App[NeedleDrop]) -> "WatchSite":
    """Begin to answer whoever watches over the bot.

    Raises:
        ConfigError: The port cannot be used.
    """
    # Nothing of it is needed, nor loaded, without a port.
    from bot.watch.meters import Meters  # noqa: PLC0415
    from bot.watch.site import Gateway, Watched, WatchSite  # noqa: PLC0415

    client, meters = app.client, Meters()

    def gateway() -> Gateway:
        held = len(app.ports.attendance.shares)
        return Gateway(client.online, dict(client.latencies), held)

    database, clock = checkup_at(settings.database_url), app.ports.clock
    watched = Watched(database, gateway, clock.now, settings.daily_calls, lambda: app.backups.state)
    site = WatchSite(watched, meters)
    await site.open(settings.metrics_host, settings.metrics_port or 0)
    client.watcher, app.database.on_cast = meters, meters.vote_saved
    return site


async def live(app: App[NeedleDrop], token: str) -> None:
    """Open the bot and stay connected; return once it is closed.

    Raises:
        ConfigError, StorageError, DiscordUnavailable: As `run` does.
    """
    try:
        await app.open()
        # Large, and needed as soon as somebody connects Spotify, when others would wait for it.
        await asyncio.to_thread(encryption.load_library)
        await app.services.accounts.check_key()
        await app.client.start(token)
    except discord.LoginFailure:
        raise ConfigError([TOKEN_REFUSED]) from None
    except discord.PrivilegedIntentsRequired:
        raise ConfigError([REFUSALS[4014]]) from None
    except discord.ConnectionClosed as closed:
        if closed.code in REFUSALS:
            raise ConfigError([REFUSALS[closed.code]]) from None
        raise DiscordUnavailable(f"stay connected: {closed}") from closed
    except (discord.HTTPException, aiohttp.ClientError, OSError) as fault:
        raise DiscordUnavailable(f"log in: {fault}") from fault
