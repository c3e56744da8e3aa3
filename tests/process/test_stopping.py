"""SIGTERM while people press and others hang: everybody is answered, and it ends in time."""

import asyncio
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.crowd import asked
from tests.process.conftest import Vote
from tests.process.running import KILLED_AFTER, bot_process, world_of
from tests.wire.faults import Gate, held
from tests.wire.house import CHANNEL
from tests.wire.interactions import Interaction
from tests.wire.rest import CALLBACK, MESSAGE

TWO_STOPS = [signal.SIGTERM, signal.SIGINT]


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Keep everybody else from writing."""
    with closing(sqlite3.connect(database, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        yield
        raw.execute("ROLLBACK")


def voters(database: Path) -> set[object]:
    return {row[0] for row in asked(database, "SELECT voter_id FROM ballots")}


@pytest.mark.parametrize("how", [*TWO_STOPS, signal.SIGHUP])
async def test_who_has_pressed_is_answered_first(vote: Vote, how: signal.Signals) -> None:
    discord, writers = vote.house.discord, vote.house.writers
    async with bot_process(world_of(discord), vote.house.path) as bot:
        forms = [await vote.form(writer) for writer in writers]
        with locked(vote.database):
            pressed = [await vote.pick(*each) for each in zip(writers, forms, strict=True)]
            await discord.delivered()
            bot.stop(how)
            await bot.logged("stopping")
        assert await bot.ended(KILLED_AFTER) == 0
    assert all(one.answered for one in pressed)
    told = {writer.id for writer, one in zip(writers, pressed, strict=True) if _saved(one)}
    assert told == voters(vote.database) == {writer.id for writer in writers}
    assert "ERROR" not in bot.log


def _saved(answer: Interaction) -> bool:
    return "receipt" in answer.text


async def test_answers_that_discord_does_not_take_hold_nothing_up(vote: Vote) -> None:
    discord, [writer, *_] = vote.house.discord, vote.house.writers
    async with bot_process(world_of(discord), vote.house.path) as bot:
        form, gate = await vote.form(writer), Gate()
        discord.faults.always("POST", CALLBACK, held(gate))
        await vote.pick(writer, form)
        await gate.reached.wait()
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
        gate.open()
    assert voters(vote.database) == {writer.id}
    assert "Traceback" not in bot.log


async def test_a_disk_that_hangs_holds_nothing_up(vote: Vote) -> None:
    discord, [writer, *_] = vote.house.discord, vote.house.writers
    async with bot_process(world_of(discord, disk_hangs=True), vote.house.path) as bot:
        await vote.pick(writer, await vote.form(writer))
        await discord.delivered()
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
    assert voters(vote.database) == set()
    assert "Traceback" not in bot.log


@asynccontextmanager
async def silent() -> AsyncIterator[tuple[str, asyncio.Event]]:
    """Serve something that takes every request and answers none; tell when the first came."""
    came = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        came.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", came


async def test_a_spotify_that_hangs_holds_nothing_up(vote: Vote) -> None:
    discord, [writer, *_] = vote.house.discord, vote.house.writers
    spotify = {
        "SPOTIFY_CLIENT_ID": "c" * 32,
        "SPOTIFY_CLIENT_SECRET": "s" * 32,
        "SPOTIFY_REFRESH_TOKEN": "r" * 64,
    }
    async with silent() as (address, came):
        world = replace(world_of(discord), spotify=address)
        async with bot_process(world, vote.house.path, **spotify) as bot:
            given = {"song": "https://open.spotify.com/track/" + "4" * 22, "why": "It is loud"}
            asked_for = await discord.command("song propose", given, writer, CHANNEL, wait=False)
            await came.wait()
            bot.stop()
            assert await bot.ended(KILLED_AFTER) == 0
    assert "restarted" in asked_for.text
    assert "It is loud" in asked_for.text
    assert "Traceback" not in bot.log


async def test_what_is_promised_and_not_made_is_made_at_once_after_the_next_start(
    vote: Vote,
) -> None:
    """It is given back, so that nobody waits for the end of a lease."""
    discord, boss, gate = vote.house.discord, vote.house.boss, Gate()
    async with bot_process(world_of(discord), vote.house.path) as bot:
        discord.faults.always("PATCH", MESSAGE, held(gate))
        await discord.command("round extend", {"closes": "in 2 hours"}, boss, CHANNEL)
        await gate.reached.wait()
        bot.stop()
        assert await bot.ended(KILLED_AFTER) == 0
    leases = asked(vote.database, "SELECT leased_until FROM outbox WHERE state = 'waiting'")
    assert leases
    assert all(int(str(until)) <= time.time() for (until,) in leases)
