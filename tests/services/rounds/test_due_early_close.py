"""Everybody having voted closes a vote early, where the room wants it."""

from bot.domain import timing
from bot.domain.model import Cause, RoundState, UserId
from tests.services.conftest import House
from tests.services.rounds.timed import HOUR, away, passes, round_of, said, scheduled, settings


async def test_everybody_having_voted_closes_the_vote_early(house: House) -> None:
    await settings(house, early_close=True)
    round_id = await scheduled(house)
    planned = (await round_of(house, round_id)).closes_at
    for who in (101, 102, 103):
        await house.vote(round_id, who, 1 if who == 102 else 2)
    assert (await round_of(house, round_id)).closes_at == planned
    await house.vote(round_id, 104, 2)
    early = await round_of(house, round_id)
    assert (early.closes_at, early.cause) == (house.clock.now() + timing.QUIET, Cause.EARLY)
    await passes(house, 600)
    await house.vote(round_id, 103, 1)
    assert (await round_of(house, round_id)).closes_at == house.clock.now() + timing.QUIET
    await house.vote(round_id, 105, 1)  # a newcomer is somebody who has voted
    await passes(house, timing.QUIET)
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_without_the_rule_a_vote_stays_open_to_its_end(house: House) -> None:
    round_id = await scheduled(house)
    planned = (await round_of(house, round_id)).closes_at
    for who in (101, 102, 103, 104):
        await house.vote(round_id, who, 1 if who == 102 else 2)
    assert (await round_of(house, round_id)).closes_at == planned


async def test_who_withdraws_their_ballot_gives_the_room_its_time_back(house: House) -> None:
    await settings(house, early_close=True)
    round_id = await scheduled(house)
    planned = (await round_of(house, round_id)).closes_at
    for who in (101, 102, 103, 104):
        await house.vote(round_id, who, 1 if who == 102 else 2)
    await house.vote(round_id, 104)
    after = await round_of(house, round_id)
    assert (after.closes_at, after.closes_latest, after.cause) == (planned, None, Cause.NONE)


async def test_a_close_that_was_brought_forward_goes_back_after_an_absence(house: House) -> None:
    await settings(house, early_close=True)
    round_id = await scheduled(house)
    planned = (await round_of(house, round_id)).closes_at
    for who in (101, 102, 103, 104):
        await house.vote(round_id, who, 1 if who == 102 else 2)
    await away(house, HOUR)
    await house.services.due_rounds.look()
    back = await round_of(house, round_id)
    assert (back.closes_at, back.closes_latest, back.cause) == (planned, None, Cause.NONE)


async def test_a_change_of_the_roster_is_a_change_of_who_is_awaited(house: House) -> None:
    await settings(house, early_close=True)
    round_id = await scheduled(house)
    planned = (await round_of(house, round_id)).closes_at
    for who in (101, 102, 103):
        await house.vote(round_id, who, 1 if who == 102 else 2)
    rooms = house.services.rooms
    await rooms.edit_roster(house.boss, house.room, remove=[UserId(104)])
    assert (await round_of(house, round_id)).cause is Cause.EARLY
    await rooms.edit_roster(house.boss, house.room, add=[UserId(105)])
    assert (await round_of(house, round_id)).closes_at == planned


async def test_an_extension_by_hand_is_not_undone_by_votes(house: House) -> None:
    await settings(house, early_close=True)
    round_id = await scheduled(house)
    for who in (101, 102, 103, 104):
        await house.vote(round_id, who, 1 if who == 102 else 2)
    episode = (await house.services.rounds.view(round_id)).episode
    control = house.services.control
    view = await control.extend(house.boss, house.room, episode, closes="in 4 hours")
    await house.vote(round_id, 101, 3)
    assert (await round_of(house, round_id)).closes_at == view.round.closes_at


async def test_votes_that_move_the_close_are_shown_with_the_turnout(house: House) -> None:
    await settings(house, early_close=True)
    round_id = await scheduled(house)
    for who in (101, 102, 103, 104):
        await house.vote(round_id, who, 1 if who == 102 else 2)
        await house.turnout_shown()
    for minute in range(5):
        house.clock.move(60)
        await house.vote(round_id, 101, 2 + minute % 2)
        await house.turnout_shown()
    await house.outbox.idle()
    assert said(house) == ["edit BallotMessage"] * 9
