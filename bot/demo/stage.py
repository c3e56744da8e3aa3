"""The stage of the demo: a simulated Discord, a simulated Spotify, and the real bot between them.

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

from bot.app import App, Parts, build
from bot.client import NeedleDrop
from bot.demo import cast
from bot.demo.settling import PromptEnv
from bot.demo.spotify import SimulatedSpotify
from bot.demo.spotify.covers import cover
from bot.randomness import Randomness
from bot.settings import Settings, SpotifySettings
from bot.spotify.account import Account

EPOCH = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
"""When the story begins: a Monday morning at nine in Los Angeles."""

COVERS = "https://covers.invalid"
"""Where the simulated Spotify says its covers are; the page brings them along."""

WAITED_FOR = 30.0
"""How long (seconds) anything a person does in the demo may take on a slow machine."""

_TURNS = 2000


class StageClock:
    """Implements the port `Clock` with the simulated Discord's time."""

    def __init__(self) -> None:
        self.env: simcord.Env | None = None

    def now(self) -> float:
        """Return the simulated instant in UTC seconds."""
        return EPOCH.timestamp() if self.env is None else self.env.now().timestamp()


class StageCovers:
    """Implements the port `Covers` with what the simulated Spotify draws."""

    def __init__(self, spotify: SimulatedSpotify) -> None:
        self._tracks = {f"{COVERS}/{track.id}": track for track in spotify.catalogue}

    async def fetch(self, urls: Sequence[str]) -> Mapping[str, bytes]:
        """Return the covers of the catalogue's tracks, by address."""
        known = [url for url in urls if url in self._tracks]
        return await asyncio.to_thread(lambda: {url: cover(self._tracks[url]) for url in known})

    async def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


class StageRandomness(Randomness):
    """Draws lots that follow from a word, so that a story can be told twice."""

    def __init__(self, seed: str) -> None:
        super().__init__()
        self._seed = seed
        self._drawn = 0

    def lot(self) -> str:
        """Return what a round's lot is drawn from."""
        drawn = hashlib.sha256(f"{self._seed}/{self._drawn}".encode()).hexdigest()[:32]
        self._drawn += 1
        return drawn


@dataclass
class Stage:
    """Everything on the stage. People act through simcord's actors, as they would in Discord."""

    env: simcord.Env
    app: App[NeedleDrop]
    spotify: SimulatedSpotify
    channel: simcord.ChannelHandle
    showrunner: simcord.MemberActor
    writers: tuple[simcord.MemberActor, ...]
    settings: Settings
    parts: Parts
    clock: StageClock

    async def advance(self, seconds: float) -> None:
        """Move the clock, from due time to due time, so that everything runs at its own hour."""
        end = self.clock.now() + seconds
        while (due := self.app.schedule.next_due()) is not None and due <= end:
            await self._move(due - self.clock.now())
            await self.catch_up()
        await self._move(end - self.clock.now())

    async def restart(self, *, crash: bool = False) -> None:
        """Stop the bot and start it again on the same database, as a new process would.

        Args:
            crash: Leave the old one without a word, as SIGKILL does.
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

    def let_pass(self, seconds: float) -> bool:
        """Let the clock run on a little; say whether something has fallen due since."""
        self.env.backend.advance_clock(seconds)
        due = self.app.schedule.next_due()
        return due is not None and due <= self.clock.now()

    async def catch_up(self) -> None:
        """Do what has fallen due."""
        await self.app.services.due_rounds.clock_set()
        self.app.schedule.clock_moved()
        await self._looked(self.clock.now())

    async def _move(self, seconds: float) -> None:
        if seconds > 0:
            await self.env.advance_time(seconds)

    async def _looked(self, due: float) -> None:
        """Let the schedule come round to what was due, and let it finish."""
        for _ in range(_TURNS):
            upcoming = self.app.schedule.next_due()
            if upcoming is None or upcoming > due:
                break
            await asyncio.sleep(0.001)
        await self.app.idle()
        await self.env.settle()


@asynccontextmanager
async def set_stage(*, begins: datetime = EPOCH, seed: str = "needle drop") -> AsyncIterator[Stage]:
    """Put everything on a stage, with the bot connected and nobody having done anything yet.

    Args:
        begins: The simulated time at the start.
        seed: What the lots follow from, so that a story can be told twice.
    """
    clock = StageClock()
    with tempfile.TemporaryDirectory(prefix="needledrop-") as folder:
        async with SimulatedSpotify(threaded=True, covers=COVERS) as spotify:
            settings = Settings(
                discord_token="simulated",  # noqa: S106 - nobody is asked for it
                database_url=f"sqlite:///{folder}/needledrop.db",
                spotify=SpotifySettings(
                    spotify.client_id, spotify.client_secret, spotify.refresh_token, 5000
                ),
            )
            parts = _parts(clock, spotify, seed)
            app = build(settings, parts)
            env = PromptEnv(app.client, settle_timeout=WAITED_FOR)
            clock.env = env
            stage: Stage | None = None
            try:
                await app.open()
                # Before the bot is there, so that nothing of it lives through the months between.
                env.backend.advance_clock((begins - env.now()).total_seconds())
                env.backend.bot_user.name = "Needle Drop"
                await env.start()
                stage = _people(env, app, spotify, settings, parts, clock)
                yield stage
            finally:
                await (app if stage is None else stage.app).close()
                await env.shutdown()


def _parts(clock: StageClock, spotify: SimulatedSpotify, seed: str) -> Parts:
    def account(settings: SpotifySettings) -> Account:
        addresses = (spotify.api_url, spotify.token_url, spotify.authorize_url)
        return Account(
            settings.client_id, settings.client_secret, settings.refresh_token, *addresses
        )

    # Nothing limits edits here, and nothing becomes clearer by waiting: time is moved, not spent.
    return Parts(
        clock=clock,
        randomness=StageRandomness(seed),
        covers=StageCovers(spotify),
        account=account,
        wait=_no_wait,
        edit_every=0.0,
        heartbeat_every=None,
    )


def _people(
    env: simcord.Env,
    app: App[NeedleDrop],
    spotify: SimulatedSpotify,
    settings: Settings,
    parts: Parts,
    clock: StageClock,
) -> Stage:
    guild = env.create_guild("The Long Encore")
    writer = guild.create_role("Writers")
    runs = guild.create_role("Showrunner", permissions=discord.Permissions(manage_guild=True))
    channel = guild.create_text_channel("song-room")
    members = [
        guild.add_member(
            env.create_user(person.handle, global_name=person.name),
            roles=[writer, runs] if person is cast.SHOWRUNNER else [writer],
        )
        for person in cast.EVERYBODY
    ]
    return Stage(
        env=env,
        app=app,
        spotify=spotify,
        channel=channel,
        showrunner=members[0],
        writers=tuple(members[1:]),
        settings=settings,
        parts=parts,
        clock=clock,
    )


async def _no_wait(seconds: float) -> None:
    del seconds
    await asyncio.sleep(0)
