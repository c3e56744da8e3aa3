"""Votes on their way to the disk."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.domain.ballot_forms.picks import ChosenPicks, PickSongs, StarSongs
from bot.domain.ballots import Abstain, Ballot
from bot.domain.errors import (
    InvalidBallot,
    NotAllowed,
    NotFound,
    RoundClosed,
    StorageError,
)
from bot.domain.model import Person, Room, RoomId, Round, RoundId, RoundState, UserId
from bot.domain.structs import replace
from bot.domain.voting import CastBallot, Vote
from storage import ballot_batch
from storage.database import Database, database_at
from tests import behind, chosen
from tests.builders import NOW, choices, make_episode, make_room, make_round, person
from tests.fakes import FakeClock


async def open_round(store: Database, seats: int = 2) -> tuple[Room, Round]:
    room = await make_room(store)
    return room, await make_round(store, room, await make_episode(store, room), seats=seats)


async def vote(store: Database, round_: Round, who: Person, *places: int) -> CastBallot:
    return await store.cast(
        Vote(round_.room_id, round_.id, who, PickSongs(choices(round_, *places)), NOW)
    )


async def test_equal_ballots_are_read_as_one(store: Database) -> None:
    _, round_ = await open_round(store)
    receipts = [
        (await vote(store, round_, person(n), *places)).ballot.receipt
        for n, places in enumerate([(1, 2), (3,), (1, 2)], start=1)
    ]
    ballots = await store.read.rounds.ballots(round_)
    assert sorted(ballots) == sorted(receipts)
    assert ballots[receipts[0]] is ballots[receipts[2]]
    assert ballots[receipts[1]] == Ballot(ChosenPicks(choices(round_, 3)))


async def test_an_acknowledged_vote_is_on_the_disk(store: Database) -> None:
    _, round_ = await open_round(store)
    casted = await vote(store, round_, person(1), 2, 4)
    # Read by another connection, from the file, before anything was closed.
    rows = await behind.rows(store, "SELECT voter_id, choices, receipt FROM ballots")
    assert rows == [(1, "1,3", casted.ballot.receipt)]


async def test_changes_are_merged_into_the_current_ballot(store: Database) -> None:
    _, round_ = await open_round(store, seats=3)
    first = await vote(store, round_, person(1), 1, 2)
    await store.cast(Vote(round_.room_id, round_.id, person(1), StarSongs(choices(round_, 1)), NOW))
    after = await vote(store, round_, person(1), 2, 3)
    assert chosen.picks(after.ballot) == choices(round_, 2, 3)
    assert chosen.stars(after.ballot) == ()
    assert after.ballot.receipt == first.ballot.receipt
    kept = await store.read.rounds.ballot(round_, UserId(1))
    assert kept == after.ballot


async def test_every_change_is_in_the_log_in_order(store: Database) -> None:
    _, round_ = await open_round(store)
    await vote(store, round_, person(1), 1)
    await vote(store, round_, person(1))
    await store.cast(Vote(round_.room_id, round_.id, person(1), Abstain(), NOW))
    rows = await behind.rows(store, "SELECT choices FROM ballot_log ORDER BY id")
    assert rows == [("0",), ("",), ("-",)]


async def test_a_hundred_writers_at_once_share_transactions(store: Database) -> None:
    _, round_ = await open_round(store)
    voters = [person(n) for n in range(1, 101)]
    casted = await asyncio.gather(
        *(vote(store, round_, who, 1 + n % 4) for n, who in enumerate(voters))
    )
    assert len({c.ballot.receipt for c in casted}) == 100
    assert (await store.read.rounds.turnout(round_)).voted == 100
    assert store.transactions_of_ballots <= 3


async def test_presses_that_ask_for_their_room_together_share_transactions(
    store: Database,
) -> None:
    room, round_ = await open_round(store)
    async with store.transaction(room.id) as unit:
        await unit.rounds.retime(round_, replace(round_, opened_at=NOW))
    await vote(store, round_, person(1), 1)  # an open round is not read again after that
    before = store.transactions_of_ballots

    async def press(n: int) -> None:
        assert await store.read.rooms.at(room.channel_id) == room
        await vote(store, round_, person(n), 2)

    await asyncio.gather(*map(press, range(1, 101)))
    assert store.transactions_of_ballots - before <= store._backend.batches_at_once


async def test_two_changes_of_one_writer_in_one_batch_build_on_each_other(
    store: Database,
) -> None:
    _, round_ = await open_round(store)
    await vote(store, round_, person(9), 1)  # so that the next two surely wait together
    _, _, stars = await asyncio.gather(
        vote(store, round_, person(8), 1),
        vote(store, round_, person(1), 1, 2),
        store.cast(Vote(round_.room_id, round_.id, person(1), StarSongs(choices(round_, 2)), NOW)),
    )
    assert chosen.picks(stars.ballot) == choices(round_, 1, 2)
    assert chosen.stars(stars.ballot) == choices(round_, 2)


async def test_one_refusal_does_not_touch_the_others_of_its_batch(store: Database) -> None:
    _, round_ = await open_round(store)
    good, bad = await asyncio.gather(
        vote(store, round_, person(1), 1),
        vote(store, round_, person(2), 1, 2, 3),
        return_exceptions=True,
    )
    assert isinstance(good, CastBallot)
    assert isinstance(bad, InvalidBallot)
    assert (bad.rule, bad.limit) == ("too_many_picks", 2)


async def test_a_round_that_is_not_there_takes_no_ballots(store: Database) -> None:
    room, round_ = await open_round(store)
    for missing in (
        Vote(room.id, RoundId(77), person(1), Abstain(), NOW),
        Vote(RoomId(77), round_.id, person(1), Abstain(), NOW),
    ):
        with pytest.raises(NotFound):
            await store.cast(missing)


@pytest.mark.parametrize(
    ("votes", "stays", "counted"),
    [
        ([], True, (0, 1)),
        ([(1,)], True, (1, 1)),
        ([(1,), ()], True, (0, 1)),
        ([], False, (0, 0)),
        ([(1,)], False, (1, 1)),
        ([(1,), ()], False, (0, 0)),
    ],
)
async def test_the_turnout_is_of_the_roster_and_of_those_who_voted_before_they_left_it(
    store: Database, votes: list[tuple[int, ...]], stays: bool, counted: tuple[int, int]
) -> None:
    room, round_ = await open_round(store)
    async with store.transaction(room.id) as unit:
        await unit.rooms.join(room.id, UserId(1), NOW)
    for places in votes:
        await vote(store, round_, person(1), *places)
    await vote(store, round_, person(2), 1)  # another one, who stays
    async with store.transaction(room.id) as unit:
        await unit.rooms.set_on_roster(room.id, UserId(1), stays, NOW)
    turnout = await store.read.rounds.turnout(round_)
    assert (turnout.voted - 1, turnout.of - 1) == counted


async def test_who_was_taken_off_the_roster_cannot_vote(store: Database) -> None:
    room, round_ = await open_round(store)
    await vote(store, round_, person(1), 1)
    async with store.transaction(None) as unit:
        await unit.rooms.set_on_roster(room.id, UserId(1), False, NOW)
    with pytest.raises(NotAllowed) as refusal:
        await vote(store, round_, person(1), 2)
    assert refusal.value.removed
    kept = await store.read.rounds.ballot(round_, UserId(1))
    assert kept is not None
    assert chosen.picks(kept) == choices(round_, 1)


async def test_a_vote_needs_the_writers_role_where_one_is_set(store: Database) -> None:
    room = await make_room(store, writers_role=42)
    round_ = await make_round(store, room, await make_episode(store, room))
    with pytest.raises(NotAllowed):
        await vote(store, round_, person(1), 1)
    await vote(store, round_, person(1, 42), 1)
    assert await store.read.rooms.roster(room.id) == (1,)


async def test_receipts_that_collide_are_drawn_again(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, round_ = await open_round(store)
    drawn = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])
    monkeypatch.setattr(ballot_batch, "new_receipt", lambda _: next(drawn))
    first = await vote(store, round_, person(1), 1)
    second = await vote(store, round_, person(2), 1)
    assert (first.ballot.receipt, second.ballot.receipt) == ("AAAAAAAA", "BBBBBBBB")


@pytest.mark.parametrize("votes", [1, 7, 60])
async def test_a_vote_racing_the_close_is_counted_or_refused(
    store: Database, clock: FakeClock, votes: int
) -> None:
    _, round_ = await open_round(store)

    async def close() -> int:
        async with store.transaction(None) as unit:
            assert await unit.rounds.end_voting(round_.id, RoundState.OPEN, NOW)
            counted = len(await unit.rounds.ballots(round_))
            assert await unit.rounds.close(round_.id, RoundState.OPEN, {}, "")
            return counted

    early = [vote(store, round_, person(n), 1) for n in range(1, votes + 1)]
    late = [vote(store, round_, person(1000 + n), 1) for n in range(votes)]
    answers = await asyncio.gather(*early, close(), *late, return_exceptions=True)
    counted = [answer for answer in answers if isinstance(answer, int)]
    taken = [answer for answer in answers if isinstance(answer, CastBallot)]
    refused = [answer for answer in answers if isinstance(answer, RoundClosed)]
    assert len(taken) + len(refused) == 2 * votes
    assert counted == [len(taken)]
    assert (await store.read.rounds.turnout(round_)).voted == len(taken)


async def test_a_cancelled_voter_does_not_take_the_others_down(store: Database) -> None:
    _, round_ = await open_round(store)
    tasks = [asyncio.create_task(vote(store, round_, person(n), 1)) for n in range(1, 11)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    others = await asyncio.gather(*tasks[1:])
    assert len(others) == 9


async def test_a_cancelled_transaction_leaves_nothing_behind(store: Database) -> None:
    room = await make_room(store)
    begun = asyncio.Event()

    async def interrupted() -> None:
        async with store.transaction(None) as unit:
            await unit.rooms.join(room.id, UserId(1), NOW)
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(interrupted())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.transaction(None) as unit:
        await unit.rooms.join(room.id, UserId(2), NOW)
    assert await store.read.rooms.roster(room.id) == (2,)


async def test_a_locked_database_says_that_nothing_was_saved(
    tmp_path: Path, clock: FakeClock
) -> None:
    path = tmp_path / "locked.db"
    store = database_at(f"sqlite:///{path}", clock.now)
    await store.open()
    room = await make_room(store)
    round_ = await make_round(store, room, await make_episode(store, room))
    await store.set_patience(0)
    rival = sqlite3.connect(path, isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError):
        await vote(store, round_, person(1), 1)
    rival.execute("ROLLBACK")
    rival.close()
    await vote(store, round_, person(1), 2)
    assert (await store.read.rounds.turnout(round_)).voted == 1
    await store.close()
