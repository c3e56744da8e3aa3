"""Votes: from the service to the disk, against a raw upsert on the same disk in the same run.

The floor is a table of ballots like ours, WAL and `synchronous=FULL`, and one upsert at a time:
nothing is looked up, checked or logged. *The same work* does by hand what a vote of ours does, a
transaction each. *Lock and commit* is what one writes first: aiosqlite, a lock, a commit a vote.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack
from itertools import count, islice
from pathlib import Path
from time import perf_counter, time
from typing import Any

import aiosqlite

from bot.app import Parts, build
from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.model import Person, UserId
from bot.settings import Settings
from storage.database import database_at
from storage.sqlite import queries
from tests.bench.costs import Cost, Way, costs_in_turn, percentile
from tests.bench.installs import SEATS, SONGS, add_ballots, add_rounds, begin, folder
from tests.bench.table import figures, ratio, table

VOTERS = 1500
"""How many voters take turns; after that, they change their ballots."""
AT_ONCE = 100
TURNS = 30
QUICK_TURNS = 8
ROUNDS, BALLOTS = 10_000, 100_000

Vote = Callable[[int], Awaitable[object]]
"""Saves the nth vote."""

RAW, SAME, NAIVE = "raw upsert", "the same work, raw", "lock and commit"
OURS, MANY, FULL = "one voter", "100 voters", "one voter, full install"

ALONE_HEAD = ("way", "wall ms", "/ raw", "goal", "CPU ms", "/ raw", "goal")
ALONE = "One vote at a time, milliseconds a vote: the least of several turns."
FLAT_HEAD = ("install", "wall ms", "/ empty", "CPU ms", "/ empty", "goal")
FLAT = "The same with 10 000 rounds open and 100 000 votes stored."
CROWD_HEAD = ("way", "votes/s", "ours / it", "goal", "CPU ms", "p50 ms", "p99 ms", "goal")
CROWD = "100 voters at once, each waiting for the answer to vote again; ours against the others."


def run(*, quick: bool) -> Iterable[str]:
    """Measure, and return the tables.

    Args:
        quick: Take fewer turns, and leave out the full install.
    """
    turns = QUICK_TURNS if quick else TURNS
    with asyncio.Runner() as runner, folder() as place:
        yield from runner.run(_measure(Path(place), turns, full=not quick))


async def _measure(
    place: Path, turns: int, *, full: bool, votes: int = 100, crowd: int = 1500
) -> list[str]:
    async with AsyncExitStack() as opened:
        empty = await _install(opened, place / "ours.db")
        others = await _others(opened, place)
        alone = {RAW: others[RAW](votes), SAME: others[SAME](votes), OURS: _in_a_row(empty, votes)}
        if full:
            alone[FULL] = _in_a_row(await _full_install(opened, place / "full.db"), votes)
        found = await costs_in_turn(alone, turns)
        tables = [table(ALONE, ALONE_HEAD, [_alone(name, found) for name in (RAW, SAME, OURS)])]
        if full:
            tables.append(table(FLAT, FLAT_HEAD, [_flat(name, found) for name in (OURS, FULL)]))
        ways = {
            RAW: others[RAW](votes),
            NAIVE: others[NAIVE](3 * votes),
            MANY: _crowd(empty, crowd),
        }
        together = await costs_in_turn(ways, turns)
        tables.append(table(CROWD, CROWD_HEAD, [_crowded(name, together) for name in ways]))
        return tables


def _alone(name: str, found: dict[str, Cost]) -> Sequence[str]:
    cost, raw, goals = found[name], found[RAW], ("2", "2.5") if name == OURS else ("", "")
    return (
        name,
        figures(cost.wall), ratio(cost.wall / raw.wall), goals[0],
        figures(cost.cpu), ratio(cost.cpu / raw.cpu), goals[1],
    )  # fmt: skip


def _flat(name: str, found: dict[str, Cost]) -> Sequence[str]:
    cost, empty = found[name], found[OURS]
    return (
        name,
        figures(cost.wall), ratio(cost.wall / empty.wall),
        figures(cost.cpu), ratio(cost.cpu / empty.cpu),
        "1.2" if name == FULL else "",
    )  # fmt: skip


def _crowded(name: str, found: dict[str, Cost]) -> Sequence[str]:
    cost, ours = found[name], found[MANY]
    return (
        name,
        f"{1 / cost.wall:.0f}",
        ratio(cost.wall / ours.wall),
        {RAW: "10", NAIVE: "40"}.get(name, ""),
        figures(cost.cpu),
        figures(percentile(cost.waits, 0.5)),
        figures(percentile(cost.waits, 0.99)),
        "10" if name == MANY else "",
    )


async def _install(opened: AsyncExitStack, path: Path) -> Vote:
    app = build(Settings("", database_url=f"sqlite:///{path}"), Parts())
    opened.push_async_callback(app.close)
    _, round_ = await begin(app.database)
    room = await app.database.read.rooms.get(round_.room_id)
    if room is None:
        raise AssertionError("there is no room")
    songs = [one.song.id for one in round_.candidates]
    picks = [PickSongs(tuple((songs * 2)[first : first + SEATS])) for first in range(SONGS)]
    people = [Person(UserId(2 + n)) for n in range(VOTERS)]

    def vote(n: int) -> Awaitable[object]:
        return app.services.voting.change(people[n % VOTERS], room, round_.id, picks[n % SONGS])

    return vote


async def _full_install(opened: AsyncExitStack, path: Path) -> Vote:
    vote = await _install(opened, path)
    add_rounds(path, ROUNDS - 1)
    add_ballots(path, range(1, ROUNDS + 1), BALLOTS // ROUNDS)
    return vote


def _in_a_row(vote: Vote, votes: int) -> Way:
    async def way() -> Sequence[float]:
        return [await _timed(vote, next(_numbers)) for _ in range(votes)]

    return way


def _crowd(vote: Vote, votes: int) -> Way:
    async def voter(numbers: Iterator[int]) -> list[float]:
        return [await _timed(vote, n) for n in numbers]

    async def way() -> Sequence[float]:
        numbers = islice(_numbers, votes)
        waits = await asyncio.gather(*(voter(numbers) for _ in range(AT_ONCE)))
        return [wait for one in waits for wait in one]

    return way


async def _timed(vote: Vote, n: int) -> float:
    begun = perf_counter()
    await vote(n)
    return perf_counter() - begun


async def _others(opened: AsyncExitStack, place: Path) -> dict[str, Callable[[int], Way]]:
    """Return the other ways to save votes, each with a database of its own."""
    raw, same = await _raw(opened, place / "raw.db"), await _raw(opened, place / "same.db")
    await _raw(opened, place / "naive.db")
    naive = await aiosqlite.connect(place / "naive.db", isolation_level=None)
    opened.push_async_callback(naive.close)
    await naive.execute("PRAGMA synchronous = FULL")
    lock = asyncio.Lock()

    async def upsert(n: int) -> None:
        raw.execute(queries.put_ballot.sql, _row(n))

    async def by_hand(n: int) -> None:
        row = _row(n)
        same.execute("BEGIN IMMEDIATE")
        for query, read in _reads(row):
            same.execute(query, read).fetchone()
        same.execute(queries.put_ballot.sql, row)
        same.execute(queries.log_ballot.sql, row)
        same.execute("COMMIT")

    async def commit_each(n: int) -> None:
        row = _row(n)
        async with lock:
            await naive.execute("BEGIN IMMEDIATE")
            for query, read in _reads(row):
                await (await naive.execute(query, read)).fetchone()
            await naive.execute(queries.put_ballot.sql, row)
            await naive.execute(queries.log_ballot.sql, row)
            await naive.commit()

    return {
        RAW: lambda votes: _in_a_row(upsert, votes),
        SAME: lambda votes: _in_a_row(by_hand, votes),
        NAIVE: lambda votes: _crowd(commit_each, votes),
    }


async def _raw(opened: AsyncExitStack, path: Path) -> sqlite3.Connection:
    store = database_at(f"sqlite:///{path}", time)
    opened.push_async_callback(store.close)
    await begin(store)
    await store.close()
    raw = sqlite3.connect(path, isolation_level=None)
    opened.callback(raw.close)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    return raw


_numbers = count(1)
"""No two votes are numbered alike: SQLite writes nothing when a row stays as it was."""


def _row(n: int) -> dict[str, Any]:
    voter = n % VOTERS
    return {
        "id": n,
        "round_id": 1,
        "room_id": 1,
        "user_id": voter,
        "voter_id": voter,
        "choices": ",".join(str(one) for one in sorted((n + step) % 12 for step in range(6))),
        "receipt": f"{voter:08X}",
        "cast_at": n,
    }


def _reads(row: dict[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    return (
        (queries.ballot_box.sql, row),
        (queries.on_roster.sql, row),
        (queries.ballot.sql, row),
    )
