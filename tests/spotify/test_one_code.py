"""What a playlist holds under a code spelled otherwise, or given to two songs by mistake."""

from collections.abc import AsyncIterator

import pytest

from bot.demo.spotify.catalogue import load, spotify_id
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.structs import replace
from bot.domain.versions import identity
from bot.spotify.client import SpotifyClient
from tests.fakes import FakeClock
from tests.spotify.conftest import intent

TRACK = load()[0]
SPELLED = replace(
    TRACK,
    id=spotify_id("spelled"),
    isrc=f"{TRACK.isrc[:2]}-{TRACK.isrc[2:5]}-{TRACK.isrc[5:7]}-{TRACK.isrc[7:]}".lower(),
)
MISTAKEN = replace(TRACK, id=spotify_id("mistaken"), title="Another song altogether")


@pytest.fixture
async def spotify(clock: FakeClock) -> AsyncIterator[SimulatedSpotify]:
    async with SimulatedSpotify(catalogue=[TRACK, SPELLED, MISTAKEN], clock=clock.now) as simulated:
        yield simulated


async def test_a_song_that_is_there_in_another_spelling_is_not_added_twice(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared", [SPELLED.uri])
    await client.sync(intent([TRACK.uri], playlist))
    assert spotify.playlist(playlist).uris == (SPELLED.uri,)


async def test_the_second_of_two_songs_under_one_code_is_added(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared", [TRACK.uri])
    wanted = replace(
        intent([TRACK.uri, MISTAKEN.uri], playlist),
        identities={one.uri: identity(one.isrc, one.title) for one in (TRACK, MISTAKEN)},
    )
    await client.sync(wanted)
    assert spotify.playlist(playlist).uris == (TRACK.uri, MISTAKEN.uri)
