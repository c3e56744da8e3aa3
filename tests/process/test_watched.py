"""`python -m bot health`, and a port for whoever watches, while the bot runs and afterwards."""

import socket
from pathlib import Path

import aiohttp
import pytest

from tests import behind
from tests.process.conftest import Vote
from tests.process.running import bot_process, environment, started, world_of

HEALTH = ("-m", "bot", "health")


async def health(folder: Path, **given: str) -> tuple[int, str]:
    async with started(*HEALTH, **environment(folder, **given)) as asking:
        code = await asking.ended()
        assert asking.process.stdout is not None
        return code, (await asking.process.stdout.read()).decode()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
async def test_a_bot_that_runs_is_healthy(vote: Vote) -> None:
    port = free_port()
    world = world_of(vote.house.discord)
    async with bot_process(world, vote.house.path, METRICS_PORT=str(port)) as bot:
        await bot.logged("health and metrics")
        form = await vote.form(vote.house.writers[0])
        await vote.pick(vote.house.writers[0], form, wait=True)
        code, line = await health(vote.house.path)
        assert (code, line[:8]) == (0, "Healthy:"), line
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                assert (answer.status, await answer.text()) == (200, "ready\n")
            async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
                assert "needledrop_vote_saved_seconds_count 1.0" in await answer.text()
        bot.stop()
        assert await bot.ended() == 0


async def test_one_that_has_stopped_is_not(vote: Vote) -> None:
    # The next one would count its silence from here.
    await behind.rows(vote.database, "UPDATE facts SET value = '1' WHERE name = 'last_seen'")
    code, line = await health(vote.house.path)
    assert code == 1
    assert "was last heard from" in line


async def test_without_a_database(tmp_path: Path) -> None:
    code, line = await health(tmp_path)
    assert code == 1
    assert line.startswith("The bot has never connected to Discord with this database.")
    assert not (tmp_path / "needledrop.db").exists()


async def test_a_port_in_use_is_told_before_anything_else(vote: Vote) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        world = world_of(vote.house.discord)
        async with bot_process(world, vote.house.path, until="", METRICS_PORT=port) as bot:
            assert await bot.ended() == 2
    assert f"METRICS_PORT: port {port} of 127.0.0.1 can't be used" in bot.log
