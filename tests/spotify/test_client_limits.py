"""How often the bot calls, and how long it waits when told to."""

import asyncio
import contextlib

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import as_error
from bot.domain.allowance import HOUR, RESERVE, Limit, Payer
from bot.domain.errors import RateLimited, SpotifyRefused, SpotifyUnavailable
from bot.services.ports.allowance import Pause
from bot.spotify.client import SpotifyClient
from tests.fakes import FakeClock
from tests.spotify.conftest import FakeAllowance, MakeClient, intent
from tests.spotify.test_client_lookup import SONG

OTHER = "o" * 22


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


ODD = {
    "inf": 86_400,
    "9" * 400: 86_400,
    "1e999": 86_400,
    "-7": 1,
    "-inf": 1,
    "nan": 30,
    "": 30,
    "Fri, 27 Nov 2026 13:10:00 GMT": 600,
    "Thu, 26 Nov 2026 13:10:00 GMT": 1,
    "Fri, 27 Nov 9999 13:10:00 GMT": 86_400,
    "tomorrow": 30,
}
"""What a `Retry-After` may say, and the pause that is made."""


def retry_after(told: str) -> Fault:
    date = {"Date": "Fri, 27 Nov 2026 13:00:00 GMT"}
    return Fault(effect=False, answer=as_error(429, "x", headers={"Retry-After": told, **date}))


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (Fault(effect=False, answer=as_error(429, "API rate limit exceeded")), 30),
        (Fault(effect=False, answer=as_error(429, "x", headers={"Retry-After": "soon"})), 30),
        (Fault(effect=False, answer=as_error(429, "x", headers={"Retry-After": "0"})), 1),
        (Fault(effect=False, answer=as_error(429, "x", "QUOTA_EXCEEDED")), 3600),
        (faults.too_many(77, quota=True), 77),
        (faults.text_error(429), 30),
        *((retry_after(told), seconds) for told, seconds in ODD.items()),
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
    assert [one.until for one in allowance.noted.values()] == [clock.now() + seconds]


async def test_a_shorter_wait_does_not_cut_a_longer_one_short(
    spotify: SimulatedSpotify, client: SpotifyClient, allowance: FakeAllowance, clock: FakeClock
) -> None:
    longer = clock.now() + 5000
    spotify.faults.add(
        "GET",
        "/search",
        Fault(
            before=lambda: allowance.noted.update(
                {Limit.SPOTIFY: Pause(Limit.SPOTIFY, clock.now(), longer)}
            ),
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
    hour = int(clock.now() // HOUR)
    await client.search("hurt")
    await client.track(SONG.id)
    for _ in range(5):
        with pytest.raises(RateLimited) as raised:
            await client.search("cuff it")
        assert (raised.value.until, raised.value.why) == ((hour + 25) * HOUR, Limit.DAY)
        with pytest.raises(RateLimited):
            await client.track(OTHER)
    assert allowance.by_hour == {hour: 2}

    playlist = spotify.create_playlist("Shared")
    report = await client.sync(intent([SONG.uri], playlist))
    assert report.present == (SONG.uri,)

    clock.instant = float((hour + 25) * HOUR)
    assert await client.search("cuff it")


async def test_a_restart_gives_nobody_new_calls(
    make_client: MakeClient, allowance: FakeAllowance, clock: FakeClock
) -> None:
    hour = int(clock.now() // HOUR)
    allowance.by_hour[hour - 24] = 500
    with pytest.raises(RateLimited):
        await make_client().sync(intent([SONG.uri], "p" * 22))
    assert allowance.by_hour == {hour - 24: 500}, "what is refused is not counted"


async def test_midnight_gives_nobody_new_calls_either(
    spotify: SimulatedSpotify, make_client: MakeClient, clock: FakeClock
) -> None:
    client, made = make_client(daily_calls=RESERVE + 10), []
    for minute in range(0, 3 * 24 * 60, 30):
        clock.move(1800)
        with contextlib.suppress(RateLimited):
            await client.search(f"hurt {minute}")
            made.append(clock.now())
    assert len(made) > 25
    for one in made:
        assert sum(one <= other < one + 24 * HOUR for other in made) <= 10


async def test_a_search_refused_by_quota_leaves_writes_to_be_tried(
    spotify: SimulatedSpotify, make_client: MakeClient, clock: FakeClock
) -> None:
    client, playlist = make_client(), spotify.create_playlist("Shared")
    spotify.faults.add("GET", "/search", faults.too_many(7200, quota=True))
    with pytest.raises(RateLimited) as raised:
        await client.search("hurt")
    assert (raised.value.why, raised.value.until) == (Limit.LOOKUPS, clock.now() + 7200)
    with pytest.raises(RateLimited):
        await make_client().track(OTHER)
    assert isinstance(await client.trouble(), RateLimited)
    assert (await client.sync(intent([SONG.uri], playlist))).present == (SONG.uri,)

    spotify.faults.add("GET", "/playlists/*/items", faults.too_many(7200, quota=True))
    before = len(spotify.requests)
    for _ in range(3):
        with pytest.raises(RateLimited) as raised:
            await client.sync(intent([SONG.uri], playlist))
        assert raised.value.why is Limit.SPOTIFY
    assert len(spotify.requests) - before == 1, "one was tried"


@pytest.mark.parametrize("ahead", [2 * HOUR, 99 * 24 * HOUR])
async def test_what_a_clock_that_was_ahead_has_noted_is_looked_at_again(
    spotify: SimulatedSpotify, make_client: MakeClient, clock: FakeClock, ahead: float
) -> None:
    clock.move(ahead)
    spotify.faults.add("GET", "/search", faults.too_many(3600))
    with pytest.raises(RateLimited):
        await make_client().search("hurt")
    with pytest.raises(RateLimited):
        await make_client().search("hurt")
    clock.move(-ahead)
    assert await make_client().search("hurt")


async def test_equal_searches_are_one(
    spotify: SimulatedSpotify, client: SpotifyClient, clock: FakeClock
) -> None:
    gate = faults.Gate()
    spotify.faults.add("GET", "/search", faults.late(gate))
    asking = [asyncio.create_task(client.search(words)) for words in ("Hurt", " hurt ") * 30]
    await gate.reached()
    asking.pop().cancel()
    gate.open()
    found = await asyncio.gather(*asking)
    assert found[0]
    assert all(one == found[0] for one in found)
    clock.move(HOUR - 1)
    assert await client.search("HURT") == found[0]
    assert len(spotify.requests) == 1
    clock.move(1)
    await client.search("HURT")
    assert len(spotify.requests) == 2


async def test_a_search_that_failed_is_made_again(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    spotify.faults.add("GET", "/search", faults.refused(403))
    with pytest.raises(SpotifyRefused):
        await client.search("hurt")
    assert await client.search("hurt", Payer(1, 2))


async def test_while_spotify_is_silent_each_question_costs_one_call(
    spotify: SimulatedSpotify, client: SpotifyClient
) -> None:
    spotify.faults.add("GET", "/search", faults.broken(500), times=5)
    costs = []
    for _ in range(4):
        before = len(spotify.requests)
        with contextlib.suppress(SpotifyUnavailable):
            await client.search("hurt")
        costs.append(len(spotify.requests) - before)
    assert costs == [3, 1, 1, 1]
    spotify.faults.add("GET", "/search", faults.broken(500), times=2)
    assert await client.search("cuff it"), "as patient as before"


async def test_a_refusal_is_an_answer_too(spotify: SimulatedSpotify, client: SpotifyClient) -> None:
    spotify.faults.add("GET", "/search", faults.broken(500), times=3)
    with pytest.raises(SpotifyUnavailable):
        await client.search("hurt")
    spotify.faults.add("GET", "/search", faults.refused(403))
    with pytest.raises(SpotifyRefused):
        await client.search("hurt")
    spotify.faults.add("GET", "/search", faults.broken(500), times=2)
    assert await client.search("hurt"), "as patient as before"
