"""A refresh token that Spotify replaces each time: whatever comes between, the new one is kept."""

import asyncio
import threading

import pytest

from bot.demo.spotify.server import SimulatedSpotify
from bot.spotify import accounts
from bot.spotify.tokens import AccessTokens
from tests.fakes import FakeClock
from tests.spotify.test_accounts import Kept, desk_of


async def test_a_turn_lasts_until_what_spotify_gave_is_kept_whoever_stops_waiting(
    spotify: SimulatedSpotify, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, asked, may_answer = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    refresh = AccessTokens.token

    def slowly(tokens: AccessTokens, refused: str = "") -> str:
        loop.call_soon_threadsafe(asked.set)
        may_answer.wait()
        return refresh(tokens, refused)

    monkeypatch.setattr(AccessTokens, "token", slowly)
    spotify.replace_tokens()
    kept = Kept()
    one, other = (desk_of(spotify, clock, kept) for _ in range(2))
    reading = asyncio.create_task(one.accounts.of(None).page("p" * 22, 0))
    await asked.wait()
    reading.cancel()
    for _ in range(10):
        await asyncio.sleep(0)
    assert kept.turns
    may_answer.set()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert (kept.turns, len(kept.host)) == ({}, 1)
    assert await other.accounts.of(None).search("cuff it")
    for process in (one, other):
        await process.accounts.close()


async def test_one_that_could_not_be_kept_yet_is_used_and_the_newest_is_kept_in_the_end(
    spotify: SimulatedSpotify, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "TURN", 0.0)
    back = asyncio.Event()

    async def wait(seconds: float) -> None:
        await back.wait()

    spotify.replace_tokens()
    kept = Kept(refusals=1)
    desk = desk_of(spotify, clock, kept, wait)
    for word in ("hurt", "hello", "cuff it"):
        await desk.accounts.of(None).search(word)
        spotify.expire_access_tokens()
    back.set()
    await desk.accounts.close()
    after_a_restart = desk_of(spotify, clock, kept)
    assert await after_a_restart.accounts.of(None).search("hurt")
    await after_a_restart.accounts.close()
