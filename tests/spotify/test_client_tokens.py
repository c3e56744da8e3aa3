"""Access tokens, grants and secrets."""

import asyncio
import logging
import threading
from collections.abc import Callable

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault, Gate
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import Answer, as_json
from bot.domain.errors import (
    Cause,
    NeedsReconnect,
    RateLimited,
    SpotifyRefused,
    SpotifyUnavailable,
)
from bot.domain.structs import replace
from bot.services.effects.failures import DAY
from bot.spotify.account import Account
from bot.spotify.client import SpotifyClient
from bot.spotify.tokens import AccessTokens
from tests.fakes import FakeClock
from tests.spotify.conftest import FakeAllowance, MakeClient, account_of

TOKEN = "/api/token"


async def test_a_refused_token_is_refreshed_once(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    await client.search("hurt")
    spotify.expire_access_tokens()
    assert await client.search("cuff it")
    assert len(spotify.token_requests) == 2
    assert len(spotify.requests) == 3


async def test_a_token_that_is_refused_twice_is_a_refusal(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    spotify.faults.add("GET", "/search", faults.refused(401, "No"), times=2)
    with pytest.raises(SpotifyRefused):
        await client.search("hurt")
    assert (len(spotify.requests), len(spotify.token_requests)) == (2, 2)


async def test_a_token_is_renewed_before_it_ends(
    spotify: SimulatedSpotify, client: SpotifyClient, clock: FakeClock
) -> None:
    await client.search("hurt")
    clock.move(3600 - 61)
    await client.search("cuff it")
    assert len(spotify.token_requests) == 1
    clock.move(1)
    await client.search("hello")
    assert len(spotify.token_requests) == 2
    assert {one.status for one in spotify.requests} == {200}


async def test_a_grant_that_is_gone_is_not_asked_for_again(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    assert await client.state() == "connected"
    await client.search("hurt")
    spotify.revoke()
    for _ in range(3):
        with pytest.raises(NeedsReconnect):
            await client.search("cuff it")
    assert len(spotify.token_requests) == 2
    assert len(spotify.requests) == 2
    assert await client.state() == "reconnect"


async def test_a_grant_ends_six_months_after_it_was_given(
    client: SpotifyClient, clock: FakeClock
) -> None:
    clock.move(181 * DAY)
    with pytest.raises(NeedsReconnect):
        await client.search("hurt")


@pytest.mark.parametrize(
    "fault",
    [
        faults.broken(503),
        faults.dropped(),
        faults.html(),
        faults.empty(),
        faults.html(status=500),
        Fault(effect=False, answer=as_json(200, ["no", "token"])),
        Fault(effect=False, answer=as_json(200, {"access_token": "x"})),
        Fault(effect=False, answer=as_json(400, ["invalid_grant"])),
        Fault(effect=False, answer=Answer(200, b"[" * 100_000)),
        Fault(effect=False, answer=as_json(200, {"access_token": "x", "expires_in": "soon"})),
    ],
)
async def test_any_other_trouble_with_tokens_passes(
    spotify: SimulatedSpotify, client: SpotifyClient, fault: Fault
) -> None:
    spotify.faults.add("POST", TOKEN, fault, times=3)
    with pytest.raises(SpotifyUnavailable):
        await client.search("hurt")
    assert len(spotify.requests) == 0
    spotify.faults.clear()
    assert await client.search("cuff it")


async def test_why_no_token_is_given_is_told_and_logged(
    spotify: SimulatedSpotify, client: SpotifyClient, caplog: pytest.LogCaptureFixture
) -> None:
    spotify.faults.add("POST", TOKEN, faults.refused(403, "Premium required"))
    with pytest.raises(SpotifyRefused) as raised:
        await client.search("hurt")
    assert raised.value.cause is Cause.PREMIUM
    spotify.faults.add("POST", TOKEN, faults.text_error(418, "Odd words"))
    with pytest.raises(SpotifyUnavailable):
        await client.search("hurt")
    assert "Odd words" in caplog.text


async def test_a_renewed_token_that_is_none_replaces_nothing(
    spotify: SimulatedSpotify, make_client: MakeClient
) -> None:
    kept = list[str]()
    client = make_client(replace(account_of(spotify), renewed=kept.append))
    odd = {"access_token": "x", "expires_in": 3600, "refresh_token": 5}
    spotify.faults.add("POST", TOKEN, Fault(effect=False, answer=as_json(200, odd)))
    assert await client.search("cuff it")
    assert kept == []


async def test_a_wrong_secret_is_not_a_lost_grant(
    spotify: SimulatedSpotify, make_client: MakeClient
) -> None:
    good = account_of(spotify)
    wrong = Account(good.client_id, "wrong", good.refresh_token, good.api_url, good.token_url)
    with pytest.raises(SpotifyRefused) as raised:
        await make_client(wrong).search("hurt")
    assert (raised.value.status, raised.value.cause) == (400, Cause.SECRET)
    assert len(spotify.token_requests) == 1
    for look in (make_client(wrong).track("a" * 22), make_client(wrong).facts("a" * 22)):
        with pytest.raises(SpotifyRefused):  # nor a song or a playlist that is not there
            await look


async def test_the_token_endpoint_may_ask_to_wait_too(
    spotify: SimulatedSpotify, client: SpotifyClient, allowance: FakeAllowance, clock: FakeClock
) -> None:
    spotify.faults.add("POST", TOKEN, faults.too_many(900))
    with pytest.raises(RateLimited):
        await client.search("hurt")
    assert allowance.until == clock.now() + 900
    assert len(spotify.requests) == 0


@pytest.mark.parametrize(("given", "kept"), [("another", "another"), (None, ""), ("", "")])
async def test_a_new_refresh_token_is_kept_and_so_is_the_old_one_without(
    spotify: SimulatedSpotify, client: SpotifyClient, given: str | None, kept: str
) -> None:
    token = {"access_token": "x", "expires_in": 3600} | (
        {} if given is None else {"refresh_token": given}
    )
    spotify.faults.add("POST", TOKEN, Fault(effect=False, answer=as_json(200, token)))
    spotify.faults.add("POST", TOKEN, faults.broken(), times=3)
    with pytest.raises(SpotifyUnavailable):  # The token that was made up is refused.
        await client.search("hurt")
    sent = [dict(one.body)["refresh_token"] for one in spotify.token_requests]  # type: ignore[call-overload]
    assert sent[:2] == [spotify.refresh_token, kept or spotify.refresh_token]


@pytest.mark.parametrize("refused", [False, True])
async def test_five_threads_make_one_refresh(
    spotify: SimulatedSpotify, clock: FakeClock, refused: bool
) -> None:
    source = AccessTokens(account_of(spotify), clock, timeout=5)
    stale = await asyncio.to_thread(source.token) if refused else ""
    spotify.token_requests.clear()
    gate = Gate()
    spotify.faults.add("POST", TOKEN, faults.late(gate))
    barrier = threading.Barrier(5)

    def ask() -> str:
        barrier.wait()
        return source.token(stale)

    five = [asyncio.create_task(asyncio.to_thread(ask)) for _ in range(5)]
    await gate.reached()
    gate.open()
    tokens = await asyncio.gather(*five)
    source.close()
    assert len(set(tokens)) == 1
    assert tokens[0] != stale
    assert len(spotify.token_requests) == 1


async def test_many_searches_at_once_make_one_refresh(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    await asyncio.gather(*(client.search(f"hurt {n}") for n in range(8)))
    assert len(spotify.token_requests) == 1
    spotify.expire_access_tokens()
    await asyncio.gather(*(client.search(f"cuff it {n}") for n in range(8)))
    assert len(spotify.token_requests) == 2


@pytest.mark.parametrize("method", ["get_auth_response", "get_authorization_code"])
def test_nobody_is_ever_asked_at_a_terminal_or_in_a_browser(clock: FakeClock, method: str) -> None:
    tokens = AccessTokens(Account("id", "secret", "token"), clock, timeout=5)
    ask: Callable[[], str] = getattr(tokens, method)
    with pytest.raises(NeedsReconnect):
        ask()
    tokens.close()


async def test_no_secret_appears_in_a_log(
    spotify: SimulatedSpotify, client: SpotifyClient, caplog: pytest.LogCaptureFixture
) -> None:
    await client.search("hurt")
    for name in ("", "spotipy", "spotipy.client", "spotipy.oauth2", "urllib3"):
        caplog.set_level(logging.DEBUG, logger=name or None)
    sent: set[str] = set()

    tokens = (await client._calls()).workers._access_tokens()
    sent.add(tokens.token())
    spotify.expire_access_tokens()
    await client.search("cuff it")
    sent.add(tokens.token())
    spotify.faults.add("GET", "/search", faults.refused(403))
    with pytest.raises(SpotifyRefused):
        await client.search("hello")
    spotify.revoke()
    with pytest.raises(NeedsReconnect):
        await client.search("crazy")

    basic = tokens._make_authorization_headers()["Authorization"].removeprefix("Basic ")
    secrets = {*sent, spotify.refresh_token, spotify.client_secret, basic}
    logged = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert len(secrets) == 5
    assert "urllib3" in {record.name.partition(".")[0] for record in caplog.records}
    assert not [secret for secret in secrets if secret in logged]


@pytest.mark.parametrize("what", [Account("client", "hush", "quiet")])
def test_an_account_does_not_show_its_secrets(what: Account) -> None:
    assert "hush" not in repr(what)
    assert "quiet" not in f"{what}"
