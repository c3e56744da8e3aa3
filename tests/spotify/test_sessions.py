"""What the machine's network settings change of the calls to Spotify: the way, not the login."""

from pathlib import Path

import pytest
from requests import Request

from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.structs import replace
from bot.spotify.account import consent_page, identify, redeem
from bot.spotify.client import SpotifyClient
from bot.spotify.sessions import Session
from tests.spotify.conftest import account_of

REDIRECT = "http://127.0.0.1:8888/callback"


@pytest.fixture(params=["default", "machine 127.0.0.1"], autouse=True)
def netrc(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"
    file.write_text(f"{request.param} login somebody password elses\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))


async def test_calls_and_refreshes_go_by_the_bots_own_login(client: SpotifyClient) -> None:
    assert await client.search("hurt")


def test_so_does_connecting_an_account() -> None:
    with SimulatedSpotify(threaded=True) as spotify:
        account = replace(account_of(spotify), authorize_url=spotify.authorize_url)
        address = spotify.human_agrees(consent_page(account, REDIRECT, "n"))
        code = address.partition("code=")[2].partition("&")[0]
        assert identify(account, redeem(account, REDIRECT, code)).refresh_token


def test_a_redirection_takes_no_password_along() -> None:
    with SimulatedSpotify(threaded=True) as spotify, Session() as session:
        request = session.prepare_request(Request("GET", spotify.api_url))
        response = session.get(spotify.api_url)
        session.rebuild_auth(request, response)
        assert "Authorization" not in request.headers


def test_proxies_are_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    with Session() as session:
        settings = session.merge_environment_settings(
            "https://api.spotify.com/v1/", {}, None, None, None
        )
    assert settings["proxies"]["https"] == "http://proxy.test:3128"
