"""Votes on PostgreSQL, written without holding the room: whatever they rest on may change."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from itertools import count

import asyncpg
import pytest

from bot.domain.ballot_forms.points import GivePoints
from bot.domain.ballots import Abstain
from bot.domain.errors import NotAllowed, Redelivered, RoundClosed
from bot.domain.model import RoleId, Room, Round, RoundState, UserId
from bot.domain.structs import replace
from bot.domain.voting import CastBallot, Vote
from bot.services.ports.deliveries import begin_delivery
from bot.services.ports.unit_of_work import UnitOfWork
from storage.ballot_batch import BallotBatch, Decided, Read
from storage.database import Database
from storage.postgres import PostgresBackend
from storage.postgres_statements import PostgresConnection, queries
from storage.statements import Statements
from tests import chosen
from tests.backends import ONLY_POSTGRES
from tests.builders import NOW, choices, make_episode, make_room, make_round, person
from tests.storage.test_ballots import vote

pytestmark = ONLY_POSTGRES


async def until_it_waits(address: str, many: int = 1) -> None:
    """Return when so many wait for another one's lock."""
    connection = await asyncpg.connect(address)
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    async with asyncio.timeout(30):  # whoever was to wait may have failed
        while await connection.fetchval(waiting) < many:  # noqa: ASYNC110 - another process's
            await asyncio.sleep(0)
    await connection.close()


async def opened(store: Database) -> tuple[Room, Round]:
    room = await make_room(store)
    return room, await make_round(store, room, await make_episode(store, room))


async def close(unit: UnitOfWork, round_: Round) -> None:
    assert await unit.rounds.close(round_.id, RoundState.OPEN, {}, "")


async def remove(unit: UnitOfWork, round_: Round) -> None:
    await unit.rooms.set_on_roster(round_.room_id, UserId(1), False, NOW)


async def require_role(unit: UnitOfWork, round_: Round) -> None:
    room = await unit.rooms.get(round_.room_id)
    assert room is not None
    await unit.rooms.save(replace(room, writers_role_id=RoleId(4)), NOW)


Change = Callable[[UnitOfWork, Round], Awaitable[None]]
CHANGES: dict[str, tuple[Change, type[Exception]]] = {
    "the round closes": (close, RoundClosed),
    "the writer is taken off the roster": (remove, NotAllowed),
    "writers need a role": (require_role, NotAllowed),
}


@pytest.mark.parametrize("voted", [True, False], ids=["changes a ballot", "first ballot"])
@pytest.mark.parametrize(("change", "refusal"), CHANGES.values(), ids=CHANGES)
async def test_a_vote_waits_for_what_is_being_decided_and_is_decided_by_it(
    store: Database,
    other: Database,
    address: str,
    change: Change,
    refusal: type[Exception],
    voted: bool,
) -> None:
    _, round_ = await opened(store)
    if voted:
        await vote(other, round_, person(1), 2)
    async with store.transaction(round_.room_id) as unit:
        voting = asyncio.create_task(vote(other, round_, person(1), 1))
        await until_it_waits(address)
        await change(unit, round_)
    with pytest.raises(refusal):
        await voting
    kept = await store.read.rounds.ballot(round_, UserId(1))
    assert chosen.picks(kept) == choices(round_, 2) if voted else kept is None


async def test_a_batch_takes_two_trips_to_the_server(store: Database) -> None:
    _, round_ = await opened(store)
    await vote(store, round_, person(1), 1)
    before = store.transactions_of_ballots
    trips: list[str] = []
    backend = store._backend
    assert isinstance(backend, PostgresBackend)
    async with backend._ballots[0] as connection:
        connection.add_query_logger(lambda query: trips.append(query.query))
    await asyncio.gather(*(vote(store, round_, person(n), 2) for n in range(1, 40)))
    assert len(trips) == 2 * (store.transactions_of_ballots - before)


async def test_a_press_delivered_to_two_processes_acts_once(
    store: Database, other: Database
) -> None:
    _, round_ = await opened(store)

    async def pressed(one: Database) -> CastBallot:
        begin_delivery(77)
        return await vote(one, round_, person(1), 1)

    ends = await asyncio.gather(
        *(asyncio.create_task(pressed(one)) for one in (store, other)), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["CastBallot", "Redelivered"]
    assert any(isinstance(end, Redelivered) for end in ends)


@pytest.fixture
def both_look_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes read what their votes rest on before either writes."""
    real, both, looked = BallotBatch.decide, asyncio.Barrier(2), count()

    async def decide(self: BallotBatch, sql: Statements, *read: Read) -> Decided:
        decided = await real(self, sql, *read)
        if next(looked) < 2:
            # One that fails before never comes; the other is not to wait for good.
            await asyncio.wait_for(both.wait(), 30)
        return decided

    monkeypatch.setattr(BallotBatch, "decide", decide)


async def kept_of_two(store: Database, other: Database, round_: Round) -> int:
    """Have a writer give two songs a point, in two processes at once; return how many count."""
    votes = [
        Vote(round_.room_id, round_.id, person(1), GivePoints(((one.song.id, 1),)), NOW)
        for one in round_.candidates[:2]
    ]
    await asyncio.gather(store.cast(votes[0]), other.cast(votes[1]))
    return len(chosen.points(await store.read.rounds.ballot(round_, UserId(1))))


async def with_points(store: Database, *, voted: bool) -> Round:
    room = await make_room(store)
    round_ = await make_round(store, room, await make_episode(store, room), method="points")
    if voted:
        await store.cast(Vote(room.id, round_.id, person(1), Abstain(), NOW))
    return round_


@pytest.mark.parametrize("voted", [True, False], ids=["changes a ballot", "first ballot"])
async def test_no_change_of_a_ballot_is_lost(
    store: Database, other: Database, request: pytest.FixtureRequest, voted: bool
) -> None:
    round_ = await with_points(store, voted=voted)
    request.getfixturevalue("both_look_first")
    assert await kept_of_two(store, other, round_) == 2


async def test_it_is_the_comparison_that_keeps_them(
    store: Database,
    other: Database,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    round_ = await with_points(store, voted=True)
    request.getfixturevalue("both_look_first")
    real, comparison = PostgresConnection.fetch, "b.choices = v.before"
    assert queries.put_ballots.sql.count(comparison) == 1

    async def careless(
        self: PostgresConnection, sql: str, parameters: Mapping[str, object]
    ) -> list[object]:
        return await real(self, sql.replace(comparison, "true"), parameters)

    monkeypatch.setattr(PostgresConnection, "fetch", careless)
    assert await kept_of_two(store, other, round_) == 1


async def test_a_batch_that_others_wait_for_while_it_waits_for_them_is_written_all_the_same(
    store: Database, other: Database, address: str
) -> None:
    """As two batches may that change the same ballots, each in an order of its own."""
    _, round_ = await opened(store)
    writers = [person(1001), person(1002)]
    for one in writers:
        await vote(store, round_, one, 1)
    rival = await asyncpg.connect(address)
    await rival.execute("SET deadlock_timeout = '1h'; BEGIN")  # so that it is not the one to yield
    locked = "SELECT 1 FROM ballots WHERE voter_id = $1 FOR UPDATE"
    await rival.execute(locked.replace("$1", "1002"))
    voting = asyncio.gather(*(vote(other, round_, one, 2) for one in writers))
    await until_it_waits(address)
    await rival.execute(locked.replace("$1", "1001"))
    await rival.execute("ROLLBACK")
    await rival.close()
    await voting
    for one in writers:
        kept = await store.read.rounds.ballot(round_, one.user_id)
        assert chosen.picks(kept) == choices(round_, 2)
