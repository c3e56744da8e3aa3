"""A role for music supervisors: who clears songs by it, and who of its members is reminded."""

import pytest

from bot.domain.errors import DirectMessagesClosed, DiscordUnavailable, NotAllowed
from bot.domain.model import Person, RoleId, Room
from bot.domain.structs import replace
from bot.services.ports.announcements import AnswersOverdue
from bot.services.rights.overdue import SUPERVISORS_TOLD
from tests.builders import person
from tests.services.conftest import House
from tests.services.rights.test_overdue import DAY, HOUR, SUPERVISOR, asked, passes

ROLE, OTHER = RoleId(40), RoleId(41)
ANA, BEN, COLE = (person(number, ROLE) for number in (81, 82, 83))
LATE = ["Publisher 0"]


async def with_role(house: House, role: RoleId | None = ROLE) -> Room:
    return await house.services.rooms.name_supervisor(house.boss, house.room, None, role)


async def met(house: House, *people: Person) -> None:
    """Have people do something in the room; Discord knows their roles."""
    room = await house.services.rooms.at(house.room.channel_id)
    for one in people:
        house.discord.roles_of[one.user_id] = set(one.roles)
        await house.services.overdue_answers.meet(one, room)


async def late(house: House, room: Room) -> None:
    """Have a holder be asked who answers late."""
    await asked(house, replace(room, showrunner_id=SUPERVISOR.user_id), 1)


async def known(house: House) -> set[int]:
    return set(await house.store.read.rooms.supervisors(house.room.id))


async def test_every_member_whom_the_bot_has_met_is_told_once(house: House) -> None:
    room = await with_role(house)
    await met(house, ANA, BEN, ANA, person(84), person(85, OTHER))
    await late(house, room)
    assert sorted(await passes(house, 2 * DAY)) == [(81, LATE), (82, LATE)]
    assert await passes(house, 7 * DAY) == []


async def test_who_has_lost_the_role_or_left_is_not_told_and_forgotten(house: House) -> None:
    room = await with_role(house)
    await met(house, ANA, BEN, COLE)
    await late(house, room)
    house.discord.roles_of[BEN.user_id] = {OTHER}
    house.discord.left = {COLE.user_id}
    assert await passes(house, 2 * DAY) == [(81, LATE)]
    assert await known(house) == {81}


@pytest.mark.parametrize("before", [(), (ANA, BEN)], ids=["nobody yet", "nobody any more"])
async def test_where_nobody_has_the_role_the_showrunner_is_told(
    house: House, before: tuple[Person, ...]
) -> None:
    room = await with_role(house)
    await met(house, *before)
    house.discord.roles_of.clear()  # as if the role had been deleted
    await late(house, room)
    assert await passes(house, 2 * DAY) == [(house.boss.user_id, LATE)]
    assert await known(house) == set()


async def test_of_very_many_those_are_told_whom_the_bot_met_first(house: House) -> None:
    room = await with_role(house)
    await met(house, *(person(1000 + number, ROLE) for number in range(200)))
    await late(house, room)
    told = [to for to, _ in await passes(house, 2 * DAY)]
    assert sorted(told) == [1000 + number for number in range(SUPERVISORS_TOLD)]


async def test_a_role_lost_while_discord_was_away_gets_no_message(house: House) -> None:
    room = await with_role(house)
    await met(house, ANA, BEN)
    await late(house, room)
    house.discord.trouble = DiscordUnavailable("looking somebody up")
    assert await passes(house, 2 * DAY) == []
    house.discord.trouble = None
    house.announcer.busy = {"tell AnswersOverdue to 81", "tell AnswersOverdue to 82"}
    await passes(house, HOUR)
    house.announcer.busy = set()
    house.discord.roles_of[ANA.user_id] = set()
    assert await passes(house, HOUR) == [(82, LATE)]


async def test_the_showrunner_hears_of_one_whose_direct_messages_are_closed(house: House) -> None:
    room = await with_role(house)
    await met(house, ANA, BEN)
    await late(house, room)
    house.announcer.trouble = [DirectMessagesClosed(ANA.user_id)]
    told = [to for to, _ in await passes(house, 2 * DAY)]
    assert sorted(told) == [house.boss.user_id, 81, 82]
    notices = [one for _, one in house.announcer.told if isinstance(one, AnswersOverdue)]
    [instead_of] = [one.instead_of for one in notices if one.instead_of is not None]
    assert instead_of in (81, 82)


@pytest.mark.parametrize("after", [None, OTHER])
async def test_another_role_or_none_begins_with_nobody(house: House, after: RoleId | None) -> None:
    await with_role(house)
    await met(house, ANA)
    await with_role(house)
    assert await known(house) == {81}
    await with_role(house, after)
    assert await known(house) == set()


async def test_a_person_named_while_the_message_waits_is_told(house: House) -> None:
    room = await with_role(house)
    await met(house, ANA)
    await late(house, room)
    house.discord.trouble = DiscordUnavailable("looking somebody up")
    await passes(house, 2 * DAY)
    await house.services.rooms.name_supervisor(house.boss, room, SUPERVISOR.user_id)
    house.discord.trouble = None
    assert await passes(house, HOUR) == [(77, LATE)]


async def test_the_role_is_what_counts_and_only_while_one_has_it(house: House) -> None:
    room = await with_role(house)
    await met(house, ANA)
    assert await house.services.rights.due(ANA, room) == ()
    lost = person(ANA.user_id, OTHER)
    with pytest.raises(NotAllowed) as refused:
        await house.services.rights.due(lost, room)
    assert (refused.value.needs, refused.value.role_id) == ("supervisor", ROLE)


async def test_who_asks_to_be_forgotten_is_not_reminded(house: House) -> None:
    room = await with_role(house)
    await met(house, ANA, BEN)
    await house.services.privacy.forget(BEN, room)
    assert await known(house) == {81}
