"""Votes on PostgreSQL, against a raw upsert through the same driver on the same server.

The server is one of this machine's own, as durable as a host's: each commit is on the disk before
it is told of.
"""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter, time

import asyncpg

from bot.domain.model import RoomId
from bot.services.ports.repositories.outbox import EffectKind
from storage.database import Database, database_at
from storage.move import move
from tests.bench.costs import Cost, Do, costs_in_turn, percentile
from tests.bench.installs import (
    COPIED,
    VOTERS,
    add_ballots,
    add_rounds,
    begin,
    bot_on,
    copying,
    folder,
)
from tests.bench.table import figures, ratio, table
from tests.bench.votes import BALLOTS, ROUNDS, crowd_of, in_a_row, install
from tests.postgres import Server

TURNS, QUICK_TURNS = 20, 6
BURST = 1000
DESTINATIONS = 10_000
MOVED = 200_000
"""How many of the rows that are moved are ballots and lines of the log; as many more are others."""

RAW, OURS, FULL = "raw upsert", "one voter", "one voter, full install"
CROWD, AT_A_TIME = "100 voters", "1 000 at once"

ALONE_HEAD = ("way", "wall ms", "/ raw", "goal", "CPU ms")
ALONE = "PostgreSQL: one vote at a time, milliseconds a vote: the least of several turns."
FLAT_HEAD = ("install", "wall ms", "/ empty", "goal")
FLAT = "The same with 10 000 rounds open and 100 000 votes stored."
MANY_HEAD = ("way", "votes/s", "/ raw", "goal", "p99 ms", "goal", "transactions a turn", "goal")
MANY = (
    "Many votes at once, each voter waiting for the answer to vote again, against one raw upsert."
)
MOVE_HEAD = ("rows", "there s", "back s", "goal")
MOVE = "Moved from SQLite to PostgreSQL, and back, each table checked."
CLAIM_HEAD = ("destinations waiting", "claim ms", "goal")
CLAIM = "The outbox: an effect claimed, on a table that PostgreSQL knows nothing of yet."

_UPSERT = """
INSERT INTO ballots (round_id, voter_id, choices, receipt, cast_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (round_id, voter_id) DO UPDATE
SET choices = excluded.choices, cast_at = excluded.cast_at
"""


def run(*, quick: bool) -> Iterable[str]:
    """Measure, and return the tables.

    Args:
        quick: Take fewer turns, and leave out the full install.
    """
    server = Server("-c max_connections=60")
    try:
        with asyncio.Runner() as runner, folder() as place:
            turns = QUICK_TURNS if quick else TURNS
            yield from runner.run(measure(server, Path(place), turns, full=not quick))
            yield runner.run(claims(server.new_database(), DESTINATIONS))
            if not quick:
                ballots = MOVED // 2 // ROUNDS
                yield runner.run(moved(server.new_database(), Path(place), ROUNDS, ballots))
    finally:
        server.remove()


async def measure(
    server: Server, place: Path, turns: int, *, full: bool, votes: int = 100, burst: int = BURST
) -> list[str]:
    """Measure on a server, and return the tables; a folder takes what a bot keeps beside."""
    async with AsyncExitStack() as opened:
        raw = in_a_row(await raw_upsert(opened, server.new_database()), votes)
        store, vote = await bot_at(opened, server.new_database(), place)
        alone = {RAW: raw, OURS: in_a_row(vote, votes)}
        if full:
            url = server.new_database()
            _, busy = await bot_at(opened, url, place)
            await fill(url)
            alone[FULL] = in_a_row(busy, votes)
        found = await costs_in_turn(alone, turns)
        tables = [table(ALONE, ALONE_HEAD, [_alone(name, found) for name in (RAW, OURS)])]
        if full:
            tables.append(table(FLAT, FLAT_HEAD, [_flat(name, found) for name in (OURS, FULL)]))
        ways = {
            RAW: raw,
            CROWD: crowd_of(vote, votes * 15),
            AT_A_TIME: crowd_of(vote, burst, burst),
        }
        counted: dict[str, Cost] = {}
        for name, way in ways.items():
            before = store.transactions_of_ballots
            counted |= await costs_in_turn({name: way}, turns)
            transactions = (store.transactions_of_ballots - before) / (turns + 1)
            counted[f"{name}, transactions"] = Cost(transactions, 0)
        tables.append(table(MANY, MANY_HEAD, [_many(name, counted) for name in ways]))
        return tables


async def raw_upsert(opened: AsyncExitStack, url: str) -> Do:
    """Return the floor: one prepared upsert a vote; nothing is looked up, checked or logged."""
    store = database_at(url, time)
    await begin(store)
    await store.close()
    connection = await asyncpg.connect(url)
    opened.push_async_callback(connection.close)
    upsert = await connection.prepare(_UPSERT)

    async def vote(n: int) -> None:
        voter = 2 + n % VOTERS
        await upsert.fetch(1, voter, f"{n % 12}", f"{voter:08X}", n)

    return vote


async def bot_at(opened: AsyncExitStack, url: str, place: Path) -> tuple[Database, Do]:
    """Put a bot together over a database with an open round; return what has a vote cast."""
    store = database_at(url, time)
    return store, await install(opened, bot_on(place / "none.db", store))


async def fill(url: str) -> None:
    """Make ten thousand rounds open and a hundred thousand ballots of it."""
    connection = await asyncpg.connect(url)
    for name in COPIED:
        columns = await connection.fetch(
            "SELECT column_name FROM information_schema.columns WHERE table_name = $1"
            " AND table_schema = 'public' ORDER BY ordinal_position",
            name,
        )
        await connection.execute(copying(name, [row[0] for row in columns], ROUNDS - 1))
    await connection.execute(
        "INSERT INTO ballots SELECT r, 1000000 + v, '0,3*,5', r || '-' || v, 0"  # noqa: S608 - numbers
        f" FROM generate_series(1, {ROUNDS}) r, generate_series(1, {BALLOTS // ROUNDS}) v;"
        "INSERT INTO ballot_log SELECT row_number() OVER (), round_id, voter_id, choices, 0"
        " FROM ballots; ANALYZE"
    )
    await connection.close()


async def claims(url: str, destinations: int, turns: int = 20) -> str:
    """Measure the claim of an effect where so many destinations wait; return the table."""
    store = database_at(url, time)
    await begin(store)
    async with store.transaction(None) as unit:
        for number in range(destinations):
            line = f"channel:{number}"
            await unit.outbox.promise(EffectKind.POST_RESULTS, line, number, RoomId(1), 0)

    async def claim(_: int) -> None:
        async with store.transaction(None) as unit:
            if await unit.outbox.claim(time(), 60) is None:
                raise AssertionError("nothing waits")

    found = await costs_in_turn({"claim": in_a_row(claim, 1)}, turns)
    await store.close()
    waits = found["claim"].waits
    row = (str(destinations), figures(min(waits), percentile(waits, 0.5)), "10")
    return table(CLAIM, CLAIM_HEAD, [row])


async def moved(url: str, place: Path, rounds: int, ballots: int) -> str:
    """Measure the move of a database with so many rounds, and ballots in each; return the table."""
    there, back = place / "there.db", place / "back.db"
    store = database_at(f"sqlite:///{there}", time)
    await begin(store)
    await store.close()
    add_rounds(there, rounds - 1)
    add_ballots(there, range(1, rounds + 1), ballots)
    began = perf_counter()
    rows = await move(f"sqlite:///{there}", url, lambda *_: None)
    arrived = perf_counter()
    await move(url, f"sqlite:///{back}", lambda *_: None)
    seconds = (arrived - began, perf_counter() - arrived)
    return table(MOVE, MOVE_HEAD, [(str(rows), *(f"{one:.1f}" for one in seconds), "60")])


def _alone(name: str, found: dict[str, Cost]) -> Sequence[str]:
    cost, raw = found[name], found[RAW]
    goal = "2.5" if name == OURS else ""
    return name, figures(cost.wall), ratio(cost.wall / raw.wall), goal, figures(cost.cpu)


def _flat(name: str, found: dict[str, Cost]) -> Sequence[str]:
    cost, empty = found[name], found[OURS]
    goal = "1.1" if name == FULL else ""
    return name, figures(cost.wall), ratio(cost.wall / empty.wall), goal


def _many(name: str, found: dict[str, Cost]) -> Sequence[str]:
    cost, raw, ours = found[name], found[RAW], name != RAW
    return (
        name,
        f"{1 / cost.wall:.0f}", ratio(raw.wall / cost.wall), "7" if ours else "",
        figures(percentile(cost.waits, 0.99)), "15" if name == CROWD else "",
        ratio(found[f"{name}, transactions"].wall) if ours else "",
        "20" if name == AT_A_TIME else "",
    )  # fmt: skip
