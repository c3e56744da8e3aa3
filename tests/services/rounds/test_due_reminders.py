"""Who has not voted is reminded, once for each reminder."""

import asyncio

import pytest

from bot.domain import timing
from bot.domain.ballots import Abstain
from bot.domain.errors import DiscordBusy, DiscordRefused, DiscordUnavailable
from bot.services.ports.repositories.outbox import EffectKind
from tests.services.conftest import House
from tests.services.rounds.timed import DAY, HOUR, passes, said, scheduled, settings


async def test_who_has_not_voted_is_reminded_a_day_and_two_hours_before(house: House) -> None:
    await settings(house, reminders=(DAY, 2 * HOUR))
    round_id = await scheduled(house)
    await house.vote(round_id, 101, 2)
    await house.change(round_id, 102, Abstain())
    await passes(house, DAY - 1)
    assert said(house) == []
    await passes(house, 1)
    assert sorted(said(house)) == ["tell VoteReminder to 103", "tell VoteReminder to 104"]
    await passes(house, HOUR)
    assert said(house) == []
    await house.vote(round_id, 103, 2)
    await passes(house, DAY - 3 * HOUR)
    assert said(house) == ["tell VoteReminder to 104"]
    await passes(house, HOUR)
    assert said(house) == []


async def test_many_looks_remind_once(house: House) -> None:
    await settings(house, reminders=(DAY,))
    await scheduled(house)
    house.clock.move(DAY)
    await house.services.due_rounds.reset_heartbeat()
    await asyncio.gather(*(house.services.due_rounds.look() for _ in range(6)))
    await house.outbox.idle()
    reminders = sorted(what for what in said(house) if what.startswith("tell"))
    assert reminders == [f"tell VoteReminder to {100 + n}" for n in range(1, 5)]


async def test_a_reminder_whose_answer_was_lost_is_not_sent_again(house: House) -> None:
    await settings(house, reminders=(DAY,))
    await scheduled(house)
    house.announcer.trouble = [DiscordUnavailable("send")] * 4
    await passes(house, DAY)
    for _ in range(3):
        await passes(house, 600)
    assert said(house) == []
    status = await house.services.rooms.status(house.room)
    assert not status.waiting
    assert [(one.what, one.error, one.number) for one in status.given_up] == [
        (EffectKind.REMIND, "Lapsed unsure", 4)
    ]


@pytest.mark.parametrize("fault", [DiscordBusy("send"), DiscordRefused("send", 400, 200000, "")])
async def test_a_reminder_that_certainly_did_not_arrive_is_sent_later(
    house: House, fault: Exception
) -> None:
    await settings(house, reminders=(DAY,))
    await scheduled(house)
    house.announcer.trouble = [fault] * 4
    await passes(house, DAY)
    await passes(house, 60)
    assert sorted(said(house)) == [f"tell VoteReminder to {100 + n}" for n in range(1, 5)]


@pytest.mark.parametrize(("late", "reminded"), [(timing.REMINDER_LATE, 4), (HOUR, 0)])
async def test_a_reminder_that_is_too_late_is_dropped(
    house: House, late: int, reminded: int
) -> None:
    await settings(house, reminders=(DAY,))
    await scheduled(house)
    await passes(house, DAY + late)
    assert len(said(house)) == reminded
    await passes(house, 60)
    assert said(house) == []
    given_up = (await house.services.rooms.status(house.room)).given_up
    assert [(one.what, one.error) for one in given_up] == [
        (EffectKind.PREPARE_REMINDERS, "Lapsed late")
    ] * (not reminded)


async def test_a_vote_that_is_moved_reminds_before_its_new_end(house: House) -> None:
    await settings(house, reminders=(2 * HOUR,))
    round_id = await scheduled(house, "in 10 hours")
    episode = (await house.services.rounds.view(round_id)).episode
    await house.services.control.extend(house.boss, house.room, episode, closes="in 20 hours")
    await passes(house, 8 * HOUR)
    assert said(house) == ["edit BallotMessage", "say NewsLine"]
    await passes(house, 10 * HOUR)
    assert len(said(house)) == 4


async def test_the_same_reminder_never_comes_twice_however_the_close_moves(house: House) -> None:
    await settings(house, reminders=(DAY, 2 * HOUR))
    round_id = await scheduled(house)
    await passes(house, DAY)
    assert len(said(house)) == 4
    episode = (await house.services.rounds.view(round_id)).episode
    await house.services.control.extend(house.boss, house.room, episode, closes="in 26 hours")
    await passes(house, 2 * HOUR + 1)
    assert said(house) == ["edit BallotMessage", "say NewsLine"]
    await passes(house, 22 * HOUR)
    assert len(said(house)) == 4, "the one of two hours before was not there yet"
