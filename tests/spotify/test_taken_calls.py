"""A sync's calls are taken from the quota together: never fewer are counted than are made."""

import pytest

from bot.demo.spotify import faults
from bot.demo.spotify.server import SimulatedSpotify
from bot.domain.allowance import HOUR
from bot.domain.errors import RateLimited, StorageError
from bot.spotify.client import CALLS_TO_MAKE, SpotifyClient
from tests.fakes import FakeClock
from tests.spotify.conftest import FakeAllowance, Waits, intent
from tests.spotify.test_client_lookup import SONG

DAY = 500


def calls(spotify: SimulatedSpotify) -> int:
    return sum(one.path.startswith("/v1/") for one in spotify.requests)


def counted(allowance: FakeAllowance) -> int:
    return sum(allowance.by_hour.values())


async def test_what_a_sync_did_not_need_is_given_back(
    spotify: SimulatedSpotify, client: SpotifyClient, allowance: FakeAllowance
) -> None:
    made = await client.sync(intent([SONG.uri]))
    for uris in ([SONG.uri], [], [SONG.uri]):
        await client.sync(intent(uris, made.playlist_id, mode="mirror"))
        assert counted(allowance) == calls(spotify)


async def test_so_is_what_a_failed_one_did_not_make(
    spotify: SimulatedSpotify, client: SpotifyClient, allowance: FakeAllowance
) -> None:
    spotify.faults.add("GET", "/me/playlists", faults.too_many(60))
    with pytest.raises(RateLimited):
        await client.sync(intent([SONG.uri]))
    assert counted(allowance) == calls(spotify) == 1


@pytest.mark.parametrize("left", range(CALLS_TO_MAKE))
async def test_the_last_calls_of_a_day_are_taken_one_by_one(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    allowance: FakeAllowance,
    clock: FakeClock,
    left: int,
) -> None:
    allowance.by_hour[int(clock.now() // HOUR)] = DAY - left
    with pytest.raises(RateLimited):
        await client.sync(intent([SONG.uri]))
    assert calls(spotify) == left
    assert counted(allowance) == DAY


async def test_each_call_is_counted_in_the_hour_it_is_made_in(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    allowance: FakeAllowance,
    clock: FakeClock,
    waits: Waits,
) -> None:
    hour = int(clock.now() // HOUR)
    clock.move((hour + 1) * HOUR - 1 - clock.now())
    made_before: list[int] = []
    waits.then = lambda: made_before.append(calls(spotify))
    spotify.faults.add("POST", "/playlists/*/items", faults.broken(500))
    await client.sync(intent([SONG.uri]))
    assert allowance.by_hour == {hour: made_before[0], hour + 1: calls(spotify) - made_before[0]}


async def test_what_nobody_gives_back_stays_counted(
    spotify: SimulatedSpotify,
    client: SpotifyClient,
    allowance: FakeAllowance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when the process is killed: too many calls are counted then, and never too few."""

    async def killed(*_: object) -> None:
        raise StorageError("killed")

    monkeypatch.setattr(allowance, "give_back", killed)
    made = await client.sync(intent([SONG.uri]))
    await client.sync(intent([SONG.uri], made.playlist_id, mode="mirror"))
    assert calls(spotify) < counted(allowance) < calls(spotify) + CALLS_TO_MAKE
