"""A room on the loopback Discord, and the bot that serves it, put together as in production."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.app import App, Parts, build
from bot.client import NeedleDrop
from bot.demo.spotify import SimulatedSpotify
from bot.domain.model import ChannelId, Episode, Person, Room, RoundId, UserId
from bot.domain.structs import replace
from bot.services.ports.read_models import RoundView
from tests import chosen
from tests.backends import settings_at
from tests.builders import recording
from tests.fakes import FakeClock, FakeCovers, FakeCredits
from tests.parts import FakeRandomness
from tests.wire.interactions import Interaction
from tests.wire.loopback import PATIENCE, LoopbackDiscord
from tests.wire.people import options_of
from tests.wire.shapes import Json, User
from tests.wire.spotify_host import account_at, host
from tests.wire.waits import Waits

CHANNEL = 700
_TASK_NAMES = ("ballot-message", "CommandTree", "discord-ui", "discord.py", "look-", "outbox")
"""Prefixes of the names of tasks that answer people."""
_LOOKS_MAX = 2000


class Bot:
    """One process of the bot: put together, connected, and stopped in the end.

    Whatever waits some seconds, waits until `settled` is called. `url` is for another database
    than a file in `path`, and `given` for other settings.
    """

    def __init__(
        self,
        discord: LoopbackDiscord,
        path: Path,
        clock: FakeClock,
        spotify: SimulatedSpotify | None = None,
        waits: Waits | None = None,
        url: str = "",
        **given: Any,
    ) -> None:
        self.waits = waits or Waits()
        self.discord, self.clock = discord, clock
        settings = replace(settings_at(url or f"sqlite:///{path}/needledrop.db"), **given)
        parts = Parts(
            clock=clock,
            randomness=FakeRandomness(),
            covers=FakeCovers(),
            credits=FakeCredits(),
            edit_every=0.0,
            wait=self.waits,
        )
        if spotify is not None:
            settings = replace(settings, spotify=host(spotify))
            parts = replace(parts, account=partial(account_at, spotify))
        self.app: App[NeedleDrop] = build(settings, parts)
        self._begun = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect, and return when the bot is at work."""
        client, begin = self.app.client, self.app.client.begin_work

        async def begun() -> None:
            await begin()
            self._begun.set()

        client.begin_work = begun
        # Otherwise discord.py waits two seconds for more servers.
        client._connection.guild_ready_timeout = 0.02
        await self.app.open()
        self._running = asyncio.create_task(client.start("t" * 60), name="bot")
        begins = asyncio.create_task(self._begun.wait(), name="begins")
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait([self._running, begins], return_when=asyncio.FIRST_COMPLETED)
        begins.cancel()
        if self._running.done():
            self._running.result()
        await self.settled()

    async def close(self) -> None:
        """Stop as the real one does."""
        gateway = self.discord.gateway
        others = max(1, len(gateway.connected))
        await self.app.close()
        if self._running is not None:
            await self._running
        await self.discord.until(lambda: len(gateway.connected) < others, "the end")
        gateway.expire()

    async def settled(self) -> None:
        """Return when the bot has read all events, and has done everything that is due."""
        self.waits.over.set()
        async with asyncio.timeout(PATIENCE):
            await self.discord.delivered()
            if (ready := self.app.client._connection._ready_task) is not None:
                await asyncio.wait([ready])  # discord.py waits a moment for more servers
            while busy := [one for one in asyncio.all_tasks() if self._working(one)]:
                await asyncio.wait(busy)
            await self.app.idle()
            await asyncio.sleep(0)
            if any(self._working(one) for one in asyncio.all_tasks()):
                await self.settled()
        self.waits.over.clear()

    async def advance(self, seconds: float) -> None:
        """Move the clock from one due time to the next, so that everything happens on time."""
        end = self.clock.now() + seconds
        while (due := self.app.schedule.next_due()) is not None and due <= end:
            await self._move(due - self.clock.now())
        await self._move(end - self.clock.now())

    async def _move(self, seconds: float) -> None:
        self.clock.move(max(0.0, seconds))
        await self.app.services.due_rounds.reset_heartbeat()
        self.app.schedule.clock_moved()
        await self.due_started()
        await self.settled()

    async def due_started(self) -> None:
        """Return when the schedule has started everything that is due."""
        now, schedule = self.clock.now(), self.app.schedule
        for _ in range(_LOOKS_MAX):
            upcoming = schedule.next_due()
            if upcoming is None or upcoming > now:
                break
            await asyncio.sleep(0.001)  # APScheduler runs in real time

    def _working(self, task: asyncio.Task[Any]) -> bool:
        if task is asyncio.current_task() or task.done():
            return False
        return task.get_name().startswith(_TASK_NAMES) and not task.get_name().startswith(
            "outbox-lease"
        )


@dataclass
class House:
    """A room with a showrunner and writers, before and during a round."""

    discord: LoopbackDiscord
    bot: Bot
    clock: FakeClock
    path: Path
    boss: User
    writers: Sequence[User]
    url: str = ""

    @property
    def app(self) -> App[NeedleDrop]:
        """The bot's parts."""
        return self.bot.app

    async def restart(self) -> None:
        """Stop the bot and start another on the same database."""
        await self.bot.close()
        await self.resume()

    async def resume(self) -> None:
        """Start another bot on the same database."""
        self.bot = Bot(self.discord, self.path, self.clock, url=self.url)
        await self.bot.start()

    async def set_up(self) -> Room:
        """Have the showrunner make the channel a room, by the command for it."""
        given = {"title": "Soundtrack", "timezone": "America/Los_Angeles"}
        await self.discord.command("room setup", given, self.boss, CHANNEL)
        return await self.room()

    async def room(self) -> Room:
        """Return the room."""
        return await self.app.services.rooms.at(ChannelId(CHANNEL))

    async def episode(self) -> Episode:
        """Return the current episode."""
        return await self.app.services.episodes.find(await self.room())

    async def proposed(self, songs: int) -> None:
        """Set the room up and have the showrunner propose songs."""
        room, boss = await self.set_up(), Person(UserId(self.boss.id), frozenset(), True)
        episode = await self.app.services.episodes.create(boss, room, "104")
        for n in range(1, songs + 1):
            await self.app.services.proposals.propose(boss, room, episode, recording(n), f"Why {n}")
        await self.bot.settled()

    async def shortlisted(self, songs: int = 4) -> None:
        """Have songs proposed and put on the shortlist."""
        await self.proposed(songs)
        room, episode = await self.room(), await self.episode()
        boss = Person(UserId(self.boss.id), frozenset(), True)
        longlist = await self.app.services.proposals.longlist(room, episode)
        await self.app.services.shortlists.toggle(
            boss, room, episode, on=[one.id for one in longlist]
        )

    async def settle_on(self, **settings: object) -> None:
        """Change settings of the room."""
        room, boss = await self.room(), Person(UserId(self.boss.id), frozenset(), True)
        await self.app.services.rooms.change_settings(
            boss,
            room,
            lambda current: replace(current, **settings),  # type: ignore[arg-type]
        )

    async def schedule(self, **options: str | int) -> Interaction:
        """Have the showrunner schedule a vote, by the command for it and its preview."""
        given: dict[str, str | int] = {"closes": "in 30 minutes", "seats": 2, **options}
        asked = await self.discord.command("round schedule", given, self.boss, CHANNEL)
        found = re.findall(r"voteschedule:[\w:]+", str(asked.message))
        shown = asked.message or {}
        return await self.discord.press(found[0], self.boss, shown) if found else asked

    async def opened(self, songs: int = 4, **options: str | int) -> RoundView:
        """Return an open round whose ballot message is posted."""
        await self.shortlisted(songs)
        await self.schedule(**options)
        await self.bot.settled()
        return await self.round()

    async def round(self) -> RoundView:
        """Return the newest round in its current state."""
        services = self.app.services
        round_id = await services.rounds.latest(await self.room(), await self.episode())
        return await services.rounds.view(round_id)

    def ballots(self, round_id: RoundId) -> list[Json]:
        """Return the ballot messages there are."""
        return self.discord.carrying(CHANNEL, f"ballot:{round_id}")

    def results(self, round_id: RoundId) -> list[Json]:
        """Return the messages with results there are."""
        return self.discord.carrying(CHANNEL, f"cast:{round_id}")

    async def form(self, round_id: RoundId, writer: User) -> Json:
        """Return the private message in which a writer picks songs."""
        [ballot] = self.ballots(round_id)
        mine = await self.discord.press(f"ballot:{round_id}", writer, ballot)
        assert mine.message is not None
        return mine.message

    async def vote(
        self, round_id: RoundId, writer: User, *places: int, wait: bool = True
    ) -> Interaction:
        """Have a writer pick the songs at these places of the ballot, counted from 1."""
        form = await self.form(round_id, writer)
        name = f"picks:{round_id}"
        songs = options_of(form, name)
        picked = [songs[place - 1] for place in places]
        return await self.discord.choose(name, picked, writer, form, wait=wait)

    async def songs(self, round_id: RoundId) -> list[str]:
        """Return the values that menus have for the songs of a round, in ballot order."""
        view = await self.app.services.rounds.view(round_id)
        return [str(one.song.id) for one in view.round.candidates]

    async def picks(self, round_id: RoundId, writer: User) -> int:
        """Return how many songs a writer's ballot in the database picks."""
        person = Person(UserId(writer.id), frozenset(), False)
        view = await self.app.services.voting.ballot(person, await self.room(), round_id)
        return 0 if view.ballot is None else len(chosen.picks(view.ballot))


@contextlib.asynccontextmanager
async def run_house(
    discord: LoopbackDiscord,
    path: Path,
    clock: FakeClock,
    spotify: SimulatedSpotify | None = None,
    url: str = "",
) -> AsyncIterator[House]:
    """Start a bot in a room with a showrunner and four writers, and stop it in the end."""
    boss = discord.user(1, "boss", manages=True)
    writers = [discord.user(10 + n, f"writer{n}") for n in range(1, 5)]
    bot = Bot(discord, path, clock, spotify, url=url)
    made = House(discord, bot, clock, path, boss, writers, url)
    try:
        await made.bot.start()
        yield made
    finally:
        await made.bot.close()


@contextlib.asynccontextmanager
async def loopback(clock: FakeClock) -> AsyncIterator[LoopbackDiscord]:
    """Serve a Discord with one channel; fail if the bot used a route it does not have."""
    async with LoopbackDiscord(clock.now) as discord:
        discord.channel(CHANNEL, "song-room")
        yield discord
        assert discord.rest.unrouted == [], "the bot asked for what the loopback does not know"
