"""Rounds as they are read."""

from bot.domain.model import RoundId, RoundState
from bot.domain.structs import replace
from storage.database import Database
from tests.builders import make_episode, make_room, make_round


async def test_a_round_without_candidates_is_the_same_in_all_else(store: Database) -> None:
    room = await make_room(store)
    made = await make_round(
        store, room, await make_episode(store, room), state=RoundState.SCHEDULED
    )
    rounds = store.read.shown_rounds
    whole, bare = await rounds.get(made.id), await rounds.without_candidates(made.id)
    assert whole is not None
    assert bare == whole._replace(round=replace(made, candidates=()))
    assert whole.round == made
    assert await rounds.without_candidates(RoundId(7)) is None
