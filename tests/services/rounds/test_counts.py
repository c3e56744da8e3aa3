"""A close is counted once: what follows it remembers the count, and a restart counts again."""

from pathlib import Path

import pytest

from bot.domain.counting import Outcome
from bot.domain.cut import count_tally
from bot.domain.model import RoundId
from bot.services.rounds.counts import MAX_COUNTS, Count, RecentCounts
from storage.database import Database
from tests.fakes import FakeClock
from tests.services.conftest import House, housed


async def closed(house: House, *, veto: bool = False) -> RoundId:
    """Return a closed round with five ballots, of which the results are posted."""
    episode, round_id = await house.opened(songs=4, seats=1)
    for who in range(1, 6):
        await house.vote(round_id, who, 1)
    if veto:
        (first,) = await house.songs(round_id, 1)
        await house.services.rulings.veto(house.boss, house.room, round_id, first, reason="no")
    await house.close(episode)
    await house.work_off()
    return round_id


async def test_what_the_room_is_told_is_the_count_of_the_close(house: House) -> None:
    round_id = await closed(house)
    told = await house.services.results.announced(round_id)
    assert told == await house.services.results.results_of(round_id)
    await house.rows("UPDATE ballots SET choices = '2'")
    assert await house.services.results.announced(round_id) == told
    assert (await house.services.results.results_of(round_id)).altered


async def test_the_votes_alone_are_counted_once_too(house: House) -> None:
    round_id = await closed(house, veto=True)
    told = await house.services.results.announced(round_id)
    assert told == await house.services.results.results_of(round_id)
    assert told.alone is not None
    await house.rows("UPDATE ballots SET choices = '2'")
    assert await house.services.results.announced(round_id) == told


@pytest.mark.parametrize("veto", [False, True])
async def test_after_a_restart_the_round_is_counted_again(
    store: Database, clock: FakeClock, tmp_path: Path, veto: bool
) -> None:
    path = tmp_path / "needledrop.db"
    async with housed(store, clock, path) as house:
        round_id = await closed(house, veto=veto)
        told = await house.services.results.announced(round_id)
    async with housed(store, clock, path) as again:
        assert await again.services.results.announced(round_id) == told
        await again.rows("UPDATE ballots SET choices = '2'")
        assert await again.services.results.announced(round_id) == told
    async with housed(store, clock, path) as altered:
        assert (await altered.services.results.announced(round_id)).altered


async def test_the_oldest_counts_are_forgotten(house: House) -> None:
    round_id = await closed(house)
    round_ = (await house.services.rounds.view(round_id)).round
    outcome: Outcome = count_tally(round_, await house.store.read.rounds.tally(round_))
    counts, sha = RecentCounts(), round_.record_sha256
    counts.keep(round_id, sha, Count(outcome))
    for number in range(MAX_COUNTS - 1):
        counts.keep(RoundId(number), sha, Count(outcome))
    assert counts.of(round_) == Count(outcome)
    counts.keep(RoundId(MAX_COUNTS), sha, Count(outcome))
    assert counts.of(round_) is None
    counts.keep(round_id, "another record", Count(outcome))
    assert counts.of(round_) is None
