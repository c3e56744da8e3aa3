"""The ballot message: many votes make one edit, and the last vote is always shown."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import ChannelGone, DiscordUnavailable, RoomError, StorageError
from bot.domain.model import MessageId, RoundId, RoundState
from bot.services.ports.announcements import Announcement, BallotMessage
from bot.services.rounds import ballot_messages
from bot.services.rounds.ballot_messages import EDIT_EVERY, EDIT_OLD_EVERY, OLD_AFTER
from tests.services.conftest import House

EDIT = "edit BallotMessage"
_DISCORD_EPOCH = 1_420_070_400


def message_of_age(house: House, seconds: float) -> MessageId:
    """Return the id of a message that was posted some seconds ago."""
    return MessageId(int((house.clock.now() - seconds - _DISCORD_EPOCH) * 1000) << 22)


async def opened(house: House, age: float = 60) -> RoundId:
    """Return an open round with a ballot message of some age, and nothing said since."""
    _, round_id = await house.opened()
    await house.outbox.idle()
    round_ = (await house.services.rounds.view(round_id)).round
    await house.services.rounds.set_ballot_message(round_, message_of_age(house, age))
    house.announcer.said.clear()
    house.announcer.notices.clear()
    return round_id


async def passes(house: House, seconds: float) -> None:
    house.timer.move(seconds)
    await house.services.ballot_messages.idle()


def edits(house: House) -> int:
    return [what for what, _ in house.announcer.said].count(EDIT)


def shown(house: House) -> int:
    """Return how many have voted by the message as it is now."""
    return house.announcer.of_type(BallotMessage)[-1].view.turnout.voted


@pytest.mark.parametrize(
    ("age", "interval"), [(60, EDIT_EVERY), (OLD_AFTER + 60, EDIT_OLD_EVERY)], ids=["new", "old"]
)
async def test_the_first_vote_is_shown_at_once_and_more_after_the_interval(
    house: House, age: float, interval: float
) -> None:
    round_id = await opened(house, age)
    await house.vote(round_id, 1, 1)
    await passes(house, 0)
    assert (edits(house), shown(house)) == (1, 1)
    for who in range(2, 30):
        await house.vote(round_id, who, 1)
    await passes(house, interval - 0.01)
    assert edits(house) == 1
    await passes(house, 0.02)
    assert (edits(house), shown(house)) == (2, 29)
    await passes(house, 100)
    assert edits(house) == 2


async def test_a_round_that_is_not_there_holds_nobody_up(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    round_id, messages = await opened(house), house.services.ballot_messages
    with caplog.at_level(logging.ERROR):
        messages.edit_soon(RoundId(1))
        messages.edit_soon(round_id)
        await passes(house, 0)
    assert house.announcer.said == [(EDIT, round_id)]
    assert "NotFound" in caplog.text


async def votes_during_an_edit(
    house: House, round_id: RoundId, monkeypatch: pytest.MonkeyPatch
) -> asyncio.Event:
    """Have somebody vote while the edit for another vote is being made; return what ends it."""
    edit, begun, goes_on = house.announcer.edit, asyncio.Event(), asyncio.Event()

    async def slow(announcement: Announcement) -> MessageId | None:
        begun.set()
        await goes_on.wait()
        return await edit(announcement)

    monkeypatch.setattr(house.announcer, "edit", slow)
    await house.vote(round_id, 1, 1)
    house.timer.move(0)
    await begun.wait()
    await house.vote(round_id, 2, 1)
    return goes_on


async def test_a_vote_during_an_edit_is_shown_by_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = await opened(house)
    goes_on = await votes_during_an_edit(house, round_id, monkeypatch)
    goes_on.set()
    await passes(house, EDIT_EVERY)
    await passes(house, EDIT_EVERY)
    assert (edits(house), shown(house)) == (2, 2)


@pytest.mark.parametrize(
    "trouble", [DiscordUnavailable("edit"), StorageError("database is locked")]
)
async def test_an_edit_that_failed_is_made_up_for_without_another_vote(
    house: House, caplog: pytest.LogCaptureFixture, trouble: RoomError
) -> None:
    round_id = await opened(house)
    house.announcer.trouble = [trouble, trouble]
    await house.vote(round_id, 1, 1)
    await passes(house, 0)
    assert "could not be shown" in caplog.text
    await passes(house, EDIT_EVERY)
    assert edits(house) == 0
    await passes(house, EDIT_EVERY)
    assert edits(house) == 0, "each wait is longer than the last"
    await passes(house, 2.0)
    assert (edits(house), shown(house)) == (1, 1)


async def test_one_that_failed_for_another_reason_is_made_up_for_by_the_next_vote(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    round_id = await opened(house)
    house.announcer.trouble = [RuntimeError("a bug")]
    await house.vote(round_id, 1, 1)
    await passes(house, 0)
    assert "could not be shown" in caplog.text
    await passes(house, EDIT_EVERY)
    assert edits(house) == 0
    await house.vote(round_id, 2, 1)
    await passes(house, EDIT_EVERY)
    assert (edits(house), shown(house)) == (1, 2)


async def test_a_channel_that_is_lost_pauses_the_round(house: House) -> None:
    round_id = await opened(house)
    house.announcer.trouble = [ChannelGone(10, "forbidden")]
    await house.vote(round_id, 1, 1)
    await passes(house, 0)
    assert (await house.services.rounds.view(round_id)).round.state is RoundState.PAUSED


async def test_one_that_was_deleted_is_posted_again_while_the_vote_goes_on(house: House) -> None:
    round_id = await opened(house)
    before = (await house.services.rounds.view(round_id)).round.message_id
    assert before is not None
    house.announcer.deleted.add(before)
    await house.vote(round_id, 1, 1)
    await passes(house, 0)
    assert house.announcer.said == [("post BallotMessage", round_id)]
    assert (house.announcer.deliveries[-1].id, house.announcer.posted[-1].message_id) == (
        before,
        before,
    )
    view = await house.services.rounds.view(round_id)
    assert view.round.message_id not in (None, before)


async def test_one_that_was_deleted_stays_away_once_the_vote_is_over(house: House) -> None:
    round_id = await opened(house)
    view = await house.services.rounds.view(round_id)
    assert view.round.message_id is not None
    house.announcer.deleted.add(view.round.message_id)
    await house.cancel(view.episode)
    await house.work_off()
    assert ("post BallotMessage", round_id) not in house.announcer.said


async def closed_by_hand(house: House, round_id: RoundId) -> None:
    view = await house.services.rounds.view(round_id)
    await house.close(view.episode)
    await house.work_off()


async def stopped(house: House, round_id: RoundId) -> None:
    await house.services.ballot_messages.close()


@pytest.mark.parametrize("end", [closed_by_hand, stopped])
async def test_no_vote_is_left_unshown_at_the_end(
    house: House, end: Callable[[House, RoundId], Awaitable[None]]
) -> None:
    round_id = await opened(house)
    await house.vote(round_id, 1, 1)
    await passes(house, 0)
    await house.vote(round_id, 2, 1)
    assert (edits(house), shown(house)) == (1, 1)
    await end(house, round_id)
    assert shown(house) == 2
    there = edits(house)
    assert there == (2 if end is stopped else 3), "a vote that is being closed says so"
    await passes(house, 100)
    assert edits(house) == there


async def test_closing_waits_for_an_edit_under_way_and_makes_the_one_behind_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = await opened(house)
    goes_on = await votes_during_an_edit(house, round_id, monkeypatch)
    closing = asyncio.create_task(house.services.ballot_messages.close())
    await asyncio.sleep(0)
    goes_on.set()
    await closing
    assert (edits(house), shown(house)) == (2, 2)


async def test_closing_does_not_wait_for_ever(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def never(announcement: Announcement) -> MessageId | None:
        await asyncio.Event().wait()
        return announcement.message_id

    round_id = await opened(house)
    monkeypatch.setattr(house.announcer, "edit", never)
    monkeypatch.setattr(ballot_messages, "CLOSE_WITHIN", 0.01)
    await house.vote(round_id, 1, 1)
    await house.services.ballot_messages.close()
    assert "do not show the last votes" in caplog.text
