"""Votes as one writes them by hand, in SQL and nothing else: what our way of a vote is held to."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path

import aiosqlite

from tests.bench.costs import Do
from tests.bench.installs import VOTERS, begin, bot_on

_PUT = """
INSERT INTO ballots (round_id, voter_id, choices, receipt, cast_at)
VALUES (:round_id, :voter_id, :choices, :receipt, :cast_at)
ON CONFLICT (round_id, voter_id) DO UPDATE
SET choices = excluded.choices, cast_at = excluded.cast_at
"""
_LOG = """
INSERT INTO ballot_log (id, round_id, voter_id, choices, cast_at)
VALUES (:id, :round_id, :voter_id, :choices, :cast_at)
"""
_READ = (
    """
    SELECT r.state, r.closes_at, r.rulings, m.writers_role_id
    FROM rounds r JOIN rooms m ON m.id = r.room_id WHERE r.id = :round_id
    """,
    "SELECT removed FROM roster WHERE room_id = :room_id AND user_id = :voter_id",
    """
    SELECT choices, receipt, cast_at FROM ballots
    WHERE round_id = :round_id AND voter_id = :voter_id
    """,
)
"""What a vote has to know: the round and its room, the roster, and the ballot so far."""


async def raw_upsert(opened: AsyncExitStack, path: Path) -> Do:
    """Return the floor: one upsert a vote; nothing is looked up, checked or logged."""
    raw = await _connect(opened, path)

    async def upsert(n: int) -> None:
        raw.execute(_PUT, _row(n))

    return upsert


async def same_work(opened: AsyncExitStack, path: Path) -> Do:
    """Return what reads and writes as much as a vote of ours, in a transaction each."""
    raw = await _connect(opened, path)

    async def vote(n: int) -> None:
        row = _row(n)
        raw.execute("BEGIN IMMEDIATE")
        for query in _READ:
            raw.execute(query, row).fetchone()
        raw.execute(_PUT, row)
        raw.execute(_LOG, row)
        raw.execute("COMMIT")

    return vote


async def lock_and_commit(opened: AsyncExitStack, path: Path) -> Do:
    """Return what one writes first: the same work through aiosqlite, behind a lock."""
    await _connect(opened, path)
    connection = await aiosqlite.connect(path, isolation_level=None)
    opened.push_async_callback(connection.close)
    await connection.execute("PRAGMA synchronous = FULL")
    lock = asyncio.Lock()

    async def vote(n: int) -> None:
        row = _row(n)
        async with lock:
            await connection.execute("BEGIN IMMEDIATE")
            for query in _READ:
                await (await connection.execute(query, row)).fetchone()
            await connection.execute(_PUT, row)
            await connection.execute(_LOG, row)
            await connection.commit()

    return vote


async def _connect(opened: AsyncExitStack, path: Path) -> sqlite3.Connection:
    """Make a database with a round, and connect to it as the bot does."""
    app = bot_on(path)
    opened.push_async_callback(app.close)
    await begin(app.database)
    await app.database.close()
    raw = sqlite3.connect(path, isolation_level=None)
    opened.callback(raw.close)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    return raw


_log_ids: Iterator[int] = count(1)


def _row(n: int) -> dict[str, object]:
    """Return the nth vote; six songs, other ones the next time the same voter comes."""
    voter = n % VOTERS
    return {
        "id": next(_log_ids),
        "round_id": 1,
        "room_id": 1,
        "voter_id": voter,
        "choices": ",".join(str(one) for one in sorted((n + step) % 12 for step in range(6))),
        "receipt": f"{voter:08X}",
        "cast_at": n,
    }
