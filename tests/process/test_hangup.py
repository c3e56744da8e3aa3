"""The terminal is closed while the bot runs in it."""

import signal
import sys

import pytest

from tests.process.conftest import Vote
from tests.process.running import KILLED_AFTER, environment, started, world_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")

NOHUP = (
    "import os, signal, sys\n"
    "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])\n"
)


async def test_with_nohup_it_goes_on(vote: Vote) -> None:
    writer = vote.house.writers[0]
    command = ("-m", "tests.process.bot", world_of(vote.house.discord).as_json())
    async with started("-c", NOHUP, *command, **environment(vote.house.path)) as bot:
        await bot.logged("connected as")
        bot.stop(signal.SIGHUP)
        bot.stop(signal.SIGHUP)
        form = await vote.form(writer)
        picked = await vote.pick(writer, form)
        await vote.house.discord.answered(picked)
        assert "receipt" in picked.text
        assert "stopping" not in bot.log
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
