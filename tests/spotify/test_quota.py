"""Who may not call Spotify is remembered for as long as that is so."""

import pytest

from bot.domain.allowance import Payer, Use
from bot.domain.errors import RateLimited
from bot.spotify.quota import Quota
from storage.database import Database
from tests.fakes import FakeClock

A_SYNC, ANOTHER = Use(Payer(1)), Use(Payer(2))


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
