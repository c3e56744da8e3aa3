"""A playlist is brought in line in as few calls as it takes."""

from contextlib import suppress

import pytest

from bot.demo.spotify.faults import Fault, broken, dropped, refused
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.errors import UpstreamError
from bot.services.ports.spotify import Playlists, SyncReport
from bot.spotify.client import SpotifyClient
from tests.spotify.calls import ADD, CHANGE, CREATE, LIST, OPEN, READ, REPLACE
from tests.spotify.conftest import asked, intent
from tests.spotify.songs import OTHERS, SIX, URIS


def test_it_is_the_port(client: SpotifyClient) -> None:
    port: Playlists = client
    assert port.configured


@pytest.mark.parametrize("there", [0, 1, 44])
@pytest.mark.parametrize(("mode", "write"), [("append", ADD), ("mirror", REPLACE)])
async def test_six_winners_cost_a_read_a_write_and_a_read_back(
    spotify: SimulatedSpotify, client: SpotifyClient, there: int, mode: str, write: str
) -> None:
    playlist = spotify.create_playlist("Shared", OTHERS[:there])
    report = await client.sync(intent(SIX, playlist, mode=mode))
    assert asked(spotify) == [READ, write, READ]
    expected = (*(OTHERS[:there] if mode == "append" else ()), *SIX)
    assert spotify.playlist(playlist).uris == expected
    assert report == SyncReport(
        playlist_id=playlist,
        present=expected,
        added=frozenset(SIX),
        taken_out=(),
        dead=(),
        calls=3,
    )


@pytest.mark.parametrize("mode", ["append", "mirror"])
async def test_an_unchanged_playlist_costs_one_call(
    spotify: SimulatedSpotify, client: SpotifyClient, mode: str
) -> None:
    playlist = spotify.create_playlist("Shared", SIX)
    report = await client.sync(intent(SIX, playlist, mode=mode, added=SIX))
    assert asked(spotify) == [READ]
    assert (report.calls, report.present, report.added) == (1, SIX, frozenset(SIX))


@pytest.mark.parametrize(("there", "pages"), [(50, 1), (51, 2), (100, 2), (120, 3)])
async def test_a_long_playlist_is_read_in_pages_of_fifty(
    spotify: SimulatedSpotify, client: SpotifyClient, there: int, pages: int
) -> None:
    playlist = spotify.create_playlist("Shared", OTHERS[:there])
    wanted = (OTHERS[0], OTHERS[there - 1])
    assert (await client.sync(intent(wanted, playlist))).calls == pages
    assert [one.query["offset"] for one in spotify.requests] == ["0", "50", "100"][:pages]
    assert {one.query["limit"] for one in spotify.requests} == {"50"}
    assert not any("market" in one.query for one in spotify.requests)


async def test_more_than_a_hundred_are_mirrored_in_parts(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Mirror", OTHERS[:2])
    report = await client.sync(intent(URIS[:130], playlist, mode="mirror"))
    assert asked(spotify) == [READ, REPLACE, ADD, READ, READ, READ]
    assert spotify.playlist(playlist).uris == report.present == URIS[:130]


async def test_a_playlist_is_made_once_private_and_found_again(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    report = await client.sync(intent(SIX, mode="mirror"))
    assert asked(spotify) == [LIST, CREATE, OPEN, REPLACE, READ]
    made = spotify.playlist(report.playlist_id)
    assert (made.uris, made.public, made.collaborative) == (SIX, False, False)
    assert made.name == "The writers' room: the board"
    assert made.description is not None
    assert "needledrop-1" in made.description

    # The id was not kept: the bot crashed before it could.
    again = await client.sync(intent(SIX, mode="mirror"))
    assert again.playlist_id == report.playlist_id
    assert len(spotify.playlists) == 1


async def test_a_playlist_that_was_made_public_is_hidden_before_anything_is_in_it(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    spotify.publish_new_playlists(True)
    report = await client.sync(intent(SIX, mode="mirror"))
    assert asked(spotify) == [LIST, CREATE, CHANGE, OPEN, REPLACE, READ]
    assert not spotify.playlist(report.playlist_id).public


@pytest.mark.parametrize(
    "lost", [broken(effect=True), broken(), dropped(effect=True), refused(403)]
)
async def test_a_public_playlist_stays_empty_until_it_is_hidden(
    spotify: SimulatedSpotify, client: SpotifyClient, lost: Fault
) -> None:
    spotify.publish_new_playlists(True)
    spotify.faults.add("PUT", "/playlists/*", lost)
    with suppress(UpstreamError):
        await client.sync(intent(SIX, mode="mirror"))
    (made,) = spotify.playlists
    assert not (made.public and made.uris)

    # The next attempt finds it by its marker.
    report = await client.sync(intent(SIX, mode="mirror"))
    (made,) = spotify.playlists
    assert (made.id, made.uris, made.public) == (report.playlist_id, SIX, False)


async def test_a_playlist_is_found_among_many_and_not_by_half_its_marker(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    twelve = await client.sync(intent(SIX, mode="mirror", marker="needledrop-12"))
    for number in range(60):
        spotify.create_playlist(f"Number {number}")
    one = await client.sync(intent(SIX, mode="mirror", marker="needledrop-1"))
    assert one.playlist_id != twelve.playlist_id
    found = await client.sync(intent(SIX, mode="mirror", marker="needledrop-12"))
    assert found.playlist_id == twelve.playlist_id
    assert len(spotify.playlists) == 62


async def test_a_playlist_made_for_nothing_is_empty(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    report = await client.sync(intent((), mode="mirror"))
    assert report.present == ()
    assert asked(spotify) == [LIST, CREATE, OPEN]
