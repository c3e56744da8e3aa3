"""What the room reads in the thread of a vote while it goes on: one line a change, in order."""

import pytest

from bot.domain.errors import ChannelGone, ThreadsForbidden
from bot.domain.model import Cause, RoundId
from bot.domain.news import NewsKind
from bot.services.ports.thread_lines import NewsLine
from tests.services.conftest import House
from tests.services.rounds.timed import DAY, HOUR, away, passes, round_of, scheduled, settings


def lines(house: House) -> list[tuple[NewsKind, str]]:
    """Return what was said in threads, with the reason."""
    return [(one.news.kind, one.news.reason) for one in house.announcer.of_type(NewsLine)]


async def everything_by_hand(house: House, round_id: RoundId) -> list[tuple[NewsKind, str]]:
    """Change a vote in every way by hand; return what is to be said about it."""
    services, boss, room = house.services, house.boss, house.room
    episode = (await services.rounds.view(round_id)).episode
    first, second = await house.songs(round_id, 1, 2)
    await services.rulings.veto(boss, room, round_id, first, reason="denied")
    await services.rulings.veto(boss, room, round_id, first, reason="cleared", undo=True)
    await services.rulings.pin(boss, room, round_id, second)
    await services.rulings.pin(boss, room, round_id, second, undo=True)
    await services.control.extend(boss, room, episode, closes="in 30 hours")
    await services.control.pause(boss, room, episode)
    await services.control.extend(boss, room, episode, closes="in 20 hours")
    await services.control.resume(boss, room, episode)
    await house.close(episode)
    return [
        (NewsKind.VETOED, "denied"),
        (NewsKind.UNVETOED, "cleared"),
        (NewsKind.PINNED, ""),
        (NewsKind.UNPINNED, ""),
        (NewsKind.MOVED, ""),
        (NewsKind.PAUSED, ""),
        (NewsKind.MOVED_WHILE_PAUSED, ""),
        (NewsKind.RESUMED, ""),
        (NewsKind.STOPPED, ""),
    ]


async def test_each_change_is_one_line_in_order_and_mentions_nobody(house: House) -> None:
    _, round_id = await house.opened(songs=6)
    await house.work_off()
    expected = await everything_by_hand(house, round_id)
    await house.work_off()
    assert lines(house) == expected
    await house.work_off()
    assert lines(house) == expected


async def test_what_changes_while_the_ballot_is_being_posted_is_said_in_its_thread(
    house: House,
) -> None:
    _, round_id = await house.opened(songs=6)
    expected = await everything_by_hand(house, round_id)  # before anything was posted
    await house.work_off()
    assert lines(house) == expected


async def test_a_line_says_what_was_so_then(house: House) -> None:
    round_id = await scheduled(house)
    episode = (await house.services.rounds.view(round_id)).episode
    control = house.services.control
    moved = await control.extend(house.boss, house.room, episode, closes="in 30 hours")
    await control.pause(house.boss, house.room, episode)
    await control.extend(house.boss, house.room, episode, closes="in 20 hours")
    await house.work_off()
    said = [one.news.seconds for one in house.announcer.of_type(NewsLine)]
    assert said == [moved.round.closes_at, 30 * HOUR, 20 * HOUR]


async def test_a_cancelled_vote_says_so_and_one_that_never_opened_nothing(house: House) -> None:
    episode, _ = await house.opened()
    await house.work_off()
    await house.cancel(episode)
    await house.services.rounds.schedule(
        house.boss, house.room, episode, opens="in 2 hours", closes="in 9 hours", seats=2
    )
    await house.services.control.extend(house.boss, house.room, episode, closes="in 8 hours")
    await house.cancel(episode)
    await house.work_off()
    assert lines(house) == [(NewsKind.CANCELLED, "")]


async def test_a_close_that_moves_by_itself_is_said_too(house: House) -> None:
    await settings(house, quorum=50)
    round_id = await scheduled(house, "in 4 hours")
    await passes(house, 4 * HOUR)
    assert (await round_of(house, round_id)).cause is Cause.QUORUM
    await house.vote(round_id, 101, 2)
    await away(house, DAY)
    await house.services.due_rounds.heartbeat()
    await house.work_off()
    assert [kind for kind, _ in lines(house)] == [
        NewsKind.MOVED_FOR_QUORUM,
        NewsKind.MOVED_FOR_GRACE,
    ]


@pytest.mark.parametrize("trouble", [None, ThreadsForbidden("full")])
async def test_without_a_thread_the_ballot_shows_it_and_nothing_waits(
    house: House, trouble: Exception | None
) -> None:
    house.announcer.thread_trouble = [trouble] if trouble else []
    episode, _ = await house.opened()
    await house.work_off()
    house.announcer.threads.clear()
    house.announcer.said.clear()
    view = await house.services.control.pause(house.boss, house.room, episode)
    await house.work_off()
    assert house.announcer.said == [("edit BallotMessage", view.round.id)]
    status = await house.services.rooms.status(house.room)
    assert (status.waiting, status.given_up) == ((), ())
    assert not status.room.channel_trouble


async def test_the_thread_outlives_the_message_it_was_opened_on(house: House) -> None:
    episode, round_id = await house.opened()
    await house.work_off()
    before = (await round_of(house, round_id)).message_id
    assert before is not None
    house.announcer.deleted.add(before)
    await house.services.control.pause(house.boss, house.room, episode)
    await house.work_off()
    assert (await round_of(house, round_id)).message_id != before
    assert await house.store.read.threads.of_round(round_id) == before
    assert lines(house) == [(NewsKind.PAUSED, "")]


async def test_a_pause_for_a_lost_channel_says_nothing_where_nobody_reads(house: House) -> None:
    _, round_id = await house.opened()
    await house.work_off()
    house.announcer.trouble = [ChannelGone(10, "deleted")]
    first, _ = await house.songs(round_id, 1, 2)
    await house.services.rulings.pin(house.boss, house.room, round_id, first)
    await house.work_off()
    assert (await round_of(house, round_id)).cause is Cause.CHANNEL
    # The pin does not wait for the edit that failed; the pause adds nothing.
    assert lines(house) == [(NewsKind.PINNED, "")]
