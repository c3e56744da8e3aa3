"""The machine's clock, on which jobs wait, is set back, or sleeps."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Self

import pytest
from apscheduler.schedulers import base as scheduling

from bot import schedule as schedules
from bot.schedule import Schedule
from tests.fakes import FakeClock
from tests.faults.timed import DAY, HOUR


class Skewed(datetime):
    """The machine's clock, as far ahead as it is told."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + cls.ahead


class Woken:
    """What a schedule does, and a way to wait for it."""

    def __init__(self) -> None:
        self.counts = {"look": 0, "sweep": 0, "beat": 0}
        self._news = asyncio.Condition()

    async def look(self, _key: str) -> None:
        await self._note("look")

    async def sweep(self) -> None:
        await self._note("sweep")

    async def beat(self) -> None:
        await self._note("beat")

    async def until(self, what: str, more: int) -> None:
        until = self.counts[what] + more
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: self.counts[what] >= until)

    async def _note(self, what: str) -> None:
        async with self._news:
            self.counts[what] += 1
            self._news.notify_all()


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> Callable[[float], None]:
    """Move the machine's clock and the bot's, while the time that passes goes on as it does."""
    monkeypatch.setattr(Skewed, "ahead", timedelta())
    monkeypatch.setattr(schedules, "datetime", Skewed)
    monkeypatch.setattr(scheduling, "datetime", Skewed)

    def moved(seconds: float) -> None:
        monkeypatch.setattr(Skewed, "ahead", Skewed.ahead + timedelta(seconds=seconds))
        clock.move(seconds)

    return moved


@pytest.fixture
async def woken(jump: Callable[[float], None]) -> Woken:
    return Woken()


async def started(clock: FakeClock, woken: Woken) -> Schedule:
    schedule = Schedule(clock, heartbeat_every=0.01)
    await schedule.start(woken.look, woken.sweep, woken.beat)
    return schedule


async def test_signs_of_life_go_on_when_the_clock_is_set_back(
    clock: FakeClock, woken: Woken, jump: Callable[[float], None]
) -> None:
    schedule = await started(clock, woken)
    await woken.until("beat", 2)
    sweeps = woken.counts["sweep"]
    jump(-2 * DAY)
    await woken.until("beat", 3)
    if woken.counts["sweep"] == sweeps:
        await woken.until("sweep", 1)
    schedule.at("rounds", clock.now())
    await woken.until("look", 1)
    schedule.stop()
    await schedule.idle()


@pytest.mark.parametrize("slept", [5 * HOUR, 3 * DAY])
async def test_a_machine_that_wakes_looks_at_once_at_what_fell_due(
    clock: FakeClock, woken: Woken, jump: Callable[[float], None], slept: float
) -> None:
    """Timers stand while it sleeps: they know nothing of the hours that have passed."""
    schedule = await started(clock, woken)
    schedule.at("rounds", clock.now() + 3 * HOUR)
    await woken.until("beat", 2)
    assert woken.counts["look"] == 0
    jump(slept)
    await woken.until("look", 1)
    schedule.stop()
    await schedule.idle()
    assert woken.counts["look"] == 1
