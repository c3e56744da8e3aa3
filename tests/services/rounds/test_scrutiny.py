"""Scrutineers: named beforehand, and the only ones to see a record that could tell."""

import json

import pytest

from bot.domain.counting.record import recount, to_bytes
from bot.domain.errors import InvalidInput, NotAllowed, NotFound
from bot.domain.model import ChannelId, Episode, GuildId, Person, RoleId, RoundId, UserId
from bot.services.ports.thread_lines import RecountLine
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
    await house.close(episode)
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


async def closed(house: House) -> RoundId:
    """Hold a vote with a scrutineer; return it."""
    episode = await few_votes(house, AUNT)
    return await house.services.rounds.latest(house.room, episode)


async def test_a_scrutineers_count_is_told_once_and_a_later_one_takes_its_place(
    house: House,
) -> None:
    round_id = await closed(house)
    counted = house.services.scrutiny.counted
    right = (await house.services.results.results_of(round_id)).record_sha256
    await counted(AUNT, house.room, round_id, "a" * 64)
    await house.outbox.idle()
    shouted = f" {right[:20].upper()} {right[20:]}\n"
    for _ in range(2):
        await counted(AUNT, house.room, round_id, shouted)
        await house.outbox.idle()
    said = house.announcer.of_type(RecountLine)
    assert [(one.user_id, one.sha256) for one in said] == [(77, "a" * 64), (77, right)]
    assert await house.rows("SELECT room_id, user_id, sha256 FROM recounts") == [
        (house.room.id, 77, right)
    ]


async def test_a_count_is_told_in_the_channel_where_there_is_no_thread(house: House) -> None:
    round_id = await closed(house)
    house.announcer.threads.clear()
    await house.services.scrutiny.counted(AUNT, house.room, round_id, "a" * 64)
    await house.outbox.idle()
    assert house.announcer.said[-1] == ("post RecountLine", round_id)


@pytest.mark.parametrize(
    "who",
    [person(1), person(5), person(78), person(77, 9)],
    ids=["the boss", "a writer", "a later one", "a delegate"],
)
async def test_only_a_scrutineer_of_the_vote_may_say_so(house: House, who: Person) -> None:
    round_id = await closed(house)
    room = house.room
    room = await house.services.rooms.setup(
        house.boss,
        room.guild_id,
        room.channel_id,
        title=room.title,
        timezone=room.timezone,
        delegates=RoleId(9),
    )
    house.room = await house.services.scrutiny.name(house.boss, room, [person(78)])
    with pytest.raises(NotAllowed):
        await house.services.scrutiny.counted(who, house.room, round_id, "a" * 64)
    assert await house.rows("SELECT id FROM recounts") == []


@pytest.mark.parametrize("typed", ["", "a" * 63, "a" * 65, "g" * 64, "record: " + "a" * 64])
async def test_what_is_no_hash_is_refused(house: House, typed: str) -> None:
    round_id = await closed(house)
    with pytest.raises(InvalidInput) as refusal:
        await house.services.scrutiny.counted(AUNT, house.room, round_id, typed)
    assert (refusal.value.what, refusal.value.given) == ("recount.hash", typed)


async def test_a_vote_that_goes_on_cannot_have_been_counted(house: House) -> None:
    house.room = await house.services.scrutiny.name(house.boss, house.room, [AUNT])
    _, round_id = await house.opened()
    with pytest.raises(NotFound):
        await house.services.scrutiny.counted(AUNT, house.room, round_id, "a" * 64)
    other = await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(11), title="Rivals", timezone="UTC"
    )
    with pytest.raises(NotFound):
        await house.services.scrutiny.counted(AUNT, other, round_id, "a" * 64)


async def test_a_forgotten_scrutineers_count_names_nobody(house: House) -> None:
    round_id = await closed(house)
    await house.services.scrutiny.counted(AUNT, house.room, round_id, "a" * 64)
    await house.services.privacy.forget(AUNT, house.room)
    await house.work_off()
    [(user_id,)] = await house.rows("SELECT user_id FROM recounts")
    assert int(str(user_id)) < 0
