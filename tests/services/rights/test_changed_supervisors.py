"""A date that passed while others cleared songs is brought up to those who do so now, once each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.domain.model import Room, UserId
from bot.domain.structs import replace
from tests.builders import person
from tests.services.conftest import House
from tests.services.rights.test_overdue import DAY, HOUR, SUPERVISOR, asked, passes
from tests.services.rights.test_supervisors_role import ANA, BEN, OTHER, late, met, with_role

DORA = person(84, OTHER)
HEIR = UserId(99)
Change = Callable[[House, Room], Awaitable[None]]


async def named(house: House, by: UserId | None = SUPERVISOR.user_id) -> Room:
    """Name a person as the music supervisor, or nobody."""
    return await house.services.rooms.name_supervisor(house.boss, house.room, by)


async def a_person(house: House) -> None:
    await asked(house, await named(house), 1)


async def a_role_of_two(house: House) -> None:
    room = await with_role(house)
    await met(house, ANA, BEN)
    await late(house, room)


async def a_role_of_one(house: House) -> None:
    room = await with_role(house)
    await met(house, ANA)
    await late(house, room)


async def a_role_of_nobody(house: House) -> None:
    await late(house, await with_role(house))


async def to_role(house: House, _: Room) -> None:
    await with_role(house)
    await met(house, ANA, BEN)


async def to_other_role(house: House, _: Room) -> None:
    await with_role(house, OTHER)
    await met(house, DORA)


async def to_person(house: House, _: Room) -> None:
    await named(house)


async def to_nobody(house: House, _: Room) -> None:
    await named(house, None)


async def all_lose_the_role(house: House, _: Room) -> None:
    house.discord.roles_of.clear()


async def one_loses_the_role(house: House, _: Room) -> None:
    house.discord.roles_of[ANA.user_id] = set()


async def to_heir(house: House, room: Room) -> None:
    async with house.store.transaction(room.id) as unit:
        await unit.rooms.save(replace(room, showrunner_id=HEIR), int(house.clock.now()))


async def there_and_back(house: House, room: Room) -> None:
    """Name a role, whose only member cannot be reached, and then the person again."""
    await with_role(house)
    await met(house, ANA)
    await passes(house, HOUR)
    await to_person(house, room)


@dataclass(frozen=True)
class Case:
    """Who clears songs first, what changes while their messages wait, and who is told then."""

    first: Callable[[House], Awaitable[None]]
    change: Change
    told: set[int]


BOSS = 1
TELL = "tell AnswersOverdue to "
CASES = {
    "person to role": Case(a_person, to_role, {81, 82}),
    "person to nobody": Case(a_person, to_nobody, {BOSS}),
    "there and back": Case(a_person, there_and_back, {77}),
    "role to other role": Case(a_role_of_one, to_other_role, {84}),
    "role to person": Case(a_role_of_two, to_person, {77}),
    "role to nobody": Case(a_role_of_two, to_nobody, {BOSS}),
    "all lose the role": Case(a_role_of_two, all_lose_the_role, {BOSS}),
    "the only member loses the role": Case(a_role_of_one, all_lose_the_role, {BOSS}),
    "one of two loses the role": Case(a_role_of_two, one_loses_the_role, {82}),
    "a new showrunner": Case(a_role_of_nobody, to_heir, {HEIR}),
    "a role that somebody joins": Case(a_role_of_nobody, to_role, {81, 82}),
}


async def reached(house: House, seconds: int) -> list[UserId]:
    """Let time pass; return who got a message, not who was tried."""
    house.announcer.said.clear()
    await passes(house, seconds)
    told = [what for what, _ in house.announcer.said if what.startswith(TELL)]
    return sorted(UserId(int(what.removeprefix(TELL))) for what in told)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
async def test_a_message_that_waits_goes_once_to_whoever_clears_songs_by_then(
    house: House, case: Case
) -> None:
    assert house.boss.user_id == BOSS
    await case.first(house)
    house.announcer.busy = {f"{TELL}{one}" for one in (BOSS, HEIR, 77, 81, 82, 84)}
    assert await reached(house, 2 * DAY) == []
    await case.change(house, await house.services.rooms.at(house.room.channel_id))
    house.announcer.busy = set()
    assert await reached(house, DAY) == sorted(case.told)
    assert await reached(house, 7 * DAY) == []


async def test_who_was_told_already_is_not_told_again_where_another_cannot_be(
    house: House,
) -> None:
    await a_role_of_two(house)
    house.announcer.busy = {f"{TELL}82"}
    assert await reached(house, 2 * DAY) == [81]
    house.discord.roles_of[BEN.user_id] = set()
    house.announcer.busy = set()
    assert await reached(house, DAY) == []
