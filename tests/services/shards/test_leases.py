"""Shards are held by one process at a time, which others wait for and take over from."""

import asyncio
import logging

import pytest

from bot.domain.errors import StorageError
from bot.services.shards.leases import LEASE, NODES
from bot.services.shards.slots import IDENTIFY_EVERY
from tests.services.conftest import House
from tests.services.shards.divided import Process


async def test_a_shard_is_held_by_one_and_waited_for_by_the_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    one, other = Process(house, 1, (0, 1)), Process(house, 2, (1,))
    assert await one.start() == [0, 1]
    assert await other.start() == []
    assert await other.start() == []
    assert (one.shards(), other.shards()) == ([0, 1], [])
    waits = [text for text in caplog.messages if "waits" in text]
    assert waits == ["shard 1 waits: another process holds it, and this one takes it after"]


async def test_of_processes_that_claim_at_once_one_gets_the_shard(house: House) -> None:
    processes = [Process(house, holder, (0, 1)) for holder in range(1, 5)]
    held = await asyncio.gather(*(one.start() for one in processes))
    assert sorted(shard for got in held for shard in got) == [0, 1]


async def test_what_is_released_is_taken_at_once_and_not_taken_back(house: House) -> None:
    one, other = Process(house, 1, (0, 1)), Process(house, 2, (0, 1))
    await one.start()
    await one.leases.release()
    assert one.shards() == []
    assert await one.start() == []
    assert await other.start() == [0, 1]


@pytest.mark.parametrize(("beats", "free"), [(0, True), (1, False)])
async def test_a_lease_ends_unless_it_is_renewed(house: House, beats: int, free: bool) -> None:
    one, other = Process(house, 1, (0,)), Process(house, 2, (0,))
    await one.start()
    house.clock.move(LEASE - 1)
    assert await other.start() == []
    for _ in range(beats):
        await one.beat()
    house.clock.move(1)
    assert await other.start() == ([0] if free else [])


async def test_whoever_was_away_for_too_long_gives_up_what_another_has_taken(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = Process(house, 1, (0, 1)), Process(house, 2, (0,))
    await one.start()
    house.clock.move(LEASE + 1)
    await other.start()
    await one.beat()
    assert (one.lost, one.shards(), other.shards()) == ([0], [1], [0])
    assert "shard 0 was lost" in caplog.text
    # Once the other is gone, it takes the shard again.
    await other.leases.release()
    assert await one.start() == [0, 1]


async def test_nobody_divides_the_servers_otherwise_meanwhile(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = Process(house, 1, (0, 1)), Process(house, 2, (0, 1, 2, 3), total=4)
    await one.start()
    assert await other.start() == []
    assert "Give all of them the same SHARD_COUNT" in caplog.text
    await one.leases.release()
    assert await other.start() == [0, 1, 2, 3]


async def test_a_lease_by_a_clock_that_was_ahead_keeps_nobody_out(house: House) -> None:
    one, other = Process(house, 1, (0,)), Process(house, 2, (0,))
    house.clock.move(100 * 24 * 3600)
    await one.start()
    house.clock.move(-100 * 24 * 3600)
    assert await other.start() == [0]


async def test_each_process_makes_ids_with_a_number_of_its_own(house: House) -> None:
    processes = [Process(house, holder + 1, (holder,), total=NODES) for holder in range(NODES)]
    for one in processes:
        assert await one.start()
    assert sorted(node for one in processes for node in one.nodes if node is not None) == list(
        range(NODES)
    )
    with pytest.raises(StorageError, match="more than 64 processes"):
        await Process(house, 1000, (NODES,), total=NODES).start()
    house.clock.move(LEASE + 1)
    again = Process(house, 1000, (3,), total=NODES)
    await again.start()
    await processes[3].beat()
    assert (again.nodes, processes[3].nodes) == ([0], [3, None])


async def test_a_process_makes_no_ids_with_the_number_of_whoever_had_the_shard_before(
    house: House,
) -> None:
    """Their clock may have been ahead: ours then comes to the milliseconds that theirs used."""
    first, second, third = (Process(house, holder, (0, 1)) for holder in (1, 2, 3))
    for one in (first, second, third):
        await one.start()
        await one.leases.release()
    assert [one.nodes for one in (first, second, third)] == [[0], [1], [0]]


async def test_ids_of_all_processes_differ(house: House) -> None:
    nodes = set()
    for node in (None, 0, 1, NODES - 1):
        house.store.use_node(node)
        nodes.add(house.store.new_id() >> 12 & 1023)
    assert {0, 1, NODES - 1} < nodes
    [drawn] = nodes - {0, 1, NODES - 1}
    assert drawn >= NODES


async def test_a_database_that_is_away_keeps_no_session_from_beginning(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def moved(seconds: float) -> None:
        if seconds:  # whoever waits for others to go first waits for none
            waited.append(seconds)

    async def fails(*_: object, **__: object) -> bool:
        raise StorageError("the server is away")

    monkeypatch.setattr("bot.services.shards.slots.asyncio.sleep", moved)
    taking = "storage.repositories.shards.SqlShardRepository.take_identify_slot"
    monkeypatch.setattr(taking, fails)
    await Process(house, 1, (0,)).leases.slots.turn(0, 1)
    assert waited == [IDENTIFY_EVERY]


async def test_processes_take_turns_at_getting_a_spotify_account_new_tokens(house: House) -> None:
    accounts = house.services.accounts
    assert await accounts.lease_refresh("7", 1, 60.0)
    assert not await accounts.lease_refresh("7", 2, 60.0)
    assert await accounts.lease_refresh("8", 2, 60.0)
    await accounts.release_refresh("7", 2)
    assert not await accounts.lease_refresh("7", 2, 60.0)
    await accounts.release_refresh("7", 1)
    assert await accounts.lease_refresh("7", 2, 60.0)
    house.clock.move(60)
    assert await accounts.lease_refresh("7", 1, 60.0)


async def test_sessions_begin_one_at_a_time_in_a_slot_whichever_process_they_are_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[float, int]] = []
    real = asyncio.sleep

    async def moved(seconds: float) -> None:
        house.clock.move(seconds)
        await real(0)

    monkeypatch.setattr("bot.services.shards.slots.asyncio.sleep", moved)
    one, other = Process(house, 1, (0, 1)), Process(house, 2, (2, 3))
    for process, shard in ((one, 0), (other, 2), (one, 1), (other, 3)):
        await process.leases.slots.turn(shard, 2)
        begun.append((house.clock.now(), shard % 2))
    for slot in (0, 1):
        at = [when for when, which in begun if which == slot]
        assert all(later - at[0] >= IDENTIFY_EVERY for later in at[1:])
    # The second slot was free all the time.
    assert begun[2][0] == begun[1][0]
