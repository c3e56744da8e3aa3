"""A vote of a room that somebody else holds: the others that are due do not wait for it."""

import asyncio

from bot.domain.model import ChannelId, GuildId, RoundState
from tests.backends import ONLY_POSTGRES
from tests.services.conftest import House
from tests.services.rounds.timed import HOUR, round_of, scheduled


@ONLY_POSTGRES
async def test_a_room_that_is_held_elsewhere_holds_up_no_other(house: House) -> None:
    await house.store.set_patience(30)
    held, late = house.room, await scheduled(house, opens="in 1 hour")
    house.room = await house.services.rooms.setup(
        house.boss, GuildId(5), ChannelId(11), title="Other", timezone=held.timezone
    )
    free = await scheduled(house, opens="in 2 hours")
    house.clock.move(3 * HOUR)
    await house.services.due_rounds.reset_heartbeat()
    holds, lets_go = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with house.store.transaction(held.id):
            holds.set()
            await lets_go.wait()

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(hold())
        await holds.wait()
        tasks.create_task(house.services.due_rounds.look())
        while (await round_of(house, free)).state is not RoundState.OPEN:
            pass
        assert (await round_of(house, late)).state is RoundState.SCHEDULED
        lets_go.set()
    assert (await round_of(house, late)).state is RoundState.OPEN
