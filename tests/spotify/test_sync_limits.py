"""What limits and grants do to a sync."""

import asyncio

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import as_json
from bot.domain.errors import NeedsReconnect, RateLimited
from bot.domain.structs import replace
from bot.services.ports.repositories.spotify import MIRROR
from bot.spotify.client import SpotifyClient
from tests.fakes import FakeClock
from tests.spotify.calls import ADD, ITEMS, READ
from tests.spotify.conftest import MakeClient, asked, intent
from tests.spotify.songs import SIX


@pytest.mark.parametrize("call", range(3))
async def test_a_long_wait_is_kept_and_nothing_doubled_after_it(
    spotify: SimulatedSpotify,
    make_client: MakeClient,
    clock: FakeClock,
    call: int,
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("*", ITEMS, faults.too_many(48_925, quota=True), skip=call)
    until = clock.now() + 48_925
    with pytest.raises(RateLimited) as raised:
        await make_client().sync(intent(SIX, playlist))
    assert raised.value.until == until
    made = len(spotify.requests)

    restarted = make_client()
    with pytest.raises(RateLimited):
        await restarted.sync(intent(SIX, playlist))
    assert len(spotify.requests) == made
    clock.instant = until
    assert (await restarted.sync(intent(SIX, playlist))).present == SIX


async def test_a_grant_that_is_gone_keeps_the_work_for_later(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.revoke()
    for _ in range(2):
        with pytest.raises(NeedsReconnect):
            await client.sync(intent(SIX, playlist))
    assert len(spotify.token_requests) == 1
    assert not spotify.requests


async def test_tokens_that_end_in_the_middle_are_renewed(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("GET", ITEMS, faults.meanwhile(after=spotify.expire_access_tokens))
    report = await client.sync(intent(SIX, playlist))
    assert report.present == spotify.playlist(playlist).uris == SIX
    assert asked(spotify) == [READ, ADD, ADD, READ]
    assert [one.status for one in spotify.requests] == [200, 401, 201, 200]


async def test_searching_meanwhile_does_not_count_as_syncing(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    report, _ = await asyncio.gather(
        client.sync(intent(SIX, playlist)),
        asyncio.gather(*(client.search(f"hurt {n}") for n in range(5))),
    )
    assert report.calls == 3
    assert len(spotify.requests) == 8


@pytest.mark.parametrize("playlist", [True, False], ids=["its songs", "all playlists"])
async def test_more_that_is_counted_than_shown_costs_a_few_calls(
    spotify: SimulatedSpotify, client: SpotifyClient, playlist: bool
) -> None:
    known = spotify.create_playlist("Shared") if playlist else ""
    nothing = Fault(answer=as_json(200, {"total": 9_000, "items": []}))
    spotify.faults.add("GET", ITEMS if playlist else "/me/playlists", nothing, times=100)
    await client.sync(replace(intent(SIX, known), mode=MIRROR if not known else "append"))
    assert len(spotify.requests) < 12
