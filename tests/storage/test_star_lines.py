"""Lines on ballots on their way to the disk: with the ballot, and nowhere else."""

import asyncio

import pytest

from bot.domain.ballot_forms.picks import PickSongs, StarSongs
from bot.domain.ballots import Abstain
from bot.domain.errors import InvalidBallot, Redelivered
from bot.domain.model import Round, UserId
from bot.domain.star_lines import SayWhy
from bot.domain.voting import CastBallot, Vote
from bot.services.ports.deliveries import begin_delivery
from storage.database import Database
from tests import behind, chosen
from tests.builders import NOW, choices, person
from tests.storage.test_ballots import open_round, vote


async def star(store: Database, round_: Round, who: int, *places: int) -> CastBallot:
    songs = choices(round_, *places)
    return await store.cast(Vote(round_.room_id, round_.id, person(who), StarSongs(songs), NOW))


async def say(store: Database, round_: Round, who: int, place: int, line: str) -> CastBallot:
    [song] = choices(round_, place)
    said = SayWhy(song, line)
    return await store.cast(Vote(round_.room_id, round_.id, person(who), said, NOW + 60))


async def starred(store: Database, *stars: int) -> Round:
    _, round_ = await open_round(store)
    await vote(store, round_, person(1), 1, 2)
    await star(store, round_, 1, *stars)
    return round_


async def test_an_acknowledged_line_is_on_the_disk_and_in_no_log(store: Database) -> None:
    round_ = await starred(store, 2)
    log = await behind.rows(store, "SELECT * FROM ballot_log ORDER BY id")
    said = await say(store, round_, 1, 2, "The last night")
    # Read by another connection. When the line was written would tell who wrote it.
    rows = await behind.rows(store, "SELECT choices, lines, cast_at FROM ballots")
    assert rows == [("0,1*", '{"1": "The last night"}', NOW)]
    assert await behind.rows(store, "SELECT * FROM ballot_log ORDER BY id") == log
    assert await store.read.rounds.ballot(round_, UserId(1)) == said.ballot
    assert dict(said.ballot.lines) == {choices(round_, 2)[0]: "The last night"}


async def test_the_claim_of_a_line_is_as_old_as_its_press_and_ties_it_to_no_ballot(
    store: Database,
) -> None:
    round_ = await starred(store, 2)
    [song] = choices(round_, 2)
    said = Vote(round_.room_id, round_.id, person(1), SayWhy(song, "The last night"), NOW + 60)
    begin_delivery(77)
    await store.cast(said)
    assert await behind.rows(store, "SELECT * FROM interactions") == [(77, NOW + 60)]
    async with store.transaction(None) as unit:
        await unit.interactions.sweep(NOW + 30)
    begin_delivery(77)
    with pytest.raises(Redelivered):
        await store.cast(said)


async def test_votes_after_it_leave_a_line_where_it_is(store: Database) -> None:
    round_ = await starred(store, 2)
    await say(store, round_, 1, 2, "The last night")
    await star(store, round_, 1, 1)
    await vote(store, round_, person(1), 1)
    casted = await star(store, round_, 1)
    assert [line for _, line in casted.ballot.lines] == ["The last night"]
    assert await store.read.rounds.ballot(round_, UserId(1)) == casted.ballot


async def test_a_star_its_line_and_more_in_one_batch_build_on_each_other(store: Database) -> None:
    _, round_ = await open_round(store)
    songs = choices(round_, 1, 2)
    made = [
        PickSongs(songs),
        StarSongs(songs[1:]),
        SayWhy(songs[1], "First"),
        SayWhy(songs[0], "It has no star"),
        SayWhy(songs[1], "Second"),
        StarSongs(songs),
        SayWhy(songs[0], "Third"),
    ]
    answers = await asyncio.gather(
        *(store.cast(Vote(round_.room_id, round_.id, person(1), one, NOW)) for one in made),
        return_exceptions=True,
    )
    assert [type(one) for one in answers if isinstance(one, Exception)] == [InvalidBallot]
    kept = await store.read.rounds.ballot(round_, UserId(1))
    assert kept is not None
    assert dict(kept.lines) == {songs[0]: "Third", songs[1]: "Second"}
    assert len(await behind.rows(store, "SELECT id FROM ballot_log")) == 3


async def test_a_line_and_a_star_from_two_processes_are_both_kept(
    store: Database, other: Database
) -> None:
    round_ = await starred(store, 2)
    for turn in range(20):
        line, stars = f"Line {turn}", (2,) if turn % 2 else (1, 2)
        await asyncio.gather(
            say(store, round_, 1, 2, line),
            star(other, round_, 1, *stars),
            vote(store, round_, person(2), 1 + turn % 3),
        )
        kept = await store.read.rounds.ballot(round_, UserId(1))
        assert kept is not None
        assert chosen.stars(kept) == choices(round_, *stars)
        assert [text for _, text in kept.lines] == [line]


async def test_a_line_written_on_the_way_to_an_abstention_stays_with_the_ballot(
    store: Database,
) -> None:
    round_ = await starred(store, 1)
    await say(store, round_, 1, 1, "Kept")
    await vote(store, round_, person(1), 1)
    await vote(store, round_, person(1))
    casted = await store.cast(Vote(round_.room_id, round_.id, person(1), Abstain(), NOW))
    assert casted.ballot.abstained
    assert [line for _, line in casted.ballot.lines] == ["Kept"]
    assert await store.read.rounds.ballot(round_, UserId(1)) == casted.ballot
