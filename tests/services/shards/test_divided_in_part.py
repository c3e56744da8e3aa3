"""Who was there for all servers, where a division was never complete, or the one before it."""

from collections.abc import Sequence

import pytest

from bot.domain.model import Cause, RoundId, RoundState
from tests.services.conftest import House
from tests.services.shards.divided import Process, pass_time, room_on, round_of, vote_in

TWO_HOURS = 7200


async def served(house: House, seconds: int, shards: Sequence[int], total: int) -> None:
    """Have a process hold shards for some time, and give them back."""
    process = Process(house, 10 * total + len(shards), tuple(shards), total)
    assert await process.start() == list(shards)
    await pass_time(house, seconds, process)
    await process.leases.release()


async def served_by_one(house: House, seconds: int) -> None:
    """Have one process serve all servers for some time."""
    due = house.services.due_rounds
    await due.heartbeat()
    for _ in range(seconds // 60):
        house.clock.move(60)
        await due.heartbeat()


async def got_grace(house: House, round_id: RoundId) -> bool:
    round_ = await round_of(house, round_id)
    assert round_.cause is Cause.GRACE or round_.state is not RoundState.OPEN
    return round_.cause is Cause.GRACE


@pytest.mark.parametrize("by_one", [True, False])
async def test_a_division_that_was_never_complete_served_nobody_elses_servers(
    house: House, by_one: bool
) -> None:
    await served(house, 60, (0, 1), 2)
    round_id = await vote_in(house, await room_on(house, 1))
    await served(house, TWO_HOURS + 300, (0,), 3)
    house.clock.move(30)
    if by_one:
        await house.services.due_rounds.look()
    else:
        again = Process(house, 3, (0, 1))
        await again.start()
        await again.due.look()
    assert await got_grace(house, round_id)


@pytest.mark.parametrize("away", [30, 600])
async def test_one_process_that_serves_all_for_the_first_time_knows_when_others_were_there(
    house: House, away: int
) -> None:
    round_id = await vote_in(house, await room_on(house, 1))
    await served(house, TWO_HOURS - 10, (0, 1), 2)
    house.clock.move(away)
    await house.services.due_rounds.look()
    assert await got_grace(house, round_id) is (away == 600)


async def test_who_divides_the_servers_first_goes_by_one_process_rather_than_an_old_division(
    house: House,
) -> None:
    await served(house, 60, (0, 1, 2), 3)
    round_id = await vote_in(house, await room_on(house, 1))
    await served_by_one(house, TWO_HOURS)
    house.clock.move(30)
    process = Process(house, 3, (1,))
    await process.start()
    await process.due.look()
    assert not await got_grace(house, round_id)
