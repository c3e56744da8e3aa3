"""A disk that is full, read-only or locked: nobody is told what is not so, and nothing is lost."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing

import pytest

from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.errors import StorageError
from bot.domain.model import RoundId, RoundState
from bot.services.ports.read_models import BallotView
from cogs.ui.kit.errors import error_text
from tests.backends import ONLY_SQLITE, sqlite_of
from tests.builders import person
from tests.services.conftest import House

pytestmark = ONLY_SQLITE

HOUR = 3600
VOTERS = range(2000, 2600)
"""So many that their ballots do not fit into what is left of a page."""
HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""

Fault = Callable[[House], AbstractAsyncContextManager[None]]


async def pragma(house: House, words: str) -> None:
    writer = sqlite_of(house.store)._open_writer()  # no port breaks its own disk
    await writer.execute_fetchall(f"PRAGMA {words}")


async def fill(house: House) -> None:
    for number in range(10_000):
        async with house.store.transaction(None) as unit:
            await unit.facts.set(f"filler {number}", "x" * 3000)


@asynccontextmanager
async def full(house: House) -> AsyncIterator[None]:
    """SQLite may take no page more, as on a full disk."""
    [(pages,)] = await house.rows("PRAGMA page_count")
    await pragma(house, f"max_page_count = {pages}")
    # What is left in the pages there are is used up first.
    with pytest.raises(StorageError):
        await fill(house)
    try:
        yield
    finally:
        await pragma(house, "max_page_count = 1000000")


@asynccontextmanager
async def read_only(house: House) -> AsyncIterator[None]:
    await pragma(house, "query_only = ON")
    try:
        yield
    finally:
        await pragma(house, "query_only = OFF")


@asynccontextmanager
async def locked(house: House) -> AsyncIterator[None]:
    """Another process is in the middle of writing."""
    await house.store.set_patience(0.05)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLD,
        str(house.path),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"held"
    try:
        yield
    finally:
        process.kill()
        await process.wait()
        await house.store.set_patience(1.0)


every_fault = pytest.mark.parametrize("fault", [full, read_only, locked])
# On a full disk a little may still fit into the pages there are.
nothing_is_written = pytest.mark.parametrize("fault", [read_only, locked])


async def closing_soon(house: House) -> RoundId:
    _, round_id = await house.opened()
    for who in (101, 102):
        await house.vote(round_id, who, 3)
    await house.outbox.idle()
    house.announcer.said.clear()
    return round_id


def sound(house: House) -> None:
    """Look at the file itself: whole, and each ballot as its last change left it."""
    with closing(sqlite3.connect(house.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute(
            """SELECT b.choices, (SELECT l.choices FROM ballot_log l
                WHERE l.round_id = b.round_id AND l.voter_id = b.voter_id
                ORDER BY l.id DESC LIMIT 1) FROM ballots b"""
        )
        assert all(ballot == logged for ballot, logged in rows.fetchall())


@every_fault
async def test_a_vote_that_is_not_saved_is_not_acknowledged(house: House, fault: Fault) -> None:
    round_id = await closing_soon(house)
    songs = await house.songs(round_id, 3, 4)
    async with fault(house):
        told = await asyncio.gather(
            *(
                house.services.voting.change(person(who), house.room, round_id, PickSongs(songs))
                for who in VOTERS
            ),
            return_exceptions=True,
        )
    refused = {who for who, one in zip(VOTERS, told, strict=True) if isinstance(one, StorageError)}
    assert refused, "the fault was none"
    assert all(isinstance(one, (StorageError, BallotView)) for one in told)
    kept = {row[0] for row in await house.rows("SELECT voter_id FROM ballots")}
    assert kept == {101, 102, *VOTERS} - refused
    assert "couldn't be saved" in error_text(StorageError("full"))
    sound(house)
    again = min(refused)
    await house.vote(round_id, again, 3)
    assert (await house.services.rounds.view(round_id)).turnout.voted == len(kept) + 1


@nothing_is_written
async def test_a_close_that_cannot_be_written_comes_when_it_can(house: House, fault: Fault) -> None:
    round_id = await closing_soon(house)
    house.clock.move(2 * HOUR)
    await house.services.due_rounds.reset_heartbeat()
    async with fault(house):
        await house.services.due_rounds.look()
        view = await house.services.rounds.view(round_id)
        assert (view.round.state, view.round.outcome) == (RoundState.OPEN, None)
        assert house.announcer.said == []
    sound(house)
    house.clock.move(61)
    await house.services.due_rounds.look()
    await house.work_off()
    assert (await house.services.rounds.view(round_id)).round.state is not RoundState.OPEN
    assert house.announcer.said


@nothing_is_written
async def test_what_was_promised_is_made_once_the_disk_takes_it(house: House, fault: Fault) -> None:
    round_id = await closing_soon(house)
    view = await house.services.rounds.view(round_id)
    await house.vote(round_id, 3000, 4, 3)
    await house.outbox.stop()
    await house.close(view.episode)
    async with fault(house):
        house.outbox.start()
        await house.outbox.idle()
        assert house.announcer.said == [], "nothing is said that could not be noted"
    house.clock.move(61)
    await house.work_off()
    said = [what for what, _ in house.announcer.said]
    assert said.count("post ResultsMessage") == 1
    waiting = await house.rows("SELECT kind FROM outbox WHERE state = 'waiting'")
    assert waiting == []


@nothing_is_written
async def test_the_showrunner_is_told_that_nothing_changed(house: House, fault: Fault) -> None:
    round_id = await closing_soon(house)
    episode = (await house.services.rounds.view(round_id)).episode
    control, rooms = house.services.control, house.services.rooms
    async with fault(house):
        for attempt in (
            control.pause(house.boss, house.room, episode),
            control.extend(house.boss, house.room, episode, closes="in 9 hours"),
            control.close_round(house.boss, house.room, round_id),
            control.cancel_round(house.boss, house.room, round_id),
            rooms.change_settings(house.boss, house.room, lambda settings: settings),
        ):
            with pytest.raises(StorageError):
                await attempt
        with pytest.raises(StorageError):
            await house.services.due_rounds.heartbeat()
    assert (await house.services.rounds.view(round_id)).round.state is RoundState.OPEN
    sound(house)
    await control.pause(house.boss, house.room, episode)
