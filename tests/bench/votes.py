"""Votes: from the service to the disk, against a raw upsert on the same disk in the same run.

The other ways are in `tests.bench.by_hand`.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from itertools import count, islice
from pathlib import Path
from time import perf_counter

from bot.app import App
from bot.client import NeedleDrop
from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.model import Person, UserId
from bot.garbage import collect_rarely
from tests.bench import by_hand
from tests.bench.costs import Cost, Do, Way, costs_in_turn, percentile
from tests.bench.installs import (
    SEATS,
    SONGS,
    VOTERS,
    add_ballots,
    add_rounds,
    begin,
    bot_on,
    folder,
)
from tests.bench.rows import Goal, Row

AT_ONCE = 100
TURNS = 30
QUICK_TURNS = 8
ROUNDS, BALLOTS = 10_000, 100_000

RAW, SAME, NAIVE = "raw upsert", "the same work, raw", "lock and commit"
OURS, MANY, FULL = "one voter", "100 voters", "one voter, full install"

WALL = Goal("one voter, service to disk (floor: a raw upsert): wall ms a ballot", times=2)
CPU = Goal("one voter, service to disk (floor: a raw upsert): CPU ms a ballot", times=2.5)
BY_HAND = Goal("the work of a ballot done by hand (floor: a raw upsert): wall ms a ballot", times=2)
FLAT = Goal("one voter, 10 000 votes open (floor: one): wall ms a ballot", times=1.05)
CROWD = Goal("100 voters at once (floor: a raw upsert): ms a ballot", times=1 / 8)
QUEUE = Goal("100 voters at once (floor: a lock and a commit each): ms a ballot", times=1 / 50)
PATIENCE = Goal("100 voters at once, p99: ms", most=6)
GOALS = (WALL, CPU, BY_HAND, FLAT, CROWD, QUEUE, PATIENCE)


def run(*, quick: bool) -> Iterable[Row]:
    """Measure, and return the rows.

    Args:
        quick: Take fewer turns, and leave out the full install.
    """
    turns = QUICK_TURNS if quick else TURNS
    collect_rarely()
    with asyncio.Runner() as runner, folder() as place:
        yield from runner.run(measure(Path(place), turns, full=not quick))


async def measure(
    place: Path, turns: int, *, full: bool, votes: int = 100, crowd: int = 1500
) -> list[Row]:
    """Measure in a folder, and return the rows.

    Args:
        place: The folder, for a database of each way.
        turns: How often each way is measured.
        full: Whether to measure a full install, too.
        votes: How many votes a turn has, one at a time.
        crowd: How many it has from voters at once.
    """
    async with AsyncExitStack() as opened:
        raw = await by_hand.raw_upsert(opened, place / "raw.db")
        same = await by_hand.same_work(opened, place / "same.db")
        naive = await by_hand.lock_and_commit(opened, place / "naive.db")
        ours = await install(opened, bot_on(place / "ours.db"))
        alone = {name: in_a_row(vote, votes) for name, vote in ((RAW, raw), (SAME, same))}
        alone[OURS] = in_a_row(ours, votes)
        if full:
            alone[FULL] = in_a_row(await _full_install(opened, place / "full.db"), votes)
        rows = [*_alone(await costs_in_turn(alone, turns))]
        ways = {
            RAW: in_a_row(raw, votes),
            NAIVE: crowd_of(naive, 3 * votes),
            MANY: crowd_of(ours, crowd),
        }
        return [*rows, *_crowded(await costs_in_turn(ways, turns))]


def _alone(found: Mapping[str, Cost]) -> Iterable[Row]:
    raw, same, ours = found[RAW], found[SAME], found[OURS]
    yield WALL.measured(ours.wall * 1000, raw.wall * 1000)
    yield CPU.measured(ours.cpu * 1000, raw.cpu * 1000)
    yield BY_HAND.measured(same.wall * 1000, raw.wall * 1000)
    if FULL in found:
        yield FLAT.measured(found[FULL].wall * 1000, ours.wall * 1000)


def _crowded(found: Mapping[str, Cost]) -> Iterable[Row]:
    ours = found[MANY]
    yield CROWD.measured(ours.wall * 1000, found[RAW].wall * 1000)
    yield QUEUE.measured(ours.wall * 1000, found[NAIVE].wall * 1000)
    yield PATIENCE.measured(percentile(ours.waits, 0.99) * 1000)


async def install(opened: AsyncExitStack, app: App[NeedleDrop]) -> Do:
    """Have a bot make an open round; return what has a vote cast by its service."""
    opened.push_async_callback(app.close)
    _, round_ = await begin(app.database)
    await app.services.pseudonyms.load()
    room = await app.database.read.rooms.get(round_.room_id)
    if room is None:
        raise AssertionError("there is no room")
    songs = [one.song.id for one in round_.candidates]
    picks = [PickSongs(tuple((songs * 2)[first : first + SEATS])) for first in range(SONGS)]
    people = [Person(UserId(2 + n)) for n in range(VOTERS)]

    async def vote(n: int) -> None:
        await app.services.voting.change(people[n % VOTERS], room, round_.id, picks[n % SONGS])

    return vote


async def _full_install(opened: AsyncExitStack, path: Path) -> Do:
    vote = await install(opened, bot_on(path))
    add_rounds(path, ROUNDS - 1)
    add_ballots(path, range(1, ROUNDS + 1), BALLOTS // ROUNDS)
    return vote


_numbers = count(1)
"""No two votes are numbered alike: SQLite writes nothing when a row stays as it was."""


def in_a_row(vote: Do, votes: int) -> Way:
    """Return the way to cast so many votes, one after another."""

    async def way() -> Sequence[float]:
        return [await _timed(vote, next(_numbers)) for _ in range(votes)]

    return way


def crowd_of(vote: Do, votes: int, voters: int = AT_ONCE) -> Way:
    """Return the way to cast so many votes by so many voters at once."""

    async def voter(numbers: Iterator[int]) -> list[float]:
        return [await _timed(vote, n) for n in numbers]

    async def way() -> Sequence[float]:
        numbers = islice(_numbers, votes)
        waits = await asyncio.gather(*(voter(numbers) for _ in range(voters)))
        return [wait for one in waits for wait in one]

    return way


async def _timed(vote: Do, n: int) -> float:
    begun = perf_counter()
    await vote(n)
    return perf_counter() - begun
