"""Writes whose answer is lost: whether they took effect or not, nothing is lost or doubled."""

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.errors import SpotifyUnavailable
from bot.spotify.client import SpotifyClient
from bot.spotify.sync import CHECK_DELAYS
from tests.spotify.calls import ADD, ITEMS, READ
from tests.spotify.conftest import Waits, asked, intent
from tests.spotify.songs import SIX, URIS, A, B, C, D, E, F
from tests.spotify.sync_cases import Case, every_case, lost


@every_case
@lost
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_a_lost_answer_loses_and_doubles_nothing(
    spotify: SimulatedSpotify, client: SpotifyClient, case: Case, loss: Fault, method: str
) -> None:
    playlist = spotify.create_playlist("Shared", case.there)
    spotify.faults.add(method, ITEMS, loss)
    report = await client.sync(case.goal(playlist))
    assert report.present == spotify.playlist(playlist).uris == case.after
    assert report.taken_out == ()
    again = await client.sync(case.goal(playlist))
    assert again.present == case.after


@lost
async def test_the_second_part_of_an_addition_may_be_lost_too(
    spotify: SimulatedSpotify, client: SpotifyClient, loss: Fault
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("POST", ITEMS, loss, skip=1)
    report = await client.sync(intent(URIS[:130], playlist))
    assert report.present == spotify.playlist(playlist).uris == URIS[:130]


@lost
async def test_a_playlist_whose_making_was_not_answered_is_not_made_twice(
    spotify: SimulatedSpotify, client: SpotifyClient, loss: Fault
) -> None:
    spotify.faults.add("POST", "/me/playlists", loss)
    report = await client.sync(intent(SIX, mode="mirror"))
    (made,) = spotify.playlists
    assert (made.id, made.uris) == (report.playlist_id, SIX)


async def test_after_a_lost_addition_it_looks_for_it_before_adding_again(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("POST", ITEMS, faults.broken())
    await client.sync(intent(SIX, playlist))
    assert asked(spotify) == [READ, ADD, READ, READ, READ, ADD, READ]
    assert tuple(waits.seconds) == CHECK_DELAYS == (2, 10, 30)


async def test_an_addition_that_takes_effect_late_is_not_repeated(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("POST", ITEMS, faults.broken(504))

    def arrive() -> None:
        if len(waits.seconds) == 2:
            for uri in SIX:
                spotify.human_adds(playlist, uri)

    waits.then = arrive
    report = await client.sync(intent(SIX, playlist))
    assert asked(spotify).count(ADD) == 1
    assert spotify.playlist(playlist).uris == SIX
    assert report.added == frozenset(SIX)


async def test_an_addition_shows_though_somebody_took_a_song_out_of_it(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("POST", ITEMS, faults.broken(effect=True))
    waits.then = lambda: spotify.human_removes(playlist, C)
    report = await client.sync(intent(SIX, playlist))
    assert report.present == spotify.playlist(playlist).uris == (A, B, D, E, F)
    assert report.taken_out == (C,)
    assert asked(spotify).count(ADD) == 1


@pytest.mark.parametrize(
    ("path", "method", "mode"),
    [(ITEMS, "POST", "append"), (ITEMS, "PUT", "mirror"), ("/me/playlists", "POST", "mirror")],
)
async def test_a_spotify_that_takes_nothing_is_left_for_later(
    spotify: SimulatedSpotify, client: SpotifyClient, path: str, method: str, mode: str
) -> None:
    playlist = "" if "me" in path else spotify.create_playlist("Shared")
    spotify.faults.add(method, path, faults.broken(503), times=99)
    with pytest.raises(SpotifyUnavailable):
        await client.sync(intent(SIX, playlist, mode=mode))
    assert len([one for one in spotify.requests if one.method == method]) == 2
    spotify.faults.clear()
    report = await client.sync(intent(SIX, playlist, mode=mode))
    assert spotify.playlist(report.playlist_id).uris == SIX
    assert len(spotify.playlists) == 1


async def test_a_spotify_that_is_down_is_not_written_to(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.down(503)
    with pytest.raises(SpotifyUnavailable):
        await client.sync(intent(SIX, playlist))
    spotify.up()
    assert (await client.sync(intent(SIX, playlist))).present == SIX
