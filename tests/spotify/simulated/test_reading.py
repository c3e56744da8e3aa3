"""The simulated Spotify is read as the real one is."""

import pytest

from bot.demo.spotify.covers import cover
from tests.spotify.simulated.conftest import SONGS, URIS, A, B, Caller


def test_a_track_is_described_as_development_mode_does(call: Caller) -> None:
    track = SONGS[0]
    told = call("GET", f"tracks/{track.id}").json()
    assert (told["name"], told["uri"], told["duration_ms"]) == (
        track.title,
        track.uri,
        track.duration_ms,
    )
    assert told["external_ids"] == {"isrc": track.isrc}
    assert not told.keys() & {"popularity", "preview_url", "available_markets", "linked_from"}
    picture = call.session.get(told["album"]["images"][0]["url"], timeout=5)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.content == cover(track)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "tracks/short", 400),
        ("GET", f"tracks/{'0' * 22}", 404),
        ("GET", f"playlists/{'0' * 22}", 404),
        ("GET", "me/", 404),
        ("GET", "albums/whatever", 404),
        ("DELETE", "me", 405),
        ("GET", f"tracks?ids={'0' * 22}", 403),
        ("GET", f"tracks/?ids={'0' * 22}", 403),
        ("POST", f"playlists/{'0' * 22}/tracks", 403),
        ("DELETE", f"playlists/{'0' * 22}/followers", 403),
        ("POST", "users/somebody/playlists", 403),
        ("GET", "recommendations", 403),
        ("GET", f"audio-features/{'0' * 22}", 403),
    ],
)
def test_other_paths_are_refused(call: Caller, method: str, path: str, status: int) -> None:
    refused = call(method, path)
    assert refused.status_code == refused.json()["error"]["status"] == status


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("running up that hill", ("Running Up That Hill (A Deal With God)", "Kate Bush")),
        ("HALLELUJAH buckley", ("Hallelujah", "Jeff Buckley")),
        ("sinead nothing compares", ("Nothing Compares 2 U", "Sinéad O'Connor")),
        ("hoppipolla", ("Hoppípolla", "Sigur Rós")),
        ("bohemain rapsody", ("Bohemian Rhapsody", "Queen")),
        ("dont you forget", ("Don't You (Forget About Me)", "Simple Minds")),
        ("heroes by david bowie", ('"Heroes"', "David Bowie")),
        ("夢中", ("夢中人", "王菲")),
        ("группа кино", ("Группа крови", "Кино")),
        ("track:hurt artist:johnny cash", ("Hurt", "Johnny Cash")),
        ('artist:"nina simone" sinner', ("Sinnerman", "Nina Simone")),
        (f"isrc:{SONGS[20].isrc.lower()}", (SONGS[20].title, SONGS[20].artists[0])),
    ],
)
def test_search_finds_what_is_meant(call: Caller, words: str, first: tuple[str, str]) -> None:
    found = call("GET", "search", params={"q": words, "type": "track"}).json()["tracks"]
    assert (found["items"][0]["name"], found["items"][0]["artists"][0]["name"]) == first


def test_search_has_pages_of_ten(call: Caller) -> None:
    query: dict[str, str | int] = {"q": "the", "type": "track", "limit": 10}
    page = call("GET", "search", params=query).json()["tracks"]
    ids = [one["id"] for one in page["items"]]
    while page["next"]:
        page = call("GET", page["next"].removeprefix(call.spotify.api_url)).json()["tracks"]
        ids += [one["id"] for one in page["items"]]
    assert len(ids) == len(set(ids)) == page["total"] > 20
    nothing = call("GET", "search", params={"q": "zzzz qqqq", "type": "track"}).json()["tracks"]
    assert (nothing["total"], nothing["items"]) == (0, [])


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x", "type": "track", "limit": 11},
        {"q": "x", "type": "track", "limit": 0},
        {"q": "x", "type": "track", "limit": "ten"},
        {"q": "x", "type": "track", "offset": -1},
        {"q": "x", "type": "track", "offset": 1001},
        {"q": "x", "type": "album"},
        {"q": "x"},
        {"q": " ", "type": "track"},
        {"q": "x" * 251, "type": "track"},
    ],
)
def test_search_refuses(call: Caller, query: dict[str, str]) -> None:
    assert call("GET", "search", params=query).status_code == 400


def test_items_come_in_pages_of_fifty_in_order(call: Caller) -> None:
    playlist = call.spotify.create_playlist("Long", URIS[:120])
    path, read = f"playlists/{playlist}/items?limit=50", []
    while path:
        page = call("GET", path).json()
        read += [entry["item"]["uri"] for entry in page["items"]]
        path = (page["next"] or "").removeprefix(call.spotify.api_url)
    assert tuple(read) == URIS[:120]
    assert len(call.spotify.requests) == 3
    assert call("GET", f"playlists/{playlist}/items?limit=51").status_code == 400


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("?fields=name,owner.id", {"name": "P", "owner": {"id": "the-writers-room"}}),
        ("?fields=items(total,items(item(uri)))", {"items": {"total": 1, "items": [{"item": {"uri": A}}]}}),  # noqa: E501
        ("/items?fields=total,nonsense", {"total": 1}),
        ("/items?fields=items.item.name", {"items": [{"item": {"name": SONGS[0].title}}]}),
        ("/items?fields=items(item(!album,artists,external_ids,external_urls,href),is_local)",
         {"items": [{"is_local": False, "item": {
             "disc_number": 1, "duration_ms": SONGS[0].duration_ms, "explicit": False,
             "id": SONGS[0].id, "is_local": False, "is_playable": True, "name": SONGS[0].title,
             "track_number": 1, "type": "track", "uri": A}}]}),
    ],
)  # fmt: skip
def test_fields_choose(call: Caller, path: str, told: object) -> None:
    playlist = call.spotify.create_playlist("P", [A])
    assert call("GET", f"playlists/{playlist}{path}").json() == told


@pytest.mark.parametrize("fields", ["items(", "items)", "a,,b", "a..b", "a(b", "!", "a-b", "."])
def test_fields_that_cannot_be_read(call: Caller, fields: str) -> None:
    playlist = call.spotify.create_playlist("P")
    answer = call("GET", f"playlists/{playlist}", params={"fields": fields})
    assert answer.status_code == 400


def test_a_stranger_s_playlist_is_closed_but_for_its_name(call: Caller) -> None:
    theirs = call.spotify.create_playlist("Theirs", [A], owner="somebody")
    shared = call.spotify.create_playlist(
        "Shared", [A], owner="somebody", collaborators=[call.spotify.account.id]
    )
    about = call("GET", f"playlists/{theirs}").json()
    assert about["name"] == "Theirs"
    assert "items" not in about
    assert call("GET", f"playlists/{theirs}/items").status_code == 403
    assert call("POST", f"playlists/{theirs}/items", json={"uris": [B]}).status_code == 403
    assert call("POST", f"playlists/{shared}/items", json={"uris": [B]}).status_code == 201
    assert call("PUT", f"playlists/{shared}", json={"name": "Mine"}).status_code == 403
    assert call.spotify.playlist(shared).uris == (A, B)
