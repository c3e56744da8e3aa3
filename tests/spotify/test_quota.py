"""Who may not call Spotify is remembered for as long as that is so."""

import pytest

from bot.domain.allowance import Limit, Payer, Use
from bot.domain.errors import RateLimited
from bot.spotify.answers import TooManyCalls
from bot.spotify.quota import Quota
from storage.database import Database
from tests.fakes import FakeClock

A_SYNC, ANOTHER = Use(Payer(1)), Use(Payer(2))


async def test_a_pause_that_another_process_noted_holds_for_the_next_call(
    store: Database, clock: FakeClock
) -> None:
    here, there = (Quota(store.allowance("spotify:host"), clock, 9) for _ in range(2))
    assert (await here.take(A_SYNC, 1)).calls == 1
    await there.pause(TooManyCalls(60.0), A_SYNC)
    until = clock.now() + 60
    for _ in range(2):
        with pytest.raises(RateLimited) as refused:
            await here.take(A_SYNC, 1)
        assert (refused.value.until, refused.value.why) == (until, Limit.SPOTIFY)
    clock.move(60)
    assert (await here.take(A_SYNC, 9)).calls == 1
    ledger = await store.allowance("spotify:host").ledger(A_SYNC.payer, 0, 10**6)
    assert sum(hour.calls for hour in ledger.spent.hours) == 2


async def test_calls_that_were_given_back_are_there_for_whoever_was_refused(
    store: Database, clock: FakeClock
) -> None:
    quota = Quota(store.allowance("spotify:host"), clock, 2)
    _, last = [await quota.take(A_SYNC, 9) for _ in range(2)]
    for use in (A_SYNC, ANOTHER):
        with pytest.raises(RateLimited):
            await quota.take(use, 1)
        with pytest.raises(RateLimited):
            await quota.check(use)
    await quota.give_back(A_SYNC, last)
    for use in (A_SYNC, ANOTHER):
        await quota.check(use)
    assert (await quota.take(ANOTHER, 1)).calls == 1
