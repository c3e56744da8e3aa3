"""The simulated Spotify gives tokens as the real one does."""

import re

import pytest

from tests.spotify.simulated.conftest import SONGS, Caller, Clock


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
