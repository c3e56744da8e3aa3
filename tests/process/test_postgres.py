"""The bot as a process whose database is on a PostgreSQL server."""

import asyncio
from pathlib import Path

import pytest

from bot.encryption import new_key
from tests import behind
from tests.backends import KEY, ONLY_POSTGRES
from tests.postgres import server
from tests.process.conftest import Vote
from tests.process.running import KILLED_AFTER, bot_process, environment, started, world_of
from tests.wire.house import CHANNEL
from tests.wire.loopback import LoopbackDiscord


@ONLY_POSTGRES
async def test_a_vote_goes_on_in_another_process(vote: Vote) -> None:
    house, [writer, *_] = vote.house, vote.house.writers
    given = {"DATABASE_URL": house.url, "ENCRYPTION_KEY": KEY}
    async with bot_process(world_of(house.discord), house.path, **given) as bot:
        told = await vote.pick(writer, await vote.form(writer), wait=True)
        assert "receipt" in told.text
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
    async with bot_process(world_of(house.discord), house.path, **given) as bot:
        status = await house.discord.command("round status", {}, house.boss, CHANNEL)
        assert "1 of" in status.text
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
    assert "Traceback" not in bot.log
    assert await behind.rows(house.app.database, "SELECT voter_id FROM ballots") == [(writer.id,)]
    assert not await asyncio.to_thread(
        lambda: [*house.path.glob("needledrop*")]
    )  # neither a database nor a key


@pytest.mark.parametrize(
    ("address", "why", "status"),
    [
        ("postgresql://ana:hush-hush@127.0.0.1:1/songs", "no server can be reached there", 1),
        ("postgresql://ana:hush-hush@localhost:1/songs", "no server can be reached there", 1),
        ("postgresql://ana:hush-hush@/songs?host=/tmp/nobody", "no server can be reached there", 1),
        ("postgresql://ana:hush-hush@songs.invalid/songs", "no machine of this name", 1),
        ("postgresql://ana:hush-hush@/songs?host={folder}", 'role "ana" does not exist', 2),
        ("postgresql://postgres:hush-hush@/songs?host={folder}", "has no database of this name", 2),
    ],
)
async def test_a_database_that_cannot_be_used_is_a_sentence(
    discord: LoopbackDiscord, tmp_path: Path, address: str, why: str, status: int
) -> None:
    """What may be over in a while, such as while a machine starts, is tried again by systemd."""
    given = {
        "DATABASE_URL": address.format(folder=server().folder),
        "ENCRYPTION_KEY": new_key(),
    }
    async with bot_process(world_of(discord), tmp_path, until="", **given) as bot:
        assert await bot.ended() == status
    assert "Needle Drop cannot use its database. postgresql://" in bot.log
    assert why in bot.log
    assert "hush-hush" not in bot.log
    assert "Traceback" not in bot.log


async def test_a_key_is_asked_for(discord: LoopbackDiscord, tmp_path: Path) -> None:
    given = {"DATABASE_URL": server().new_database()}
    async with bot_process(world_of(discord), tmp_path, until="", **given) as bot:
        assert await bot.ended() == 2
    assert "ENCRYPTION_KEY: missing, and with PostgreSQL a key file is not used. Put" in bot.log
    assert await asyncio.to_thread(lambda: [*tmp_path.iterdir()]) == []


NO_NAMES = """
import socket, sys
def refuse(*_, **__): raise OSError("no network")
socket.getaddrinfo = refuse
sys.argv = ["bot", "doctor"]
from bot.__main__ import main
main()
"""
"""Runs the doctor where nothing on the network has a name; the server is on this machine."""


@ONLY_POSTGRES
async def test_the_doctor_looks_at_the_server(address: str, tmp_path: Path) -> None:
    given = environment(tmp_path, DATABASE_URL=address, ENCRYPTION_KEY=KEY)
    async with started("-c", NO_NAMES, **given) as doctor:
        assert doctor.process.stdout is not None
        told = (await doctor.process.stdout.read()).decode()
        assert await doctor.ended() == 1
    assert doctor.log == ""
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert any(line.startswith(f"ok database: {address} (PostgreSQL ") for line in lines)
    assert "ok database: no damage" in lines
    assert "ok key: set in ENCRYPTION_KEY" in lines
    assert not any("disk" in line.split(":")[0] for line in lines)
