"""A silence is one shard's own: its rounds get grace, and those of the other shards do not."""

import pytest

from bot.domain.model import Cause, RoundState
from bot.services.shards.presence import SEEN_BESIDE
from tests.services.conftest import House
from tests.services.shards.divided import (
    Process,
    guild,
    pass_time,
    room_on,
    round_of,
    vote_in,
)

TWO_HOURS, TEN_MINUTES = 7200, 600


async def test_of_two_shards_only_the_silent_ones_rounds_get_grace(house: House) -> None:
    rounds = [await vote_in(house, await room_on(house, shard)) for shard in (0, 1)]
    one, silent = Process(house, 1, (0,)), Process(house, 2, (1,))
    for process in (one, silent):
        await process.start()
    await pass_time(house, TWO_HOURS - TEN_MINUTES // 2, one, silent)
    await pass_time(house, TEN_MINUTES, one)
    await one.due.look()
    assert (await round_of(house, rounds[0])).cause is not Cause.GRACE
    assert (await round_of(house, rounds[0])).state is not RoundState.OPEN
    # It is nobody else's to close, though it is due.
    assert (await round_of(house, rounds[1])).state is RoundState.OPEN
    await silent.start()
    await silent.due.look()
    graced = await round_of(house, rounds[1])
    assert (graced.state, graced.cause) == (RoundState.OPEN, Cause.GRACE)


@pytest.mark.parametrize("silence", [60, TEN_MINUTES])
async def test_whoever_takes_a_silent_shard_over_knows_how_long_it_was_silent(
    house: House, silence: int
) -> None:
    round_id = await vote_in(house, await room_on(house, 1))
    first, second = Process(house, 1, (1,)), Process(house, 2, (1,))
    await first.start()
    await pass_time(house, TWO_HOURS - 30, first)
    await first.leases.release()
    house.clock.move(silence)
    await second.start()
    await second.beat()
    await second.due.look()
    graced = (await round_of(house, round_id)).cause is Cause.GRACE
    assert graced is (silence == TEN_MINUTES)


async def test_a_shard_without_a_connection_leaves_no_sign_and_its_rounds_wait(
    house: House,
) -> None:
    round_id = await vote_in(house, await room_on(house, 1))
    process = Process(house, 1, (0, 1))
    await process.start()
    await pass_time(house, TWO_HOURS - 30, process)
    process.leases.went(1)
    await pass_time(house, TEN_MINUTES, process)
    await process.due.look()
    assert (await round_of(house, round_id)).state is RoundState.OPEN
    process.leases.came(1)
    await process.due.look()
    assert (await round_of(house, round_id)).cause is Cause.GRACE


async def test_whoever_lost_a_shard_does_not_act_for_it(house: House) -> None:
    round_id = await vote_in(house, await room_on(house, 1))
    lost, holder = Process(house, 1, (1,)), Process(house, 2, (1,))
    await lost.start()
    await pass_time(house, TWO_HOURS - 200, lost)
    house.clock.move(100)
    await holder.start()
    await pass_time(house, 100, holder)
    await lost.due.look()
    assert (await round_of(house, round_id)).state is RoundState.OPEN
    await holder.due.look()
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_the_first_who_divide_the_servers_know_how_long_nobody_was_there(
    house: House,
) -> None:
    round_id = await vote_in(house, await room_on(house, 1))
    await house.services.due_rounds.reset_heartbeat()
    house.clock.move(TWO_HOURS + TEN_MINUTES)
    process = Process(house, 1, (1,))
    await process.start()
    await process.due.look()
    assert (await round_of(house, round_id)).cause is Cause.GRACE


async def test_looks_ahead_are_for_ones_own_rounds(house: House) -> None:
    rooms = [await room_on(house, shard) for shard in (0, 1)]
    sooner = await round_of(house, await vote_in(house, rooms[0], "in 2 hours"))
    later = await round_of(house, await vote_in(house, rooms[1], "in 4 hours"))
    for shard, one in ((0, sooner), (1, later)):
        process = Process(house, shard + 1, (shard,))
        assert await process.due.next_due() is None
        await process.start()
        assert await process.due.next_due() == one.closes_at
    assert await house.services.due_rounds.next_due() == sooner.closes_at
    assert guild(0) != guild(1)


async def test_a_process_for_all_servers_beside_those_that_divide_them_is_noticed(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = Process(house, 1, (0,)), Process(house, 2, (1,))
    for process in (one, other):
        await process.start()
    await pass_time(house, 120, one, other)
    assert await house.store.read.facts.get(SEEN_BESIDE) == ""
    assert "another process" not in caplog.text
    await house.services.due_rounds.heartbeat()
    await one.beat()
    assert int(await house.store.read.facts.get(SEEN_BESIDE)) == house.clock.now()
    assert "without SHARD_IDS" in caplog.text
