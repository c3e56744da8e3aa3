"""Reading the playlists of people, on a simulated Spotify."""

import json

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.catalogue import load
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import Answer, as_json
from bot.domain.allowance import RESERVE
from bot.domain.errors import Cause, NotFound, RateLimited, SpotifyRefused, SpotifyUnavailable
from bot.domain.model import TITLE_MAX, Recording
from bot.services.ports.spotify import Library, PlaylistFacts
from bot.spotify.client import SpotifyClient
from tests.fakes import FakeClock
from tests.spotify.conftest import FakeAllowance, MakeClient, asked

SONGS = load()
URIS = tuple(track.uri for track in SONGS)
NOWHERE = "0" * 22
ITEMS, FACTS = "GET /playlists/items", "GET /playlists"


def test_it_is_the_port(client: SpotifyClient) -> None:
    port: Library = client
    assert port is client


async def test_the_facts_of_ones_own_playlist_cost_a_call(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Songs for 104", URIS[:70])
    assert await client.facts(playlist) == PlaylistFacts(
        id=playlist,
        name="Songs for 104",
        owner_id=spotify.account.id,
        owner_name=spotify.account.display_name,
        public=False,
        collaborative=False,
        total=70,
    )
    assert asked(spotify) == [FACTS]


async def test_a_strangers_playlist_is_named_but_not_counted(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    theirs = spotify.create_playlist("Theirs", URIS[:3], owner="dana", public=True)
    facts = await client.facts(theirs)
    assert (facts.name, facts.owner_id, facts.total, facts.public) == ("Theirs", "dana", None, True)
    with pytest.raises(SpotifyRefused) as refusal:
        await client.page(theirs, 0)
    assert refusal.value.status == 403


async def test_ones_own_playlist_that_may_not_be_read_is_no_strangers(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    ours = spotify.create_playlist("Ours", URIS[:3])
    shown = {"id": ours, "name": "Ours", "owner": {"id": spotify.account.id}}
    spotify.faults.add("GET", f"/playlists/{ours}", Fault(answer=as_json(200, shown)))
    with pytest.raises(SpotifyRefused) as refusal:
        await client.facts(ours)
    assert refusal.value.cause is Cause.READING


async def test_a_collaborator_may_read(spotify: SimulatedSpotify, client: SpotifyClient) -> None:
    ours = spotify.create_playlist(
        "Ours", URIS[:3], owner="dana", collaborators=[spotify.account.id]
    )
    facts = await client.facts(ours)
    assert (facts.total, facts.collaborative, facts.owner_name) == (3, True, "dana")
    assert len((await client.page(ours, 0)).recordings) == 3


async def test_pages_of_fifty_hold_all_there_is_to_know(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Long", URIS[:120])
    pages = [await client.page(playlist, place) for place in (0, 50, 100, 150)]
    assert [len(page.recordings) for page in pages] == [50, 50, 20, 0]
    assert {page.total for page in pages} == {120}
    recordings = [one for page in pages for one in page.recordings]
    assert [one and one.uri for one in recordings] == list(URIS[:120])
    for track, one in zip(SONGS, recordings, strict=False):
        assert one is not None
        assert (one.title, one.artists, one.isrc) == (track.title, track.artists, track.isrc)
        assert (one.album, one.duration_ms) == (track.album, track.duration_ms)
        assert one.cover_url.startswith("http")
    assert asked(spotify) == [ITEMS] * 4
    assert {one.query["limit"] for one in spotify.requests} == {"50"}
    assert not any("market" in one.query for one in spotify.requests)


async def test_a_song_that_is_gone_is_none(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Old", URIS[:3])
    spotify.withdraw_track(URIS[1])
    page = await client.page(playlist, 0)
    assert [one and one.uri for one in page.recordings] == [URIS[0], None, URIS[2]]


@pytest.mark.parametrize(
    "item",
    [
        None,
        {},
        "text",
        {"uri": "spotify:local:Somebody:Album:Song:180", "name": "Song", "artists": []},
        {"uri": "spotify:episode:" + "a" * 22, "name": "A podcast", "type": "episode"},
        {"uri": "spotify:track:" + "a" * 22, "name": ""},
        {"uri": None, "name": "Song"},
    ],
    ids=["null", "empty", "text", "local file", "podcast", "no title", "no uri"],
)
async def test_what_is_no_song_is_none(
    spotify: SimulatedSpotify, client: SpotifyClient, item: object
) -> None:
    playlist = spotify.create_playlist("Odd", URIS[:1])
    answer = as_json(200, {"total": 2, "items": [{"item": item}, item]})
    spotify.faults.add("GET", "/playlists/*/items", Fault(answer=answer))
    page = await client.page(playlist, 0)
    assert page.recordings == (None, None)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Smile \ud83d", "Smile"),
        ("\x00Smi\x07le\n", "Smile"),
        ("x" * 5000, "x" * (TITLE_MAX - 1) + "…"),
    ],
    ids=["half an emoji", "controls", "long"],
)
async def test_what_a_song_is_called_is_cleaned(
    spotify: SimulatedSpotify, client: SpotifyClient, name: str, title: str
) -> None:
    playlist = spotify.create_playlist("Odd", URIS[:1])
    track = {
        "uri": URIS[0],
        "name": name,
        "artists": [{"name": name}, {"name": "\ud83d"}],
        "album": {"name": name},
        "duration_ms": 2**70,
    }
    answer = Fault(
        answer=Answer(200, json.dumps({"total": 1, "items": [{"item": track}]}).encode())
    )
    spotify.faults.add("GET", "/playlists/*/items", answer)
    [song] = (await client.page(playlist, 0)).recordings
    assert song == Recording(title, (title,), URIS[0], album=title)


async def test_a_song_without_a_title_that_can_be_shown_is_told_by_its_artists(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Odd", URIS[:1])
    track = {"uri": URIS[0], "name": "\ud83d\x00", "artists": [{"name": "Her"}]}
    answer = json.dumps({"total": 2, "items": [{"item": None}, {"item": track}]}).encode()
    spotify.faults.add("GET", "/playlists/*/items", Fault(answer=Answer(200, answer)))
    page = await client.page(playlist, 0)
    assert page.recordings == (None, None)
    assert page.lost == ((1, "Her"),)


@pytest.mark.parametrize("playlist_id", [NOWHERE, "short", "", "../me", "a" * 21 + "!"])
async def test_a_playlist_that_is_not_there_is_not_found(
    spotify: SimulatedSpotify, client: SpotifyClient, playlist_id: str
) -> None:
    for call in (client.facts(playlist_id), client.page(playlist_id, 0)):
        with pytest.raises(NotFound) as missing:
            await call
        assert (missing.value.what, missing.value.name) == ("playlist", playlist_id)
    assert len(spotify.requests) == (2 if playlist_id == NOWHERE else 0)


@pytest.mark.parametrize(
    "answer", [{}, [], {"id": 5}, {"total": "x", "items": []}, {"total": -1, "items": []}]
)
async def test_an_answer_without_sense_is_trouble_of_spotifys(
    spotify: SimulatedSpotify, client: SpotifyClient, answer: object
) -> None:
    playlist = spotify.create_playlist("Odd")
    spotify.faults.add("GET", "*", Fault(answer=as_json(200, answer)), times=2)
    for call in (client.facts(playlist), client.page(playlist, 0)):
        with pytest.raises(SpotifyUnavailable):
            await call


async def test_thirteen_hours_are_remembered(
    spotify: SimulatedSpotify, client: SpotifyClient, clock: FakeClock
) -> None:
    playlist = spotify.create_playlist("Long", URIS[:60])
    spotify.faults.add("GET", "*/items", faults.too_many(48925), skip=1)
    await client.page(playlist, 0)
    for _ in range(2):
        with pytest.raises(RateLimited) as limit:
            await client.page(playlist, 50)
        assert limit.value.until == clock.now() + 48925
    assert len(spotify.requests) == 2
    clock.move(48926)
    assert len((await client.page(playlist, 50)).recordings) == 10


async def test_the_last_calls_of_a_day_are_left_to_syncs(
    spotify: SimulatedSpotify, make_client: MakeClient, allowance: FakeAllowance
) -> None:
    playlist = spotify.create_playlist("Long", URIS[:60])
    client = make_client(daily_calls=RESERVE + 2)
    await client.facts(playlist)
    await client.page(playlist, 0)
    with pytest.raises(RateLimited):
        await client.page(playlist, 50)
    assert len(spotify.requests) == 2


async def test_a_broken_page_is_asked_for_again(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    playlist = spotify.create_playlist("Long", URIS[:3])
    spotify.faults.add("GET", "*/items", faults.broken(), times=2)
    assert len((await client.page(playlist, 0)).recordings) == 3
    assert len(spotify.requests) == 3
