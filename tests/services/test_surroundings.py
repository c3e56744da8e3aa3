"""Rooms that give way, and people and roles that are gone."""

import pytest

from bot.domain.errors import ChannelTaken, DiscordUnavailable, NotAllowed, NotFound, ServerGone
from bot.domain.model import ChannelId, GuildId, RoleId, RoomId, UserId
from bot.services.surroundings import PEOPLE_LOOKED_UP, Gone
from tests.backends import ONLY_SQLITE
from tests.builders import person
from tests.services.conftest import House


@ONLY_SQLITE
async def test_every_table_of_a_room_keeps_it_in_use_or_is_cleared(house: House) -> None:
    """A table added later must not be left with rows of a room that gave way."""
    tables = await house.rows(
        "SELECT t.name FROM sqlite_master t, pragma_foreign_key_list(t.name) k"
        " WHERE t.type = 'table' AND k.\"table\" = 'rooms'"
    )
    in_use = {"episodes", "characters", "imports", "kept_playlists", "spotify_accounts"}
    in_use |= {"rights_holders", "rights_steps", "rights_terms", "rights_letters", "credits"}
    cleared = {"roster", "supervisors", "known_songs", "spotify_links"}
    # A round is an episode's, and so is a session; a recount or an unshown vote is a round's.
    of_rounds = {"rounds", "recounts", "unshown_votes"}
    of_sessions = {"listenings", "listening_cards", "listeners", "nothing_to_add", "waiting_lines"}
    assert {name for (name,) in tables} == in_use | cleared | of_rounds | of_sessions


@ONLY_SQLITE
async def test_a_room_that_gives_way_leaves_nothing_behind(house: House) -> None:
    rooms = house.services.rooms
    other = await rooms.setup(house.boss, GuildId(5), ChannelId(11), title="Rivals", timezone="UTC")
    await rooms.edit_roster(house.boss, other, add=[UserId(7)])
    await house.services.authorization.invite(house.boss, other)
    other = await rooms.name_supervisor(house.boss, other, None, RoleId(9))
    await house.services.overdue_answers.meet(person(8, 9), other)
    await rooms.move(house.boss, GuildId(5), ChannelId(11), house.room.id)
    assert (await rooms.at(ChannelId(11))).id == house.room.id
    assert await rooms.roster(house.room) == (7,)
    assert await house.rows("SELECT id FROM rooms") == [(house.room.id,)]
    assert await house.rows("PRAGMA foreign_key_check") == []


async def test_a_room_moves_only_where_it_may(house: House) -> None:
    rooms = house.services.rooms
    other = await rooms.setup(house.boss, GuildId(5), ChannelId(11), title="Rivals", timezone="UTC")
    await house.services.episodes.create(house.boss, other, "1")
    with pytest.raises(ChannelTaken):
        await rooms.move(house.boss, GuildId(5), ChannelId(11), house.room.id)
    with pytest.raises(NotAllowed):
        await rooms.move(person(7), GuildId(5), ChannelId(12), house.room.id)
    for guild_id, room_id in ((6, house.room.id), (5, RoomId(3))):
        with pytest.raises(NotFound):
            await rooms.move(house.boss, GuildId(guild_id), ChannelId(12), room_id)


async def test_what_is_gone_is_named(house: House) -> None:
    room = await house.services.rooms.setup(
        house.boss,
        GuildId(5),
        ChannelId(10),
        title="Soundtrack",
        timezone="UTC",
        writers=RoleId(8),
        delegates=RoleId(9),
    )
    roster = [UserId(n) for n in range(100, 100 + 2 * PEOPLE_LOOKED_UP)]
    house.discord.known_roles = {9}
    house.discord.left = {1, 101, roster[-1]}
    around = house.services.surroundings
    assert await around.gone(room, roster) == Gone(
        roles=("writers",), showrunner=True, writers=(UserId(101),), unseen=PEOPLE_LOOKED_UP
    )
    for trouble in (DiscordUnavailable("looking"), ServerGone(5)):
        house.discord.trouble = trouble
        assert await around.gone(room, roster) == Gone()


async def test_a_server_that_is_not_in_the_list_is_noticed(house: House) -> None:
    await house.services.surroundings.look()
    house.discord.removed = {5}
    await house.services.surroundings.look()
    assert (await house.services.rooms.at(ChannelId(10))).channel_trouble == "removed"
