"""Titles, descriptions and covers of playlists, on the simulated Spotify."""

import pytest

from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.errors import SpotifyRefused
from bot.services.ports.world import Sleeve
from bot.spotify.client import SpotifyClient
from bot.typesetting.sleeves import TypesetArtwork
from tests.spotify.conftest import IDENTITIES, asked, intent

URIS = tuple(IDENTITIES)


async def made(client: SpotifyClient) -> str:
    report = await client.sync(intent(URIS[:2], mode="mirror"))
    assert report.made
    return report.playlist_id


async def test_a_made_playlist_begins_with_its_title_and_description(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    wish = intent(URIS[:2], mode="mirror")
    view = spotify.playlist(await made(client))
    assert (view.name, view.description, view.public) == (wish.name, wish.description, False)
    again = await client.sync(intent(URIS[:2], view.id, mode="mirror"))
    assert not again.made


async def test_it_is_named_anew_and_covered_with_a_call_each(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist_id = await made(client)
    before = len(spotify.requests)
    picture = await TypesetArtwork().cover(Sleeve("Shortlist", "104", "Pilot", "The Show"))
    for _ in range(2):  # safe to repeat
        await client.rename(playlist_id, "Another name", "What it is. [needledrop-1]")
        await client.upload_cover(playlist_id, picture)
    view = spotify.playlist(playlist_id)
    assert (view.name, view.description) == ("Another name", "What it is. [needledrop-1]")
    assert (view.cover, view.public, view.uris) == (picture, False, URIS[:2])
    calls = asked(spotify)[before:]
    assert calls == ["PUT /playlists", "PUT /playlists/images"] * 2


async def test_what_spotify_does_not_take_is_told(client: SpotifyClient) -> None:
    playlist_id = await made(client)
    for attempt in (
        client.rename(playlist_id, "Name", "two\nlines"),
        client.upload_cover(playlist_id, b"\xff\xd8\xff" + b"x" * 200_000),
        client.upload_cover(playlist_id, b"no picture"),
    ):
        with pytest.raises(SpotifyRefused):
            await attempt
