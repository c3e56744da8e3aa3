"""Rounds are read once, and again when what their songs tell us has changed, whoever changed it."""

import asyncio
from itertools import chain, repeat
from secrets import randbits

from bot.domain import timing
from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.model import Round, RoundId, RoundState
from bot.domain.rights import NOTHING_KNOWN, Rights
from bot.domain.voting import Vote
from storage.ballots import BallotQueue
from storage.database import Database
from storage.frozen_rounds import FrozenRound, FrozenRounds
from storage.statements import Statements
from tests.builders import NOW, choices, make_episode, make_room, make_round, person
from tests.storage.test_ballots import vote


async def open_round(store: Database, channel: int = 10) -> Round:
    room = await make_room(store, channel=channel)
    episode = await make_episode(store, room)
    round_ = await make_round(store, room, episode, state=RoundState.SCHEDULED)
    opened = timing.opened(round_, NOW, "seed")
    async with store.transaction(room.id) as unit:
        assert await unit.rounds.retime(round_, opened)
    return opened


async def retell(store: Database, round_: Round, said: str) -> None:
    """Have the first song of a round tell something else."""
    song = round_.candidates[0].song.id
    async with store.transaction(round_.room_id) as unit:
        await unit.listening.retell(round_.episode_id, song, said)


async def told(store: Database, round_: Round) -> str:
    """Return what a writer is told of the first song, who votes."""
    return (await vote(store, round_, person(1), 2)).round.candidates[0].note


async def test_a_vote_shows_what_another_process_has_changed(
    store: Database, other: Database
) -> None:
    round_ = await open_round(store)
    before = await told(other, round_)
    for said in ("Rain", "Snow"):
        await retell(store, round_, said)
        assert await told(other, round_) == said != before
        assert await told(store, round_) == said
    await retell(other, round_, "Hail")
    assert await told(store, round_) == "Hail"


class Learning(FrozenRounds):
    """Knows a round as it was to begin with, and as it is from the second time on."""

    def __init__(self, store: Database, was: FrozenRound, becomes: FrozenRound) -> None:
        super().__init__(store)
        self._known = chain([was], repeat(becomes))

    async def get(self, round_id: RoundId, retold: int = 0) -> FrozenRound:
        """Return it, whatever is asked for."""
        return next(self._known)


async def no_rights(_: Statements, __: Round) -> Rights:
    return NOTHING_KNOWN


async def test_all_votes_of_a_batch_show_it_if_only_the_later_ones_knew_of_it(
    store: Database,
) -> None:
    round_ = await open_round(store)
    was = await FrozenRounds(store).get(round_.id)
    await retell(store, round_, "Rain")
    rounds = Learning(store, was, await FrozenRounds(store).get(round_.id))
    queue = BallotQueue(store._backend, rounds, store.new_id, randbits, no_rights)
    songs = PickSongs(choices(round_, 2))
    casts = await asyncio.gather(
        *(queue.cast(Vote(round_.room_id, round_.id, person(n), songs, NOW)) for n in (1, 2))
    )
    assert queue.transactions == 1
    assert [one.round.candidates[0].note for one in casts] == ["Rain", "Rain"]


async def test_a_round_is_read_once_until_its_songs_tell_something_else(store: Database) -> None:
    round_, another = await open_round(store), await open_round(store, channel=11)
    rounds = FrozenRounds(store)
    before, kept = await rounds.get(round_.id), await rounds.get(another.id)
    await retell(store, round_, "Rain")
    assert await rounds.get(round_.id) is before
    after = await rounds.get(round_.id, 1)
    assert after.round.candidates[0].note == "Rain"
    assert await rounds.get(round_.id, 1) is await rounds.get(round_.id) is after
    assert await rounds.get(another.id) is kept


async def test_nobody_is_shown_what_was_read_before_the_change(store: Database) -> None:
    round_ = await open_round(store)
    rounds = FrozenRounds(store)
    reading = asyncio.create_task(rounds.get(round_.id))
    await retell(store, round_, "Rain")
    frozen = await asyncio.gather(*(rounds.get(round_.id, 1) for _ in range(3)))
    assert {one.round.candidates[0].note for one in frozen} == {"Rain"}
    await reading
