"""Spotify's refusals: each keeps its cause, its words are in the log, and since when is known."""

import logging

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import Answer
from bot.domain.errors import AccountNotRead, Cause, SpotifyRefused
from bot.domain.model import AccountId
from bot.domain.spotify import cause_of
from bot.domain.structs import replace
from bot.spotify.client import SpotifyClient
from tests.fakes import FakeClock
from tests.spotify.conftest import MakeClient, account_of
from tests.spotify.test_accounts import Desk, code_of, desk

__all__ = ["desk"]

UNLISTED = (
    "Check settings on developer.spotify.com/dashboard, the user may not be registered.",
    "User not registered in the Developer Dashboard",
    "the user is not registered for this application",
    "User not approved for app",
)
PREMIUM = (
    "Active premium subscription required for the owner of the app. When the subscription status"
    " changes, it can take a few hours before requests are allowed again."
)
CASES = [
    *((403, words, Cause.USER) for words in UNLISTED),
    (403, PREMIUM, Cause.PREMIUM),
    (403, "Insufficient client scope", Cause.SCOPES),
    (403, "You cannot change the details of a playlist you do not own", Cause.OWNER),
    (403, "You cannot add tracks to a playlist you don't own.", Cause.OWNER),
    (400, "Playlist size limit reached", Cause.FULL),
    (403, "Playlist is full", Cause.FULL),
    (400, "invalid_client Invalid client secret", Cause.SECRET),
    (403, "Forbidden", Cause.OTHER),
    (403, "", Cause.OTHER),
    (404, "Premium", Cause.OTHER),
    (400, "Payload contains a non-existing ID", Cause.OTHER),
]


@pytest.mark.parametrize(("status", "words", "cause"), CASES)
def test_the_words_say_the_cause(status: int, words: str, cause: Cause) -> None:
    assert cause_of(status, words) is cause


def plain(words: str, status: int = 403) -> Fault:
    return Fault(effect=False, answer=Answer(status, words.encode(), "text/plain"))


FORMS = {"json": faults.refused, "plain": lambda s, w: plain(w, s), "string": faults.text_error}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", [*UNLISTED[:1], PREMIUM])
async def test_what_refuses_everything_is_known_since_when(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
    form: str,
    words: str,
) -> None:
    since = int(clock.now())
    spotify.faults.add("GET", "/*", FORMS[form](403, words), times=2)
    for _ in range(2):
        with pytest.raises(SpotifyRefused) as refusal:
            await client.search("hurt")
        assert (refusal.value.cause, refusal.value.since) == (cause_of(403, words), since)
        assert refusal.value.of_account
        assert await client.state() == f"{cause_of(403, words)} {since}"
        clock.move(3600)
    assert words[:60] in caplog.text
    assert await client.search("hurt")
    assert await client.state() == "connected"


async def test_a_refusal_of_one_request_says_nothing_of_the_account(
    spotify: SimulatedSpotify, client: SpotifyClient, caplog: pytest.LogCaptureFixture
) -> None:
    spotify.faults.add("GET", "/search", faults.refused(403, "Not in this country"))
    with pytest.raises(SpotifyRefused):
        await client.search("hurt")
    assert "Not in this country" in caplog.text
    assert await client.state() == "connected"


async def test_a_grant_of_too_little_is_told_even_while_calls_are_answered(
    spotify: SimulatedSpotify, make_client: MakeClient, clock: FakeClock
) -> None:
    token = spotify._grants.grant("playlist-read-private")
    client = make_client(replace(account_of(spotify), refresh_token=token))
    assert await client.search("hurt")
    assert await client.state() == f"scopes {int(clock.now())}"
    with pytest.raises(SpotifyRefused) as refusal:
        await client.has_playlist("p" * 22)
    assert refusal.value.cause is Cause.SCOPES


async def test_since_when_outlives_a_restart(spotify: SimulatedSpotify, desk: Desk) -> None:
    spotify.faults.add("GET", "/search", plain(PREMIUM))
    with pytest.raises(SpotifyRefused):
        await desk.accounts.of(None).search("hurt")
    [trouble] = desk.kept.troubles.values()
    await desk.accounts.close()
    desk.accounts._clients.clear()
    assert await desk.accounts.of(None).state() == trouble


@pytest.mark.parametrize("words", UNLISTED)
async def test_an_account_that_is_not_listed_is_told_so_and_its_address_stays_good(
    spotify: SimulatedSpotify, desk: Desk, caplog: pytest.LogCaptureFixture, words: str
) -> None:
    code = code_of(spotify.human_agrees(desk.accounts.address(None, "n")))
    spotify.faults.add("GET", "/me", plain(words))
    with pytest.raises(SpotifyRefused) as refusal:
        await desk.accounts.exchange(None, code)
    assert refusal.value.cause is Cause.USER
    assert words in caplog.text
    assert code not in caplog.text
    desk.kept.tokens[AccountId(7)] = (await desk.accounts.exchange(None, code)).refresh_token
    assert await desk.accounts.of(AccountId(7)).search("hurt")


@pytest.mark.parametrize("path", ["/api/token", "/me"])
@pytest.mark.parametrize("fault", [faults.broken(503), faults.dropped(), faults.html(status=502)])
async def test_the_same_code_is_good_after_an_outage(
    spotify: SimulatedSpotify, desk: Desk, path: str, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = code_of(spotify.human_agrees(desk.accounts.address(None, "n")))
    spotify.faults.add("*", path, fault)
    with pytest.raises(AccountNotRead):
        await desk.accounts.exchange(None, code)
    grant = await desk.accounts.exchange(None, code)
    assert grant.owner_id == spotify.account.id
    assert grant.refresh_token not in caplog.text


async def test_what_a_code_gave_is_not_kept_for_ever(
    spotify: SimulatedSpotify, desk: Desk, clock: FakeClock
) -> None:
    code = code_of(spotify.human_agrees(desk.accounts.address(None, "n")))
    spotify.faults.add("GET", "/me", plain(UNLISTED[0]))
    with pytest.raises(SpotifyRefused):
        await desk.accounts.exchange(None, code)
    assert desk.accounts._redeemed
    clock.move(601)
    other = code_of(spotify.human_agrees(desk.accounts.address(None, "n")))
    await desk.accounts.exchange(None, other)
    assert not desk.accounts._redeemed
