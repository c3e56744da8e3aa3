"""Votes that share a transaction: what is wrong with one is no concern of the others."""

import asyncio
from typing import Any

import pytest

from bot.domain.ballot_forms.form import Change
from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.ballot_forms.points import GivePoints
from bot.domain.ballot_forms.ranking import RankSong, UnrankSong
from bot.domain.ballots import Abstain
from bot.domain.errors import InvalidBallot
from bot.domain.model import SongId
from bot.domain.voting import CastBallot, Vote, decide
from storage import ballot_batch
from storage.database import Database
from tests.builders import NOW, make_episode, make_room, make_round, person
from tests.storage.test_ballots import open_round, vote


@pytest.mark.parametrize(
    "forged",
    [
        RankSong(SongId(1), 0),
        RankSong(SongId(2**70), 1),
        RankSong(SongId(-1), -3),
        UnrankSong(0),
        UnrankSong(2**70),
        GivePoints(((SongId(1), 2**70),)),
        PickSongs((SongId(2**70),)),
    ],
    ids=repr,
)
async def test_a_forged_vote_is_refused_and_the_others_of_its_batch_are_not(
    store: Database, forged: Change
) -> None:
    room = await make_room(store)
    round_ = await make_round(store, room, await make_episode(store, room), method="ranked")
    first = round_.candidates[0].song.id
    honest = [
        store.cast(Vote(room.id, round_.id, person(n), RankSong(first, 1), NOW)) for n in (1, 3)
    ]
    answers = await asyncio.gather(
        honest[0],
        store.cast(Vote(room.id, round_.id, person(2), forged, NOW)),
        honest[1],
        return_exceptions=True,
    )
    assert [type(one) for one in answers] == [CastBallot, InvalidBallot, CastBallot]
    assert (await store.read.rounds.turnout(round_)).voted == 2


async def test_whatever_one_vote_breaks_each_of_the_batch_has_its_own_answer(
    store: Database,
) -> None:
    _, round_ = await open_round(store)
    faulty = store.cast(Vote(round_.room_id, round_.id, person(2**63), Abstain(), NOW))
    honest = [vote(store, round_, person(n), 1) for n in (1, 3, 4)]
    # An id that no database takes: reading who votes fails for the whole batch.
    one, broken, *others = await asyncio.gather(
        honest[0], faulty, *honest[1:], return_exceptions=True
    )
    assert isinstance(broken, OverflowError | ValueError)
    assert all(isinstance(answer, CastBallot) for answer in (one, *others))
    assert (await store.read.rounds.turnout(round_)).voted == 3


async def test_a_rule_that_fails_on_one_vote_fails_on_that_one(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, round_ = await open_round(store)
    from_rules = decide

    def failing(cast: Vote, *rest: Any, **named: Any) -> CastBallot:
        if cast.person.user_id == 2:
            raise ZeroDivisionError
        return from_rules(cast, *rest, **named)

    monkeypatch.setattr(ballot_batch, "decide", failing)
    answers = await asyncio.gather(
        *(vote(store, round_, person(n), 1) for n in (1, 2, 3)), return_exceptions=True
    )
    assert [type(one) for one in answers] == [CastBallot, ZeroDivisionError, CastBallot]
