"""Several accounts in one bot, over the simulated Spotify: connected, renewed, ended."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import as_json
from bot.domain.errors import (
    Cause,
    InvalidInput,
    NeedsReconnect,
    SpotifyNotConfigured,
    SpotifyRefused,
    SpotifyUnavailable,
    StorageError,
    UpstreamError,
)
from bot.domain.model import AccountId
from bot.services.ports.spotify import Credentials, Spotify, SpotifyApp
from bot.spotify.account import Account
from bot.spotify.accounts import Accounts, HostAccount
from bot.spotify.calls import Wait
from tests.fakes import FakeClock
from tests.spotify.conftest import FakeAllowance, Waits

REDIRECT = "http://127.0.0.1:8888/callback"


@dataclass
class Kept:
    """Implements `TokenStore`."""

    tokens: dict[AccountId, str] = field(default_factory=dict)
    host: dict[str, str] = field(default_factory=dict)
    refusals: int = 0
    troubles: dict[str, str] = field(default_factory=dict)
    apps: dict[AccountId, SpotifyApp] = field(default_factory=dict)

    turns: dict[str, int] = field(default_factory=dict)

    async def lease_refresh(self, name: str, lease: int, seconds: float) -> bool:
        return self.turns.setdefault(name, lease) == lease

    async def release_refresh(self, name: str, lease: int) -> None:
        del self.turns[name]

    async def trouble(self, name: str) -> str:
        return self.troubles.get(name, "")

    async def store_trouble(self, name: str, trouble: str) -> None:
        self.troubles[name] = trouble

    async def credentials(self, account_id: AccountId) -> Credentials | None:
        token = self.tokens.get(account_id)
        return None if token is None else Credentials(self.apps.get(account_id), token)

    async def renewed(self, account_id: AccountId, refresh_token: str) -> None:
        self.tokens[account_id] = refresh_token

    async def host_token(self, name: str) -> str:
        return self.host.get(name, "")

    async def store_host_token(self, name: str, refresh_token: str) -> None:
        if self.refusals:
            self.refusals -= 1
            raise StorageError("database is locked")
        self.host[name] = refresh_token


@dataclass
class Desk:
    """Accounts and what they are kept in."""

    accounts: Accounts
    kept: Kept
    quotas: dict[str, FakeAllowance]


def desk_of(
    spotify: SimulatedSpotify, clock: FakeClock, kept: Kept, wait: Wait | None = None
) -> Desk:
    """Return the accounts of one process."""
    quotas = dict[str, FakeAllowance]()

    def make(app: SpotifyApp, refresh_token: str) -> Account:
        return Account(
            app.client_id,
            app.client_secret,
            refresh_token,
            spotify.api_url,
            spotify.token_url,
            spotify.authorize_url,
        )

    def allowance(account: str, *, shared: bool = False) -> FakeAllowance:
        return quotas.setdefault(account, FakeAllowance(shared=shared))

    accounts = Accounts(
        make,
        HostAccount(
            SpotifyApp(spotify.client_id, spotify.client_secret),
            spotify.refresh_token,
            REDIRECT,
            quota_group=frozenset({"another"}),
        ),
        token_store=kept,
        allowance=allowance,
        clock=clock,
        wait=wait or Waits(clock),
    )
    return Desk(accounts, kept, quotas)


@pytest.fixture
async def desk(spotify: SimulatedSpotify, clock: FakeClock) -> AsyncIterator[Desk]:
    made = desk_of(spotify, clock, Kept())
    yield made
    await made.accounts.close()


def fresh_allowance(account: str, *, shared: bool = False) -> FakeAllowance:
    return FakeAllowance(shared=shared)


def test_it_is_the_port(desk: Desk) -> None:
    port: Spotify = desk.accounts
    assert port.has_app


def code_of(address: str) -> str:
    return address.partition("code=")[2].partition("&")[0]


async def test_from_the_link_to_the_first_search(spotify: SimulatedSpotify, desk: Desk) -> None:
    back = spotify.human_agrees(desk.accounts.address(None, "nonce-1"))
    assert back.startswith(REDIRECT)
    assert "state=nonce-1" in back
    grant = await desk.accounts.exchange(None, code_of(back))
    assert grant.owner_id
    assert grant.owner_name
    desk.kept.tokens[AccountId(7)] = grant.refresh_token
    access = desk.accounts.of(AccountId(7))
    assert access.configured
    assert await access.search("cuff it")
    assert await access.state() == "connected"


async def test_a_code_is_good_once_and_a_wrong_app_is_told_apart(
    spotify: SimulatedSpotify, desk: Desk
) -> None:
    code = code_of(spotify.human_agrees(desk.accounts.address(None, "n")))
    await desk.accounts.exchange(None, code)
    with pytest.raises(InvalidInput) as used:
        await desk.accounts.exchange(None, code)
    assert used.value.what == "connect.code"
    with pytest.raises(SpotifyRefused) as wrong:
        await desk.accounts.exchange(SpotifyApp("x" * 32, "y" * 32), code)
    assert wrong.value.cause is Cause.SECRET


async def test_an_app_that_does_not_name_our_address_is_told_apart(
    spotify: SimulatedSpotify, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    code = code_of(spotify.human_agrees(desk.accounts.address(None, "n")))
    said = {"error": "invalid_grant", "error_description": "Invalid redirect URI"}
    spotify.faults.add("POST", "/api/token", Fault(effect=False, answer=as_json(400, said)))
    with pytest.raises(InvalidInput) as refusal:
        await desk.accounts.exchange(None, code)
    assert (refusal.value.what, refusal.value.given) == ("connect.redirect", REDIRECT)
    assert "Invalid redirect URI" in caplog.text


async def test_a_spotify_that_is_away_while_connecting_is_no_refusal(
    spotify: SimulatedSpotify, desk: Desk
) -> None:
    code = code_of(spotify.human_agrees(desk.accounts.address(None, "n")))
    spotify.down()
    with pytest.raises(SpotifyUnavailable):
        await desk.accounts.exchange(None, code)


async def test_an_account_whose_grant_is_gone_asks_for_reconnection(desk: Desk) -> None:
    access = desk.accounts.of(AccountId(9))
    assert await access.state() == "reconnect"
    with pytest.raises(NeedsReconnect):
        await access.search("x")


async def test_one_that_is_connected_anew_is_found_again(
    spotify: SimulatedSpotify, desk: Desk
) -> None:
    access = desk.accounts.of(AccountId(9))
    assert await access.state() == "reconnect"
    desk.kept.tokens[AccountId(9)] = spotify.refresh_token
    assert await access.search("cuff it")
    await desk.accounts.forget(AccountId(9))
    del desk.kept.tokens[AccountId(9)]
    assert await desk.accounts.of(AccountId(9)).state() == "reconnect"


async def test_the_host_and_rooms_with_its_app_share_its_quota(
    spotify: SimulatedSpotify, desk: Desk
) -> None:
    desk.kept.tokens[AccountId(7)] = spotify.refresh_token
    await desk.accounts.of(None).search("cuff it")
    await desk.accounts.of(AccountId(7)).search("cuff it")
    assert list(desk.quotas) == ["spotify:host"]
    assert sum(desk.quotas["spotify:host"].by_hour.values()) == 2


@pytest.mark.parametrize(
    ("client_id", "counted"),
    [("host", "host"), ("another", "host"), ("a stranger's", "app:a stranger's")],
)
async def test_the_apps_of_one_developer_share_its_quota(
    spotify: SimulatedSpotify, desk: Desk, client_id: str, counted: str
) -> None:
    app = SpotifyApp(spotify.client_id if client_id == "host" else client_id, "secret")
    desk.kept.tokens[AccountId(7)] = spotify.refresh_token
    desk.kept.apps[AccountId(7)] = app
    with contextlib.suppress(UpstreamError):
        await desk.accounts.of(AccountId(7)).search("cuff it")
    assert list(desk.quotas) == [f"spotify:{counted}"]
    assert desk.quotas[f"spotify:{counted}"].shared is (counted == "host")


async def test_without_a_host_there_is_nothing_to_ask(clock: FakeClock) -> None:
    accounts = Accounts(
        lambda app, token: Account(app.client_id, app.client_secret, token),
        HostAccount(None, "", REDIRECT),
        token_store=Kept(),
        allowance=fresh_allowance,
        clock=clock,
    )
    access = accounts.of(None)
    assert (accounts.has_app, access.configured, await access.state()) == (False, False, "off")
    for call in (access.search("x"), access.facts("p" * 22), access.page("p" * 22, 0)):
        with pytest.raises(SpotifyNotConfigured):
            await call
    with pytest.raises(SpotifyNotConfigured):
        accounts.address(None, "n")
    await accounts.close()


async def test_no_secret_is_logged_at_any_level(
    spotify: SimulatedSpotify, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("spotipy").setLevel(logging.DEBUG)
    code = code_of(spotify.human_agrees(desk.accounts.address(None, "n")))
    grant = await desk.accounts.exchange(None, code)
    desk.kept.tokens[AccountId(7)] = grant.refresh_token
    await desk.accounts.of(AccountId(7)).search("cuff it")
    told = "\n".join(record.getMessage() for record in caplog.records)
    for secret in (grant.refresh_token, spotify.client_secret, code):
        assert secret not in told
    assert grant.refresh_token not in repr(grant)


async def test_a_renewed_grant_is_kept_as_soon_as_the_database_can(
    spotify: SimulatedSpotify, desk: Desk
) -> None:
    desk.kept.refusals = 3
    token = {"access_token": "x", "expires_in": 3600, "refresh_token": "renewed"}
    spotify.faults.add("POST", "/api/token", Fault(effect=False, answer=as_json(200, token)))
    with pytest.raises(NeedsReconnect):  # what was made up is refused
        await desk.accounts.of(None).search("hurt")
    await desk.accounts.close()
    assert list(desk.kept.host.values()) == ["renewed"]


async def test_two_processes_share_a_refresh_token_that_spotify_replaces_each_time(
    spotify: SimulatedSpotify, clock: FakeClock
) -> None:
    """The one before is void at once; nobody is asked to connect again."""

    async def wait(seconds: float) -> None:
        await asyncio.sleep(0)

    kept = Kept()
    spotify.replace_tokens()
    processes = [desk_of(spotify, clock, kept, wait) for _ in range(2)]
    for word in ("hurt", "hello", "cuff it"):
        await asyncio.gather(*(one.accounts.of(None).search(word) for one in processes))
        spotify.expire_access_tokens()
    assert kept.troubles == {}
    assert kept.turns == {}
    assert len(spotify.token_requests) == 6
    for one in processes:
        await one.accounts.close()
