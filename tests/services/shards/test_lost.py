"""A shard that another process has taken, at moments at which nobody expects it."""

import asyncio

import pytest

from bot.domain.model import ChannelId
from bot.services.rounds.due import KEY as ROUNDS
from bot.services.shards.leases import LEASE
from bot.services.surroundings import RoomSurroundings
from tests.services.conftest import House
from tests.services.shards.divided import Process, guild, room_on, vote_in

TWO_HOURS = 7200


async def test_a_look_that_finds_a_shard_lost_gives_it_up_and_is_the_last(house: House) -> None:
    """What is due there stays due: whoever planned it would look again at once, and again."""
    await vote_in(house, await room_on(house, 1))
    lost, holder = Process(house, 1, (1,)), Process(house, 2, (1,))
    await lost.start()
    house.clock.move(TWO_HOURS)
    assert await holder.start() == [1]
    house.agenda.due.clear()
    await lost.due.look()
    assert (lost.lost, lost.shards(), lost.nodes) == ([1], [], [0, None])
    assert ROUNDS not in house.agenda.due


async def test_servers_that_are_forgotten_with_a_lost_shard_are_not_taken_for_left(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = [await room_on(house, shard) for shard in (0, 1)]
    process, other = Process(house, 1, (0, 1)), Process(house, 2, (1,))
    await process.start()
    house.clock.move(LEASE + 1)
    await other.start()
    around = RoomSurroundings(
        house.store, house.clock, house.discord, house.services.control, process.leases
    )

    async def lose(shard: int) -> None:
        process.leases.went(shard)
        house.discord.removed.add(guild(shard))  # as it is gone from the client's mind

    async def loses_meanwhile(channel_id: ChannelId) -> bool:
        await process.leases.renew()
        return channel_id not in house.discord.deleted

    process.leases.on_lost = lose
    house.discord.shown[guild(0)] = set()  # so that Discord is asked for its channel
    monkeypatch.setattr(house.discord, "is_there", loses_meanwhile)
    await around.look()
    assert house.discord.removed == {guild(1)}
    troubles = [(await house.services.rooms.at(room.channel_id)).channel_trouble for room in rooms]
    assert troubles == ["", ""]


async def test_a_shard_that_is_claimed_while_all_are_released_is_released_as_well(
    house: House,
) -> None:
    for _ in range(8):  # whichever of the two goes first
        one, other = Process(house, 1, (0, 1)), Process(house, 2, (0, 1))
        await asyncio.gather(one.start(), one.leases.release())
        assert one.shards() == []
        assert await other.start() == [0, 1]
        await other.leases.release()
