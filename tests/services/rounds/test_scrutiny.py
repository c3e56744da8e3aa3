"""Scrutineers: named beforehand, and the only ones to see a record that could tell."""

import json

import pytest

from bot.domain.counting.record import recount, to_bytes
from bot.domain.errors import InvalidInput, NotAllowed
from bot.domain.model import Episode, Person, RoleId, UserId
from tests.builders import person
from tests.services.conftest import House

AUNT = person(77)
"""Somebody outside the room."""


async def few_votes(house: House, *scrutineers: Person) -> Episode:
    """Hold a vote of two ballots, with scrutineers named before it was scheduled."""
    house.room = await house.services.scrutiny.name(house.boss, house.room, scrutineers)
    episode, round_id = await house.opened(songs=4, seats=1)
    for who in (1, 2):
        await house.vote(round_id, who, 3)
    await house.services.control.close(house.boss, house.room, episode)
    await house.work_off()
    return episode


async def test_a_scrutineer_gets_a_record_that_is_withheld(house: House) -> None:
    episode = await few_votes(house, AUNT)
    seen = await house.services.results.record(AUNT, house.room, episode)
    assert seen.document is not None
    assert recount(to_bytes(seen.document)).sha256 == seen.record_sha256
    assert (await house.services.results.record(house.boss, house.room, episode)).document is None


async def test_whoever_is_named_after_the_scheduling_gets_nothing(house: House) -> None:
    episode = await few_votes(house)
    house.room = await house.services.scrutiny.name(house.boss, house.room, [AUNT])
    with pytest.raises(NotAllowed):
        await house.services.results.record(AUNT, house.room, episode)


async def test_a_scrutineer_who_becomes_the_showrunner_gets_nothing(house: House) -> None:
    episode = await few_votes(house, AUNT)
    services, room = house.services, house.room
    house.room = await services.rooms.setup(
        house.boss,
        room.guild_id,
        room.channel_id,
        title=room.title,
        timezone=room.timezone,
        showrunner_id=AUNT.user_id,
    )
    assert (await services.results.record(AUNT, house.room, episode)).document is None


@pytest.mark.parametrize(
    ("people", "field"),
    [
        pytest.param([person(n) for n in range(70, 74)], "scrutineers.number", id="four"),
        pytest.param([person(1)], "scrutineers.showrunner", id="the showrunner"),
        pytest.param([person(70, 9)], "scrutineers.showrunner", id="a delegate"),
    ],
)
async def test_who_cannot_be_named(house: House, people: list[Person], field: str) -> None:
    room = house.room
    house.room = await house.services.rooms.setup(
        house.boss,
        room.guild_id,
        room.channel_id,
        title=room.title,
        timezone=room.timezone,
        delegates=RoleId(9),
    )
    people = [house.boss if one.user_id == 1 else one for one in people]
    with pytest.raises(InvalidInput) as refusal:
        await house.services.scrutiny.name(house.boss, house.room, people)
    assert refusal.value.what == field
    with pytest.raises(NotAllowed):
        await house.services.scrutiny.name(person(5), house.room, [])


async def test_a_forgotten_scrutineer_is_named_nowhere(house: House) -> None:
    await few_votes(house, AUNT, person(78))
    await house.services.privacy.forget(AUNT, house.room)
    [(settings,)] = await house.rows("SELECT settings FROM rooms")
    [(rules,)] = await house.rows("SELECT rules FROM rounds")
    assert json.loads(str(settings))["scrutineers"] == [78]
    forgotten, other = sorted(json.loads(str(rules))["scrutineers"])
    assert forgotten < 0
    assert other == UserId(78)
