"""A vote that too few took part in is extended once, and then held for the showrunner."""

import pytest

from bot.domain.ballots import Abstain
from bot.domain.model import Cause, RoundState, UserId
from tests.services.conftest import House
from tests.services.rounds.timed import DAY, HOUR, passes, round_of, said, scheduled, settings


async def test_without_a_quorum_a_vote_is_extended_once_and_then_held(house: House) -> None:
    await settings(house, quorum=50, reminders=(2 * HOUR,))
    round_id = await scheduled(house, "in 4 hours")
    await house.vote(round_id, 101, 2)
    before = await round_of(house, round_id)
    await passes(house, 4 * HOUR)
    extended = await round_of(house, round_id)
    assert (extended.state, extended.cause) == (RoundState.OPEN, Cause.QUORUM)
    assert extended.closes_at == before.closes_at + DAY
    told = said(house)
    # Two hours before the end all four were not in yet but one; then once more, with the new end.
    assert told.count("edit BallotMessage") == 1
    assert told.count("tell VoteReminder to 102") == 1
    assert "tell VoteReminder to 101" not in told
    await passes(house, DAY)
    held = await round_of(house, round_id)
    assert (held.state, held.cause, held.closed_at) == (RoundState.HELD, Cause.QUORUM, None)
    assert "tell DecisionRequest to 1" in said(house)
    await passes(house, 30 * DAY)
    assert (await round_of(house, round_id)).state is RoundState.HELD


async def test_enough_votes_close_it_and_an_abstention_is_one(house: House) -> None:
    await settings(house, quorum=50)
    round_id = await scheduled(house, "in 4 hours")
    await house.vote(round_id, 101, 2)
    await house.change(round_id, 102, Abstain())
    await passes(house, 4 * HOUR)
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


@pytest.mark.parametrize("how", ["resume", "close", "cancel", "extend"])
async def test_the_showrunner_decides_on_a_held_vote(house: House, how: str) -> None:
    await settings(house, quorum=50)
    round_id = await scheduled(house, "in 4 hours")
    await house.vote(round_id, 101, 2)
    await passes(house, 4 * HOUR)
    await passes(house, DAY)
    control, episode = (
        house.services.control,
        (await house.services.rounds.view(round_id)).episode,
    )
    if how == "extend":
        await control.extend(house.boss, house.room, episode, closes="in 3 days")
    elif how == "resume":
        await control.resume(house.boss, house.room, episode)
    else:
        await (house.close if how == "close" else house.cancel)(episode)
    await house.outbox.idle()
    after = await round_of(house, round_id)
    expected = {
        "resume": (RoundState.OPEN, house.clock.now() + DAY),
        "extend": (RoundState.OPEN, house.clock.now() + 3 * DAY),
        "close": (RoundState.CLOSED, after.closes_at),
        "cancel": (RoundState.CANCELLED, after.closes_at),
    }
    assert (after.state, after.closes_at) == expected[how]
    if after.state is RoundState.OPEN:
        await house.vote(round_id, 102, 1)


async def test_a_quorum_goes_by_the_roster_as_it_is_at_the_close(house: House) -> None:
    await settings(house, quorum=50)
    round_id = await scheduled(house, "in 4 hours")
    await house.vote(round_id, 101, 2)
    await house.services.rooms.edit_roster(
        house.boss, house.room, remove=[UserId(103), UserId(104)]
    )
    assert (await house.services.rounds.view(round_id)).quorum == 1
    await passes(house, 4 * HOUR)
    assert (await round_of(house, round_id)).cause is not Cause.QUORUM
