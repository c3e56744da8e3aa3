"""Looking up, and what every call goes through: tokens, limits, failures, threads."""

import asyncio
import logging
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
import requests

from bot.demo.spotify import faults
from bot.demo.spotify.catalogue import load
from bot.demo.spotify.faults import Fault, Gate
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import as_error, as_json
from bot.domain.errors import (
    NeedsReconnect,
    NotFound,
    RateLimited,
    SpotifyRefused,
    SpotifyUnavailable,
)
from bot.domain.model import Recording
from bot.spotify.account import Account
from bot.spotify.answers import recording
from bot.spotify.client import SpotifyClient
from bot.spotify.quota import DAY, RESERVE
from bot.spotify.tokens import AccessTokens
from tests.fakes import FakeClock
from tests.spotify.conftest import FakeAllowance, MakeClient, Waits, account_of, asked, intent

SONG = load()[0]
TOKEN = "/api/token"


# Looking up.


async def test_a_search_finds_recordings_best_first(client: SpotifyClient) -> None:
    first, *others = await client.search(f"  {SONG.title}\n{SONG.artists[0]} ")
    assert first == Recording(
        title=SONG.title,
        artists=SONG.artists,
        uri=SONG.uri,
        isrc=SONG.isrc,
        album=SONG.album,
        duration_ms=SONG.duration_ms,
        cover_url=first.cover_url,
    )
    assert first.cover_url.endswith(SONG.id)
    assert len(others) < 10


async def test_a_search_asks_for_ten_once(spotify: SimulatedSpotify, client: SpotifyClient) -> None:
    assert len(await client.search("the")) == 10
    assert asked(spotify) == ["GET /search"]


async def test_a_search_without_words_asks_nobody(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    assert await client.search(" \n ") == ()
    assert not spotify.requests
    assert not spotify.token_requests


async def test_a_search_with_too_many_words_is_cut(client: SpotifyClient) -> None:
    assert await client.search("nowhere to be found " * 40) == ()


async def test_a_track_is_looked_up_by_its_id(client: SpotifyClient) -> None:
    track = await client.track(SONG.id)
    assert (track.uri, track.title, track.isrc) == (SONG.uri, SONG.title, SONG.isrc)


@pytest.mark.parametrize(
    ("track_id", "calls"),
    [("0" * 22, 1), ("short", 0), ("", 0), ("a" * 21 + "!", 0), ("../me/playlists?limit=1", 0)],
)
async def test_what_is_not_there_is_not_found(
    spotify: SimulatedSpotify, client: SpotifyClient, track_id: str, calls: int
) -> None:
    with pytest.raises(NotFound) as missing:
        await client.track(track_id)
    assert (missing.value.what, missing.value.name) == ("recording", track_id)
    assert len(spotify.requests) == calls


@pytest.mark.parametrize(
    ("widths", "chosen"),
    [
        ((640, 300, 64), "300"),
        ((64, 640, 320), "320"),
        ((64, 160), "160"),
        ((640,), "640"),
        ((None,), "None"),
        ((None, 64), "64"),
        ((), ""),
    ],
)
def test_the_cover_is_the_smallest_that_is_wide_enough(
    widths: tuple[int | None, ...], chosen: str
) -> None:
    images = [{"width": width, "url": str(width)} for width in widths]
    track = {"uri": "spotify:track:x", "name": "A song", "album": {"images": images}}
    found = recording(track)
    assert found is not None
    assert found.cover_url == chosen


@pytest.mark.parametrize(
    "track", [None, "text", [], {}, {"uri": "x"}, {"name": "x"}, {"uri": 1, "name": "x"}]
)
def test_what_is_no_track_is_no_recording(track: object) -> None:
    assert recording(track) is None


def test_a_track_with_nothing_but_the_needful_is_a_recording() -> None:
    odd: dict[str, object] = {
        "uri": "u",
        "name": "n",
        "artists": None,
        "album": None,
        "external_ids": [],
        "x": 1,
    }
    assert recording(odd) == Recording(title="n", artists=(), uri="u")


# Failures.


@pytest.mark.parametrize(
    ("fault", "error", "status"),
    [
        (faults.broken(500), SpotifyUnavailable, 500),
        (faults.broken(503), SpotifyUnavailable, 503),
        (faults.dropped(), SpotifyUnavailable, None),
        (faults.html(), SpotifyUnavailable, None),
        (faults.html(status=502), SpotifyUnavailable, 502),
        (faults.empty(), SpotifyUnavailable, None),
        (faults.text_error(502), SpotifyUnavailable, 502),
        (Fault(answer=as_json(200, ["no", "search"])), SpotifyUnavailable, None),
        (faults.text_error(400), SpotifyRefused, 400),
        (faults.refused(403), SpotifyRefused, 403),
        (faults.refused(401), SpotifyRefused, 401),
        (faults.html(status=404), SpotifyRefused, 404),
    ],
)
async def test_every_failure_is_one_of_ours(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    fault: Fault,
    error: type[SpotifyUnavailable | SpotifyRefused],
    status: int | None,
) -> None:
    spotify.faults.add("GET", "/search", fault, times=3)
    with pytest.raises(error) as raised:
        await client.search("hurt")
    assert vars(raised.value)["status"] == status


async def test_an_answer_that_takes_too_long_is_a_failure(
    spotify: SimulatedSpotify, make_client: MakeClient
) -> None:
    spotify.faults.add("GET", "/search", faults.late(Gate()), times=3)
    with pytest.raises(SpotifyUnavailable):
        await make_client(timeout=0.05).search("hurt")


@pytest.mark.parametrize("failures", [1, 2])
async def test_reading_is_tried_three_times_with_growing_waits(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits, failures: int
) -> None:
    spotify.faults.add("GET", "/search", faults.broken(), times=failures)
    assert await client.search("hurt")
    assert len(spotify.requests) == failures + 1
    assert waits.seconds == [0.5, 1.0][:failures]


async def test_what_was_refused_is_not_tried_again(
    spotify: SimulatedSpotify, client: SpotifyClient, waits: Waits
) -> None:
    spotify.faults.add("GET", "/search", faults.refused(403, "Forbidden for this app"))
    with pytest.raises(SpotifyRefused) as raised:
        await client.search("hurt")
    assert raised.value.reason == "Forbidden for this app"
    assert (len(spotify.requests), waits.seconds) == (1, [])


# Limits.


async def test_nobody_calls_before_spotify_allows_it_again(
    spotify: SimulatedSpotify,
    make_client: MakeClient,
    allowance: FakeAllowance,
    clock: FakeClock,
) -> None:
    client = make_client()
    spotify.faults.add("GET", "/search", faults.too_many(48_925))
    until = clock.now() + 48_925
    with pytest.raises(RateLimited) as raised:
        await client.search("hurt")
    assert raised.value.until == allowance.until == until

    restarted = make_client()
    clock.move(48_924)
    for one in (client, restarted):
        with pytest.raises(RateLimited) as raised:
            await one.track(SONG.id)
        assert raised.value.until == until
        assert await one.state() == "limited"
    assert len(spotify.requests) == 1
    assert len(spotify.token_requests) == 1

    clock.move(1)
    assert await restarted.search("hurt")
    assert await restarted.state() == "connected"


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (Fault(effect=False, answer=as_error(429, "API rate limit exceeded")), 30),
        (Fault(effect=False, answer=as_error(429, "x", headers={"Retry-After": "soon"})), 30),
        (Fault(effect=False, answer=as_error(429, "x", headers={"Retry-After": "0"})), 1),
        (Fault(effect=False, answer=as_error(429, "x", "QUOTA_EXCEEDED")), 3600),
        (faults.too_many(77, quota=True), 77),
        (faults.text_error(429), 30),
    ],
)
async def test_how_long_to_wait_is_what_spotify_says_or_its_window(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    allowance: FakeAllowance,
    clock: FakeClock,
    fault: Fault,
    seconds: float,
) -> None:
    spotify.faults.add("GET", "/search", fault)
    with pytest.raises(RateLimited):
        await client.search("hurt")
    assert allowance.until == clock.now() + seconds


async def test_a_shorter_wait_does_not_cut_a_longer_one_short(
    spotify: SimulatedSpotify, client: SpotifyClient, allowance: FakeAllowance, clock: FakeClock
) -> None:
    longer = clock.now() + 5000
    spotify.faults.add(
        "GET",
        "/search",
        Fault(
            before=lambda: setattr(allowance, "until", longer),
            effect=False,
            answer=as_error(429, "x", headers={"Retry-After": "10"}),
        ),
    )
    with pytest.raises(RateLimited):
        await client.search("hurt")
    assert allowance.until == longer


async def test_looking_up_leaves_calls_for_syncs(
    spotify: SimulatedSpotify,
    make_client: MakeClient,
    allowance: FakeAllowance,
    clock: FakeClock,
) -> None:
    client = make_client(daily_calls=RESERVE + 2)
    today = int(clock.now() // DAY)
    await client.search("hurt")
    await client.track(SONG.id)
    for _ in range(5):
        with pytest.raises(RateLimited) as raised:
            await client.search("hurt")
        assert raised.value.until == (today + 1) * DAY
        with pytest.raises(RateLimited):
            await client.track(SONG.id)
    assert allowance.spent == {today: 2}

    playlist = spotify.create_playlist("Shared")
    report = await client.sync(intent([SONG.uri], playlist))
    assert report.present == (SONG.uri,)

    clock.instant = float((today + 1) * DAY)
    assert await client.search("hurt")


async def test_a_restart_does_not_give_the_day_new_calls(
    make_client: MakeClient, allowance: FakeAllowance, clock: FakeClock
) -> None:
    allowance.spent[int(clock.now() // DAY)] = 500
    with pytest.raises(RateLimited):
        await make_client().sync(intent([SONG.uri], "p" * 22))


# Tokens.


async def test_a_refused_token_is_refreshed_once(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    await client.search("hurt")
    spotify.expire_access_tokens()
    assert await client.search("hurt")
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
    await client.search("hurt")
    assert len(spotify.token_requests) == 1
    clock.move(1)
    await client.search("hurt")
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
            await client.search("hurt")
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
        faults.text_error(400, "invalid_client"),
        Fault(effect=False, answer=as_json(200, ["no", "token"])),
        Fault(effect=False, answer=as_json(200, {"access_token": "x"})),
        Fault(effect=False, answer=as_json(400, ["invalid_grant"])),
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
    assert await client.search("hurt")


async def test_a_wrong_secret_is_not_a_lost_grant(
    spotify: SimulatedSpotify, make_client: MakeClient
) -> None:
    good = account_of(spotify)
    wrong = Account(good.client_id, "wrong", good.refresh_token, good.api_url, good.token_url)
    with pytest.raises(SpotifyUnavailable) as raised:
        await make_client(wrong).search("hurt")
    assert raised.value.status == 400
    assert len(spotify.token_requests) == 1


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
    await asyncio.gather(*(client.search("hurt") for _ in range(8)))
    assert len(spotify.token_requests) == 1
    spotify.expire_access_tokens()
    await asyncio.gather(*(client.search("hurt") for _ in range(8)))
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

    tokens = (await client._opened()).workers._access_tokens()
    sent.add(tokens.token())
    spotify.expire_access_tokens()
    await client.search("hurt")
    sent.add(tokens.token())
    spotify.faults.add("GET", "/search", faults.refused(403))
    with pytest.raises(SpotifyRefused):
        await client.search("hurt")
    spotify.revoke()
    with pytest.raises(NeedsReconnect):
        await client.search("hurt")

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


# Threads.


async def test_the_event_loop_never_waits_for_the_network(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: set[str] = set()
    send = requests.Session.send

    def watched(self: requests.Session, *given: object, **named: object) -> requests.Response:
        used.add(threading.current_thread().name)
        return send(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(requests.Session, "send", watched)
    await client.search("hurt")
    await client.track(SONG.id)
    await client.sync(intent([SONG.uri], mode="mirror"))
    assert used
    assert all(name.startswith("spotify_") for name in used)
    assert threading.current_thread().name not in used


def test_neither_spotipy_nor_requests_is_imported_before_the_first_call() -> None:
    look = (
        "import sys, bot.spotify.accounts, bot.spotify.client;"
        "print({'spotipy', 'requests'} & {*sys.modules})"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
