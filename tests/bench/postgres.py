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
from bot.garbage import collect_rarely
from bot.services.ports.repositories.outbox import EffectKind
from storage.database import Database, database_at
from storage.move import move
from tests.bench.costs import Do, Way, costs_in_turn, percentile
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
from tests.bench.rows import Goal, Row
from tests.bench.votes import BALLOTS, ROUNDS, crowd_of, in_a_row, install
from tests.postgres import Server

TURNS, QUICK_TURNS = 20, 6
BURST = 1000
DESTINATIONS = 10_000
MOVED = 200_000
"""How many of the rows that are moved are ballots and lines of the log; as many more are others."""

RAW, OURS, FULL = "raw upsert", "one voter", "one voter, full install"
CROWD, AT_A_TIME = "100 voters", "1 000 at once"

WALL = Goal("PostgreSQL, one voter (floor: a raw upsert): wall ms a ballot", times=2.5)
FLAT = Goal("PostgreSQL, 10 000 votes open (floor: one): wall ms a ballot", times=1.1)
MANY = Goal("PostgreSQL, 100 voters at once (floor: a raw upsert): ms a ballot", times=1 / 7)
WAIT = Goal("PostgreSQL, 100 voters at once, p99: ms", most=15)
BURSTS = Goal("PostgreSQL, 1 000 ballots at once (floor: a raw upsert): ms a ballot", times=1 / 7)
SHARED = Goal("PostgreSQL, 1 000 ballots at once: transactions", most=20)
CLAIM = Goal("PostgreSQL, an effect claimed where 10 000 destinations wait: ms", most=10)
THERE = Goal("move-database of 350 000 rows, SQLite to PostgreSQL: s", most=60)
BACK = Goal("move-database of 350 000 rows, PostgreSQL to SQLite: s", most=60)
GOALS = (WALL, FLAT, MANY, WAIT, BURSTS, SHARED, CLAIM, THERE, BACK)

_UPSERT = """
INSERT INTO ballots (round_id, voter_id, choices, receipt, cast_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (round_id, voter_id) DO UPDATE
SET choices = excluded.choices, cast_at = excluded.cast_at
"""


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows.

    Args:
        quick: Take fewer turns, and leave out the full install and the move.
    """
    collect_rarely()
    server = Server("-c max_connections=60")
    try:
        with asyncio.Runner() as runner, folder() as place:
            turns = QUICK_TURNS if quick else TURNS
            yield from runner.run(measure(server, Path(place), turns, full=not quick))
            yield runner.run(claims(server.new_database(), DESTINATIONS))
            if not quick:
                ballots = MOVED // 2 // ROUNDS
                yield from runner.run(moved(server.new_database(), Path(place), ROUNDS, ballots))
    finally:
        server.remove()


async def measure(
    server: Server, place: Path, turns: int, *, full: bool, votes: int = 100, burst: int = BURST
) -> Sequence[Row]:
    """Measure on a server, and return the rows; a folder takes what a bot keeps beside."""
    async with AsyncExitStack() as opened:
        raw = in_a_row(await raw_upsert(opened, server.new_database()), votes)
        store, vote = await bot_at(opened, server.new_database(), place)
        ours = in_a_row(vote, votes)
        flat = []
        if full:
            flat.append(await _flat(opened, server.new_database(), place, ours, votes, turns))
        found = await costs_in_turn(
            {RAW: raw, OURS: ours, CROWD: crowd_of(vote, votes * 15)}, turns
        )
        before = store.transactions_of_ballots
        many = {RAW: raw, AT_A_TIME: crowd_of(vote, burst, burst)}
        bursts = await costs_in_turn(many, turns)
        transactions = (store.transactions_of_ballots - before) / (turns + 1)
    floor, crowd = found[RAW].wall * 1000, found[CROWD]
    return (
        WALL.measured(found[OURS].wall * 1000, floor),
        *flat,
        MANY.measured(crowd.wall * 1000, floor),
        WAIT.measured(percentile(crowd.waits, 0.99) * 1000),
        BURSTS.measured(bursts[AT_A_TIME].wall * 1000, bursts[RAW].wall * 1000),
        SHARED.measured(transactions),
    )


async def _flat(
    opened: AsyncExitStack, url: str, place: Path, empty: Way, votes: int, turns: int
) -> Row:
    """Measure votes in a full install against those in an empty one."""
    _, vote = await bot_at(opened, url, place)
    await fill(url)
    found = await costs_in_turn({OURS: empty, FULL: in_a_row(vote, votes)}, turns)
    return FLAT.measured(found[FULL].wall * 1000, found[OURS].wall * 1000)


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


async def claims(url: str, destinations: int, turns: int = 20) -> Row:
    """Measure the claim of an effect where so many destinations wait; return the row.

    PostgreSQL knows nothing of the table yet.
    """
    store = database_at(url, time)
    await begin(store)
    async with store.transaction(None) as unit:
        for number in range(destinations):
            line = f"channel:{number}"
            await unit.outbox.promise(EffectKind.POST_RESULTS, line, number, RoomId(1), 0)

    async def claim(_: int) -> None:
        async with store.transaction(None) as unit:
            if not (await unit.outbox.claim(time(), 60, 1)).effects:
                raise AssertionError("nothing waits")

    found = await costs_in_turn({"claim": in_a_row(claim, 1)}, turns)
    await store.close()
    return CLAIM.measured(percentile(found["claim"].waits, 0.5) * 1000)


async def moved(url: str, place: Path, rounds: int, ballots: int) -> Sequence[Row]:
    """Measure the move of a database with so many rounds, and ballots in each; return the rows.

    Each table is checked on the way.
    """
    there, back = place / "there.db", place / "back.db"
    store = database_at(f"sqlite:///{there}", time)
    await begin(store)
    await store.close()
    add_rounds(there, rounds - 1)
    add_ballots(there, range(1, rounds + 1), ballots)
    began = perf_counter()
    await move(f"sqlite:///{there}", url, lambda *_: None)
    arrived = perf_counter()
    await move(url, f"sqlite:///{back}", lambda *_: None)
    return THERE.measured(arrived - began), BACK.measured(perf_counter() - arrived)
