"""How often the bot calls, and how long it waits when told to."""

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.faults import Fault
from bot.demo.spotify.server import SimulatedSpotify
from bot.demo.spotify.wire import as_error
from bot.domain.errors import RateLimited
from bot.spotify.client import SpotifyClient
from bot.spotify.quota import DAY, RESERVE
from tests.fakes import FakeClock
from tests.spotify.conftest import FakeAllowance, MakeClient, intent
from tests.spotify.test_client_lookup import SONG


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
