"""All services over the real storage, with stand-ins for Discord and Spotify."""

import contextlib
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import App, build_behind
from bot.closing import NoClient
from bot.domain.ballot_forms.form import Change
from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.model import (
    ChannelId,
    Episode,
    GuildId,
    Person,
    Proposal,
    Room,
    RoundId,
    SongId,
)
from bot.domain.structs import replace
from bot.outbox import KEY, Outbox
from bot.services import Services
from bot.services.ports.read_models import BallotView, RoundView
from bot.services.ports.world import Vault
from bot.services.rounds.ballot_messages import EDIT_OLD_EVERY
from storage.database import Database
from tests import behind
from tests.backends import BACKENDS
from tests.builders import person, recording
from tests.endings import closed
from tests.fakes import (
    FakeAnnouncer,
    FakeClock,
    FakeSpotify,
    FakeSurroundings,
    FakeTimer,
)
from tests.parts import SETTINGS, Outside


@dataclass
class House(Outside):
    """A room full of people, and everything behind it."""

    timer: FakeTimer = field(default_factory=FakeTimer)
    announcer: FakeAnnouncer = field(default_factory=FakeAnnouncer)
    discord: FakeSurroundings = field(default_factory=FakeSurroundings)
    boss: Person = field(default_factory=lambda: person(1, manages=True))
    store: Database = field(kw_only=True)
    path: Path = field(kw_only=True)
    app: App[NoClient] = field(init=False)
    room: Room = field(init=False)

    @property
    def services(self) -> Services:
        return self.app.services

    @property
    def outbox(self) -> Outbox:
        return self.app.outbox

    async def open(self) -> None:
        """Put the bot together over the store, with a room in it, and begin."""
        parts = self.parts(self.store)
        self.app = build_behind(
            NoClient(), self.announcer, self.announcer, self.discord, SETTINGS, parts
        )
        self._look_when_told(self.app.outbox)
        await self.app.prepare()
        rooms = self.services.rooms
        room = await rooms.setup(
            self.boss, GuildId(5), ChannelId(10), title="Soundtrack", timezone="America/Los_Angeles"
        )
        # What time does by itself is for the tests that are about it.
        view = await rooms.change_settings(
            self.boss, room, lambda settings: replace(settings, quorum=0, reminders=())
        )
        self.room = view.room
        await self.app.begin()

    def _look_when_told(self, outbox: Outbox) -> None:
        """Have `idle` also wait for what the outbox passed by and told the agenda to look at again.

        What another transaction holds for a moment is such. The agenda here looks at nothing by
        itself, and a test would go on with an effect in the way.
        """
        made = outbox.idle

        async def idle() -> None:
            await made()
            while self.agenda.due.get(KEY, math.inf) <= self.clock.now():
                del self.agenda.due[KEY]
                outbox.wake()
                await made()

        setattr(outbox, made.__name__, idle)

    async def episode(self, number: str = "104") -> Episode:
        return await self.services.episodes.create(self.boss, self.room, number)

    async def proposed(self, episode: Episode, count: int) -> list[Proposal]:
        """Have songs 1 to `count` proposed, song n by writer 100 + n."""
        return [
            await self.services.proposals.propose(
                person(100 + n), self.room, episode, recording(n), f"Why {n}"
            )
            for n in range(1, count + 1)
        ]

    async def shortlisted(self, count: int, number: str = "104") -> tuple[Episode, list[SongId]]:
        episode = await self.episode(number)
        proposals = await self.proposed(episode, count)
        await self.services.shortlists.toggle(
            self.boss, self.room, episode, on=[p.id for p in proposals]
        )
        return episode, [p.song.id for p in proposals]

    async def opened(
        self, songs: int = 4, seats: int = 2, method: str = "approval"
    ) -> tuple[Episode, RoundId]:
        episode, _ = await self.shortlisted(songs)
        view = await self.services.rounds.schedule(
            self.boss, self.room, episode, closes="in 2 hours", seats=seats, method=method
        )
        return episode, view.round.id

    async def close(self, episode: Episode) -> RoundView:
        """Have the showrunner close the episode's vote, and time pass until it is counted."""
        return await closed(
            self.services, self.clock, self.boss, self.room, episode, first=self.outbox.idle
        )

    async def cancel(self, episode: Episode) -> RoundView:
        """Have the showrunner cancel the episode's vote."""
        round_id = await self.services.rounds.latest(self.room, episode)
        return await self.services.control.cancel_round(self.boss, self.room, round_id)

    async def vote(self, round_id: RoundId, who: int, *places: int) -> None:
        """Have somebody pick the songs at these places of the ballot, counted from 1."""
        await self.change(round_id, who, PickSongs(await self.songs(round_id, *places)))

    async def change(self, round_id: RoundId, who: int, change: Change) -> BallotView:
        return await self.services.voting.change(person(who), self.room, round_id, change)

    async def songs(self, round_id: RoundId, *places: int) -> tuple[SongId, ...]:
        """Return the songs at these places of the ballot, counted from 1."""
        view = await self.services.rounds.view(round_id)
        return tuple(view.round.candidates[place - 1].song.id for place in places)

    async def look(self, round_id: RoundId) -> None:
        """Do what the schedule does when it is time."""
        self.agenda.due.pop("rounds", None)
        await self.services.due_rounds.reset_heartbeat()
        await self.services.due_rounds.step(round_id)
        await self.services.due_rounds.plan()
        await self.outbox.idle()

    async def turnout_shown(self) -> None:
        """Let the time pass after which a ballot message is edited again, old or not."""
        self.timer.move(EDIT_OLD_EVERY)
        await self.services.ballot_messages.idle()

    async def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Run a statement on the database file itself."""
        return await behind.rows(self.store, sql)

    async def tables(self) -> list[str]:
        """Return the names of all tables."""
        return await behind.tables(self.store)

    async def work_off(self) -> None:
        """Let the outbox make everything that is due now."""
        self.outbox.wake()
        await self.outbox.idle()


@contextlib.asynccontextmanager
async def housed(
    store: Database,
    clock: FakeClock,
    path: Path,
    spotify: FakeSpotify | None = None,
    vault: Vault | None = None,
) -> AsyncIterator[House]:
    """Open the room's house over a store; over the same one again, as a restart does.

    Args:
        store: The storage, open.
        clock: The one clock.
        path: Where the storage keeps its file.
        spotify: Another Spotify than one that takes everything.
        vault: A real vault, where what the file holds is looked at.
    """
    house = House(clock, store=store, path=path)
    house.spotify = spotify or house.spotify
    house.vault = vault or house.vault
    await house.open()
    yield house
    await house.app.stop()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def house(store: Database, clock: FakeClock, tmp_path: Path) -> AsyncIterator[House]:
    async with housed(store, clock, tmp_path / "needledrop.db") as opened:
        yield opened
