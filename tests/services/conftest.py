"""All services over the real storage, with stand-ins for Discord and Spotify."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.app import NoClient, build_behind
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
from bot.outbox import Outbox
from bot.services import Ports, Services
from bot.services.ports.read_models import BallotView
from bot.services.ports.world import Vault
from bot.services.rounds.ballot_messages import EDIT_OLD_EVERY
from storage.database import Database
from tests.builders import person, recording
from tests.fakes import (
    FakeAgenda,
    FakeAnnouncer,
    FakeCatalogue,
    FakeClock,
    FakeLibrary,
    FakePlaylists,
    FakeSpotify,
    FakeTimer,
)
from tests.parts import SETTINGS, Outside


@dataclass
class House:
    """A room full of people, and everything behind it."""

    store: Database
    clock: FakeClock
    agenda: FakeAgenda
    catalogue: FakeCatalogue
    playlists: FakePlaylists
    library: FakeLibrary
    spotify: FakeSpotify
    announcer: FakeAnnouncer
    timer: FakeTimer
    ports: Ports
    services: Services
    outbox: Outbox
    boss: Person
    room: Room
    path: Path

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

    async def shortlisted(self, count: int) -> tuple[Episode, list[SongId]]:
        episode = await self.episode()
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
        await self.services.due_rounds.clock_set()
        await self.services.due_rounds.step(round_id)
        await self.services.due_rounds.plan()
        await self.outbox.idle()

    async def turnout_shown(self) -> None:
        """Let the time pass after which a ballot message is edited again, old or not."""
        self.timer.move(EDIT_OLD_EVERY)
        await self.services.ballot_messages.idle()

    async def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Run a statement on the database file itself."""
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(sql).fetchall()

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
    announcer, timer = FakeAnnouncer(), FakeTimer()
    outside = Outside(clock, timer=timer)
    outside.spotify = spotify or outside.spotify
    outside.vault = vault or outside.vault
    app = build_behind(NoClient(), announcer, announcer, SETTINGS, outside.parts(store))
    services = app.services
    boss = person(1, manages=True)
    room = await services.rooms.setup(
        boss, GuildId(5), ChannelId(10), title="Soundtrack", timezone="America/Los_Angeles"
    )
    # What time does by itself is for the tests that are about it.
    view = await services.rooms.change_settings(
        boss, room, lambda settings: replace(settings, quorum=0, reminders=())
    )
    room = view.room
    await app.begin()
    yield House(
        store=store,
        clock=clock,
        agenda=outside.agenda,
        catalogue=outside.catalogue,
        playlists=outside.playlists,
        library=outside.library,
        spotify=outside.spotify,
        announcer=announcer,
        timer=timer,
        ports=app.ports,
        services=services,
        outbox=app.outbox,
        boss=boss,
        room=room,
        path=path,
    )
    await app.stop()


@pytest.fixture
async def house(store: Database, clock: FakeClock, tmp_path: Path) -> AsyncIterator[House]:
    async with housed(store, clock, tmp_path / "needledrop.db") as opened:
        yield opened
