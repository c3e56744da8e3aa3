"""Several batches of votes under way at once, on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from bot.domain.ballot_forms.points import GivePoints
from bot.domain.errors import StorageError
from bot.domain.model import Person, Round, UserId
from bot.domain.structs import replace
from bot.domain.voting import CastBallot, Vote
from storage.backend import RoomHeld
from storage.ballot_batch import Answer, BallotBatch
from storage.database import Database
from storage.postgres import PostgresBackend
from tests import behind, chosen
from tests.backends import ONLY_POSTGRES
from tests.builders import NOW, choices, make_episode, make_room, make_round, person
from tests.storage.test_ballots import open_round, vote
from tests.storage.test_rival_ballots import until_it_waits

pytestmark = ONLY_POSTGRES

PATIENCE = 0.1


@asynccontextmanager
async def held(address: str, rows: str) -> AsyncIterator["asyncpg.Connection[Any]"]:
    """Have somebody else hold rows for the length of a block."""
    rival = await asyncpg.connect(address)
    await rival.execute(f"BEGIN; SELECT 1 FROM {rows} FOR UPDATE")  # noqa: S608 - our own words
    try:
        yield rival
    finally:
        await rival.close()


async def open_in_room(store: Database, channel: int) -> Round:
    """Make an open round in a room of its own, which is read once only."""
    room = await make_room(store, channel=channel)
    round_ = await make_round(store, room, await make_episode(store, room))
    async with store.transaction(room.id) as unit:
        await unit.rounds.retime(round_, replace(round_, opened_at=NOW))
    await vote(store, round_, person(9), 1)
    return round_


async def test_whoever_votes_while_another_vote_is_written_does_not_wait_for_it(
    store: Database, address: str
) -> None:
    _, round_ = await open_round(store)
    await vote(store, round_, person(1), 1)
    async with held(address, "ballots"):
        waits = asyncio.create_task(vote(store, round_, person(1), 2))
        await until_it_waits(address)
        assert isinstance(await vote(store, round_, person(2), 2), CastBallot)
        assert not waits.done()
    await waits
    kept = await store.read.rounds.ballot(round_, UserId(1))
    assert chosen.picks(kept) == choices(round_, 2)


async def test_the_votes_of_one_writer_are_written_in_the_order_they_came(
    store: Database, address: str
) -> None:
    room = await make_room(store)
    round_ = await make_round(store, room, await make_episode(store, room), method="points")
    songs = [one.song.id for one in round_.candidates]

    async def give(who: Person, place: int) -> CastBallot:
        change = GivePoints(((songs[place], 1),))
        return await store.cast(Vote(room.id, round_.id, who, change, NOW))

    await give(person(1), 0)
    async with held(address, "ballots"):
        votes = [asyncio.create_task(give(person(1), place)) for place in (1, 2)]
        await until_it_waits(address)
        others = asyncio.gather(*(give(person(n), 0) for n in range(2, 6)))
        votes.append(asyncio.create_task(give(person(1), 3)))
        await others
        assert not any(one.done() for one in votes)
    given = [len(chosen.points((await one).ballot)) for one in votes]
    assert given == [2, 3, 4]
    rows = await behind.rows(store, "SELECT choices FROM ballot_log WHERE voter_id = 1 ORDER BY id")
    assert [len(row[0].split(",")) for row in rows] == [1, 2, 3, 4]


async def test_a_closing_database_writes_all_batches_first(store: Database, address: str) -> None:
    round_ = await open_in_room(store, 10)
    async with held(address, "ballots"):
        first = asyncio.create_task(vote(store, round_, person(9), 2))
        await until_it_waits(address)
        second = asyncio.create_task(vote(store, round_, person(2), 2))
        closing = asyncio.create_task(store.close())
    await closing
    assert [type(await one) for one in (first, second)] == [CastBallot, CastBallot]


@pytest.mark.parametrize("rooms_held", [1, 3])
async def test_rooms_that_are_held_cost_the_votes_of_no_other(
    store: Database, address: str, rooms_held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    *busy, free = [await open_in_room(store, 10 + n) for n in range(rooms_held + 1)]
    await store.set_patience(PATIENCE)
    tries: list[int] = []
    writes = PostgresBackend.write_ballots

    async def counted(self: PostgresBackend, batch: BallotBatch) -> Sequence[Answer]:
        tries.append(len(batch.room_ids))
        return await writes(self, batch)

    monkeypatch.setattr(PostgresBackend, "write_ballots", counted)
    held_rooms = ", ".join(str(one.room_id) for one in busy)
    async with held(address, f"rooms WHERE id IN ({held_rooms})"):
        *refused, written = await asyncio.gather(
            *(vote(store, one, person(n), 1) for n, one in enumerate([*busy, free])),
            return_exceptions=True,
        )
    assert [type(one) for one in refused] == [RoomHeld] * rooms_held
    assert isinstance(written, CastBallot)
    assert tries == [rooms_held + 1, 1]  # they are waited for once


async def test_what_waits_is_not_refused_with_a_batch_while_others_are_written(
    store: Database, address: str
) -> None:
    """As where one of the connections has died."""
    round_ = await open_in_room(store, 10)
    for n in (1, 2):
        await vote(store, round_, person(n), 1)
    async with held(address, "ballots") as rival:
        first = asyncio.create_task(vote(store, round_, person(1), 2))
        await until_it_waits(address)
        second = asyncio.create_task(vote(store, round_, person(2), 2))
        waits = asyncio.create_task(vote(store, round_, person(1), 3))
        await until_it_waits(address, 2)
        backend = store._backend
        assert isinstance(backend, PostgresBackend)
        dead = backend._ballots[1]._connection
        assert dead is not None
        await rival.execute("SELECT pg_terminate_backend($1)", dead.get_server_pid())
        with pytest.raises(StorageError):
            await second
        assert not waits.done()
    assert [type(await one) for one in (first, waits)] == [CastBallot, CastBallot]


async def test_whoever_waits_while_a_room_is_held_is_not_refused_with_its_votes(
    store: Database, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PostgresBackend, "batches_at_once", 1)
    round_, free = await open_in_room(store, 10), await open_in_room(store, 11)
    await store.set_patience(PATIENCE)
    async with held(address, f"rooms WHERE id = {round_.room_id}"):
        before = store.transactions_of_ballots
        refused = asyncio.create_task(vote(store, round_, person(1), 1))
        for _ in range(2):
            await asyncio.sleep(0)  # it joins the queue, and its batch is taken
        assert store.transactions_of_ballots == before + 1
        assert isinstance(await vote(store, free, person(2), 1), CastBallot)
        with pytest.raises(StorageError):
            await refused
