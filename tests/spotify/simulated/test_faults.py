"""The simulated Spotify makes trouble when asked."""

from collections.abc import Callable

import pytest
import requests

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault
from tests.spotify.simulated.conftest import A, B, C, Caller


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
