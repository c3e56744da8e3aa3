"""Rooms, rosters and episodes."""

import pytest

from bot.domain.errors import (
    DuplicateEpisode,
    InvalidInput,
    NoRoom,
    NotAllowed,
    NotFound,
    RoomError,
)
from bot.domain.model import ChannelId, EpisodeId, GuildId, RoleId, UserId
from bot.domain.structs import replace
from tests.builders import person
from tests.services.conftest import House


async def test_setup_again_edits_and_keeps_what_is_not_named(house: House) -> None:
    rooms = house.services.rooms
    await rooms.setup(
        house.boss,
        GuildId(5),
        ChannelId(10),
        title="Soundtrack",
        timezone="Europe/Berlin",
        showrunner_id=UserId(7),
        writers=RoleId(42),
    )
    again = await rooms.setup(
        person(3, manages=True), GuildId(5), ChannelId(10), title="Season 2", timezone="UTC"
    )
    assert again.id == house.room.id
    assert (again.title, again.timezone) == ("Season 2", "UTC")
    assert (again.showrunner_id, again.writers_role_id) == (7, 42)
    assert await rooms.at(ChannelId(10)) == again


async def test_a_music_supervisor_stays_until_another_or_none_is_named(house: House) -> None:
    rooms, admin = house.services.rooms, person(3, manages=True)
    for supervisor in (UserId(8), UserId(9), None):
        named = await rooms.name_supervisor(admin, house.room, supervisor)
        again = await rooms.setup(
            admin, named.guild_id, named.channel_id, title="Renamed", timezone="UTC"
        )
        assert again.settings.supervisor_id == supervisor
        assert await rooms.at(named.channel_id) == again
    with pytest.raises(NotAllowed):
        await rooms.name_supervisor(person(1), house.room, UserId(8))


@pytest.mark.parametrize(
    ("title", "timezone", "fault"),
    [
        ("  ", "UTC", "title.empty"),
        ("x" * 101, "UTC", "title.too_long"),
        ("Soundtrack", "Mars/Olympus", "timezone"),
        ("Soundtrack", "../../etc/passwd", "timezone"),
    ],
)
async def test_setup_refuses_what_it_cannot_use(
    house: House, title: str, timezone: str, fault: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await house.services.rooms.setup(
            house.boss, GuildId(5), ChannelId(11), title=title, timezone=timezone
        )
    assert refusal.value.what == fault


async def test_only_who_manages_the_server_sets_up(house: House) -> None:
    with pytest.raises(NotAllowed):
        await house.services.rooms.setup(
            person(1), GuildId(5), ChannelId(10), title="Mine", timezone="UTC"
        )


async def test_a_channel_that_is_no_room_says_so(house: House) -> None:
    with pytest.raises(NoRoom):
        await house.services.rooms.at(ChannelId(99))


async def test_the_roster_is_the_showrunners(house: House) -> None:
    rooms = house.services.rooms
    with pytest.raises(NotAllowed):
        await rooms.edit_roster(person(2), house.room, add=[UserId(2)])
    await rooms.edit_roster(house.boss, house.room, add=[UserId(2), UserId(3)])
    assert await rooms.edit_roster(house.boss, house.room, remove=[UserId(2)]) == (3,)


async def test_delegates_may_do_what_the_showrunner_may(house: House) -> None:
    room = replace(house.room, delegates_role_id=RoleId(9))
    await house.services.rooms.edit_roster(person(2, 9), room, add=[UserId(4)])
    with pytest.raises(NotAllowed):
        await house.services.rooms.edit_roster(person(2, 8), room, add=[UserId(4)])


async def test_the_newest_episode_is_the_current_one(house: House) -> None:
    episodes = house.services.episodes
    with pytest.raises(NotFound):
        await episodes.find(house.room)
    await episodes.create(house.boss, house.room, " 1x04 ", "Pilot")
    house.clock.move(60)
    newest = await episodes.create(house.boss, house.room, "1x05")
    assert await episodes.find(house.room) == newest
    assert (await episodes.find(house.room, "1x04")).title == "Pilot"
    assert [s.episode.number for s in await episodes.summaries(house.room)] == ["1x05", "1x04"]


@pytest.mark.parametrize(
    ("number", "title", "error"),
    [
        ("", "", InvalidInput("episode.number")),
        ("9" * 21, "", InvalidInput("episode.number")),
        ("104", "", DuplicateEpisode("104")),
        ("105", "x" * 101, InvalidInput("title.too_long")),
    ],
)
async def test_an_episode_needs_a_number_of_its_own(
    house: House, number: str, title: str, error: RoomError
) -> None:
    await house.episode("104")
    with pytest.raises(type(error)):
        await house.services.episodes.create(house.boss, house.room, number, title)


async def test_rooms_cannot_reach_each_others_episodes(house: House) -> None:
    episode = await house.episode()
    other = await house.services.rooms.setup(
        person(8, manages=True), GuildId(6), ChannelId(20), title="Rivals", timezone="UTC"
    )
    with pytest.raises(NotFound):
        await house.services.episodes.get(other, episode.id)
    with pytest.raises(NotFound):
        await house.services.episodes.get(house.room, EpisodeId(12))
