"""Playlists that are gone, or only seem to be."""

from collections.abc import Callable

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import as_json
from bot.domain.errors import PlaylistGone, SpotifyUnavailable
from bot.domain.structs import replace
from bot.spotify.client import SpotifyClient
from tests.spotify.calls import ADD, ITEMS, ME, OPEN, READ, STANDS
from tests.spotify.conftest import Waits, asked, intent
from tests.spotify.songs import SIX


def _nowhere(spotify: SimulatedSpotify, playlist: str, method: str) -> None:
    spotify.faults.add(method, ITEMS, faults.refused(404, "Resource not found"))


def _unseen(spotify: SimulatedSpotify, playlist: str, method: str) -> None:
    answer = as_json(201, {"snapshot_id": "x"})
    spotify.faults.add(method, ITEMS, Fault(effect=False, answer=answer), times=9)


@pytest.mark.parametrize("mode", ["append", "mirror"])
@pytest.mark.parametrize(("sign", "method"), [(_nowhere, "GET"), (_nowhere, ""), (_unseen, "")])
async def test_a_playlist_that_is_gone_is_told_and_not_made_anew(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    mode: str,
    sign: Callable[[SimulatedSpotify, str, str], None],
    method: str,
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.delete_playlist(playlist)
    sign(spotify, playlist, method or {"append": "POST", "mirror": "PUT"}[mode])
    with pytest.raises(PlaylistGone) as raised:
        await client.sync(intent(SIX, playlist, mode=mode))
    assert raised.value.playlist_id == playlist
    assert asked(spotify)[-3:] == [STANDS, OPEN, ME]
    assert len(spotify.playlists) == 1


async def test_a_playlist_that_never_was_is_gone(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    with pytest.raises(PlaylistGone):
        await client.sync(intent(SIX, "p" * 22))
    assert not await client.has_playlist("p" * 22)


async def test_one_can_ask_whether_a_playlist_stands(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    assert await client.has_playlist(playlist)
    spotify.delete_playlist(playlist)
    assert not await client.has_playlist(playlist)
    spotify.faults.add("GET", "/me/library/contains", Fault(answer=as_json(200, {})), times=3)
    with pytest.raises(SpotifyUnavailable):
        await client.has_playlist(playlist)


async def test_a_playlist_that_stands_though_it_is_not_found_is_asked_again_later(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Shared")
    spotify.faults.add("GET", ITEMS, faults.refused(404))
    with pytest.raises(SpotifyUnavailable):
        await client.sync(intent(SIX, playlist))
    assert (await client.sync(intent(SIX, playlist))).present == SIX


async def test_what_shows_late_is_waited_for(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits
) -> None:
    playlist = spotify.create_playlist("Shared")
    empty = as_json(200, {"items": [], "total": 0})
    spotify.faults.add("GET", ITEMS, Fault(answer=empty), skip=1, times=2)
    report = await client.sync(intent(SIX, playlist))
    assert asked(spotify) == [READ, ADD, READ, STANDS, READ, READ]
    assert report.present == spotify.playlist(playlist).uris == SIX


@pytest.mark.parametrize("held", [0, len(SIX)], ids=["songs to write", "nothing to write"])
async def test_a_deleted_playlist_that_answers_as_ever_is_noticed_when_asked_first(
    spotify: SimulatedSpotify, client: SpotifyClient, held: int
) -> None:
    playlist = spotify.create_playlist("Shared")
    if held:
        await client.sync(intent(SIX, playlist))
    spotify.delete_playlist(playlist)
    before = len(asked(spotify))
    with pytest.raises(PlaylistGone):
        await client.sync(replace(intent(SIX, playlist), asks=True))
    assert asked(spotify)[before:] == [STANDS, OPEN, ME]
