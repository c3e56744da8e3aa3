"""Shards over real sockets: several in one process, and processes that take turns at them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.services.shards.leases import LEASE, Leases
from bot.services.shards.slots import IDENTIFY_EVERY
from tests.fakes import FakeClock
from tests.wire.house import CHANNEL, Bot, House
from tests.wire.interactions import Interaction
from tests.wire.loopback import LoopbackDiscord

MakeBot = Callable[..., Bot]


@pytest.fixture
async def make(
    discord: LoopbackDiscord, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MakeBot]:
    """Return how to make processes of one database; they are stopped in the end."""
    monkeypatch.setattr("bot.gateway.CLAIM_EVERY", 0.01)
    discord.state.slots = 16
    made: list[Bot] = []

    def bot(*shards: int, total: int = 2) -> Bot:
        made.append(Bot(discord, tmp_path, clock, shard_count=total, shard_ids=shards))
        return made[-1]

    async with AsyncExitStack() as stack:
        stack.push_async_callback(stopped, made)
        yield bot


async def stopped(made: list[Bot]) -> None:
    """Stop processes, whichever are at work."""
    for one in made:
        await one.app.close()


def shards(discord: LoopbackDiscord) -> list[int]:
    """Return which shards somebody is connected for."""
    return sorted(session.shard[0] for session in discord.gateway.connected)


async def setup(discord: LoopbackDiscord) -> Interaction:
    """Have somebody make the channel a room, and return when it is answered."""
    boss = discord.user(1, "boss", manages=True)
    given = {"title": "Soundtrack", "timezone": "America/Los_Angeles"}
    return await discord.command("room setup", given, boss, CHANNEL)


async def test_a_shard_that_was_lost_is_closed_and_taken_again_once_it_is_free(
    discord: LoopbackDiscord, clock: FakeClock, make: MakeBot, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = make(0, 1), make(0)
    await one.start()
    await discord.until(lambda: shards(discord) == [0, 1], "both shards")
    clock.move(LEASE + 1)
    await other.start()
    await discord.until(lambda: shards(discord) == [0, 0, 1], "the shard of the other")
    await one.app.ports.attendance.renew()
    await discord.until(lambda: shards(discord) == [0, 1], "the lost shard is closed")
    discord.gateway.expire()
    assert "shard 0 was lost" in caplog.text
    made = await setup(discord)
    await other.settled()
    assert len(made.callbacks) == 1
    assert [len(bot.app.client.guilds) for bot in (one, other)] == [0, 1]
    clock.move(IDENTIFY_EVERY)
    await other.app.close()
    await discord.until(lambda: shards(discord) == [0, 1], "it is taken again")
    discord.gateway.expire()
    await one.settled()
    assert len(one.app.client.guilds) == 1


async def test_a_shard_that_another_process_holds_is_waited_for_while_the_rest_is_served(
    discord: LoopbackDiscord, clock: FakeClock, make: MakeBot
) -> None:
    one, other = make(0), make(0, 1)
    await one.start()
    await other.start()
    await discord.until(lambda: shards(discord) == [0, 1], "a shard each")
    # What comes back after an outage is looked at by whoever is ready.
    await discord.until(other.app.client.is_ready, "work with the shard there is")
    clock.move(IDENTIFY_EVERY)
    await one.app.close()
    await discord.until(lambda: shards(discord) == [0, 1], "both shards")
    discord.gateway.expire()
    await other.settled()
    assert len((await setup(discord)).callbacks) == 1


async def test_a_shard_whose_connection_breaks_goes_on_and_keeps_its_lease(
    discord: LoopbackDiscord, make: MakeBot
) -> None:
    bot = make(0, 1)
    await bot.start()
    await discord.until(lambda: shards(discord) == [0, 1], "both shards")
    discord.gateway.drop()
    await discord.until(lambda: shards(discord) == [0, 1], "both shards again")
    await bot.settled()
    assert len(bot.app.ports.attendance.shares) == 2
    assert len((await setup(discord)).callbacks) == 1


async def test_a_shard_that_is_lost_while_it_connects_is_not_kept(
    discord: LoopbackDiscord, make: MakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, begun = make(0), list[int]()
    leases = bot.app.ports.attendance
    assert isinstance(leases, Leases)

    async def begin(shard: int, _: int) -> None:
        begun.append(shard)
        if len(begun) == 1:
            await leases._lose([shard])
            return
        gateway = discord.gateway
        await discord.until(lambda: bool(gateway.sessions) and not gateway.connected, "its end")
        gateway.expire()

    monkeypatch.setattr(leases.slots, "turn", begin)
    await bot.start()
    assert (begun, shards(discord)) == ([0, 0], [0])
    assert leases.holds(0)


async def test_commands_that_discord_refuses_are_tried_again_with_growing_waits(
    discord: LoopbackDiscord, make: MakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make(1).start()
    bot, looks, asked, waited = make(0, 1), asyncio.Queue[int](), list[int](), list[str]()
    done = asyncio.Event()
    client = bot.app.client
    claimed, register = client._claimed, client.first_shard_held

    async def look(shard: int) -> bool:
        looks.put_nowait(shard)
        return await claimed(shard)

    async def put_off(_: object, what: str, __: Exception) -> None:
        waited.append(what)
        # The other shard is looked at over and over meanwhile.
        for _ in range(3):
            await looks.get()

    async def refused() -> None:
        asked.append(len(waited))
        if len(asked) < 3:
            raise OSError
        await register()
        done.set()

    monkeypatch.setattr(client, "_claimed", look)
    monkeypatch.setattr(client, "_put_off", put_off)
    monkeypatch.setattr(client, "first_shard_held", refused)
    await bot.start()
    await done.wait()
    assert (asked, waited) == ([0, 1, 2], ["the commands could not be registered"] * 2)


async def test_one_process_serves_as_many_shards_as_discord_recommends(
    discord: LoopbackDiscord, tmp_path: Path, clock: FakeClock
) -> None:
    discord.state.shards = 2
    bot = Bot(discord, tmp_path, clock)
    try:
        await bot.start()
        assert shards(discord) == [0, 1]
        assert bot.app.client.online
        assert len((await setup(discord)).callbacks) == 1
        discord.gateway.drop(forget=True)
        await discord.until(lambda: shards(discord) == [0, 1], "both shards anew")
        await bot.settled()
        assert bot.app.client.online
        assert len(bot.app.client.guilds) == 1
    finally:
        await bot.close()


async def test_what_a_new_session_is_not_told_of_is_forgotten(house: House) -> None:
    house.discord.gateway.drop(forget=True)
    await house.discord.remove_bot(told=False)
    await house.discord.until(lambda: bool(house.discord.gateway.connected), "a new session")
    await house.bot.settled()
    assert list(house.app.client.guilds) == []
