"""The bot as a process copies its database while people vote, and a restart makes no copy more."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.process.conftest import Vote
from tests.process.running import KILLED_AFTER, bot_process, world_of
from tests.process.test_stopping import voters


def titles(copy: Path) -> list[object]:
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute("SELECT title FROM rooms").fetchall()


async def test_it_makes_a_copy_as_it_starts_and_none_after_a_restart(vote: Vote) -> None:
    discord, [writer, *_] = vote.house.discord, vote.house.writers
    world, folder = world_of(discord), vote.house.path / "backups"
    async with bot_process(world, vote.house.path, BACKUP_EVERY="1d") as bot:
        await vote.pick(writer, await vote.form(writer), wait=True)
        await bot.logged("the database was copied to")
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
    [copy] = await asyncio.to_thread(lambda: [*folder.iterdir()])
    assert len(await asyncio.to_thread(titles, copy)) == 1
    assert voters(vote.database) == {writer.id}
    async with bot_process(world, vote.house.path, BACKUP_EVERY="1d") as bot:
        await vote.pick(writer, await vote.form(writer), wait=True)
        bot.stop(signal.SIGINT)
        assert await bot.ended(KILLED_AFTER) == 0
    assert "copied" not in bot.log
    assert await asyncio.to_thread(lambda: [*folder.iterdir()]) == [copy]


async def test_a_folder_that_cannot_be_written_to_stops_nothing(vote: Vote) -> None:
    discord, [writer, *_] = vote.house.discord, vote.house.writers
    given = {"BACKUP_EVERY": "1d", "BACKUP_FOLDER": f"{vote.database}/backups"}
    async with bot_process(world_of(discord), vote.house.path, **given) as bot:
        await bot.logged("no copy of the database: ")
        await vote.pick(writer, await vote.form(writer), wait=True)
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
    assert voters(vote.database) == {writer.id}
    assert "Traceback" not in bot.log
