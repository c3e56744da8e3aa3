"""Two processes divide the shards of one PostgreSQL, and one takes over from the other."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.client import COMMANDS_FACT
from tests.fakes import FakeClock
from tests.postgres import server
from tests.process.fleet import Fleet, fleet_at
from tests.process.running import KILLED_AFTER
from tests.wire.house import CHANNEL
from tests.wire.loopback import LoopbackDiscord
from tests.wire.rest import COMMANDS


@pytest.fixture
async def fleet(discord: LoopbackDiscord, clock: FakeClock, tmp_path: Path) -> AsyncIterator[Fleet]:
    url = await asyncio.to_thread(server().new_database)
    async with fleet_at(url, discord, clock, tmp_path) as made:
        yield made


async def test_one_takes_over_from_another_and_no_vote_is_lost_or_counted_twice(
    fleet: Fleet,
) -> None:
    house = fleet.vote.house
    discord, [first, second, third, fourth] = house.discord, house.writers
    old = await fleet.start("0-1", "connected as")
    await old.logged("shard 1 of 2 is held")
    await fleet.votes(first)
    new = await fleet.start("0-1", "shard 1 waits")
    await fleet.votes(second)
    assert (await fleet.rows("SELECT count(*) FROM shards WHERE holder <> 0")) == [(2,)]
    form = await fleet.vote.form(third)
    fleet.voted.append(await fleet.vote.pick(third, form))
    await discord.delivered()
    old.stop()
    await new.logged("connected as")
    await new.logged("shard 1 of 2 is held")
    assert await old.ended(KILLED_AFTER) == 0
    await fleet.votes(fourth)
    for one in fleet.voted:
        await discord.answered(one)
    assert all("receipt" in one.text for one in fleet.voted)
    assert [len(one.callbacks) for one in fleet.voted] == [1] * 4
    voters = await fleet.rows("SELECT voter_id FROM ballots ORDER BY voter_id")
    assert voters == [(writer.id,) for writer in house.writers]
    assert await fleet.rows("SELECT count(*) FROM ballot_log") == [(4,)]
    # Each of the two processes has begun one session for each shard.
    assert discord.gateway.log[-4:] == ["identify"] * 4
    assert "ERROR" not in old.log + new.log


async def test_each_process_connects_its_own_shards_and_one_registers_the_commands(
    fleet: Fleet,
) -> None:
    house = fleet.vote.house
    await fleet.rows("DELETE FROM facts WHERE name = $1", COMMANDS_FACT)
    house.discord.rest.recorded.clear()
    one = await fleet.start("1", "connected as")
    assert registered(house.discord) == 0
    other = await fleet.start("0", "connected as")
    await house.discord.until(lambda: registered(house.discord) == 1, "the commands")
    shards = sorted(session.shard for session in house.discord.gateway.connected)
    assert shards == [(0, 2), (1, 2)]
    nodes = await fleet.rows("SELECT node FROM shards ORDER BY shard")
    assert sorted(nodes) == [(0,), (1,)]
    # The server is on shard 0.
    await fleet.votes(house.writers[0])
    made = await house.discord.command("round status", {}, house.boss, CHANNEL)
    assert len(made.callbacks) == 1
    for process in (one, other):
        process.stop()
        assert await process.ended(KILLED_AFTER) == 0
    assert await fleet.rows("SELECT count(*) FROM shards WHERE holder <> 0") == [(0,)]
    assert "waits" not in one.log + other.log
    assert registered(house.discord) == 1


def registered(discord: LoopbackDiscord) -> int:
    """Return how often the commands were registered."""
    return sum((one.method, one.route) == ("PUT", COMMANDS) for one in discord.rest.recorded)
