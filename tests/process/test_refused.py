"""Discord wants no more of the bot: a sentence, and an exit status that no supervisor restarts."""

import asyncio
from pathlib import Path

import pytest

from bot.app import Parts, build
from bot.domain.errors import ConfigError
from bot.running import REFUSALS, TOKEN_REFUSED, live
from bot.settings import Settings
from tests.fakes import FakeClock
from tests.process.conftest import Vote
from tests.process.running import bot_process, world_of
from tests.wire.faults import broken, refused
from tests.wire.house import CHANNEL
from tests.wire.loopback import LoopbackDiscord
from tests.wire.rest import MESSAGE

TOKEN = "t" * 60
UNAUTHORIZED = refused(401, 0, "401: Unauthorized")


async def test_the_token_is_reset_while_it_runs(discord: LoopbackDiscord, tmp_path: Path) -> None:
    async with bot_process(world_of(discord), tmp_path) as bot:
        await discord.gateway.end(4004)
        assert await bot.ended() == 2
    assert TOKEN_REFUSED in bot.log
    assert "Traceback" not in bot.log


@pytest.mark.parametrize("code", REFUSALS)
async def test_the_connection_is_closed_for_good(
    discord: LoopbackDiscord, clock: FakeClock, tmp_path: Path, code: int
) -> None:
    app = build(Settings(TOKEN, database_url=f"sqlite:///{tmp_path}/n.db"), Parts(clock=clock))
    living = asyncio.create_task(live(app, TOKEN))
    await discord.until(lambda: bool(discord.gateway.connected), "a connection")
    await discord.gateway.end(code)
    with pytest.raises(ConfigError) as refused:
        await living
    assert refused.value.faults == [REFUSALS[code]]
    await app.close()


async def test_the_token_is_refused_at_the_start(discord: LoopbackDiscord, tmp_path: Path) -> None:
    discord.faults.always("GET", "/users/@me", UNAUTHORIZED)
    async with bot_process(world_of(discord), tmp_path, until="") as bot:
        assert await bot.ended() == 2
    assert TOKEN_REFUSED in bot.log
    assert "Traceback" not in bot.log


async def test_the_token_is_refused_later_while_the_gateway_stays(vote: Vote) -> None:
    discord, boss = vote.house.discord, vote.house.boss
    async with bot_process(world_of(discord), vote.house.path) as bot:
        discord.faults.always("GET", "/users/@me", UNAUTHORIZED)
        discord.faults.always("PATCH", MESSAGE, UNAUTHORIZED)
        answer = await discord.command("round extend", {"closes": "in 2 hours"}, boss, CHANNEL)
        assert await bot.ended() == 2
    assert TOKEN_REFUSED in bot.log
    assert answer.text


async def test_one_refusal_alone_is_no_reset(vote: Vote) -> None:
    discord, boss = vote.house.discord, vote.house.boss
    async with bot_process(world_of(discord), vote.house.path) as bot:
        discord.faults.add("PATCH", MESSAGE, UNAUTHORIZED)
        before = discord.calls("GET", "/users/@me")
        await discord.command("round extend", {"closes": "in 2 hours"}, boss, CHANNEL)
        await discord.until(lambda: discord.calls("GET", "/users/@me") > before)
        assert (await discord.command("round status", {}, boss, CHANNEL)).text
        bot.stop()
        assert await bot.ended() == 0


async def test_a_discord_that_is_down_at_the_start_is_said(
    discord: LoopbackDiscord, tmp_path: Path
) -> None:
    discord.faults.always("GET", "/users/@me", broken(503))
    async with bot_process(world_of(discord), tmp_path, until="") as bot:
        assert await bot.ended() == 1
    assert "Discord cannot be reached" in bot.log
    assert "Traceback" not in bot.log
