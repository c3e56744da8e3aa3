"""Syncs that are broken off, and syncs that meet."""

import asyncio

import pytest

from bot.demo.spotify.faults import Fault, Gate
from bot.demo.spotify.server import SimulatedSpotify
from bot.spotify.client import SpotifyClient
from tests.spotify.calls import ADD, ITEMS, READ
from tests.spotify.conftest import MakeClient, asked, intent
from tests.spotify.songs import SIX
from tests.spotify.sync_cases import CASES, MAKE

CALLS = {"add": 3, "replace": 3, "replace many": 6, "swap": 4, "make": 4}


@pytest.mark.parametrize(
    ("name", "call"), [(name, call) for name, count in CALLS.items() for call in range(count)]
)
@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_crash_at_any_call_loses_and_doubles_nothing(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    make_client: MakeClient,
    name: str,
    call: int,
    moment: str,
) -> None:
    case = CASES.get(name, MAKE)
    playlist = "" if case is MAKE else spotify.create_playlist("Shared", case.there)
    goal = case.goal(playlist)
    crashing = asyncio.create_task(client.sync(goal))

    def crash() -> None:
        crashing.cancel()

    fault = Fault(before=crash) if moment == "before" else Fault(after=crash)
    spotify.faults.add("*", "/v1/*", fault, skip=call)
    with pytest.raises(asyncio.CancelledError):
        await crashing
    assert len(spotify.requests) == call + 1

    spotify.faults.clear()
    report = await make_client().sync(goal)
    assert spotify.playlist(report.playlist_id).uris == report.present == case.after
    assert len(spotify.playlists) == 1


async def test_a_cancelled_sync_stays_until_its_write_is_over(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    gate = Gate()
    spotify.faults.add("POST", ITEMS, Fault(before=gate.wait_until_open))
    crashing = asyncio.create_task(client.sync(intent(SIX, playlist)))
    await gate.reached()
    crashing.cancel()
    following = asyncio.create_task(client.sync(intent(SIX, playlist)))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not crashing.done()
    gate.open()
    with pytest.raises(asyncio.CancelledError):
        await crashing
    # Had it gone at once, the next one could not have seen what was still in the air.
    assert (await following).present == spotify.playlist(playlist).uris == SIX
    assert asked(spotify) == [READ, ADD, READ]


async def test_syncs_at_the_same_time_take_turns(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    await asyncio.gather(*(client.sync(intent(SIX, playlist)) for _ in range(4)))
    assert spotify.playlist(playlist).uris == SIX
    assert asked(spotify).count(ADD) == 1
