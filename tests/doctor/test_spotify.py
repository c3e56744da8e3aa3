"""Checks of Spotify, against the simulated one."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from bot.demo.spotify.faults import Fault, broken
from bot.demo.spotify.hosting import address_of, listen, serving
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import Answer as SpotifysAnswer
from bot.doctor import Verdict
from bot.doctor.spotify import (
    HostApp,
    allowance,
    credentials,
    grant,
    redirect,
    redirect_fault,
)
from bot.domain.errors import StorageError
from bot.domain.structs import replace
from storage.checkup import Checkup
from storage.database import Database
from tests.doctor.conftest import found
from tests.fakes import FakeClock
from tests.services.conftest import housed
from tests.services.playlists.connected import APP, connect


@pytest.fixture
def app(simulated: SimulatedSpotify) -> HostApp:
    return HostApp(
        simulated.token_url,
        simulated.api_url,
        simulated.client_id,
        simulated.client_secret,
        simulated.refresh_token,
    )


async def test_everything_is_good(app: HostApp) -> None:
    assert await found(credentials(app)) == ["ok Spotify: the app's id and secret are good"]
    assert await found(grant(app)) == [
        "ok Spotify: the account's permission is good",
        "note Spotify: the account has no playlist yet to try reading",
    ]


@pytest.fixture
def listed(simulated: SimulatedSpotify) -> SimulatedSpotify:
    """A Spotify whose account has a playlist that it follows, and one of its own."""
    simulated.create_playlist("Of another", owner="another")
    simulated.create_playlist("Lot 5")
    return simulated


async def test_a_playlist_of_the_accounts_own_is_read_and_named(
    app: HostApp, listed: SimulatedSpotify
) -> None:
    told = await found(grant(app))
    assert told[1] == "ok Spotify: the account's own playlist 'Lot 5' can be read"


@pytest.mark.parametrize(
    ("words", "what", "to_do"),
    [
        ("Check settings, the user may not be registered.", "list of users", "User Management"),
        ("Active premium subscription required for the owner of the app.", "Premium", "again"),
        ("Insufficient client scope", "agreed to everything", "Connect Spotify again"),
    ],
)
@pytest.mark.parametrize("path", ["/me", "/me/playlists", "/playlists/*/items"])
async def test_a_refusal_is_told_with_its_cause(
    app: HostApp, listed: SimulatedSpotify, words: str, what: str, to_do: str, path: str
) -> None:
    plain = SpotifysAnswer(403, words.encode(), "text/plain")
    listed.faults.add("GET", path, Fault(effect=False, answer=plain))
    told = (await found(grant(app)))[1]
    assert told.startswith("wrong")
    assert what in told
    assert to_do in told


async def test_a_grant_of_too_little(app: HostApp, simulated: SimulatedSpotify) -> None:
    token = simulated._grants.grant("playlist-read-private user-library-read")
    told = (await found(grant(replace(app, refresh_token=token))))[0]
    assert told.startswith("wrong")
    missing = "playlist-modify-private, playlist-modify-public, ugc-image-upload"
    assert f"missing are {missing}" in told


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/playlists/*/items", "the account's own playlist 'Lot 5' (403)"),
        ("/me/playlists", "the account's playlists (403)"),
    ],
)
async def test_an_app_that_may_not_read_what_the_account_owns(
    app: HostApp, listed: SimulatedSpotify, path: str, what: str
) -> None:
    listed.faults.add("GET", path, broken(403))
    told = await found(grant(app))
    assert told[0] == "ok Spotify: the account's permission is good"
    assert told[1].startswith(f"wrong Spotify: does not let this app read {what}")


@pytest.mark.parametrize("fault", [broken(503), broken(429)])
async def test_a_playlist_that_could_not_be_tried(
    app: HostApp, listed: SimulatedSpotify, fault: Fault
) -> None:
    listed.faults.add("GET", "/playlists/*/items", fault)
    assert (await found(grant(app)))[1].startswith("unchecked Spotify: ")


async def test_without_spotify_nothing_is_wrong() -> None:
    assert await found(credentials(None)) == ["ok Spotify: not set up; songs are entered by hand"]
    assert await found(grant(None)) == []


async def test_without_an_account_only_the_app_is_looked_at(app: HostApp) -> None:
    assert await found(grant(replace(app, refresh_token=""))) == []


@pytest.mark.parametrize("name", ["client_id", "client_secret"])
async def test_credentials_that_are_wrong(app: HostApp, name: str) -> None:
    broken = replace(app, **{name: "wr:ong"})
    (told,) = await found(credentials(broken))
    assert told.startswith("wrong Spotify: does not accept SPOTIFY_CLIENT_ID with")
    assert "wr:ong" not in told
    (told,) = await found(grant(broken))
    assert told.startswith("unchecked Spotify: ")


async def test_a_grant_that_was_taken_back(app: HostApp, simulated: SimulatedSpotify) -> None:
    simulated.revoke()
    (told,) = await found(grant(app))
    assert told.startswith("wrong Spotify: SPOTIFY_REFRESH_TOKEN is no longer good")
    assert told.endswith("Connect Spotify again; the README says how")
    assert app.refresh_token not in told


@pytest.mark.parametrize(("status", "verdict"), [(None, "wrong"), (503, "unchecked")])
async def test_a_spotify_in_trouble(
    app: HostApp, simulated: SimulatedSpotify, status: int | None, verdict: str
) -> None:
    simulated.down(status)
    (told,) = await found(credentials(app))
    assert told.startswith(f"{verdict} Spotify: ")
    (told,) = await found(grant(app))
    assert told.startswith("unchecked Spotify: ")


@pytest.mark.parametrize("status", [400, 429, 200])
async def test_answers_that_make_no_sense_are_told_as_such(app: HostApp, status: int) -> None:
    async def serve(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text="<html>")

    listening = listen(0)
    async with serving(listening, serve):
        there = replace(app, token_url=f"{address_of(listening)}/api/token")
        told = [*await found(credentials(there)), *await found(grant(there))]
    assert [line.partition(" ")[0] for line in told] == ["unchecked"] * 2


def test_an_app_does_not_print(app: HostApp) -> None:
    for secret in (app.client_secret, app.refresh_token):
        assert secret not in f"{app} {app!r}"


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://drop.example/callback", ""),
        ("https://drop.example:8443/callback?room=1", ""),
        ("http://127.0.0.1:8888/callback", ""),
        ("http://[::1]:8888/callback", ""),
        ("http://127.0.0.1/callback", "names no port"),
        ("http://localhost:8888/callback", "names localhost, which Spotify refuses"),
        ("https://localhost/callback", "names localhost, which Spotify refuses"),
        ("http://drop.example/callback", "is not https"),
        ("http://192.168.1.4:8888/callback", "is not https"),
        ("ftp://127.0.0.1:8888/callback", "is not https"),
        ("https://drop.example/#callback", "has parts that Spotify refuses"),
        ("https://me@drop.example/", "has parts that Spotify refuses"),
        ("", "isn't an address"),
        ("callback", "isn't an address"),
        ("127.0.0.1:8888", "isn't an address"),
        (" https://drop.example", "isn't an address"),
        ("http://127.0.0.1:port/", "isn't an address"),
        ("http://[::1", "isn't an address"),
    ],
)
async def test_addresses_that_spotify_takes_and_refuses(address: str, fault: str) -> None:
    assert redirect_fault(address) == fault
    (told,) = await found(redirect(address))
    assert told.startswith("wrong Spotify: the redirect" if fault else "ok Spotify: the redirect")
    assert fault in told


class Apps:
    """A database of which only the apps of rooms matter; None cannot be read."""

    def __init__(self, *ids: str, readable: bool = True) -> None:
        self._ids, self._readable = frozenset(ids), readable

    def client_ids(self) -> frozenset[str]:
        if not self._readable:
            raise StorageError("locked")
        return self._ids


def test_which_apps_share_the_calls_is_told() -> None:
    def told(group: frozenset[str], *apps: str) -> list[str]:
        return [str(one) for one in allowance(500, group, "host", Apps(*apps))]

    alone = "ok         Spotify: 500 calls in any 24 hours"
    assert told(frozenset()) == told(frozenset(), "host") == [alone]
    together = f"{alone}, which 3 apps share"
    assert told(frozenset({"a", "b"}), "a") == [together]
    ok, noted = told(frozenset({"a", "b"}), "a", "c", "d")
    assert ok == together
    assert noted.startswith("note       Spotify: 2 apps of rooms are counted separately")
    assert "SPOTIFY_QUOTA_GROUP" in noted
    (unread,) = allowance(500, frozenset(), "", Apps(readable=False))
    assert unread.verdict is Verdict.UNCHECKED


async def test_the_apps_of_rooms_are_read_from_the_file(
    store: Database, clock: FakeClock, tmp_path: Path
) -> None:
    path = tmp_path / "needledrop.db"
    async with housed(store, clock, path) as house:
        assert await asyncio.to_thread(Checkup(path).client_ids) == frozenset()
        await connect(house, app=APP)
        assert await asyncio.to_thread(Checkup(path).client_ids) == {APP.client_id}
