"""Votes of rooms that somebody else holds: the others that are due do not wait for them."""

import asyncio

import pytest

from bot.domain.model import ChannelId, GuildId, Room, RoundId, RoundState
from tests.backends import ONLY_POSTGRES
from tests.services.conftest import House
from tests.services.rounds.timed import HOUR, round_of, scheduled

pytestmark = ONLY_POSTGRES


async def another_room(house: House, number: int) -> Room:
    return await house.services.rooms.setup(
        house.boss,
        GuildId(5),
        ChannelId(10 + number),
        title=f"Other {number}",
        timezone=house.room.timezone,
    )


async def is_open(house: House, round_id: RoundId) -> bool:
    return (await round_of(house, round_id)).state is RoundState.OPEN


@pytest.mark.parametrize("held", [1, 2, 5], ids=["part of a batch", "a batch", "more than two"])
async def test_rooms_that_are_held_elsewhere_hold_up_no_other(
    house: House, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.rounds.due.BATCH_SIZE", 2)
    await house.store.set_patience(30)
    rooms, late = list[Room](), list[RoundId]()
    for number in range(1, held + 1):
        rooms.append(house.room)
        late.append(await scheduled(house, opens="in 1 hour"))
        house.room = await another_room(house, number)
    free = await scheduled(house, opens="in 2 hours")
    house.clock.move(3 * HOUR)
    await house.services.due_rounds.reset_heartbeat()
    holds, lets_go = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with house.store.transaction(*(room.id for room in rooms)):
            holds.set()
            await lets_go.wait()

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(hold())
        await holds.wait()
        tasks.create_task(house.services.due_rounds.look())
        while not await is_open(house, free):
            pass
        assert not any([await is_open(house, one) for one in late])
        lets_go.set()
    assert all([await is_open(house, one) for one in late])
