"""Playlists kept from the promise to the simulated Spotify, whatever dies on the way."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.catalogue import load
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.model import AccountId, Episode, Recording
from bot.domain.timing import UNDO
from bot.effect_leases import LEASE
from bot.services.ports.spotify import SpotifyAccess
from storage.database import Database
from tests.builders import person
from tests.fakes import FakeCatalogue, FakeClock, FakeLibrary, FakePlaylists, FakeSpotify
from tests.services.conftest import House, housed
from tests.spotify.conftest import MakeClient, asked

TRACKS = {track.isrc: track for track in load()}.values()
SONGS = tuple(
    Recording(one.title, one.artists, one.uri, one.isrc, one.album, one.duration_ms)
    for one in TRACKS
)[:8]
URIS = tuple(song.uri for song in SONGS)


class OneAccount(FakeSpotify):
    """Every room uses the same account."""

    def __init__(self, account: SpotifyAccess) -> None:
        super().__init__(FakeCatalogue(), FakePlaylists(), FakeLibrary())
        self._account = account

    def of(self, account_id: AccountId | None) -> SpotifyAccess:
        return self._account


class Life:
    """One life of the bot after another, over one database and one Spotify."""

    def __init__(
        self, store: Database, clock: FakeClock, path: Path, make_client: MakeClient
    ) -> None:
        self.store, self.clock, self.path = store, clock, path
        self._make_client = make_client

    async def live(self, during: Callable[[House], Awaitable[None]]) -> None:
        """Live once: do something, and let everything be done that follows."""
        account = OneAccount(self._make_client())
        async with housed(self.store, self.clock, self.path, account) as house:
            await during(house)
            await house.outbox.idle()

    async def settle(self) -> None:
        """Live on until nothing waits."""

        async def wait(house: House) -> None:
            for _ in range(6):
                self.clock.move(LEASE + 1)
                await house.work_off()
            status = await house.services.rooms.status(house.room)
            assert status.waiting == ()

        await self.live(wait)


@pytest.fixture
def life(store: Database, clock: FakeClock, tmp_path: Path, make_client: MakeClient) -> Life:
    return Life(store, clock, tmp_path / "needledrop.db", make_client)


async def presented(house: House) -> None:
    episode = await house.episode()
    proposals = [
        await house.services.proposals.propose(person(101), house.room, episode, song, "")
        for song in SONGS
    ]
    await house.services.shortlists.toggle(
        house.boss, house.room, episode, on=[one.id for one in proposals]
    )
    await house.services.shortlists.present(house.boss, house.room, episode)


async def current(house: House) -> Episode:
    return await house.services.episodes.find(house.room)


async def voted(house: House) -> None:
    """Hold a vote that the first two songs win."""
    view = await house.services.rounds.schedule(
        house.boss, house.room, await current(house), closes="in 2 hours", seats=2
    )
    await house.vote(view.round.id, 1, 1, 2)
    await house.vote(view.round.id, 2, 1)
    await house.close(await current(house))


async def dies(
    life: Life,
    spotify: SimulatedSpotify,
    what: Callable[[House], Awaitable[None]] | None,
    call: int,
    moment: str,
) -> bool:
    """Live until a call, and die before or after it took effect; say whether it came to that."""
    dying: list[House] = []

    def die() -> None:
        for task in dying[0].outbox._making:
            task.cancel()
        dying[0].outbox._running = False

    async def during(house: House) -> None:
        dying.append(house)
        if what is not None:
            await what(house)
        else:
            house.clock.move(LEASE + 1)
            await house.work_off()

    fault = Fault(before=die) if moment == "before" else Fault(after=die)
    spotify.faults.add("*", "/v1/*", fault, skip=call)
    await life.live(during)
    died = not spotify.faults.pending
    spotify.faults.clear()
    return died


async def test_a_shortlist_costs_six_calls_and_unchanged_one(
    spotify: SimulatedSpotify, life: Life
) -> None:
    await life.live(presented)
    look, make, fill, read = (
        "GET /me/playlists",
        "POST /me/playlists",
        "PUT /playlists/items",
        ("GET /playlists/items"),
    )
    assert asked(spotify) == [look, make, "GET /playlists", fill, read, "PUT /playlists/images"]
    (made,) = spotify.playlists
    assert (made.uris, made.public) == (URIS, False)
    assert made.cover is not None
    before = len(spotify.requests)

    async def again(house: House) -> None:
        await house.services.shortlists.present(house.boss, house.room, await current(house))

    await life.live(again)
    assert asked(spotify)[before:] == [read]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("what", [presented, voted], ids=["shortlist", "board"])
async def test_whatever_call_the_bot_dies_at_nothing_is_lost_or_doubled(
    spotify: SimulatedSpotify,
    life: Life,
    what: Callable[[House], Awaitable[None]],
    moment: str,
) -> None:
    if what is voted:
        await life.live(presented)
    start = len(spotify.requests)
    deaths = [
        await dies(life, spotify, what if call == 0 else None, call, moment) for call in range(4)
    ]
    assert sum(deaths) >= 2, "it did die in the middle"
    await life.settle()
    shortlist, *boards = sorted(spotify.playlists, key=lambda one: -len(one.uris))
    assert (shortlist.uris, shortlist.cover is not None) == (URIS, True)
    assert [(one.uris, one.cover is not None) for one in boards] == (
        [(URIS[:2], True)] if what is voted else []
    )
    assert len(spotify.requests) > start


async def test_what_people_change_in_the_bots_own_playlist_is_put_right_and_told(
    spotify: SimulatedSpotify, life: Life
) -> None:
    await life.live(presented)
    await life.live(voted)
    board = next(one for one in spotify.playlists if len(one.uris) == 2)
    spotify.human_removes(board.id, URIS[0])
    spotify.human_adds(board.id, URIS[5], 0)

    async def told(house: House) -> None:
        view = await house.services.playlists.status(house.room, await current(house))
        assert [song.uri for song, _ in view.missing] == [URIS[0]]
        assert [song.uri for song in view.extra] == [URIS[5]]
        assert view.shortlist is not None
        assert (view.shortlist.in_place, view.shortlist.wanted) == (8, 8)
        await house.services.playlists.request_sync(house.boss, house.room, await current(house))

    await life.live(told)
    assert spotify.playlist(board.id).uris == URIS[:2]


async def test_a_board_that_was_deleted_is_noticed_and_never_made_anew(
    spotify: SimulatedSpotify, life: Life
) -> None:
    await life.live(presented)
    await life.live(voted)
    board = next(one for one in spotify.playlists if len(one.uris) == 2)
    spotify.delete_playlist(board.id)

    async def told(house: House) -> None:
        view = await house.services.playlists.status(house.room)
        assert type(view.trouble).__name__ == "PlaylistGone"

    await life.live(told)
    assert len(spotify.playlists) == 2


async def test_a_day_without_spotify_is_made_up_for_within_the_hour(
    spotify: SimulatedSpotify, life: Life, clock: FakeClock
) -> None:
    await life.live(presented)
    tries: list[float] = []
    spotify.down(503)

    async def a_day(house: House) -> None:
        begun = clock.now()
        await voted(house)
        for _ in range(24 * 60):
            clock.move(60)
            before = len(spotify.token_requests)
            await house.work_off()
            if len(spotify.token_requests) > before:
                tries.append((clock.now() - begun) / 60)
        results = await house.services.results.results(house.room, await current(house))
        assert results.playlist_state == "waiting"
        spotify.up()
        for _ in range(60):
            clock.move(60)
            await house.work_off()
        results = await house.services.results.results(house.room, await current(house))
        assert results.playlist_state == "synced"

    calls = len(spotify.requests)
    await life.live(a_day)
    gaps = [after - before for before, after in pairwise(tries)]
    assert tries[0] < UNDO / 60 + 2
    assert 30 <= max(gaps) < 60, "ever more rarely, and never more than an hour apart"
    assert len(spotify.requests) - calls < 500, "a day's budget"
    assert [one.uris for one in spotify.playlists if len(one.uris) == 2] == [URIS[:2]]


async def test_a_search_waits_in_no_line_behind_a_sync(
    spotify: SimulatedSpotify, life: Life
) -> None:
    gate = faults.Gate()
    spotify.faults.add("POST", "/me/playlists", faults.late(gate))

    async def during(house: House) -> None:
        await presented(house)
        await gate.reached()
        found = await house.spotify.of(None).search(SONGS[0].title)
        assert found
        gate.open()

    await asyncio.wait_for(life.live(during), 20)
