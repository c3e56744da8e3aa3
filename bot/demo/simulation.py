"""The real bot between simulated Discord, Spotify and MusicBrainz, on a clock that can be moved.

Only the Discord transport and a few parts, such as the clock, differ from `python -m bot run`.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import discord
import simcord
from typing_extensions import override

from bot.app import App, Parts, build
from bot.client import NeedleDrop
from bot.demo import cast
from bot.demo.musicbrainz import SimulatedMusicBrainz, of_tracks
from bot.demo.musicbrainz.pace import Pace
from bot.demo.settling import PromptEnv
from bot.demo.spotify import SimulatedSpotify
from bot.demo.spotify.covers import cover
from bot.domain.structs import replace
from bot.encryption import new_key
from bot.musicbrainz.catalogue import musicbrainz_of
from bot.randomness import Randomness
from bot.services.ports.world import Clock, Covers
from bot.settings import Settings, SpotifySettings
from bot.spotify.account import Account

STORY_BEGINS = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
"""When the story begins: a Monday morning at nine in Los Angeles."""

COVERS = "https://covers.invalid"
"""Where the simulated Spotify says its covers are; the page serves them itself."""

SETTLE_SECONDS = 30.0
"""How long (seconds) the bot may take to handle what a person did, on a slow machine."""

_LOOKS_MAX = 2000
"""How often to look, a millisecond apart, whether the schedule has reached what is due."""


class SimulatedClock(Clock):
    """The simulated Discord's time."""

    def __init__(self) -> None:
        self.env: simcord.Env | None = None

    @override
    def now(self) -> float:
        return STORY_BEGINS.timestamp() if self.env is None else self.env.now().timestamp()


class DrawnCovers(Covers):
    """The covers that the simulated Spotify draws."""

    def __init__(self, spotify: SimulatedSpotify) -> None:
        self._tracks = {f"{COVERS}/{track.id}": track for track in spotify.catalogue}

    @override
    async def fetch(self, urls: Sequence[str]) -> Mapping[str, bytes]:
        known = [url for url in urls if url in self._tracks]
        return await asyncio.to_thread(lambda: {url: cover(self._tracks[url]) for url in known})

    async def close(self) -> None:
        """Do nothing: nothing is open."""


class SeededRandomness(Randomness):
    """Draws lots from a seed, so that the story always ends the same way."""

    def __init__(self, seed: str) -> None:
        super().__init__()
        self._seed = seed
        self._drawn = 0

    @override
    def lot(self) -> str:
        drawn = hashlib.sha256(f"{self._seed}/{self._drawn}".encode()).hexdigest()[:32]
        self._drawn += 1
        return drawn


@dataclass
class Simulation:
    """The running simulation. People act through simcord's actors, as they would in Discord."""

    env: simcord.Env
    app: App[NeedleDrop]
    spotify: SimulatedSpotify
    channel: simcord.ChannelHandle
    showrunner: simcord.MemberActor
    writers: tuple[simcord.MemberActor, ...]
    supervisor: simcord.MemberActor
    settings: Settings
    parts: Parts
    clock: SimulatedClock

    @property
    def everybody(self) -> tuple[simcord.MemberActor, ...]:
        """The people of the cast, in its order."""
        return (self.showrunner, *self.writers, self.supervisor)

    @property
    def playlist_to_import(self) -> str:
        """The link of somebody's playlist on the simulated Spotify."""
        made = next(one for one in self.spotify.playlists if one.name == cast.MIXTAPE)
        return f"https://open.spotify.com/playlist/{made.id}"

    async def advance(self, seconds: float) -> None:
        """Move the clock from one due time to the next, so that everything happens on time."""
        end = self.clock.now() + seconds
        while (due := self.app.schedule.next_due()) is not None and due <= end:
            await self._move(due - self.clock.now())
            await self.catch_up()
        await self._move(end - self.clock.now())

    async def restart(self, *, crash: bool = False) -> None:
        """Stop the bot and start it again on the same database, as a new process would.

        Args:
            crash: Drop the old one without shutting it down, as SIGKILL does.
        """
        old = self.app
        if crash:
            old.schedule.stop()
        else:
            await old.close()
        self.app = build(self.settings, self.parts)
        await self.app.open()
        await self.env.restart_bot(self.app.client)
        if crash:
            await old.database.close()

    def pass_time(self, seconds: float) -> bool:
        """Move the clock a little; return whether anything is due now."""
        self.env.backend.advance_clock(seconds)
        due = self.app.schedule.next_due()
        return due is not None and due <= self.clock.now()

    async def catch_up(self) -> None:
        """Do everything that is due."""
        await self.app.services.due_rounds.reset_heartbeat()
        self.app.schedule.clock_moved()
        await self._finish_due(self.clock.now())

    async def _move(self, seconds: float) -> None:
        if seconds > 0:
            await self.env.advance_time(seconds)

    async def _finish_due(self, due: float) -> None:
        """Wait until the schedule has reached what was due, and has finished it."""
        for _ in range(_LOOKS_MAX):
            upcoming = self.app.schedule.next_due()
            if upcoming is None or upcoming > due:
                break
            await asyncio.sleep(0.001)
        await self.app.idle()
        await self.env.settle()


@asynccontextmanager
async def open_simulation(
    *, begins: datetime = STORY_BEGINS, seed: str = "needle drop"
) -> AsyncIterator[Simulation]:
    """Start a simulation: the bot is connected, and nobody has done anything yet.

    Args:
        begins: The simulated time at the start.
        seed: Determines the lots, so that the story always ends the same way.
    """
    clock, pace = SimulatedClock(), Pace()
    with tempfile.TemporaryDirectory(prefix="needledrop-") as folder:
        async with (
            SimulatedSpotify(threaded=True, covers=COVERS) as spotify,
            SimulatedMusicBrainz(
                of_tracks(spotify.catalogue), clock=pace.time, threaded=True
            ) as musicbrainz,
        ):
            settings = _settings(folder, spotify)
            root = musicbrainz.root
            known = musicbrainz_of(settings, clock, pace, root, pace.wait)
            parts = replace(_parts(clock, spotify, seed), credits=known)
            app = build(settings, parts)
            env = PromptEnv(app.client, settle_timeout=SETTLE_SECONDS)
            clock.env = env
            simulation: Simulation | None = None
            try:
                await app.open()
                # Before the bot connects, so that it does not live through the months in between.
                env.backend.advance_clock((begins - env.now()).total_seconds())
                env.backend.bot_user.name = "Needle Drop"
                await env.start()
                simulation = _add_people(env, app, spotify, settings, parts, clock)
                yield simulation
            finally:
                await (app if simulation is None else simulation.app).close()
                await env.shutdown()


def _settings(folder: str, spotify: SimulatedSpotify) -> Settings:
    return Settings(
        discord_token="simulated",  # noqa: S106 - nobody is asked for it
        database_url=f"sqlite:///{folder}/needledrop.db",
        spotify=SpotifySettings(spotify.client_id, spotify.client_secret, spotify.refresh_token),
        daily_calls=5000,
        musicbrainz_contact="host@needledrop.example",
        shard_count=1,
        encryption_keys=(new_key(),),
    )


def _parts(clock: SimulatedClock, spotify: SimulatedSpotify, seed: str) -> Parts:
    def account(settings: SpotifySettings) -> Account:
        addresses = (spotify.api_url, spotify.token_url, spotify.authorize_url)
        return Account(
            settings.client_id, settings.client_secret, settings.refresh_token, *addresses
        )

    # The simulations limit no edits, and retries need not wait: time is moved, not spent.
    return Parts(
        clock=clock,
        randomness=SeededRandomness(seed),
        covers=DrawnCovers(spotify),
        account=account,
        wait=_skip_wait,
        edit_every=0.0,
        heartbeat_every=None,
    )


def _add_people(
    env: simcord.Env,
    app: App[NeedleDrop],
    spotify: SimulatedSpotify,
    settings: Settings,
    parts: Parts,
    clock: SimulatedClock,
) -> Simulation:
    guild = env.create_guild("The Long Encore")
    writer = guild.create_role("Writers")
    showrunner = guild.create_role("Showrunner", permissions=discord.Permissions(manage_guild=True))
    channel = guild.create_text_channel("song-room")
    roles = {cast.SHOWRUNNER: [writer, showrunner], cast.SUPERVISOR: []}
    members = [
        guild.add_member(
            env.create_user(person.handle, global_name=person.name),
            roles=roles.get(person, [writer]),
        )
        for person in cast.EVERYBODY
    ]
    _make_mixtape(spotify)
    return Simulation(
        env=env,
        app=app,
        spotify=spotify,
        channel=channel,
        showrunner=members[0],
        writers=tuple(members[1:-1]),
        supervisor=members[-1],
        settings=settings,
        parts=parts,
        clock=clock,
    )


def _make_mixtape(spotify: SimulatedSpotify) -> None:
    """Keep a playlist of some of the catalogue, for an import."""
    songs = {track.isrc: track.uri for track in spotify.catalogue}
    chosen = list(songs.values())[:: cast.MIXTAPE_EVERY]
    spotify.create_playlist(cast.MIXTAPE, chosen)


async def _skip_wait(seconds: float) -> None:
    del seconds
    await asyncio.sleep(0)
