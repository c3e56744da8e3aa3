"""Searching, and looking up a song."""

import pytest

from bot.demo.spotify.catalogue import load
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import as_json
from bot.domain.errors import NotFound
from bot.domain.model import Recording
from bot.spotify.answers import recording
from bot.spotify.client import SpotifyClient
from tests.spotify.conftest import asked

SONG = load()[0]


async def test_a_search_finds_recordings_best_first(client: SpotifyClient) -> None:
    first, *others = await client.search(f"  {SONG.title}\n{SONG.artists[0]} ")
    assert first == Recording(
        title=SONG.title,
        artists=SONG.artists,
        uri=SONG.uri,
        isrc=SONG.isrc,
        album=SONG.album,
        duration_ms=SONG.duration_ms,
        cover_url=first.cover_url,
        explicit=False,
        year=SONG.year,
    )
    assert first.cover_url.endswith(SONG.id)
    assert len(others) < 10


async def test_a_search_asks_for_ten_once(spotify: SimulatedSpotify, client: SpotifyClient) -> None:
    assert len(await client.search("the")) == 10
    assert asked(spotify) == ["GET /search"]


async def test_a_search_without_words_asks_nobody(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    assert await client.search(" \n ") == ()
    assert not spotify.requests
    assert not spotify.token_requests


async def test_a_search_with_too_many_words_is_cut(client: SpotifyClient) -> None:
    assert await client.search("nowhere to be found " * 40) == ()


async def test_a_track_is_looked_up_by_its_id(client: SpotifyClient) -> None:
    track = await client.track(SONG.id)
    assert (track.uri, track.title, track.isrc) == (SONG.uri, SONG.title, SONG.isrc)


@pytest.mark.parametrize(
    ("track_id", "calls"),
    [("0" * 22, 1), ("short", 0), ("", 0), ("a" * 21 + "!", 0), ("../me/playlists?limit=1", 0)],
)
async def test_what_is_not_there_is_not_found(
    spotify: SimulatedSpotify, client: SpotifyClient, track_id: str, calls: int
) -> None:
    with pytest.raises(NotFound) as missing:
        await client.track(track_id)
    assert (missing.value.what, missing.value.name) == ("recording", track_id)
    assert len(spotify.requests) == calls


async def test_a_song_that_spotify_shows_without_a_name_is_gone(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    gone = {"uri": SONG.uri, "name": "", "artists": [{"name": ""}], "duration_ms": 0}
    spotify.faults.add("GET", "/tracks/*", Fault(answer=as_json(200, gone)))
    with pytest.raises(NotFound):
        await client.track(SONG.id)


@pytest.mark.parametrize(
    ("widths", "chosen"),
    [
        ((640, 300, 64), "300"),
        ((64, 640, 320), "320"),
        ((64, 160), "160"),
        ((640,), "640"),
        ((None,), "None"),
        ((None, 64), "64"),
        ((), ""),
    ],
)
def test_the_cover_is_the_smallest_that_is_wide_enough(
    widths: tuple[int | None, ...], chosen: str
) -> None:
    images = [{"width": width, "url": str(width)} for width in widths]
    track = {"uri": "spotify:track:x", "name": "A song", "album": {"images": images}}
    found = recording(track)
    assert found is not None
    assert found.cover_url == chosen


@pytest.mark.parametrize(
    "track", [None, "text", [], {}, {"uri": "x"}, {"name": "x"}, {"uri": 1, "name": "x"}]
)
def test_what_is_no_track_is_no_recording(track: object) -> None:
    assert recording(track) is None


def test_a_track_with_nothing_but_the_needful_is_a_recording() -> None:
    odd: dict[str, object] = {
        "uri": "u",
        "name": "n",
        "artists": None,
        "album": None,
        "external_ids": [],
        "x": 1,
    }
    assert recording(odd) == Recording(title="n", artists=(), uri="u")


@pytest.mark.parametrize(
    ("explicit", "date", "expected"),
    [
        (True, "1977-02-08", (True, 1977)),
        (False, "1977", (False, 1977)),
        (None, "0000", (None, 0)),
        ("yes", "next year", (None, 0)),
        (1, 1977, (None, 0)),
    ],
)
def test_what_tells_versions_apart_is_read(
    explicit: object, date: object, expected: tuple[bool | None, int]
) -> None:
    album = {"release_date": date}
    found = recording({"uri": "u", "name": "n", "explicit": explicit, "album": album})
    assert found is not None
    assert (found.explicit, found.year) == expected
