"""Songs that Spotify no longer has."""

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.errors import Cause, SpotifyRefused
from bot.spotify.client import SpotifyClient
from tests.spotify.calls import ADD, ITEMS, ME, OPEN, READ, REPLACE
from tests.spotify.conftest import asked, intent
from tests.spotify.songs import NOWHERE, OTHERS, SIX, A, B, C, D, E, F


@pytest.mark.parametrize("mode", ["append", "mirror"])
async def test_a_dead_song_is_skipped_and_reported(
    spotify: SimulatedSpotify, client: SpotifyClient, mode: str
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.withdraw_track(C)
    goal = intent((A, NOWHERE, C, "spotify:track:odd", D), playlist, mode=mode)
    report = await client.sync(goal)
    assert report.present == spotify.playlist(playlist).uris == (A, D)
    assert report.dead == (NOWHERE, C, "spotify:track:odd")
    assert (report.taken_out, report.added) == ((), frozenset({A, D}))


async def test_a_refusal_that_no_song_explains_is_told(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("POST", ITEMS, faults.refused(400, "Playlist is full"), skip=1)
    with pytest.raises(SpotifyRefused) as raised:
        await client.sync(intent([A, NOWHERE, B], playlist))
    assert asked(spotify).count("GET /tracks") == 3  # Each once, in both refusals together.
    assert (raised.value.status, raised.value.reason) == (400, "Playlist is full")


async def test_a_playlist_of_somebody_else_is_refused_without_looking_at_songs(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Theirs", owner="somebody")
    with pytest.raises(SpotifyRefused) as raised:
        await client.sync(intent(SIX, playlist))
    assert (raised.value.status, raised.value.cause) == (403, Cause.OWNER)
    assert asked(spotify) == [READ, OPEN, ME]


@pytest.mark.parametrize("mode", ["append", "mirror"])
async def test_a_song_that_died_in_the_playlist_was_not_taken_out(
    spotify: SimulatedSpotify, client: SpotifyClient, mode: str
) -> None:
    playlist = spotify.create_playlist("Shared", SIX)
    spotify.withdraw_track(C)
    report = await client.sync(intent(SIX, playlist, mode=mode, added=SIX))
    assert (report.dead, report.taken_out) == ((C,), ())
    assert report.present == (A, B, D, E, F)
    assert not {ADD, REPLACE} & {*asked(spotify)}


@pytest.mark.parametrize("added", [(), SIX])
@pytest.mark.parametrize("mode", ["append", "mirror"])
@pytest.mark.parametrize("reading", [0, 1])
async def test_a_place_that_reads_as_null_once_does_no_harm(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    mode: str,
    added: tuple[str, ...],
    reading: int,
) -> None:
    playlist = spotify.create_playlist("Shared", SIX[:5])
    spotify.faults.add("GET", ITEMS, faults.null_item(4), skip=reading)
    report = await client.sync(intent(SIX, playlist, mode=mode, added=added[:5]))
    assert report.present == spotify.playlist(playlist).uris == SIX
    assert (report.dead, report.taken_out) == ((), ())


async def test_places_without_a_song_do_not_matter(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared", (OTHERS[0], *SIX))
    spotify.withdraw_track(OTHERS[0])
    report = await client.sync(intent(SIX, playlist, added=SIX))
    assert (report.present, report.calls) == (SIX, 1)
