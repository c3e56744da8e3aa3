"""Rounds are read once, and again when what they show has changed."""

import asyncio

from bot.domain import timing
from bot.domain.model import Round, RoundState
from storage.database import Database
from storage.frozen_rounds import FrozenRound, FrozenRounds
from tests.backends import ONLY_SQLITE
from tests.builders import NOW, make_episode, make_room, make_round

pytestmark = ONLY_SQLITE


async def open_round(store: Database, channel: int = 10) -> Round:
    room = await make_room(store, channel=channel)
    episode = await make_episode(store, room)
    round_ = await make_round(store, room, episode, state=RoundState.SCHEDULED)
    opened = timing.opened(round_, NOW, "seed")
    async with store.transaction(room.id) as unit:
        assert await unit.rounds.retime(round_, opened)
    return opened


async def test_a_round_is_read_again_once_its_episode_is_forgotten(store: Database) -> None:
    round_, other = await open_round(store), await open_round(store, channel=11)
    rounds = FrozenRounds(store)
    before, kept = await rounds.get(round_.id), await rounds.get(other.id)
    assert await rounds.get(round_.id) is before
    rounds.forget(round_.episode_id)
    assert await rounds.get(round_.id) is not before
    assert await rounds.get(other.id) is kept


async def test_a_reading_under_way_is_not_kept(store: Database) -> None:
    round_ = await open_round(store)
    rounds = FrozenRounds(store)

    async def change() -> None:
        rounds.forget(round_.episode_id)

    before, _ = await asyncio.gather(rounds.get(round_.id), change())
    assert await rounds.get(round_.id) is not before


async def test_nobody_waits_for_a_reading_from_before(store: Database) -> None:
    round_ = await open_round(store)
    rounds = FrozenRounds(store)

    async def change() -> FrozenRound:
        rounds.forget(round_.episode_id)
        return await rounds.get(round_.id)

    before, after = await asyncio.gather(rounds.get(round_.id), change())
    assert before is not after
    assert await rounds.get(round_.id) is after
