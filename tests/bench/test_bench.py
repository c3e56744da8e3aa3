"""The measurements run, and what they count is right; what they time is for `make bench`."""

from contextlib import AsyncExitStack
from pathlib import Path
from time import time

from tests.bench import burst, schedule, votes


async def test_the_ways_to_vote_can_be_compared(tmp_path: Path) -> None:
    tables = await votes._measure(tmp_path, 1, full=False, votes=2, crowd=4)
    assert [table.splitlines()[0] for table in tables] == [votes.ALONE, votes.CROWD]


async def test_each_vote_is_one_request_and_many_share_a_transaction(tmp_path: Path) -> None:
    async with AsyncExitStack() as opened:
        stage = await burst.Stage.set(opened, tmp_path / "votes.db")
        waits = await stage.burst(25)()
        counts = stage.counts(bursts=1, votes=25)
    assert len(waits) == 25
    assert counts.answers == 1
    assert 1 <= counts.transactions <= 5


async def test_rounds_that_wait_share_one_entry_of_the_schedule(tmp_path: Path) -> None:
    path = tmp_path / "waiting.db"
    async with schedule.waiting_bot(path) as app:
        in_an_hour = int(time()) + 3600
        assert set(schedule.let_wait(path, 30, in_an_hour, 10).values()) == {
            in_an_hour,
            in_an_hour + 1,
            in_an_hour + 2,
        }
        await app.begin()
        await app.idle()
        assert app.schedule.due["rounds"] == in_an_hour
        assert len(app.schedule.due) <= 3
