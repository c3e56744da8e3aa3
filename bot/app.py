"""The composition root: the only place that knows every part, and how they fit together."""

import asyncio
import contextlib
import logging
import secrets
import signal
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import aiohttp
import discord

from bot.client import NeedleDrop
from bot.clock import LoopTimer, SystemClock
from bot.covers import WebCovers
from bot.domain.errors import ConfigError, DiscordUnavailable
from bot.encryption import vault_of
from bot.outbox import KEY as OUTBOX_KEY
from bot.outbox import Outbox
from bot.schedule import HEARTBEAT_EVERY, Schedule
from bot.services import Ports, Services, assemble
from bot.services.effects.handlers import Effects
from bot.services.ports.spotify import SpotifyApp
from bot.services.ports.world import Clock, Covers
from bot.services.rounds.due import KEY as ROUNDS_KEY
from bot.settings import WHERE, Settings, SpotifySettings, read
from bot.spotify.account import Account
from bot.spotify.accounts import Accounts
from bot.typesetting.sleeves import TypesetArtwork
from bot.words import TimesInWords
from cogs.outbound.announcer import DiscordAnnouncer
from cogs.outbound.scheduled_events import DiscordEvents
from cogs.registry import COGS, ITEMS, answer_error
from storage.database import Database, database_at

if TYPE_CHECKING:
    from bot.doctor import Check

log = logging.getLogger(__name__)


class CoverSource(Covers, Protocol):
    """Where covers are had, and what is to be closed in the end."""

    async def close(self) -> None:
        """Let go of connections; safe to call when there are none."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """What differs between the real bot and the demo: the clock, Spotify's address, the lot.

    Attributes:
        clock: The one clock.
        account: Says whose Spotify is used, and where it is.
        draw_seed: Draws 32 hexadecimal digits for a round's lot.
        covers: Makes what fetches the covers of songs.
        edit_every: Seconds between two edits of a ballot message.
        heartbeat_every: Seconds between two signs of life; None where the clock is moved by hand.
        wait: Waits some seconds before Spotify is asked again.
    """

    clock: Clock
    account: Callable[[SpotifySettings], Account]
    draw_seed: Callable[[], str]
    covers: Callable[[], CoverSource]
    edit_every: float = 1.2
    heartbeat_every: int | None = HEARTBEAT_EVERY
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep


def real_world() -> World:
    """Return the world as it is."""
    return World(SystemClock(), real_account, lambda: secrets.token_hex(16), WebCovers)


def real_account(settings: SpotifySettings) -> Account:
    """Return the host's account at the real Spotify."""
    return Account(settings.client_id, settings.client_secret, settings.refresh_token)


@dataclass(frozen=True, slots=True)
class App:
    """The parts, put together and not yet begun."""

    client: NeedleDrop
    database: Database
    schedule: Schedule
    outbox: Outbox
    services: Services
    spotify: Accounts
    covers: CoverSource

    async def open(self) -> None:
        """Open the database; the client may connect from then on.

        Raises:
            StorageError: The database cannot be used.
        """
        await self.database.open()

    async def begin(self) -> None:
        """Begin to keep time and promises; called once the gateway is ready."""
        self.outbox.start()
        await self.schedule.start(self._look, self._sweep, self._heartbeat)

    async def idle(self) -> None:
        """Return when everything that was due is done; what waits for its time is left waiting."""
        await self.schedule.idle()
        await self.outbox.idle()
        await self.services.ballot_messages.idle()

    async def close(self) -> None:
        """Stop looking, finish what is under way, write what was cast, and disconnect."""
        self.schedule.stop()
        await self.schedule.idle()
        await self.outbox.stop()
        await self.services.ballot_messages.close()
        await self.client.close()
        await self.spotify.close()
        await self.covers.close()
        await self.database.close()

    async def back(self) -> None:
        """Take up work again once the gateway is there again after it was not."""
        self.schedule.sweep_now()

    async def _heartbeat(self) -> None:
        # Writers cannot vote while the gateway is away, so that counts as an absence too.
        if self.client.online:
            await self.services.due_rounds.sign_of_life()

    async def _sweep(self) -> None:
        await self._heartbeat()
        await self.services.due_rounds.plan()
        await self.services.accounts.point_out()
        # For what is due beyond the horizon, and what a process promised that is no more.
        self.outbox.wake()

    async def _look(self, key: str) -> None:
        if key == OUTBOX_KEY:
            self.outbox.wake()
        elif key == ROUNDS_KEY and self.client.online:
            await self.services.due_rounds.look()


def build(settings: Settings, world: World) -> App:
    """Put the parts together.

    Raises:
        ConfigError: The database's address or the key cannot be used.
    """
    clock = world.clock
    database = database_at(settings.database_url, clock.now)
    schedule = Schedule(clock, heartbeat_every=world.heartbeat_every)
    spotify = _accounts(settings.spotify, world, database)
    vault = vault_of(settings.encryption_keys, settings.key_file)
    client = NeedleDrop(cogs=COGS, items=ITEMS, on_error=answer_error)
    covers = world.covers()
    ports = Ports(
        store=database,
        clock=clock,
        words=TimesInWords(),
        timer=LoopTimer(),
        agenda=schedule,
        draw_seed=world.draw_seed,
        announcer=DiscordAnnouncer(client, covers),
        events=DiscordEvents(client, clock),
        spotify=spotify,
        vault=vault,
        covers=covers,
        artwork=TypesetArtwork(),
        edit_every=world.edit_every,
    )
    services = assemble(ports)
    spotify.equip(services.accounts)
    outbox = Outbox(database, clock, schedule, Effects(ports, services).make)
    database.on_promise = outbox.wake
    app = App(client, database, schedule, outbox, services, spotify, covers)
    client.equip(services, clock, database.facts, app.begin, app.back)
    return app


def _accounts(settings: SpotifySettings | None, world: World, database: Database) -> Accounts:
    """Return the way to all Spotify accounts; without settings, to those with apps of their own."""
    host = settings or SpotifySettings("", "")

    def make(app: SpotifyApp, refresh_token: str) -> Account:
        return world.account(SpotifySettings(app.client_id, app.client_secret, refresh_token))

    return Accounts(
        make,
        SpotifyApp(host.client_id, host.client_secret) if settings else None,
        host.refresh_token,
        redirect=host.redirect,
        allowance=database.allowance,
        clock=world.clock,
        daily_calls=host.daily_calls,
        wait=world.wait,
    )


def examination(world: World, dotenv: Path = Path(".env")) -> "list[Check]":
    """Return the checks of the set-up that the environment and a file describe."""
    # The bot itself needs none of these.
    from bot.doctor.checks import Setup, checks  # noqa: PLC0415
    from bot.doctor.spotify import HostApp  # noqa: PLC0415
    from bot.typesetting.font_coverage import missing  # noqa: PLC0415
    from storage.checkup import Checkup  # noqa: PLC0415

    settings, faults = read(dotenv)
    app = None
    if settings.spotify is not None:
        host = world.account(settings.spotify)
        app = HostApp(host.token_url, host.client_id, host.client_secret, host.refresh_token)
    setup = Setup(
        settings,
        faults,
        dotenv,
        Checkup(settings.database_file),
        app,
        missing,
        world.clock.now,
        redirect=settings.spotify.redirect if settings.spotify else "",
    )
    return checks(setup)


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Cancel the current task at the first SIGINT or SIGTERM, and let nobody hurry the rest."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    asked = False

    def stop() -> None:
        nonlocal asked
        if task is not None and not asked:
            asked = True
            task.cancel()

    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # no signal handlers on Windows
            loop.add_signal_handler(name, stop)
    yield


async def run(settings: Settings) -> None:
    """Run the real bot until it is told to stop (SIGINT or SIGTERM).

    Raises:
        ConfigError: Discord does not accept the token, or the database's address is wrong.
        StorageError: The database cannot be used.
        DiscordUnavailable: Discord cannot be reached to log in.
    """
    discord.utils.setup_logging(level=logging.getLevelName(settings.log_level))
    app = build(settings, real_world())
    await app.open()
    try:
        with stopped_by_signals():
            await app.client.start(settings.discord_token)
    except discord.LoginFailure:
        fault = f"DISCORD_TOKEN: Discord does not accept it. {WHERE['DISCORD_TOKEN']}"
        raise ConfigError([fault]) from None
    except (aiohttp.ClientError, OSError) as fault:
        raise DiscordUnavailable(f"log in: {fault}") from fault
    except asyncio.CancelledError:
        log.info("stopping")
    finally:
        await app.close()
