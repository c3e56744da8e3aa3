"""Two rooms that share a linked playlist, whichever accounts and processes they are in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.errors import PlaylistBusy
from bot.domain.model import AccountId, ChannelId, Episode, GuildId, Room
from bot.services.playlists.turns import LEASE, PlaylistTurns
from bot.services.ports.spotify import SpotifyAccess
from storage.database import Database
from tests.builders import person
from tests.endings import closed
from tests.fakes import FakeCatalogue, FakeClock, FakeLibrary, FakePlaylists, FakeSpotify
from tests.services.conftest import House, housed
from tests.services.playlists.connected import connect
from tests.spotify.conftest import MakeClient
from tests.spotify.test_effects import SONGS

URIS = tuple(song.uri for song in SONGS)
HUMAN = URIS[7]


class ManyAccounts(FakeSpotify):
    """Each room's account has a client of its own."""

    def __init__(self, make_client: MakeClient) -> None:
        super().__init__(FakeCatalogue(), FakePlaylists(), FakeLibrary())
        self._make = make_client
        self._clients: dict[AccountId | None, SpotifyAccess] = {}

    def of(self, account_id: AccountId | None) -> SpotifyAccess:
        if account_id not in self._clients:
            self._clients[account_id] = self._make()
        return self._clients[account_id]


class TwoRooms:
    """Two rooms with accounts of their own, and one playlist."""

    def __init__(self, house: House, other: Room, playlist: str) -> None:
        self.house = house
        self.rooms = (house.room, other)
        self.playlist = playlist

    async def vote(self, room: Room, *songs: int) -> Episode:
        """Have songs win a vote in a room."""
        services, boss = self.house.services, self.house.boss
        episode = await services.episodes.create(boss, room, "104")
        proposals = [
            await services.proposals.propose(person(101), room, episode, SONGS[n], "")
            for n in (*songs, 6)
        ]
        await services.shortlists.toggle(boss, room, episode, on=[one.id for one in proposals])
        view = await services.rounds.schedule(
            boss, room, episode, closes="in 2 hours", seats=len(songs)
        )
        candidates = [one.song.id for one in view.round.candidates]
        change = PickSongs(tuple(candidates[: len(songs)]))
        await services.voting.change(person(7), room, view.round.id, change)
        return episode

    async def close(self, room: Room, episode: Episode) -> None:
        await closed(self.house.services, self.house.clock, self.house.boss, room, episode)

    async def swap(self, room: Room, episode: Episode, off: int, on: int) -> None:
        """Swap a song of a room's board for a runner-up, and let the playlist follow."""
        view = await self.house.services.boards.view(room, episode)
        songs = [*(one.song for one in view.board.entries), *view.board.runners_up]
        ids = {one.recording.uri: one.id for one in songs}
        boss, boards = self.house.boss, self.house.services.boards
        await boards.swap(boss, room, episode, ids[URIS[off]], ids[URIS[on]])
        await self.house.work_off()


@asynccontextmanager
async def two_rooms(house: House, spotify: SimulatedSpotify) -> AsyncIterator[TwoRooms]:
    playlist = spotify.create_playlist("Ours", [HUMAN])
    other = await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(11), title="Other", timezone="UTC"
    )
    rooms = TwoRooms(house, other, playlist)
    for room in rooms.rooms:
        await connect(house, room)
    here, there = [await house.services.rooms.at(room.channel_id) for room in rooms.rooms]
    assert here.spotify_account != there.spotify_account
    rooms.rooms = (here, there)
    for room in rooms.rooms:
        link = f"https://open.spotify.com/playlist/{playlist}"
        await house.services.playlists.link(house.boss, room, link)
    yield rooms


@pytest.fixture
async def rooms(
    store: Database,
    clock: FakeClock,
    tmp_path: Path,
    make_client: MakeClient,
    spotify: SimulatedSpotify,
) -> AsyncIterator[TwoRooms]:
    accounts = ManyAccounts(make_client)
    async with (
        housed(store, clock, tmp_path / "needledrop.db", accounts) as house,
        two_rooms(house, spotify) as opened,
    ):
        yield opened


async def test_rooms_that_close_at_once_write_no_song_twice(
    rooms: TwoRooms, spotify: SimulatedSpotify
) -> None:
    here, there = rooms.rooms
    first, second = await rooms.vote(here, 0, 1, 2), await rooms.vote(there, 1, 2, 3)
    await rooms.house.outbox.idle()
    for method in ("GET", "POST"):
        spotify.faults.add(method, "/playlists/*/items", faults.late(delay=0.05), times=20)
    await asyncio.gather(rooms.close(here, first), rooms.close(there, second))
    await rooms.house.work_off()
    assert sorted(spotify.playlist(rooms.playlist).uris) == sorted([HUMAN, *URIS[:4]])
    for room, episode in ((here, first), (there, second)):
        results = await rooms.house.services.results.results(room, episode)
        assert results.playlist_state == "synced"


async def test_what_one_room_takes_out_stays_while_another_wants_it(
    rooms: TwoRooms, spotify: SimulatedSpotify
) -> None:
    def held() -> set[str]:
        return set(spotify.playlist(rooms.playlist).uris)

    here, there = rooms.rooms
    first, second = await rooms.vote(here, 0, 1), await rooms.vote(there, 1, 2)
    await rooms.close(here, first)
    await rooms.house.work_off()
    await rooms.close(there, second)
    await rooms.house.work_off()
    assert held() == {HUMAN, *URIS[:3]}

    await rooms.swap(here, first, 1, 6)
    assert held() == {HUMAN, *URIS[:3], URIS[6]}, "the other room wants it"
    await rooms.swap(there, second, 1, 6)
    assert held() == {HUMAN, URIS[0], URIS[2], URIS[6]}, "nobody does"

    # What a person puts there afterwards is theirs, for either room.
    spotify.human_adds(rooms.playlist, URIS[1], 0)
    for room, episode in ((here, first), (there, second)):
        await rooms.house.services.playlists.request_sync(rooms.house.boss, room, episode)
        await rooms.house.work_off()
    assert URIS[1] in spotify.playlist(rooms.playlist).uris


async def test_what_a_person_takes_out_stays_out_for_both(
    rooms: TwoRooms, spotify: SimulatedSpotify
) -> None:
    here, there = rooms.rooms
    first, second = await rooms.vote(here, 0, 1), await rooms.vote(there, 1, 2)
    await rooms.close(here, first)
    await rooms.house.work_off()
    spotify.human_removes(rooms.playlist, URIS[1])
    await rooms.close(there, second)
    await rooms.house.work_off()
    assert set(spotify.playlist(rooms.playlist).uris) == {HUMAN, URIS[0], URIS[2]}


async def test_processes_take_turns_too(store: Database, clock: FakeClock) -> None:
    here, there = PlaylistTurns(store, clock), PlaylistTurns(store, clock)
    async with here.turn("p"), here.turn("q"):
        with pytest.raises(PlaylistBusy):
            async with there.turn("p"):
                pass
    async with there.turn("p"):
        pass


@pytest.mark.parametrize("ahead", [0, 365 * 24 * 3600])
async def test_a_turn_of_a_process_that_died_runs_out(
    store: Database, clock: FakeClock, ahead: float
) -> None:
    clock.move(ahead)
    async with store.transaction(None) as unit:
        assert await unit.playlists.lease("p", 1, int(clock.now()), LEASE)
    clock.move(LEASE - ahead)
    async with PlaylistTurns(store, clock).turn("p"):
        pass
