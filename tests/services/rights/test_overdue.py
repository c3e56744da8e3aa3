"""A date for an answer that passes is brought up once, to whoever clears the room's songs."""

import asyncio

import pytest

from bot.domain.errors import DirectMessagesClosed, DiscordBusy, DiscordUnavailable
from bot.domain.model import Person, Room, UserId
from bot.domain.rights import Holder, Side, Stage
from bot.services.ports.announcements import AnswersOverdue
from bot.services.ports.repositories.outbox import EffectKind
from bot.services.rights import HolderText, StepText
from tests.builders import person
from tests.services.conftest import House

SUPERVISOR = person(77)
HOUR, DAY = 3600, 86_400


async def supervised(house: House, by: Person = SUPERVISOR) -> Room:
    return await house.services.rooms.name_supervisor(house.boss, house.room, by.user_id)


async def asked(house: House, room: Room, count: int, within: int = DAY) -> list[Holder]:
    """Ask some holders of one song, who are to answer within so many seconds."""
    [proposal] = await house.proposed(await house.episode(), 1)
    rights, holders = house.services.rights, list[Holder]()
    for n in range(count):
        text = HolderText(f"Publisher {n}")
        view = await rights.add_holder(SUPERVISOR, room, proposal.song.id, Side.SONG, text)
        holders.append(await stepped(house, room, view.rights.holders[-1], Stage.ASKED, within))
    await house.outbox.idle()  # the song's card is not what a test's trouble is meant for
    return holders


async def stepped(
    house: House, room: Room, holder: Holder, stage: Stage, within: int | None = None
) -> Holder:
    """Take a step with a holder, who is to answer within so many seconds from now."""
    by = None if within is None else int(house.clock.now()) + within
    rights = house.services.rights
    await rights.advance(SUPERVISOR, room, holder.id, StepText(stage, answer_by=by), holder.step)
    return (await rights.holder(SUPERVISOR, room, holder.id))[1]


async def passes(house: House, seconds: int) -> list[tuple[UserId, list[str]]]:
    """Let time pass, and the schedule sweep; return who was told of whom."""
    await house.outbox.idle()
    house.announcer.told.clear()
    house.clock.move(seconds)
    await house.services.remind()
    await house.outbox.sweep()
    await house.outbox.idle()
    return [
        (to, [one.name for one in notice.holders])
        for to, notice in house.announcer.told
        if isinstance(notice, AnswersOverdue)
    ]


async def test_dates_that_passed_are_brought_up_in_one_message_and_never_again(
    house: House,
) -> None:
    room = await supervised(house)
    await asked(house, room, 2)
    assert await passes(house, DAY - 1) == []
    assert await passes(house, HOUR) == [(77, ["Publisher 0", "Publisher 1"])]
    assert await passes(house, 7 * DAY) == []


async def test_a_room_without_a_supervisor_has_the_showrunner_told(house: House) -> None:
    room = await supervised(house)
    await asked(house, room, 1)
    await house.services.rooms.name_supervisor(house.boss, room, None)
    assert await passes(house, 2 * DAY) == [(house.boss.user_id, ["Publisher 0"])]


async def test_so_is_the_showrunner_if_the_supervisor_has_left(house: House) -> None:
    room = await supervised(house)
    await asked(house, room, 1)
    house.discord.left = {SUPERVISOR.user_id}
    assert await passes(house, 2 * DAY) == [(house.boss.user_id, ["Publisher 0"])]


CLOSED = DirectMessagesClosed(SUPERVISOR.user_id)


def reached(house: House) -> list[UserId]:
    """Return who got a message about a date, as far as Discord took it."""
    words = "tell AnswersOverdue to "
    said = [what for what, _ in house.announcer.said if what.startswith(words)]
    return [UserId(int(what.removeprefix(words))) for what in said]


async def test_the_showrunner_is_told_instead_of_who_takes_no_messages(house: House) -> None:
    room = await supervised(house)
    await asked(house, room, 1)
    house.announcer.trouble = [CLOSED]
    await passes(house, 2 * DAY)
    assert reached(house) == [house.boss.user_id]
    told = [one for _, one in house.announcer.told if isinstance(one, AnswersOverdue)]
    assert [one.instead_of for one in told] == [None, SUPERVISOR.user_id]
    assert await passes(house, 7 * DAY) == []


async def test_a_message_nobody_takes_waits_for_whoever_takes_it_first(house: House) -> None:
    room = await supervised(house)
    await asked(house, room, 1)
    weeks = 12
    house.announcer.trouble = [CLOSED, DirectMessagesClosed(house.boss.user_id)] * weeks
    for _ in range(weeks):
        await passes(house, 7 * DAY)
        assert reached(house) == []
        status = await house.services.rooms.status(room)
        assert status.given_up == ()
        assert [(one.what, one.last_error) for one in status.waiting] == [
            (EffectKind.REMIND_OF_ANSWERS, "DirectMessagesClosed")
        ]
    await passes(house, 7 * DAY)
    assert reached(house) == [SUPERVISOR.user_id]


async def test_a_message_nobody_took_is_no_longer_due_once_they_answered(house: House) -> None:
    room = await supervised(house)
    [holder] = await asked(house, room, 1)
    house.announcer.trouble = [CLOSED, DirectMessagesClosed(house.boss.user_id)]
    await passes(house, 2 * DAY)
    assert reached(house) == []
    await stepped(house, room, holder, Stage.QUOTED)
    assert await passes(house, DAY) == []
    assert (await house.services.rooms.status(room)).waiting == ()


async def test_who_answered_in_time_is_not_brought_up(house: House) -> None:
    room = await supervised(house)
    first, second, third = await asked(house, room, 3)
    await stepped(house, room, first, Stage.QUOTED)
    await house.services.rights.delete_holder(SUPERVISOR, room, third.id)
    assert await passes(house, 2 * DAY) == [(77, [second.name])]


async def test_a_new_date_is_brought_up_too_and_an_old_one_not_again(house: House) -> None:
    room = await supervised(house)
    [holder] = await asked(house, room, 1)
    moved = await stepped(house, room, holder, Stage.ASKED, 3 * DAY)
    assert await passes(house, 2 * DAY) == []
    assert await passes(house, 2 * DAY) == [(77, ["Publisher 0"])]
    again = await stepped(house, room, moved, Stage.ASKED, -DAY)
    assert again.answer_by == moved.answer_by
    assert await passes(house, DAY) == []
    await stepped(house, room, again, Stage.ASKED, DAY)
    assert await passes(house, 2 * DAY) == [(77, ["Publisher 0"])]


async def test_a_step_taken_back_by_another_keeps_the_date(house: House) -> None:
    room = await supervised(house)
    [holder] = await asked(house, room, 1)
    by_mistake = await stepped(house, room, holder, Stage.CLEARED)
    await stepped(house, room, by_mistake, Stage.ASKED, DAY)
    assert await passes(house, 2 * DAY) == [(77, ["Publisher 0"])]


async def test_many_looks_bring_a_date_up_once(house: House) -> None:
    room = await supervised(house)
    await asked(house, room, 1)
    house.clock.move(2 * DAY)
    await asyncio.gather(*(house.services.overdue_answers.look() for _ in range(4)))
    await house.outbox.idle()
    assert len(house.announcer.told) == 1


async def test_a_date_that_passed_only_for_a_clock_that_was_ahead_is_brought_up_once_it_passes(
    house: House,
) -> None:
    room = await supervised(house)
    first, *_ = await asked(house, room, 3)
    soon = await stepped(house, room, first, Stage.ASKED, HOUR)
    house.announcer.trouble = [CLOSED, DirectMessagesClosed(house.boss.user_id)]
    await passes(house, 2 * DAY)
    assert await passes(house, 2 * HOUR - 2 * DAY) == [(77, [soon.name])]
    assert await passes(house, HOUR) == []
    assert await passes(house, DAY) == [(77, ["Publisher 1", "Publisher 2"])]
    assert await passes(house, DAY) == []


async def test_an_answer_meanwhile_is_not_awaited_again_once_the_clock_is_right(
    house: House,
) -> None:
    room = await supervised(house)
    first, second, third = await asked(house, room, 3)
    house.announcer.trouble = [CLOSED, DirectMessagesClosed(house.boss.user_id)]
    await passes(house, 2 * DAY)
    await stepped(house, room, first, Stage.QUOTED)
    await stepped(house, room, second, Stage.ASKED, DAY)
    assert await passes(house, -2 * DAY) == []
    assert await passes(house, DAY) == [(77, [third.name])]
    assert await passes(house, 2 * DAY) == [(77, [second.name])]


async def test_what_was_answered_before_the_message_was_sent_is_left_out(house: House) -> None:
    room = await supervised(house)
    first, second = await asked(house, room, 2)
    house.announcer.trouble = [DiscordBusy("send")]
    assert await passes(house, 2 * DAY) == [(77, [first.name, second.name])]
    await stepped(house, room, first, Stage.REFUSED)
    assert await passes(house, HOUR) == [(77, [second.name])]


async def test_a_message_that_may_have_been_sent_is_not_sent_again(house: House) -> None:
    room = await supervised(house)
    await asked(house, room, 1)
    house.announcer.trouble = [DiscordUnavailable("send")]
    await passes(house, 2 * DAY)
    assert await passes(house, HOUR) == []
    status = await house.services.rooms.status(room)
    assert [(one.what, one.error) for one in status.given_up] == [
        (EffectKind.REMIND_OF_ANSWERS, "Lapsed unsure")
    ]


@pytest.mark.parametrize("stage", [Stage.QUOTED, Stage.CLEARED, Stage.REFUSED])
async def test_a_date_after_an_answer_is_nobodys_to_keep(house: House, stage: Stage) -> None:
    room = await supervised(house)
    [holder] = await asked(house, room, 1)
    await stepped(house, room, holder, stage, DAY)
    assert await passes(house, 2 * DAY) == []
