"""The composition root: builds the bot out of all parts, which no other module knows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

from msgspec import Struct, field

from bot import closing
from bot.backups import KEY as BACKUPS_KEY
from bot.backups import Backups, Copier
from bot.client import NeedleDrop
from bot.clock import LoopTimer, SystemClock
from bot.closing import Client, Closable, within
from bot.copy_process import backups_of
from bot.covers import WebCovers
from bot.encryption import vault_of
from bot.musicbrainz.catalogue import musicbrainz_of
from bot.outbox import KEY as OUTBOX_KEY
from bot.outbox import Outbox
from bot.pictures import pictures_in
from bot.randomness import Randomness
from bot.request_budget import RequestBudget
from bot.schedule import HEARTBEAT_EVERY, Schedule, Timekeeper
from bot.services import Ports, Services, build_services
from bot.services.effects.handlers import Effects
from bot.services.playlists.accounts import SpotifyAccounts
from bot.services.ports.credits import CreditCatalogue
from bot.services.ports.spotify import Spotify, SpotifyApp
from bot.services.ports.surroundings import Surroundings
from bot.services.ports.world import (
    Announcer,
    Artwork,
    Clock,
    Covers,
    PictureStore,
    ScheduledEvents,
    Timer,
    Vault,
    Words,
)
from bot.services.rounds.ballot_messages import EDIT_EVERY
from bot.services.shards.attendance import Attendance
from bot.services.shards.leases import attendance_of
from bot.settings import Settings, SpotifySettings
from bot.spotify.account import Account
from bot.spotify.accounts import Accounts, HostAccount
from bot.typesetting.sleeves import TypesetArtwork
from bot.words import TimesInWords
from cogs.outbound.announcer import DiscordAnnouncer
from cogs.outbound.scheduled_events import DiscordEvents
from cogs.outbound.surroundings import DiscordSurroundings
from cogs.registry import COGS, ITEMS, Replies
from storage.database import Database, database_at


class SpotifyPart(Spotify, Closable, Protocol):
    """All Spotify accounts of the bot."""


class CoversPart(Covers, Closable, Protocol):
    """The source of songs' covers."""


def real_account(settings: SpotifySettings) -> Account:
    """Return the host's account at the real Spotify."""
    return Account(settings.client_id, settings.client_secret, settings.refresh_token)


class Parts(Struct, frozen=True, kw_only=True):
    """What the bot is made of besides its settings; by default, the real parts.

    A part that is None is built from the settings and the other parts, separately for each app.

    Attributes:
        account: Makes the account, which says where its Spotify is.
        wait: Waits some seconds before something is tried again, or somebody else answers.
        edit_every: Minimum seconds between two edits of a ballot message.
        heartbeat_every: Seconds between two heartbeats; None if the clock is moved by hand.
    """

    clock: Clock = field(default_factory=SystemClock)
    timer: Timer = field(default_factory=LoopTimer)
    randomness: Randomness = field(default_factory=Randomness)
    words: Words = field(default_factory=TimesInWords)
    covers: CoversPart = field(default_factory=WebCovers)
    artwork: Artwork = field(default_factory=TypesetArtwork)
    account: Callable[[SpotifySettings], Account] = real_account
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    edit_every: float = EDIT_EVERY
    heartbeat_every: float | None = HEARTBEAT_EVERY
    database: Database | None = None
    schedule: Timekeeper | None = None
    vault: Vault | None = None
    pictures: PictureStore | None = None
    spotify: SpotifyPart | None = None
    credits: CreditCatalogue | None = None
    copier: Copier | None = None


ClientT = TypeVar("ClientT", bound=Client)


class App(Struct, Generic[ClientT], frozen=True):
    """The assembled bot. Call `open`, then `begin`, then `stop` or `close`."""

    client: ClientT
    ports: Ports
    spotify: SpotifyPart
    covers: CoversPart
    database: Database
    schedule: Timekeeper
    outbox: Outbox
    services: Services
    backups: Backups

    async def open(self) -> None:
        """Open the database, which has to be done before the client connects.

        Raises:
            StorageError: The database cannot be used.
        """
        await self.database.open()
        await self.prepare()

    async def prepare(self) -> None:
        """Get ready what is kept under the key; done once, when the database is open."""
        with self.database.starting():
            await self.services.accounts.bind_secrets()
            await self.services.pseudonyms.load()

    async def begin(self) -> None:
        """Start the schedule and the outbox; called once the gateway is ready."""
        await self.prepare()  # where somebody else has opened the database
        await self.services.surroundings.look()
        self.outbox.start()
        await self.schedule.start(self._look, self._sweep, self._heartbeat)

    async def resume(self) -> None:
        """Look for due work at once; called when the gateway is back after an outage."""
        await self.services.surroundings.look()
        self.schedule.sweep_now()

    async def idle(self) -> None:
        """Return when everything that is due is done; what is due later does not count."""
        await self.schedule.idle()
        await self.outbox.idle()
        await self.services.turnouts.idle()
        await self.services.ballot_messages.idle()

    async def stop(self) -> None:
        """Start nothing new, and finish work in progress; stay connected.

        Takes a few seconds at most: what hangs is left to the next start.
        """
        self.schedule.stop()
        self.backups.stop()
        # What is under way goes on: whoever takes over finds what it has claimed.
        await within(closing.RELEASE_WITHIN, self.ports.attendance.release())
        await within(
            closing.FINISH_WITHIN + closing.LAST_WORDS_WITHIN,
            self.client.answered(closing.FINISH_WITHIN),
            self.schedule.idle(),
            self.outbox.stop(),
        )
        await within(closing.MESSAGES_WITHIN, self.services.ballot_messages.close())

    async def close(self) -> None:
        """Stop, disconnect, and write the last ballots."""
        await self.stop()
        parts = (self.client, self.spotify, self.covers, self.ports.credits)
        await within(closing.CLOSE_WITHIN, *(part.close() for part in parts))
        await within(closing.CLOSE_WITHIN, self.database.close())

    async def _heartbeat(self) -> None:
        attendance = self.ports.attendance
        await attendance.renew()
        # Writers cannot vote while the gateway is down, so that counts as downtime too.
        if self.client.online:
            await self.services.due_rounds.heartbeat()
        if attendance.divided:
            # What people did where another process serves them, and what one that ended promised.
            await self.services.turnouts.look()
            await self.services.due.plan()
            self.outbox.wake()

    async def _sweep(self) -> None:
        await self._heartbeat()
        await self.services.due.plan()
        await self.services.remind()
        await self.services.upkeep.sweep()
        await self.backups.plan()
        # For what was due beyond the horizon, and what a process that has ended promised.
        await self.outbox.sweep()
        await self.services.due.sweep()

    async def _look(self, key: str) -> None:
        if key == OUTBOX_KEY:
            self.outbox.wake()
        elif key == BACKUPS_KEY:
            await self.backups.look()
        elif self.client.online:
            await self.services.due.look(key)


def build(settings: Settings, parts: Parts) -> App[NeedleDrop]:
    """Put the whole bot together.

    Raises:
        ConfigError: The database's address or the key cannot be used.
    """
    client = NeedleDrop(
        cogs=COGS,
        items=ITEMS,
        replies=Replies(),
        draw_reference=parts.randomness.reference,
        shard_count=settings.shard_count,
        shard_ids=settings.shard_ids,
    )
    around = (DiscordEvents(client, parts.clock), DiscordSurroundings(client, client.servers))
    app = build_behind(client, DiscordAnnouncer(client), *around, settings, parts)
    # The services post through the client, and the client's cogs call the services.
    app.outbox.budget.listen(client.trace)
    client.equip(app.ports, app.services, app.database.facts, app.begin, app.resume)
    return app


def build_behind(
    client: ClientT,
    announcer: Announcer,
    events: ScheduledEvents,
    surroundings: Surroundings,
    settings: Settings,
    parts: Parts,
) -> App[ClientT]:
    """Put together all behind a client, which may be `NoClient`; fail as `build` does."""
    clock, randomness = parts.clock, parts.randomness
    database = parts.database or database_at(settings.database_url, clock.now, randomness.bits)
    vault = parts.vault or vault_of(settings.encryption_keys, settings.key_file)
    schedule = parts.schedule or Schedule(clock, heartbeat_every=parts.heartbeat_every)
    spotify = parts.spotify or _spotify(settings, parts, database, vault)
    ports = Ports(
        store=database,
        clock=clock,
        words=parts.words,
        timer=parts.timer,
        agenda=schedule,
        draw_seed=randomness.lot,
        draw_nonce=randomness.nonce,
        announcer=announcer,
        events=events,
        surroundings=surroundings,
        spotify=spotify,
        vault=vault,
        attendance=_attendance(settings, parts, database),
        covers=parts.covers,
        credits=parts.credits or musicbrainz_of(settings, clock, parts.timer),
        pictures=parts.pictures or pictures_in(settings.picture_folder),
        artwork=parts.artwork,
        wait=parts.wait,
        edit_every=parts.edit_every,
    )
    services = build_services(ports)
    outbox = _outbox(ports, services, parts, database)
    backups = backups_of(settings, clock, schedule, ports.attendance, parts.copier)
    return App(client, ports, spotify, parts.covers, database, schedule, outbox, services, backups)


def _attendance(settings: Settings, parts: Parts, database: Database) -> Attendance:
    shards, draw_bits = (settings.shard_count, settings.shard_ids), parts.randomness.bits
    return attendance_of((database, parts.clock), *shards, draw_bits, database.use_node)


def _outbox(ports: Ports, services: Services, parts: Parts, database: Database) -> Outbox:
    effects, random = Effects(ports, services), parts.randomness
    where = (ports.store, ports.clock, ports.agenda)
    budget = RequestBudget(parts.timer.time, lambda: ports.attendance.part)
    outbox = Outbox(*where, effects.make, effects.failed, random.fraction, parts.wait, budget)
    database.on_promise = outbox.wake
    return outbox


def _spotify(settings: Settings, parts: Parts, database: Database, vault: Vault) -> Accounts:
    """Return all Spotify accounts; without settings, rooms have to bring apps of their own."""
    known = settings.spotify or SpotifySettings("", "")
    app = SpotifyApp(known.client_id, known.client_secret) if settings.spotify else None
    calls, group = settings.daily_calls, settings.quota_group

    def make(app: SpotifyApp, refresh_token: str) -> Account:
        return parts.account(SpotifySettings(app.client_id, app.client_secret, refresh_token))

    return Accounts(
        make,
        HostAccount(app, known.refresh_token, known.redirect, calls, group),
        token_store=SpotifyAccounts(database, parts.clock, vault),
        allowance=database.allowance,
        clock=parts.clock,
        wait=parts.wait,
        jitter=parts.randomness.fraction,
    )
