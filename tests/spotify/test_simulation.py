"""The simulated Spotify keeps the rules of the real one, and makes trouble when asked."""

import asyncio
import base64
import io
import re
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from PIL import Image

from bot.demo.spotify import faults
from bot.demo.spotify.catalogue import load
from bot.demo.spotify.covers import cover
from bot.demo.spotify.faults import Fault, Gate
from bot.demo.spotify.server import SimulatedSpotify

SONGS = load()
URIS = tuple(track.uri for track in SONGS)
A, B, C, D = URIS[:4]
JPEG = base64.b64encode(cover(SONGS[0])).decode()
NOWHERE = "spotify:track:" + "0" * 22


@dataclass
class Clock:
    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Caller:
    """The app: holds tokens, calls, and tells what came back."""

    spotify: SimulatedSpotify
    session: requests.Session = field(default_factory=requests.Session)
    token: str = ""

    def authorise(self, **form: str) -> requests.Response:
        form = form or {"grant_type": "refresh_token", "refresh_token": self.spotify.refresh_token}
        client = (self.spotify.client_id, self.spotify.client_secret)
        answer = self.session.post(self.spotify.token_url, data=form, auth=client, timeout=5)
        if answer.ok:
            self.token = answer.json()["access_token"]
        return answer

    def __call__(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        address = self.spotify.api_url + path
        return self.session.request(method, address, headers=headers, timeout=5, **more)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spotify(clock: Clock) -> Iterator[SimulatedSpotify]:
    with SimulatedSpotify(clock=clock, threaded=True) as simulated:
        yield simulated


@pytest.fixture
def call(spotify: SimulatedSpotify) -> Iterator[Caller]:
    with requests.Session() as session:
        caller = Caller(spotify, session)
        caller.authorise()
        yield caller


# The catalogue.


def test_the_catalogue_has_what_a_demo_needs() -> None:
    titles = [track.title for track in SONGS]
    assert len(SONGS) >= 165
    assert len({track.id for track in SONGS}) == len(SONGS)
    assert len({(track.title, track.artists, track.album) for track in SONGS}) == len(SONGS)
    assert all(re.fullmatch(r"[0-9A-Za-z]{22}", track.id) for track in SONGS)
    assert all(re.fullmatch(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}", track.isrc) for track in SONGS)
    assert all(60_000 < track.duration_ms < 3_600_000 for track in SONGS)
    assert len(SONGS) - len({track.isrc for track in SONGS}) == 1
    assert sum(len(title) > 60 for title in titles) >= 3
    assert sum(bool(re.search(r"[*_|>@#\[]", title)) for title in titles) >= 5
    assert {'"Heroes"', '"Heroes" - 2017 Remaster', "Go Your Own Way - Live 1977"} < {*titles}
    for script in ("\u3040-\u30ff", "\uac00-\ud7a3", "\u0600-\u06ff", "\u0590-\u05ff",
                   "\u0900-\u097f", "\u0370-\u03ff", "\u0400-\u04ff", "\u4e00-\u9fff"):  # fmt: skip
        assert any(re.search(f"[{script}]", title) for title in titles), script


def test_covers_are_small_pictures_that_depend_on_the_album_alone() -> None:
    pictures = {track.album: cover(track) for track in SONGS[:12]}
    for track in SONGS[:12]:
        assert pictures[track.album] == cover(track)
    assert len(set(pictures.values())) == len(pictures)
    for picture in pictures.values():
        image = Image.open(io.BytesIO(picture))
        assert (image.format, image.size) == ("JPEG", (300, 300))
        assert len(base64.b64encode(picture)) < 256 * 1024


# Tokens.


def test_a_refresh_gives_an_hour_and_no_new_refresh_token(call: Caller, clock: Clock) -> None:
    answer = call.authorise().json()
    assert answer["expires_in"] == 3600
    assert "refresh_token" not in answer
    clock.now += 3599
    assert call("GET", "me").json()["display_name"] == call.spotify.account.display_name
    clock.now += 1
    refused = call("GET", "me")
    assert (refused.status_code, refused.json()["error"]["message"]) == (
        401,
        "The access token expired",
    )
    call.authorise()
    assert call("GET", "me").status_code == 200
    assert [note.status for note in call.spotify.token_requests] == [200, 200, 200]


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_without_a_token_nothing_is_told(call: Caller, token: str) -> None:
    call.token = token
    assert call("GET", f"tracks/{SONGS[0].id}").status_code == 401


def test_a_grant_ends_when_revoked_or_after_six_months(call: Caller, clock: Clock) -> None:
    clock.now += 179 * 86400
    assert call.authorise().status_code == 200
    clock.now += 86400
    ended = call.authorise()
    assert (ended.status_code, ended.json()["error"]) == (400, "invalid_grant")


def test_revoking_ends_access_too(call: Caller) -> None:
    call.spotify.revoke()
    assert call("GET", "me").status_code == 401
    assert call.authorise().json()["error"] == "invalid_grant"


def test_the_app_has_to_know_its_secret(call: Caller) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": call.spotify.refresh_token}
    in_body = {"client_id": call.spotify.client_id, "client_secret": call.spotify.client_secret}
    url = call.spotify.token_url
    assert call.session.post(url, data=form | in_body, timeout=5).status_code == 200
    in_body["client_secret"] = "guessed"
    wrong = call.session.post(url, data=form | in_body, timeout=5)
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_client")
    assert call.authorise(grant_type="password").json()["error"] == "unsupported_grant_type"


def agreed(call: Caller, redirect: str, scope: str) -> dict[str, str]:
    """Have the owner agree; return the form that redeems the code."""
    asked = {"client_id": call.spotify.client_id, "response_type": "code", "state": "s1",
             "redirect_uri": redirect, "scope": scope}  # fmt: skip
    address = call.spotify.authorize_url
    sent_on = call.session.get(address, params=asked, allow_redirects=False, timeout=5)
    landing = sent_on.headers.get("Location", "")
    code = re.fullmatch(re.escape(redirect) + r"\?code=([\w-]+)&state=s1", landing)
    assert code, (sent_on.status_code, sent_on.text)
    return {"grant_type": "authorization_code", "code": code[1], "redirect_uri": redirect}


def test_a_code_is_good_once_and_for_its_redirect_only(call: Caller) -> None:
    call.spotify.revoke()
    redirect = "http://127.0.0.1:9999/back"
    form = agreed(call, redirect, "ugc-image-upload")
    assert (
        call.authorise(**form | {"redirect_uri": "https://elsewhere.example/"}).status_code == 400
    )
    assert call.authorise(**form).json()["error"] == "invalid_grant"
    answer = call.authorise(**agreed(call, redirect, "playlist-read-private")).json()
    assert call.authorise(grant_type="refresh_token", refresh_token=answer["refresh_token"]).ok
    assert call("GET", "me/playlists").status_code == 200
    refused = call("POST", "me/playlists", json={"name": "x", "public": False})
    assert (refused.status_code, refused.json()["error"]["message"]) == (
        403,
        "Insufficient client scope",
    )


def test_localhost_is_no_redirect(call: Caller) -> None:
    with pytest.raises(AssertionError, match="Insecure redirect"):
        agreed(call, "http://localhost:9999/back", "")


# Reading.


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


# Writing.


def test_a_playlist_is_made_public_unless_one_says_otherwise(call: Caller) -> None:
    made = [
        call("POST", "me/playlists", json=body)
        for body in ({"name": "One"}, {"name": "Two", "public": False, "description": "For 104"})
    ]
    assert [answer.status_code for answer in made] == [201, 201]
    one, two = (call.spotify.playlist(answer.json()["id"]) for answer in made)
    assert (one.public, one.description, one.kept) == (True, None, True)
    assert (two.public, two.description, two.owner) == (
        False,
        "For 104",
        call.spotify.account.id,
    )
    listed = call("GET", "me/playlists?limit=1").json()
    assert [listed["total"], listed["items"][0]["id"]] == [2, two.id]


@pytest.mark.parametrize(
    ("method", "query", "body", "left"),
    [
        ("POST", "", {"uris": [D]}, (A, B, C, D)),
        ("POST", "", {"uris": [D, A], "position": 1}, (A, D, A, B, C)),
        ("POST", f"?uris={D}&position=0", None, (D, A, B, C)),
        ("PUT", "", {"uris": [C, C]}, (C, C)),
        ("PUT", "", {"uris": []}, ()),
        ("PUT", "", {"range_start": 0, "insert_before": 3}, (B, C, A)),
        ("PUT", "", {"range_start": 2, "insert_before": 0}, (C, A, B)),
        ("PUT", "", {"range_start": 0, "insert_before": 3, "range_length": 2}, (C, A, B)),
        ("PUT", "", {"range_start": 1, "insert_before": 2}, (A, B, C)),
        ("DELETE", "", {"items": [{"uri": A}, {"uri": C}]}, (B,)),
        ("DELETE", "", {"items": [{"uri": D}]}, (A, B, C)),
    ],
)
def test_items_are_written(
    call: Caller, method: str, query: str, body: object, left: tuple[str, ...]
) -> None:
    playlist = call.spotify.create_playlist("P", [A, B, C])
    before = call.spotify.playlist(playlist).snapshot_id
    answer = call(method, f"playlists/{playlist}/items{query}", json=body)
    assert answer.ok, answer.text
    after = call.spotify.playlist(playlist)
    assert after.uris == left
    assert answer.json()["snapshot_id"] == after.snapshot_id != before


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/items", [A]),
        ("POST", "/items", {}),
        ("POST", "/items", {"uris": []}),
        ("POST", "/items", {"uris": A}),
        ("POST", "/items", {"uris": [SONGS[0].id]}),
        ("POST", "/items", {"uris": [NOWHERE]}),
        ("POST", "/items", {"uris": [A] * 101}),
        ("POST", "/items", {"uris": [A], "position": 4}),
        ("POST", "/items", {"uris": [A], "position": -1}),
        ("POST", "/items", {"uris": [A], "position": True}),
        ("POST", "/items", {"uris": [A], "snapshot_id": "x"}),
        ("PUT", "/items", {}),
        ("PUT", "/items", {"uris": [A], "range_start": 0}),
        ("PUT", "/items", {"range_start": 0}),
        ("PUT", "/items", {"range_start": 3, "insert_before": 0}),
        ("PUT", "/items", {"range_start": 0, "insert_before": 4}),
        ("PUT", "/items", {"range_start": 0, "insert_before": 1, "snapshot_id": "old"}),
        ("DELETE", "/items", {"tracks": [{"uri": A}]}),
        ("DELETE", "/items", {"items": [{"uri": A, "positions": [0]}]}),
        ("DELETE", "/items", {"items": [A]}),
        ("PUT", "", {"description": ""}),
        ("PUT", "", {"description": "two\nlines"}),
        ("PUT", "", {"description": "x" * 301}),
        ("PUT", "", {"name": ""}),
        ("PUT", "", {"public": None}),
        ("PUT", "", {"public": True, "collaborative": True}),
        ("PUT", "", {"cover": "x"}),
    ],
)
def test_what_the_description_of_the_api_does_not_allow_is_a_400_without_effect(
    call: Caller, method: str, path: str, body: object
) -> None:
    playlist = call.spotify.create_playlist("P", [A, B, C])
    before = call.spotify.playlist(playlist)
    assert call(method, f"playlists/{playlist}{path}", json=body).status_code == 400
    assert call.spotify.playlist(playlist) == before


def test_an_old_snapshot_is_no_obstacle(call: Caller) -> None:
    playlist = call.spotify.create_playlist("P", [A, B, C])
    old = call.spotify.playlist(playlist).snapshot_id
    call.spotify.human_renames(playlist, "Q")
    assert call.spotify.playlist(playlist).snapshot_id != old
    body = {"range_start": 0, "insert_before": 3, "snapshot_id": old}
    assert call("PUT", f"playlists/{playlist}/items", json=body).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (JPEG, 202),
        ("not base64!", 400),
        (base64.b64encode(b"\x89PNG").decode(), 400),
        ("A" * (256 * 1024 + 4), 413),
    ],
)
def test_a_cover_is_a_small_jpeg(call: Caller, body: str, status: int) -> None:
    playlist = call.spotify.create_playlist("P")
    path, kind = f"playlists/{playlist}/images", {"Content-Type": "image/jpeg"}
    assert call("PUT", path, data=body, headers=kind).status_code == status
    images = call("GET", f"playlists/{playlist}").json()["images"]
    assert (call.spotify.playlist(playlist).cover is None) == (status != 202) == (not images)
    if images:
        shown = call.session.get(images[0]["url"], timeout=5)
        assert shown.content == base64.b64decode(JPEG)


def test_a_deleted_playlist_takes_writes_and_only_the_library_tells(call: Caller) -> None:
    playlist = call.spotify.create_playlist("P", [A])
    asked = f"me/library/contains?uris=spotify:playlist:{playlist}"
    assert call("GET", asked).json() == [True]
    call.spotify.delete_playlist(playlist)
    assert call("POST", f"playlists/{playlist}/items", json={"uris": [B]}).status_code == 201
    assert call("PUT", f"playlists/{playlist}", json={"name": "Q"}).status_code == 200
    assert call("GET", asked).json() == [False]
    assert call("GET", "me/playlists").json()["items"] == []
    assert call("PUT", f"me/library?uris=spotify:playlist:{playlist}").status_code == 200
    assert call("GET", asked).json() == [True]
    assert call("DELETE", f"me/library?uris=spotify:playlist:{playlist}").status_code == 200
    assert call.spotify.playlist(playlist).kept is False
    for uris in ("", "spotify:nonsense:1", ",".join([A] * 41)):
        assert call("GET", f"me/library/contains?uris={uris}").status_code == 400


def test_a_song_that_is_withdrawn_leaves_a_hole(call: Caller) -> None:
    playlist = call.spotify.create_playlist("P", [A, B])
    call.spotify.withdraw_track(A)
    items = call("GET", f"playlists/{playlist}/items").json()["items"]
    assert [entry["item"] and entry["item"]["uri"] for entry in items] == [None, B]
    assert call("GET", f"tracks/{SONGS[0].id}").status_code == 404
    assert call("POST", f"playlists/{playlist}/items", json={"uris": [C, A]}).status_code == 400


def test_people_edit_too(call: Caller) -> None:
    playlist = call.spotify.create_playlist("P", [A, B])
    call.spotify.human_adds(playlist, C, position=0)
    call.spotify.human_adds(playlist, D)
    call.spotify.human_removes(playlist, A)
    call.spotify.human_reorders(playlist, [D, B, C])
    assert call.spotify.playlist(playlist).uris == (D, B, C)
    hands = call("GET", f"playlists/{playlist}/items?fields=items.added_by.id").json()["items"]
    assert [hand["added_by"]["id"] for hand in hands] == [
        "a-colleague",
        call.spotify.account.id,
        "a-colleague",
    ]
    impossible_edits: list[Callable[[], None]] = [
        lambda: call.spotify.human_removes(playlist, A),
        lambda: call.spotify.human_reorders(playlist, [D]),
        lambda: call.spotify.human_adds(playlist, NOWHERE),
        lambda: call.spotify.human_adds(playlist, A, position=9),
    ]
    for impossible in impossible_edits:
        with pytest.raises(ValueError, match=r".+"):
            impossible()


# Trouble.


@pytest.mark.parametrize(
    ("fault", "status", "added"),
    [
        (faults.too_many(7), 429, False),
        (faults.too_many(86400, quota=True), 429, False),
        (faults.broken(503), 503, False),
        (faults.broken(502, effect=True), 502, True),
        (faults.dropped(), None, False),
        (faults.dropped(effect=True), None, True),
        (faults.late(delay=0.001), 201, True),
        (faults.html(), 200, False),
        (faults.html(effect=True), 200, True),
        (faults.empty(effect=True), 200, True),
        (faults.text_error(502), 502, False),
        (faults.refused(403), 403, False),
    ],
)
def test_a_fault_befalls_one_call(
    call: Caller, fault: Fault, status: int | None, added: bool
) -> None:
    playlist = call.spotify.create_playlist("P")
    path = f"playlists/{playlist}/items"
    call.spotify.faults.add("POST", "/playlists/*/items", fault)
    assert call("GET", path).status_code == 200
    try:
        answer = call("POST", path, json={"uris": [A]})
    except requests.ConnectionError:
        assert status is None
    else:
        assert answer.status_code == status
        assert answer.headers.get("Retry-After") == (fault.answer or answer).headers.get(
            "Retry-After"
        )
    assert call.spotify.playlist(playlist).uris == ((A,) if added else ())
    note = call.spotify.requests[-1]
    assert (note.method, note.path, note.body) == ("POST", f"/v1/{path}", {"uris": [A]})
    assert (note.status, note.answered_at) == (status, 1_790_000_000.0)
    assert call.spotify.faults.pending == 0
    assert call("POST", path, json={"uris": [B]}).status_code == 201


def test_faults_can_be_many_and_late(call: Caller) -> None:
    call.spotify.faults.add("*", "/v1/me", faults.broken(500), times=2, skip=1)
    assert [call("GET", "me").status_code for _ in range(4)] == [200, 500, 500, 200]
    call.spotify.faults.add("GET", "/me", faults.broken(500), times=9)
    call.spotify.faults.clear()
    assert call("GET", "me").status_code == 200
    with pytest.raises(ValueError, match="needs an answer"):
        Fault(effect=False)


def test_the_bodies_of_trouble(call: Caller) -> None:
    for fault in (
        faults.too_many(9, quota=True),
        faults.html(),
        faults.empty(),
        faults.text_error(),
    ):
        call.spotify.faults.add("GET", "/me", fault)
    assert call("GET", "me").json()["error"]["reason"] == "QUOTA_EXCEEDED"
    assert "<p>" in call("GET", "me").text
    assert call("GET", "me").content == b""
    assert call("GET", "me").json() == {"error": "upstream connect error"}


def test_an_item_may_be_null(call: Caller) -> None:
    playlist = call.spotify.create_playlist("P", [A, B])
    call.spotify.faults.add("GET", "/playlists/*", faults.null_item(1), times=2)
    items = call("GET", f"playlists/{playlist}/items").json()["items"]
    assert [entry["item"] is None for entry in items] == [False, True]
    whole = call("GET", f"playlists/{playlist}").json()["items"]["items"]
    assert [entry["item"] is None for entry in whole] == [False, True]


def test_people_edit_in_the_midst_of_a_call(call: Caller) -> None:
    spotify = call.spotify
    playlist = spotify.create_playlist("P")
    hook = faults.meanwhile(
        before=lambda: spotify.human_adds(playlist, B),
        after=lambda: spotify.human_removes(playlist, A),
    )
    spotify.faults.add("POST", "/playlists/*/items", hook)
    assert call("POST", f"playlists/{playlist}/items", json={"uris": [A, C]}).status_code == 201
    assert spotify.playlist(playlist).uris == (B, C)


def test_all_of_it_can_be_down(call: Caller) -> None:
    call.spotify.down()
    attempts: list[Callable[[], requests.Response]] = [lambda: call("GET", "me"), call.authorise]
    for attempt in attempts:
        with pytest.raises(requests.ConnectionError):
            attempt()
    call.spotify.down(503)
    assert call.authorise().status_code == 503
    assert call("GET", "me").status_code == 503
    call.spotify.up()
    assert call("GET", "me").status_code == 200


# Where it runs.


@pytest.mark.parametrize("threaded", [False, True])
async def test_a_call_can_be_held_back_while_the_loop_goes_on(threaded: bool) -> None:
    gate = Gate()
    async with SimulatedSpotify(threaded=threaded) as spotify:
        with requests.Session() as session:
            call = Caller(spotify, session)
            await asyncio.to_thread(call.authorise)
            playlist = spotify.create_playlist("P")
            spotify.faults.add("POST", "/playlists/*/items", faults.late(gate))
            body = {"uris": [A]}
            adding = asyncio.create_task(
                asyncio.to_thread(call, "POST", f"playlists/{playlist}/items", json=body)
            )
            await gate.reached()
            assert spotify.playlist(playlist).uris == (A,)
            assert spotify.requests[-1].status is None
            gate.open()
            assert (await adding).status_code == 201
            assert spotify.requests[-1].status == 201


@pytest.mark.parametrize("threaded", [False, True])
async def test_a_mistake_in_the_simulation_is_told(threaded: bool) -> None:
    def mistake() -> None:
        raise ZeroDivisionError

    spotify = SimulatedSpotify(threaded=threaded)
    async with AsyncExitStack() as stack:
        # Outermost, since it is the end of the `with` that raises.
        caught = stack.enter_context(pytest.raises(ExceptionGroup))
        await stack.enter_async_context(spotify)
        spotify.faults.add("GET", "/me", faults.meanwhile(before=mistake))
        await asyncio.to_thread(requests.get, f"{spotify.api_url}me", timeout=5)
    assert caught.group_contains(ZeroDivisionError)


def test_without_a_thread_it_needs_a_loop() -> None:
    with pytest.raises(RuntimeError, match="async with"), SimulatedSpotify():
        pass
