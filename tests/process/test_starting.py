"""SIGTERM at any moment of a start: a clean stop."""

import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.process.conftest import Vote
from tests.process.running import KILLED_AFTER, bot_process, environment, started, world_of
from tests.wire.faults import Gate, held
from tests.wire.loopback import LoopbackDiscord

AT_IMPORT = """
import builtins, os, runpy, signal, sys
wanted, how = sys.argv[1], int(sys.argv[2])
imports = builtins.__import__
def watched(name, *given, **named):
    if name == wanted and "bot.signals" in sys.modules:
        builtins.__import__ = imports
        os.kill(os.getpid(), how)
    return imports(name, *given, **named)
builtins.__import__ = watched
sys.argv = ["bot", "run"]
"""
"""Sends a signal when a module is imported for the first time."""

AS_MODULE = 'runpy.run_module("bot", run_name="__main__", alter_sys=True)'
AS_PROGRAM = "from bot.program import main; main()"
"""What the script `needledrop` does that an installed wheel brings."""

COLLECTS = """
import atexit, gc, sys
def tell():
    print("collects:", gc.isenabled(), "passes by:", gc.get_freeze_count() > 0, file=sys.stderr)
atexit.register(tell)
sys.argv = ["bot", "run"]
"""
"""Says at the end whether garbage was collected."""

IMPORTS = ("asyncio", "click", "bot.domain.errors", "bot.settings", "discord", "storage.database")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("module", IMPORTS)
@pytest.mark.parametrize("start", [AS_MODULE, AS_PROGRAM], ids=["module", "program"])
async def test_while_it_is_imported(
    start: str, module: str, how: signal.Signals, tmp_path: Path
) -> None:
    given = environment(tmp_path)
    async with started("-c", AT_IMPORT + start, module, str(int(how)), **given) as bot:
        assert await bot.ended() == 0
    assert "Traceback" not in bot.log


@pytest.mark.parametrize("route", ["/users/@me", "/oauth2/applications/@me", "/gateway/bot"])
async def test_while_it_logs_in(discord: LoopbackDiscord, tmp_path: Path, route: str) -> None:
    gate = Gate()
    discord.faults.always("GET", route, held(gate))
    async with bot_process(world_of(discord), tmp_path, until="") as bot:
        await gate.reached.wait()
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
    assert "Traceback" not in bot.log


async def test_a_start_that_fails_before_it_connects_says_why_and_nothing_else(
    tmp_path: Path,
) -> None:
    (tmp_path / "needledrop.db").write_text("no database at all")
    async with started("-m", "bot", "run", **environment(tmp_path)) as bot:
        assert await bot.ended() == 2
    assert "Traceback" not in bot.log
    assert "is damaged, or no database" in bot.log


async def test_garbage_is_collected_from_when_all_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "needledrop.db").write_text("no database at all")
    async with started(
        "-c", f"{COLLECTS}import runpy\n{AS_MODULE}", **environment(tmp_path)
    ) as bot:
        assert await bot.ended() == 2
    assert "collects: True passes by: True" in bot.log


async def test_discord_is_asked_where_the_setting_says(
    discord: LoopbackDiscord, tmp_path: Path
) -> None:
    there = world_of(discord)
    nowhere = replace(there, discord="http://127.0.0.1:9/api/v10")
    given = {"DISCORD_API_BASE": there.discord.removesuffix("/api/v10") + "/"}
    async with bot_process(nowhere, tmp_path, **given):
        assert {one.path for one in discord.rest.recorded} >= {"/users/@me", "/gateway/bot"}


async def test_nothing_but_what_a_stop_needs_is_imported_before_it_is_clean(
    tmp_path: Path,
) -> None:
    code = "import sys; before = {*sys.modules}; import bot.signals; print({*sys.modules} - before)"
    async with started("-c", code, **environment(tmp_path)) as process:
        assert process.process.stdout is not None
        loaded = (await process.process.stdout.read()).decode()
    assert "'bot.signals'" in loaded
    assert not [name for name in ("asyncio", "click", "logging") if f"'{name}'" in loaded]


async def test_the_log_leaves_out_what_says_nothing_to_a_host(vote: Vote) -> None:
    async with bot_process(world_of(vote.house.discord), vote.house.path) as bot:
        await vote.pick(vote.house.writers[0], await vote.form(vote.house.writers[0]), wait=True)
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
    assert "apscheduler" not in bot.log
    assert "stopping" in bot.log


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
async def test_a_second_signal_changes_nothing(discord: LoopbackDiscord, tmp_path: Path) -> None:
    async with bot_process(world_of(discord), tmp_path) as bot:
        bot.stop()
        bot.stop(signal.SIGINT)
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
    assert "Traceback" not in bot.log
