"""The simulated Spotify is written to as the real one is."""

import base64
from collections.abc import Callable

import pytest

from tests.spotify.simulated.conftest import JPEG, NOWHERE, SONGS, A, B, C, Caller, D


def test_a_playlist_is_made_public_unless_one_says_otherwise(call: Caller) -> None:
    made = [
        call("POST", "me/playlists", json=body)
        for body in ({"name": "One"}, {"name": "Two", "public": False, "description": "For 104"})
    ]
    assert [answer.status_code for answer in made] == [201, 201]
    one, two = (call.spotify.playlist(answer.json()["id"]) for answer in made)
    assert (one.public, one.description, one.in_library) == (True, None, True)
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
    assert call.spotify.playlist(playlist).in_library is False
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
