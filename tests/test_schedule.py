"""When to look: APScheduler on real time, what is due on the bot's clock."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest

from bot.schedule import HORIZON, SWEEP_EVERY, Schedule
from tests.fakes import FakeClock


class Looked:
    """Remembers what was looked at, and lets a test wait for it."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.at: list[tuple[str, float]] = []
        self.sweeps: list[float] = []
        self.fail = 0
        self._news = asyncio.Condition()

    async def look(self, key: str) -> None:
        async with self._news:
            self.at.append((key, self._clock.now()))
            self._news.notify_all()
        if self.fail:
            self.fail -= 1
            raise RuntimeError(key)

    async def sweep(self) -> None:
        self.sweeps.append(self._clock.now())

    async def beat(self) -> None:
        """Leave no sign of life: these tests are about looks."""

    async def until(self, count: int) -> list[tuple[str, float]]:
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: len(self.at) >= count)
        return self.at


@pytest.fixture
def looked(clock: FakeClock) -> Looked:
    return Looked(clock)


@pytest.fixture
async def schedule(clock: FakeClock, looked: Looked) -> AsyncIterator[Schedule]:
    schedule = Schedule(clock)
    yield schedule
    schedule.stop()


async def test_overdue_things_are_looked_at_once_at_the_start(
    schedule: Schedule, looked: Looked, clock: FakeClock
) -> None:
    schedule.at("round:1", clock.now() - 10_000)
    await schedule.start(looked.look, looked.sweep, looked.beat)
    assert await looked.until(1) == [("round:1", clock.now())]
    assert looked.sweeps == [clock.now()]
    assert schedule.next_due() == clock.now() + SWEEP_EVERY


async def test_a_jump_of_the_clock_finds_everything_that_fell_due(
    schedule: Schedule, looked: Looked, clock: FakeClock
) -> None:
    await schedule.start(looked.look, looked.sweep, looked.beat)
    for hours in (1, 2, 5):
        schedule.at(f"round:{hours}", clock.now() + hours * 3600)
    clock.move(3 * 3600)
    schedule.clock_moved()
    assert {key for key, _ in await looked.until(2)} == {"round:1", "round:2"}


async def test_what_is_looked_at_too_early_waits_for_its_time(
    schedule: Schedule, looked: Looked, clock: FakeClock
) -> None:
    await schedule.start(looked.look, looked.sweep, looked.beat)
    due = clock.now() + 100
    schedule.at("round:1", due)
    clock.move(100)
    schedule.clock_moved()
    clock.move(-50)  # set back, after the look was planned and before it came
    schedule.at("round:2", clock.now())
    assert await looked.until(1) == [("round:2", due - 50)]
    clock.move(50)
    schedule.clock_moved()
    assert await looked.until(2) == [("round:2", due - 50), ("round:1", due)]


async def test_a_look_that_failed_comes_again(
    schedule: Schedule, looked: Looked, clock: FakeClock
) -> None:
    looked.fail = 3
    await schedule.start(looked.look, looked.sweep, looked.beat)
    schedule.at("round:1", clock.now())
    for times, pause in enumerate((1, 2, 4), 1):
        await looked.until(times)
        await schedule.idle()
        assert schedule.next_due() == clock.now() + pause
        clock.move(pause)
        schedule.clock_moved()
    assert len(await looked.until(4)) == 4


async def test_what_is_far_away_is_left_to_the_sweep(schedule: Schedule, clock: FakeClock) -> None:
    schedule.at("round:1", clock.now() + HORIZON + 1)
    assert schedule.next_due() is None
    schedule.at("round:1", clock.now() + HORIZON)
    assert schedule.next_due() == clock.now() + HORIZON


async def test_the_earliest_of_several_times_stands(
    schedule: Schedule, looked: Looked, clock: FakeClock
) -> None:
    await schedule.start(looked.look, looked.sweep, looked.beat)
    begun = clock.now()
    for wait in (200, 100, 300):
        schedule.at("rounds", begun + wait)
    assert schedule.next_due() == begun + 100
    clock.move(150)
    schedule.clock_moved()
    assert await looked.until(1) == [("rounds", begun + 150)]


ANYWHERE = """
import asyncio, time
from bot.schedule import Schedule

class Now:
    def now(self):
        return time.time()

async def main():
    looked = asyncio.Event()
    async def look(key):
        print("looked at", key)
        looked.set()
    async def nothing():
        pass
    schedule = Schedule(Now())
    await schedule.start(look, nothing, nothing)
    schedule.at("a round", time.time())
    await looked.wait()
    schedule.stop()

asyncio.run(main())
"""


@pytest.mark.parametrize("zone", ["America/New York", "UTC+3", "EST5EDT,M3.2.0,M11.1.0", ":/none"])
def test_it_looks_whatever_the_machine_takes_for_its_time_zone(zone: str) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ANYWHERE],
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("looked at a round\n", "")


async def test_a_look_that_falls_due_as_the_bot_stops_is_no_error(
    schedule: Schedule, looked: Looked, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    """What is due is still due at the next start."""
    await schedule.start(looked.look, looked.sweep, looked.beat)
    await schedule.idle()
    schedule.at("rounds", clock.now())
    schedule.stop()
    for _ in range(9):
        await asyncio.sleep(0)
    assert looked.at == []
    assert "rounds" in schedule.due
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
