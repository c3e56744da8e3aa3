"""A song that Spotify has and does not take keeps no others out of a playlist."""

import pytest

from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.errors import SpotifyRefused
from bot.spotify.client import SpotifyClient
from bot.spotify.plan import Kind, Write
from bot.spotify.playlist_calls import PlaylistCalls
from bot.spotify.refused_songs import HOPELESS
from tests.spotify.conftest import intent
from tests.spotify.songs import OTHERS, SIX, A, B, C


@pytest.fixture
def refuses(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Have Spotify refuse each write that has one of these songs in it."""
    refused = set[str]()
    write = PlaylistCalls.write

    async def asked(self: PlaylistCalls, playlist_id: str, one: Write) -> None:
        if one.kind is not Kind.REMOVE and refused & set(one.uris):
            raise SpotifyRefused("change a playlist", 400, "Bad request")
        await write(self, playlist_id, one)

    monkeypatch.setattr(PlaylistCalls, "write", asked)
    return refused


@pytest.mark.parametrize("mode", ["append", "mirror"])
@pytest.mark.parametrize("poison", [(A,), (B,), SIX[-1:], (A, C), (B, C)])
async def test_the_others_go_in_and_it_is_told(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    refuses: set[str],
    mode: str,
    poison: tuple[str, ...],
) -> None:
    refuses.update(poison)
    playlist = spotify.create_playlist("Shared", OTHERS[:2] if mode == "append" else ())
    report = await client.sync(intent(SIX, playlist, mode=mode))
    there = [uri for uri in spotify.playlist(playlist).uris if uri in SIX]
    assert there == [uri for uri in SIX if uri not in poison]
    assert report.dead == poison
    assert report.added == frozenset(SIX) - set(poison)


async def test_where_every_song_is_refused_it_is_not_the_songs(
    spotify: SimulatedSpotify, client: SpotifyClient, refuses: set[str]
) -> None:
    refuses.update(SIX)
    playlist = spotify.create_playlist("Shared")
    before = len(spotify.requests)
    with pytest.raises(SpotifyRefused):
        await client.sync(intent(SIX, playlist))
    assert spotify.playlist(playlist).uris == ()
    assert len(spotify.requests) - before <= 1 + len(SIX) + 2 * HOPELESS
