"""Equal questions that are asked at the same time share an answer, which is never too old."""

import asyncio

import pytest

from bot.domain.model import Room, UserId
from storage.database import Database
from tests.backends import ONLY_SQLITE, sqlite_of
from tests.builders import NOW, make_room


async def asked_of(store: Database) -> list[str]:
    """Return the list that every statement of the reading connection is put into from now on."""
    statements: list[str] = []
    reader = sqlite_of(store)._reader
    assert reader is not None
    await reader.set_trace_callback(statements.append)
    return statements


@ONLY_SQLITE
async def test_many_who_ask_for_one_room_at_once_are_answered_together(store: Database) -> None:
    room = await make_room(store)
    statements = await asked_of(store)
    answers = await asyncio.gather(*(store.read.rooms.at(room.channel_id) for _ in range(100)))
    assert answers == [room] * 100
    assert len(statements) <= 2


async def test_different_questions_have_their_own_answers(store: Database) -> None:
    rooms = [await make_room(store, channel=10 + n) for n in range(5)]
    answers = await asyncio.gather(
        *(store.read.rooms.at(room.channel_id) for _ in range(3) for room in rooms)
    )
    assert answers == rooms * 3


@pytest.mark.parametrize("turns", range(6))
async def test_whoever_asks_after_a_commit_sees_it(store: Database, turns: int) -> None:
    room = await make_room(store)

    async def ask() -> tuple[UserId, ...]:
        return await store.read.rooms.roster(room.id)

    for n in range(1, 20):
        earlier = [asyncio.create_task(ask()) for _ in range(3)]
        for _ in range(turns):
            await asyncio.sleep(0)
        async with store.transaction(None) as unit:
            await unit.rooms.join(room.id, UserId(n), NOW)
        assert len(await ask()) == n
        await asyncio.gather(*earlier)


async def test_one_who_stops_waiting_does_not_stop_the_others(store: Database) -> None:
    room = await make_room(store)

    async def ask() -> Room | None:
        return await store.read.rooms.at(room.channel_id)

    tasks = [asyncio.create_task(ask()) for _ in range(5)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    assert await asyncio.gather(*tasks[1:]) == [room] * 4
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]


async def test_a_question_asked_for_many_rows_says_the_same_as_for_each(store: Database) -> None:
    reader = store._backend.reader
    each = await reader.fetch_each("tally", [{"round_id": 1}, {"round_id": 2}])
    assert (
        [row[0] for row in each] == [await reader.tally(round_id=n) for n in (1, 2)] == ["[]"] * 2
    )
