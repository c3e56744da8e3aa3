"""Whose a playlist is, who sees it, and whether it stands: promises are checked, not believed."""

from collections.abc import Callable

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.rules import Details
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import as_json
from bot.domain.errors import Cause, SpotifyRefused
from bot.domain.structs import replace
from bot.spotify.client import SpotifyClient
from tests.spotify.calls import CREATE, LIST, ME, OPEN, READ, REPLACE, STANDS
from tests.spotify.conftest import asked, intent
from tests.spotify.songs import SIX

MARKED = "Kept by Needle Drop. [needledrop-1]"


def described(spotify: SimulatedSpotify, playlist_id: str, description: str) -> None:
    spotify._state.playlists[playlist_id].change(Details(description=description))


def saved(spotify: SimulatedSpotify, playlist_id: str) -> None:
    spotify._state.library[f"spotify:playlist:{playlist_id}"] = None


def published(spotify: SimulatedSpotify, playlist_id: str) -> None:
    spotify._state.playlists[playlist_id].public = True


async def test_another_accounts_playlist_is_not_taken_for_the_bots_own(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    theirs = spotify.create_playlist("The board", owner="the-account-before")
    described(spotify, theirs, MARKED)
    saved(spotify, theirs)
    report = await client.sync(intent(SIX, mode="mirror"))
    assert report.playlist_id != theirs
    assert spotify.playlist(report.playlist_id).uris == SIX
    assert asked(spotify) == [LIST, ME, CREATE, OPEN, REPLACE, READ]


@pytest.mark.parametrize(
    "description",
    ["like [needledrop-1], but mine", "[needledrop-12]", "needledrop-1", "x [needledrop-1] y"],
)
async def test_a_marker_counts_only_where_it_was_written(
    spotify: SimulatedSpotify, client: SpotifyClient, description: str
) -> None:
    mine = spotify.create_playlist("Mine")
    described(spotify, mine, description)
    assert (await client.sync(intent(SIX, mode="mirror"))).playlist_id != mine
    assert spotify.playlist(mine).uris == ()


async def test_what_was_made_is_found_by_its_marker(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    mine = spotify.create_playlist("Made before a crash")
    described(spotify, mine, MARKED)
    assert (await client.sync(intent(SIX, mode="mirror"))).playlist_id == mine


async def test_a_playlist_that_is_said_to_be_private_is_looked_at(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    def make_public() -> None:
        (made,) = spotify.playlists
        assert not made.uris
        published(spotify, made.id)

    spotify.faults.add("POST", "/me/playlists", faults.meanwhile(after=make_public))
    report = await client.sync(intent(SIX, mode="mirror"))
    assert not spotify.playlist(report.playlist_id).public
    assert spotify.playlist(report.playlist_id).uris == SIX


async def test_what_was_made_public_later_is_hidden_at_a_sync_that_asks(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    made = (await client.sync(intent(SIX, mode="mirror"))).playlist_id
    published(spotify, made)
    await client.sync(replace(intent(SIX, made, mode="mirror"), asks=True))
    assert not spotify.playlist(made).public


@pytest.mark.parametrize("asks", [True, False])
async def test_no_song_goes_into_what_stays_public(
    spotify: SimulatedSpotify, client: SpotifyClient, asks: bool
) -> None:
    playlist_id = ""
    if asks:
        playlist_id = spotify.create_playlist("Board", public=True)
    else:
        spotify.publish_new_playlists(True)
    ignored = Fault(effect=False, answer=as_json(200, {}))
    spotify.faults.add("PUT", "/playlists/*", ignored, times=9)
    with pytest.raises(SpotifyRefused) as refusal:
        await client.sync(replace(intent(SIX, playlist_id, mode="mirror"), asks=asks))
    assert refusal.value.cause is Cause.PUBLIC
    (made,) = spotify.playlists
    assert made.uris == ()


@pytest.mark.parametrize("public", [False, True])
async def test_a_linked_playlist_is_looked_at_and_left_as_it_is(
    spotify: SimulatedSpotify, client: SpotifyClient, public: bool
) -> None:
    theirs = spotify.create_playlist("Ours", public=public)
    report = await client.sync(replace(intent(SIX, theirs), asks=True))
    assert report.public is public
    assert spotify.playlist(theirs).public is public


async def test_a_collaborators_playlist_that_is_not_saved_stands(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    me = spotify.account.id
    theirs = spotify.create_playlist("Ours", owner="somebody", collaborators=[me])
    assert await client.has_playlist(theirs)
    report = await client.sync(replace(intent(SIX, theirs), asks=True))
    assert report.present == SIX


Refuse = Callable[[SimulatedSpotify], str]


def _theirs(spotify: SimulatedSpotify) -> str:
    return spotify.create_playlist("Theirs", owner="the-account-before")


def _unreadable(spotify: SimulatedSpotify) -> str:
    spotify.faults.add("GET", "/playlists/*/items", faults.refused(403))
    return spotify.create_playlist("Mine")


@pytest.mark.parametrize(
    ("refuse", "mode", "cause"),
    [
        (_theirs, "append", Cause.OWNER),
        (_theirs, "mirror", Cause.OWNER),
        (_unreadable, "append", Cause.READING),
        (_unreadable, "mirror", Cause.READING),
    ],
)
async def test_a_bare_refusal_is_explained_by_whose_the_playlist_is(
    spotify: SimulatedSpotify, client: SpotifyClient, refuse: Refuse, mode: str, cause: Cause
) -> None:
    with pytest.raises(SpotifyRefused) as refusal:
        await client.sync(intent(SIX, refuse(spotify), mode=mode))
    assert refusal.value.cause is cause


@pytest.mark.parametrize("mode", ["append", "mirror"])
async def test_looking_costs_no_call_more_than_asking_whether_it_stands(
    spotify: SimulatedSpotify, client: SpotifyClient, mode: str
) -> None:
    mine = spotify.create_playlist("Board", SIX)
    await client.sync(replace(intent(SIX, mine, mode="mirror"), asks=True))
    assert asked(spotify) == [STANDS, OPEN, ME], "whose account it is, is asked once"
    spotify.requests.clear()
    await client.sync(intent(SIX, mine, mode=mode))
    assert asked(spotify) == [READ]
    spotify.requests.clear()
    await client.sync(replace(intent(SIX, mine, mode=mode), asks=True))
    assert asked(spotify) == [STANDS, OPEN]
