"""Until when letters want an answer: the date that is given, or one of a holder's own ahead."""

import pytest

from bot.domain.rights import Side, Stage, answer_wanted
from bot.domain.structs import replace
from bot.services.rights import StepText
from tests.letters import PUBLISHER
from tests.services.boarded import SUPERVISOR, boarded
from tests.services.conftest import House

NOW = 1_800_000_000
"""When the tests begin."""
DAY = 86_400


@pytest.mark.parametrize(
    ("own", "by", "wanted"),
    [
        ((None,), None, None),
        ((2,), None, 2),
        ((-2,), None, None),
        ((3, 2), None, 2),
        ((-2, 3), None, 3),
        ((None, 3), None, 3),
        ((2,), 5, 5),
        ((-2,), 5, 5),
        ((2,), -1, None),
        ((0,), None, None),
    ],
)
def test_a_date_that_is_given_wins_and_none_that_has_passed_is_wanted(
    own: tuple[int | None, ...], by: int | None, wanted: int | None
) -> None:
    def at(days: int | None) -> int | None:
        return None if days is None else NOW + days * DAY

    holders = [replace(PUBLISHER, answer_by=at(days)) for days in own]
    assert answer_wanted(holders, at(by), NOW) == at(wanted)


async def test_a_letter_and_its_holder_have_the_same_date(house: House) -> None:
    room = await boarded(house)
    now = int(house.clock.now())
    holders = [await room.hold(room.board[0], name) for name in ("Passed", "Ahead")]
    for holder, days in zip(holders, (1, 30), strict=True):
        dated = StepText(Stage.TO_ASK, answer_by=now + days * DAY)
        await house.services.rights.advance(SUPERVISOR, room.room, holder.id, dated, holder.step)
    await house.outbox.idle()
    house.clock.move(2 * DAY)
    given = now + 9 * DAY
    assert [one.answer_by for one in (await room.draft(by=given)).letters] == [given, given]
    drafts = await room.draft()
    assert [one.answer_by for one in drafts.letters] == [None, now + 30 * DAY]
    assert drafts.id is not None
    await house.services.rights_letters.mark_sent(SUPERVISOR, room.room, drafts.id)
    there = (await house.store.read.rights.of_room(room.room.id)).holders
    assert {one.name: one.answer_by for one in there} == {
        "Passed": None,
        "Ahead": now + 30 * DAY,
    }


async def test_both_sides_of_a_one_stop_have_the_date_of_their_letter(house: House) -> None:
    room = await boarded(house)
    now = int(house.clock.now())
    holders = [await room.hold(room.board[0], "One Stop", side) for side in Side]
    for holder, days in zip(holders, (9, 5), strict=True):
        dated = StepText(Stage.TO_ASK, answer_by=now + days * DAY)
        await house.services.rights.advance(SUPERVISOR, room.room, holder.id, dated, holder.step)
    drafts = await room.draft()
    assert [one.answer_by for one in drafts.letters] == [now + 5 * DAY]
    assert drafts.id is not None
    await house.services.rights_letters.mark_sent(SUPERVISOR, room.room, drafts.id)
    there = (await house.store.read.rights.of_room(room.room.id)).holders
    assert [one.answer_by for one in there] == [now + 5 * DAY] * 2
