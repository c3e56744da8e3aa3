"""The servers are divided otherwise for a while, and then as before: nobody was away meanwhile."""

import pytest

from bot.domain.model import Cause, RoundState
from bot.services.shards.leases import LEASE
from tests.services.conftest import House
from tests.services.shards.divided import Process, pass_time, room_on, round_of, vote_in

TWO_HOURS = 7200


@pytest.mark.parametrize("away", [30, 600])
async def test_a_shard_that_others_served_in_another_division_was_not_silent(
    house: House, away: int
) -> None:
    first = Process(house, 1, (0, 1))
    await first.start()
    await pass_time(house, 60, first)
    await first.leases.release()
    round_id = await vote_in(house, await room_on(house, 1))
    others = Process(house, 2, (0, 1, 2), total=3)
    await others.start()
    await pass_time(house, TWO_HOURS - 10, others)
    await others.leases.release()
    house.clock.move(away)
    again = Process(house, 3, (0, 1))
    await again.start()
    await again.due.look()
    assert ((await round_of(house, round_id)).cause is Cause.GRACE) is (away == 600)


@pytest.mark.parametrize("away", [30, 600])
async def test_a_shard_that_one_process_for_all_served_was_not_silent(
    house: House, away: int
) -> None:
    first = Process(house, 1, (0, 1))
    await first.start()
    await pass_time(house, 60, first)
    await first.leases.release()
    round_id = await vote_in(house, await room_on(house, 1))
    await house.outbox.idle()
    await house.services.due_rounds.reset_heartbeat()
    for _ in range(TWO_HOURS // 60 - 1):
        house.clock.move(60)
        await house.services.due_rounds.heartbeat()
    house.clock.move(45)
    await house.services.due_rounds.heartbeat()
    house.clock.move(away)
    again = Process(house, 3, (0, 1))
    assert await again.start() == [0, 1]
    await again.due.look()
    assert ((await round_of(house, round_id)).cause is Cause.GRACE) is (away == 600)


@pytest.mark.parametrize("away", [30, 600])
async def test_one_process_for_all_knows_when_those_who_divided_them_were_there(
    house: House, away: int
) -> None:
    await house.services.due_rounds.reset_heartbeat()
    round_id = await vote_in(house, await room_on(house, 1))
    divided = Process(house, 1, (0, 1))
    await divided.start()
    await pass_time(house, TWO_HOURS - 10, divided)
    await divided.leases.release()
    house.clock.move(away)
    await house.services.due_rounds.look()
    assert ((await round_of(house, round_id)).cause is Cause.GRACE) is (away == 600)


async def test_whoever_was_frozen_meanwhile_leaves_the_servers_to_the_new_division(
    house: House,
) -> None:
    frozen, others = Process(house, 1, (0, 1)), Process(house, 2, (0, 1, 2), total=3)
    await frozen.start()
    assert await others.start() == []
    house.clock.move(LEASE + 1)
    assert await others.start() == [0, 1, 2]
    await frozen.beat()
    assert (frozen.lost, frozen.shards()) == ([0, 1], [])
    await others.beat()
    assert others.shards() == [0, 1, 2]
    assert await frozen.start() == []


@pytest.mark.parametrize("frozen_for", [LEASE + 1, 600])
async def test_whoever_was_frozen_meanwhile_closes_nothing_and_leaves_no_sign(
    house: House, frozen_for: int
) -> None:
    frozen, others = Process(house, 1, (0, 1)), Process(house, 2, (0, 1, 2), total=3)
    round_id = await vote_in(house, await room_on(house, 1))
    await frozen.start()
    await pass_time(house, TWO_HOURS - 60, frozen)
    house.clock.move(frozen_for)
    assert await others.start() == [0, 1, 2]
    before = await house.store.read.shards.all()
    await frozen.due.heartbeat()  # before its leases are renewed
    assert await house.store.read.shards.all() == before
    await frozen.due.look()
    found = await round_of(house, round_id)
    assert (found.state, found.cause is Cause.GRACE) == (RoundState.OPEN, False)
    assert (frozen.lost, frozen.shards()) == ([0, 1], [])
