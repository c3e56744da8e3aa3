"""Disks that are full for real, and databases that somebody else keeps locked.

What the services make of it is in `tests/services/test_disk.py`.
"""

import asyncio
import json
import math
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.domain.ballots import Abstain
from bot.domain.errors import DatabaseGone, StorageError
from bot.domain.model import Cause, MessageId, RoomId, RoundId, RoundState
from bot.domain.voting import Vote
from bot.services import patience
from storage.database import Database
from tests.backends import sqlite_of
from tests.builders import make_episode, make_room, make_round, person
from tests.services.conftest import House
from tests.wire.house import House as Wired

ROOT = Path(__file__).parents[2]
OTHER = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute(f"BEGIN {sys.argv[2]}")
print("held", flush=True)
sys.stdin.read()
"""
MOUNT = 'mount -t tmpfs -o size=2m none "$1" && shift && exec "$@"'


async def run(*command: str) -> tuple[int | None, bytes]:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    return process.returncode, told


def as_it_should_be(told: bytes) -> None:
    found = json.loads(told)
    assert found.pop("saved") > 0
    assert found.pop("refused") >= 30
    assert found == {
        "as_told": True,
        "afterwards": True,
        "transaction": [False, 0],
        "whole": "ok",
    }


# Full.


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit of a file's size")
async def test_under_a_quota_nobody_is_told_what_is_not_so(tmp_path: Path) -> None:
    code, told = await run(sys.executable, "-m", "tests.faults.small_disk", "limit", str(tmp_path))
    assert code == 0
    as_it_should_be(told)


async def test_on_a_full_disk_neither(tmp_path: Path) -> None:
    """A file system of two megabytes, which an ordinary user may mount where the kernel lets it."""
    alone = ("unshare", "--user", "--mount", "--map-root-user", "sh", "-c", MOUNT, "sh")
    if shutil.which("unshare") is None or (await run(*alone, str(tmp_path), "true"))[0]:
        pytest.skip("nothing can be mounted here")
    code, told = await run(
        *alone,
        str(tmp_path),
        sys.executable,
        "-m",
        "tests.faults.small_disk",
        "fill",
        str(tmp_path),
    )
    assert code == 0
    as_it_should_be(told)


# Locked.


@asynccontextmanager
async def other_process(path: Path, how: str) -> AsyncIterator[None]:
    """Have another process in the middle of a transaction."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        OTHER,
        str(path),
        how,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        assert (await process.stdout.readline()).strip() == b"held"
        yield
    finally:
        process.kill()
        await process.wait()


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
async def test_while_somebody_writes_nobody_waits_for_two_batches(
    store: Database, tmp_path: Path, how: str
) -> None:
    """Who comes while a batch waits for the lock is told with it: twice would be too long."""
    room = await make_room(store)
    round_ = await make_round(store, room, await make_episode(store, room))
    path = tmp_path / "needledrop.db"
    await store.set_patience(0.2)
    before = store.transactions_of_ballots
    async with other_process(path, how):
        writing = [asyncio.create_task(cast(store, room.id, round_.id, 1))]
        while store.transactions_of_ballots == before:
            await asyncio.wait(writing, timeout=0.001)
        writing += [asyncio.create_task(cast(store, room.id, round_.id, n)) for n in range(2, 9)]
        assert (await store.read.rounds.turnout(round_)).voted == 0, "reading goes on"
        told = await asyncio.gather(*writing, return_exceptions=True)
        assert [type(one) for one in told] == [StorageError] * 8
        assert store.transactions_of_ballots == before + 1
    await cast(store, room.id, round_.id, 3)
    assert (await store.read.rounds.turnout(round_)).voted == 1
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM ballot_log").fetchall() == [(1,)]


async def test_while_somebody_writes_a_crowd_does_not_wait_in_turn(
    store: Database, tmp_path: Path
) -> None:
    """Whose turn has not come by the time the first is refused is refused too, without a try."""
    room = await make_room(store)
    await store.set_patience(0.2)
    tried = list[str]()
    await sqlite_of(store)._open_writer().set_trace_callback(tried.append)

    async def decides() -> None:
        async with store.transaction(room.id):
            raise AssertionError

    async def nothing(_: object) -> None:
        raise AssertionError

    async with other_process(tmp_path / "needledrop.db", "IMMEDIATE"):
        presses = [decides() for _ in range(10)]
        presses += [store.in_one_trip(nothing, room.id) for _ in range(10)]
        told = await asyncio.gather(*presses, return_exceptions=True)
    assert [type(one) for one in told] == [StorageError] * 20
    # A second one may just have had its turn; a slow machine may let one more begin late.
    assert 1 <= tried.count("BEGIN IMMEDIATE") <= 4


async def cast(store: Database, room_id: RoomId, round_id: RoundId, who: int) -> None:
    await store.cast(Vote(room_id, round_id, person(who), Abstain(), 1_800_000_001.0))


async def test_while_nothing_can_be_saved_the_bot_counts_as_away(house: House) -> None:
    """Nobody could vote, so what ended meanwhile gets its grace."""
    _, round_id = await house.opened()
    await house.outbox.idle()
    await house.services.due_rounds.heartbeat()
    await house.store.set_patience(0)
    async with other_process(house.path, "IMMEDIATE"):
        for _ in range(4):
            house.clock.move(3600)
            with pytest.raises(StorageError):
                await house.services.due_rounds.heartbeat()
            await house.services.due_rounds.look()
    await house.store.set_patience(1.0)
    house.clock.move(patience.MOST)
    await house.services.due_rounds.look()
    round_ = (await house.services.rounds.view(round_id)).round
    assert (round_.state, round_.cause) == (RoundState.OPEN, Cause.GRACE)
    await house.vote(round_id, 101, 2)


async def test_a_lease_that_cannot_be_renewed_once_is_renewed_the_next_time(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Else another process would make a long effect a second time."""
    monkeypatch.setattr("bot.effect_leases.LEASE", 0.003)
    renewed, until = asyncio.Event(), []

    async def renew(
        _self: object, _effect_id: int, leased_until: float, _claim: int | None = None
    ) -> None:
        until.append(leased_until)
        if len(until) == 1:
            raise sqlite3.OperationalError("disk I/O error")
        renewed.set()

    async def takes_long(*_given: object) -> MessageId:
        await renewed.wait()
        return MessageId(77)

    monkeypatch.setattr("storage.repositories.SqlOutboxRepository.renew", renew)
    monkeypatch.setattr(house.announcer, "post", takes_long)
    episode = await house.episode()
    await house.proposed(episode, 1)
    await house.outbox.idle()
    assert len(until) > 1
    assert "was not renewed: disk I/O error" in caplog.text
    assert await house.rows("SELECT state, attempts FROM outbox") == [("done", 1)]


# What a person reads.


async def read_only(wired: Wired, *, on: bool) -> None:
    """Have SQLite refuse to write, as it does where the file is read-only."""
    writer = sqlite_of(wired.app.database)._open_writer()
    await writer.execute_fetchall(f"PRAGMA query_only = {'ON' if on else 'OFF'}")


async def test_a_person_reads_that_the_vote_was_not_saved_and_votes_again(wired: Wired) -> None:
    view = await wired.opened()
    round_id, writer = view.round.id, wired.writers[0]
    saved = await wired.vote(round_id, writer, 2)
    assert "receipt" in saved.text
    await read_only(wired, on=True)
    refused = await wired.vote(round_id, writer, 3, 4)
    assert "couldn't be saved" in refused.text
    assert "Try again" in refused.text
    assert "receipt" not in refused.text
    assert await wired.picks(round_id, writer) == 1
    await read_only(wired, on=False)
    again = await wired.vote(round_id, writer, 3, 4)
    assert "receipt" in again.text
    assert await wired.picks(round_id, writer) == 2


async def test_a_person_reads_that_the_file_is_gone_and_whom_to_tell(
    wired: Wired,
) -> None:
    view = await wired.opened()
    round_id, [first, second, *_] = view.round.id, wired.writers
    await wired.vote(round_id, first, 2)
    file = wired.path / "needledrop.db"
    file.rename(wired.path / "elsewhere.db")
    refused = await wired.vote(round_id, second, 3)
    assert "not saved" in refused.text
    assert "Tell whoever hosts this bot" in refused.text
    assert "receipt" not in refused.text
    with pytest.raises(DatabaseGone, match="Stop the bot"):
        await wired.app.services.due_rounds.heartbeat()
    (wired.path / "elsewhere.db").rename(file)
    again = await wired.vote(round_id, second, 3)
    assert "receipt" in again.text


async def test_a_round_that_falls_due_on_a_read_only_disk_ends_without_a_restart(
    wired: Wired,
) -> None:
    view = await wired.opened()
    for writer in wired.writers[:2]:
        await wired.vote(view.round.id, writer, 3)
    await read_only(wired, on=True)
    wired.clock.move(1801)
    wired.app.schedule.clock_moved()
    async with asyncio.timeout(10):
        while wired.app.schedule.due.get("rounds", math.inf) <= wired.clock.now():  # noqa: ASYNC110
            await asyncio.sleep(0.001)  # the schedule comes round in real time
    await wired.bot.settled()
    assert wired.results(view.round.id) == []
    await read_only(wired, on=False)
    await wired.bot.advance(3600 * 2)
    assert len(wired.results(view.round.id)) == 1
