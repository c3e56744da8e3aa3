"""What a writer sees of rights with their ballot: as much as the room knows when it is cast."""

import asyncio

from bot.domain.rights import NOTHING_KNOWN, Stage
from storage.database import Database
from tests.builders import make_episode, make_room, make_round, person
from tests.storage.test_ballots import open_round, vote
from tests.storage.test_rights import new_holder, step_of


async def test_a_vote_is_answered_with_what_its_room_knows_of_rights(store: Database) -> None:
    known, other = await make_room(store), await make_room(store, channel=11)
    episode = await make_episode(store, known)
    round_ = await make_round(store, known, episode)
    elsewhere = await make_round(store, other, await make_episode(store, other))
    made, step = await new_holder(store, known, episode, round_.candidates[0].song)
    first, there = await asyncio.gather(
        vote(store, round_, person(1), 1), vote(store, elsewhere, person(1), 1)
    )
    assert there.rights == NOTHING_KNOWN
    assert first.rights.refusals([made.song]) == ()
    async with store.transaction(known.id) as unit:
        refused = step_of(store, made, Stage.REFUSED, episode)
        assert await unit.rights.advance(known.id, refused, step.id)
    second = await vote(store, round_, person(1), 2)
    assert [one.song for one in second.rights.refusals([made.song])] == [made.song]


async def test_where_nothing_is_known_nothing_is_shown(store: Database) -> None:
    _, round_ = await open_round(store)
    assert (await vote(store, round_, person(1), 1)).rights == NOTHING_KNOWN
