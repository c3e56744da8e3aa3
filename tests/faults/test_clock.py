"""Clocks that are set back and forward, machines that sleep, and the hours that summer moves."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Self
from zoneinfo import ZoneInfo

import pytest
from apscheduler.schedulers import base as scheduling

from bot import schedule as schedules
from bot.domain.model import Cause, ChannelId, GuildId, Round, RoundId, RoundState
from bot.schedule import Schedule
from tests.fakes import FakeClock
from tests.services.conftest import House

HOUR = 3600
DAY = 24 * HOUR
GONE = (RoundState.CLOSED, RoundState.CASTING)


async def scheduled(house: House, closes: str = "in 4 hours") -> RoundId:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes=closes, seats=2
    )
    for who in (101, 102):
        await house.vote(view.round.id, who, 3)
    await house.outbox.idle()
    house.announcer.said.clear()
    await house.services.due_rounds.sign_of_life()
    return view.round.id


async def round_of(house: House, round_id: RoundId) -> Round:
    return (await house.services.rounds.view(round_id)).round


async def lives(house: House, seconds: int, every: int = 60) -> None:
    """Let time pass with signs of life, and with looks, as they come in a process that runs."""
    for _ in range(seconds // every):
        house.clock.move(every)
        await house.services.due_rounds.sign_of_life()
        await house.services.due_rounds.look()
        await house.work_off()


def ends(house: House) -> int:
    """Return how often an end was told: with results, or with the question who breaks a tie."""
    told = ("post ResultsMessage", "post TieMessage")
    return sum(what in told for what, _ in house.announcer.said)


# The bot's clock.


@pytest.mark.parametrize("back", [600, 2 * HOUR, 2 * DAY])
async def test_set_back_a_round_ends_once_when_the_clock_says_so(house: House, back: int) -> None:
    round_id = await scheduled(house)
    closes_at = (await round_of(house, round_id)).closes_at
    house.clock.move(-back)
    await house.services.due_rounds.sign_of_life()
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).closes_at == closes_at
    await house.vote(round_id, 104, 3)
    await lives(house, back + 4 * HOUR - 600, every=600)
    assert (await round_of(house, round_id)).state is RoundState.OPEN
    await lives(house, 600)
    assert (await round_of(house, round_id)).state in GONE
    await lives(house, HOUR)
    assert ends(house) == 1


async def test_set_back_after_the_end_nothing_ends_again(house: House) -> None:
    round_id = await scheduled(house)
    await lives(house, 4 * HOUR)
    assert ends(house) == 1
    house.clock.move(-2 * DAY)
    await lives(house, HOUR)
    ended = await round_of(house, round_id)
    assert ended.state in GONE
    assert ends(house) == 1


@pytest.mark.parametrize("ahead", [3 * HOUR, 5 * HOUR, 3 * DAY])
async def test_set_forward_over_a_close_writers_get_their_grace(house: House, ahead: int) -> None:
    round_id = await scheduled(house)
    closes_at = (await round_of(house, round_id)).closes_at
    house.clock.move(ahead)
    await house.services.due_rounds.look()
    moved = await round_of(house, round_id)
    assert moved.state is RoundState.OPEN
    over = house.clock.now() > closes_at
    grace = house.clock.now() + house.room.settings.grace
    assert moved.closes_at == (grace if over else closes_at)
    await house.vote(round_id, 104, 3)
    await lives(house, house.room.settings.grace + HOUR)
    assert (await round_of(house, round_id)).state in GONE
    assert ends(house) == 1


@pytest.mark.parametrize("ahead", [5 * HOUR, 30 * HOUR])
async def test_set_forward_by_mistake_and_back_again_it_ends_once(house: House, ahead: int) -> None:
    round_id = await scheduled(house)
    for jump in (ahead, -ahead):
        house.clock.move(jump)
        await house.services.due_rounds.sign_of_life()
        await house.services.due_rounds.look()
        assert (await round_of(house, round_id)).state is RoundState.OPEN
        await house.vote(round_id, 104, 3)
    await lives(house, ahead + HOUR, every=100)
    assert (await round_of(house, round_id)).state in GONE
    assert ends(house) == 1


@pytest.mark.parametrize("first", ["look", "here", "step"])
async def test_a_machine_that_slept_over_a_close_gives_grace_whatever_comes_first(
    house: House, first: str
) -> None:
    round_id = await scheduled(house)
    house.clock.move(9 * HOUR)
    due_rounds = house.services.due_rounds
    match first:
        case "look":
            await due_rounds.look()
        case "here":
            await due_rounds.sign_of_life()
        case _:
            await due_rounds.step(round_id)
    graced = await round_of(house, round_id)
    assert (graced.state, graced.cause) == (RoundState.OPEN, Cause.GRACE)
    assert graced.closes_at == house.clock.now() + house.room.settings.grace
    await house.vote(round_id, 104, 3)
    await lives(house, house.room.settings.grace)
    assert (await round_of(house, round_id)).state in GONE
    assert ends(house) == 1


# The machine's clock, on which jobs wait.


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


# Summer time.

SHIFTS = [
    # A zone; noon there on the day before; the words of a close after it; the hours that pass.
    ("America/New_York", "2027-03-13 12:00", "March 14 18:00", 29),
    ("America/New_York", "2027-11-06 12:00", "November 7 18:00", 31),
    ("Europe/London", "2027-03-27 12:00", "March 28 18:00", 29),
    ("Europe/London", "2027-10-30 12:00", "October 31 18:00", 31),
    ("Australia/Lord_Howe", "2027-10-02 12:00", "October 3 18:00", 29.5),
    ("Australia/Lord_Howe", "2027-04-03 12:00", "April 4 18:00", 30.5),
]
shifts = pytest.mark.parametrize(("zone", "noon", "closes", "hours"), SHIFTS)


def at_noon(house: House, zone: str, noon: str) -> float:
    there = datetime.fromisoformat(noon).replace(tzinfo=ZoneInfo(zone))
    house.clock.move(there.timestamp() - house.clock.now())
    return house.clock.now()


async def zoned(house: House, zone: str) -> None:
    house.room = await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(10), title="Soundtrack", timezone=zone
    )


async def closes_at(house: House, round_id: RoundId, instant: float) -> None:
    """See that a round closes at an instant, and not a second before."""
    house.clock.move(instant - 1 - house.clock.now())
    await house.services.due_rounds.clock_set()
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is RoundState.OPEN
    house.clock.move(1)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state in GONE


@shifts
async def test_a_round_closes_at_the_wall_time_that_was_said(
    house: House, zone: str, noon: str, closes: str, hours: float
) -> None:
    await zoned(house, zone)
    began = at_noon(house, zone, noon)
    round_id = await scheduled(house, closes)
    round_ = await round_of(house, round_id)
    assert round_.closes_at == began + hours * HOUR
    assert round_.closes_wall.endswith("18:00")
    await closes_at(house, round_id, began + hours * HOUR)


@shifts
async def test_so_does_one_that_is_extended_over_the_shift(
    house: House, zone: str, noon: str, closes: str, hours: float
) -> None:
    await zoned(house, zone)
    began = at_noon(house, zone, noon)
    round_id = await scheduled(house)
    episode = (await house.services.rounds.view(round_id)).episode
    await house.services.control.extend(house.boss, house.room, episode, closes=closes)
    assert (await round_of(house, round_id)).closes_wall.endswith("18:00")
    await closes_at(house, round_id, began + hours * HOUR)


@shifts
async def test_a_plan_over_the_shift_keeps_to_its_times(
    house: House, zone: str, noon: str, closes: str, hours: float
) -> None:
    await zoned(house, zone)
    began = at_noon(house, zone, noon)
    episode, _ = await house.shortlisted(6)
    first = await house.services.rounds.plan(
        house.boss, house.room, episode, cuts="6, 4, 2", closes=f"in 12 hours, {closes}"
    )
    [second] = first.later
    for who in range(4):
        await house.vote(first.round.id, 200 + who, *range(1 + who, 5))
    await closes_at(house, first.round.id, began + 12 * HOUR)
    opened = await round_of(house, second.id)
    assert opened.state is RoundState.OPEN
    assert opened.closes_wall.endswith("18:00")
    await closes_at(house, second.id, began + hours * HOUR)


@pytest.mark.parametrize(("noon", "at"), [("2027-03-13 12:00", 15), ("2027-11-06 12:00", 13)])
async def test_a_day_more_for_want_of_votes_is_a_day_of_hours(
    house: House, noon: str, at: int
) -> None:
    """What is added is time to vote in: 24 hours, whatever the clocks on the wall do."""
    began = at_noon(house, "America/Los_Angeles", noon)
    view = await house.services.rooms.change_settings(
        house.boss, house.room, lambda settings: replace(settings, quorum=100)
    )
    house.room = view.room
    round_id = await scheduled(house, "in 2 hours")
    await lives(house, 2 * HOUR, every=100)
    round_ = await round_of(house, round_id)
    assert (round_.cause, round_.closes_at) == (Cause.QUORUM, began + 26 * HOUR)
    assert round_.closes_wall.endswith(f"{at}:00")
