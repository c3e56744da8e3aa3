"""What a day costs in which Spotify takes nothing, and what looks and presses cost."""

import asyncio
from collections.abc import Callable

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import as_json
from bot.domain.model import Episode
from bot.services.ports.repositories.spotify import PlaylistKind
from tests.builders import person
from tests.endings import closed
from tests.fakes import FakeClock
from tests.services.conftest import House
from tests.spotify.test_effects import SONGS, Life, current, life, presented, voted

__all__ = ["life"]

DAY = 24 * 3600
ALWAYS = 10_000
ITEMS = "/playlists/*/items"


async def pass_a_day(house: House, clock: FakeClock) -> None:
    """Have the outbox work as its agenda wants it to."""
    end = clock.now() + DAY
    await house.work_off()
    while (due := house.agenda.due.pop("outbox", end)) < end:
        clock.instant = max(due, clock.now())
        await house.work_off()
    clock.instant = end


def full(spotify: SimulatedSpotify) -> None:
    spotify.faults.add("POST", ITEMS, faults.broken(500), times=ALWAYS)
    spotify.faults.add("PUT", ITEMS, faults.broken(500), times=ALWAYS)


def refused(spotify: SimulatedSpotify) -> None:
    spotify.faults.add("*", "/v1/*", faults.refused(403), times=ALWAYS)


def broken(spotify: SimulatedSpotify) -> None:
    spotify.faults.add("*", "/v1/*", faults.broken(500), times=ALWAYS)


def used_up(spotify: SimulatedSpotify) -> None:
    spotify.faults.add("*", "/v1/*", faults.too_many(3600, quota=True), times=ALWAYS)


def swallowed(spotify: SimulatedSpotify) -> None:
    """Take every write, and do none of it."""
    for method in ("POST", "PUT"):
        fault = faults.Fault(effect=False, answer=as_json(201, {"snapshot_id": "x"}))
        spotify.faults.add(method, ITEMS, fault, times=ALWAYS)


@pytest.mark.parametrize(
    ("trouble", "linked", "first_day", "second_day"),
    [
        (full, True, 50, 8),
        (full, False, 45, 8),
        (refused, True, 25, 8),
        (refused, False, 25, 8),
        (broken, True, 65, 50),
        (broken, False, 65, 50),
        (used_up, True, 30, 30),
        (used_up, False, 60, 60),
        (swallowed, False, 120, 10),
    ],
)
async def test_a_day_without_success_costs_a_few_dozen_calls(
    spotify: SimulatedSpotify,
    life: Life,
    clock: FakeClock,
    trouble: Callable[[SimulatedSpotify], None],
    linked: bool,
    first_day: int,
    second_day: int,
) -> None:
    async def days(house: House) -> None:
        await presented(house)
        if linked:
            link = f"https://open.spotify.com/playlist/{spotify.create_playlist('Ours')}"
            await house.services.playlists.link(house.boss, house.room, link)
        await house.work_off()
        trouble(spotify)
        await voted(house)
        costs = []
        for _ in range(2):
            before = len(spotify.requests)
            await pass_a_day(house, clock)
            costs.append(len(spotify.requests) - before)
        print(f"{trouble.__name__}, {'linked' if linked else 'its own'}: {costs}")  # noqa: T201
        assert costs[0] <= first_day
        assert costs[1] <= second_day
        # Nothing is forgotten: as soon as somebody has mended it, it is done.
        spotify.faults.clear()
        clock.move(3600)
        await house.services.playlists.request_sync(house.boss, house.room, await current(house))
        await house.work_off()
        assert [one.uris for one in spotify.playlists if len(one.uris) == 2]

    await life.live(days)


async def test_a_playlist_that_was_made_is_filled_later_and_not_looked_for(
    spotify: SimulatedSpotify, life: Life, clock: FakeClock
) -> None:
    full(spotify)

    async def begin(house: House) -> None:
        await presented(house)
        await house.work_off()
        stored = await house.store.read.playlists.get(
            PlaylistKind.SHORTLIST, (await current(house)).id
        )
        assert stored is not None
        assert stored.playlist_id == spotify.playlists[0].id
        assert not stored.synced_at

    await life.live(begin)
    before = len(spotify.requests)
    spotify.faults.clear()

    async def go_on(house: House) -> None:
        clock.move(120)
        await house.work_off()

    await life.live(go_on)
    paths = [one.path for one in spotify.requests[before:]]
    assert not [path for path in paths if path.endswith("/me/playlists")]
    (made,) = spotify.playlists
    assert made.uris == tuple(song.uri for song in SONGS)


async def test_many_presses_cost_one_sync(spotify: SimulatedSpotify, life: Life) -> None:
    gate = faults.Gate()
    spotify.faults.add("GET", "/me/playlists", faults.late(gate))

    async def press(house: House) -> None:
        await presented(house)
        await gate.reached()
        episode = await current(house)
        for _ in range(80):
            await house.services.shortlists.present(house.boss, house.room, episode)
        gate.open()
        await house.work_off()

    await life.live(press)
    assert len(spotify.requests) <= 10


async def test_syncs_that_wait_for_one_playlist_are_one(
    spotify: SimulatedSpotify, life: Life, clock: FakeClock
) -> None:
    async def close_many(house: House) -> None:
        await presented(house)
        await house.outbox.idle()
        spotify.down(503)
        await voted(house)
        first = await current(house)
        others = [await another_vote(house, f"20{n}") for n in range(4)]
        await house.work_off()
        spotify.up()
        clock.move(3600)
        await house.work_off()
        for episode in (first, *others):
            results = await house.services.results.results(house.room, episode)
            assert results.playlist_state == "synced"
        board = await house.store.read.playlists.get(PlaylistKind.BOARD, house.room.id)
        assert board is not None
        boards.append(board.playlist_id)

    boards: list[str] = []
    await life.live(close_many)
    about = [one for one in spotify.requests if f"{boards[0]}/items" in one.path]
    assert len(about) == 2, "filled and read, for all of them"


async def another_vote(house: House, number: str) -> Episode:
    episode = await house.episode(number)
    proposals = [
        await house.services.proposals.propose(person(101), house.room, episode, song, "")
        for song in SONGS[2:5]
    ]
    await house.services.shortlists.toggle(
        house.boss, house.room, episode, on=[one.id for one in proposals]
    )
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    await house.vote(view.round.id, 1, 1, 2)
    await closed(house.services, house.clock, house.boss, house.room, episode)
    return episode


async def test_looks_at_a_long_playlist_exhaust_nothing(
    spotify: SimulatedSpotify, life: Life, clock: FakeClock
) -> None:
    songs = tuple(track.uri for track in spotify.catalogue)
    playlist = spotify.create_playlist("Ours", (songs * 30)[:2000])

    async def look(house: House) -> None:
        link = f"https://open.spotify.com/playlist/{playlist}"
        await house.services.playlists.link(house.boss, house.room, link)
        await house.work_off()
        clock.move(1)
        before = len(spotify.requests)
        views = await asyncio.gather(
            *(house.services.playlists.status(house.room) for _ in range(9))
        )
        assert {view.trouble for view in views} == {None}
        assert len(spotify.requests) - before == 41
        for _ in range(24 * 4):
            clock.move(900)
            view = await house.services.playlists.status(house.room)
            assert (view.trouble, bool(view.read_at)) in {(None, True), (None, False)}
        assert len(spotify.requests) - before <= 5 * 41

    await life.live(look)


async def test_a_look_at_a_short_playlist_is_good_for_some_minutes(
    spotify: SimulatedSpotify, life: Life, clock: FakeClock
) -> None:
    async def look(house: House) -> None:
        await presented(house)
        await voted(house)
        await house.work_off()
        clock.move(1)
        playlists = house.services.playlists
        first = await playlists.status(house.room)
        before = len(spotify.requests)
        clock.move(299)
        second = await playlists.status(house.room)
        assert (second.in_place, second.read_at) == (2, int(clock.now()) - 299)
        assert first.read_at == 0
        assert len(spotify.requests) == before
        clock.move(1)
        spotify.human_adds(first.playlist_id or "", SONGS[6].uri, 0)
        third = await playlists.status(house.room)
        assert ([song.uri for song in third.extra], third.read_at) == ([SONGS[6].uri], 0)
        # What a sync sees, a look need not ask for.
        await playlists.request_sync(house.boss, house.room, await current(house))
        await house.work_off()
        before = len(spotify.requests)
        assert (await playlists.status(house.room)).extra == ()
        assert len(spotify.requests) == before

    await life.live(look)


async def test_a_look_that_a_sync_overtakes_is_no_good_afterwards(
    spotify: SimulatedSpotify, life: Life, clock: FakeClock
) -> None:
    gate = faults.Gate()

    async def look(house: House) -> None:
        await presented(house)
        await voted(house)
        await house.work_off()
        stored = await house.store.read.playlists.get(PlaylistKind.BOARD, house.room.id)
        assert stored is not None
        await house.outbox.idle()
        clock.move(10)
        spotify.human_adds(stored.playlist_id, SONGS[6].uri, 0)
        spotify.faults.add("GET", ITEMS, faults.late(gate))
        begun = asyncio.create_task(house.services.playlists.status(house.room))
        await gate.reached()
        clock.move(10)
        await house.services.playlists.request_sync(house.boss, house.room, await current(house))
        await house.work_off()
        clock.move(10)
        joined = asyncio.create_task(house.services.playlists.status(house.room))
        gate.open()
        await begun
        assert (await joined).extra == ()
        assert (await house.services.playlists.status(house.room)).extra == ()

    await life.live(look)
