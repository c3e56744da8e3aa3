"""What is due is done in order, whatever fails on the way; and a channel that is lost."""

import pytest

from bot.domain.errors import ChannelGone, IllegalMove, NotAllowed
from bot.domain.model import Cause, RoundState
from bot.services.ports.read_models import RoundView
from bot.services.rounds import due
from tests.builders import person
from tests.services.conftest import House
from tests.services.rounds.timed import DAY, HOUR, passes, round_of, said, scheduled


@pytest.mark.parametrize(("at_once", "held_at_most"), [(1, 1.0), (7, 1.0), (7, -1.0)])
async def test_what_has_waited_longest_comes_first_and_nothing_is_left(
    house: House, monkeypatch: pytest.MonkeyPatch, at_once: int, held_at_most: float
) -> None:
    monkeypatch.setattr(due, "BATCH_SIZE", at_once * due.ENDING)
    monkeypatch.setattr(due, "HELD_AT_MOST", held_at_most)
    ids = []
    for n in range(1, 8):
        episode = await house.episode(str(n))
        proposals = await house.proposed(episode, 3)
        await house.services.shortlists.toggle(
            house.boss, house.room, episode, on=[p.id for p in proposals]
        )
        view = await house.services.rounds.schedule(
            house.boss, house.room, episode, closes=f"in {20 - n} hours", seats=2
        )
        ids.append(view.round.id)
    await house.outbox.idle()
    house.announcer.said.clear()
    await passes(house, 30 * HOUR)
    posted = [subject for what, subject in house.announcer.said if what == "post ResultsMessage"]
    assert posted == list(reversed(ids))


async def beside_one_that_fails(house: House) -> RoundView:
    """Schedule another vote, for 5 hours, and break the one that there is."""
    other = await house.episode("105")
    proposals = await house.proposed(other, 3)
    await house.services.shortlists.toggle(
        house.boss, house.room, other, on=[p.id for p in proposals]
    )
    view = await house.services.rounds.schedule(
        house.boss, house.room, other, closes="in 5 hours", seats=2
    )
    await house.outbox.idle()
    await house.rows("UPDATE rounds SET rules = '{' WHERE id = (SELECT min(id) FROM rounds)")
    return view


async def test_a_round_that_fails_holds_up_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    round_id = await scheduled(house, "in 4 hours")
    view = await beside_one_that_fails(house)
    house.agenda.due.clear()
    await passes(house, 6 * HOUR)
    assert (await round_of(house, view.round.id)).state is not RoundState.OPEN
    assert f"round {round_id} could not be taken further" in caplog.text
    assert house.agenda.due["rounds"] == house.clock.now() + 1
    await house.rows(
        """UPDATE rounds SET rules = '{"method": "approval", "seats": 2}' WHERE rules = '{'"""
    )
    await passes(house, 2)
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


@pytest.mark.parametrize("fell_due", ["later", "meanwhile"])
async def test_a_round_that_failed_puts_off_no_other(house: House, fell_due: str) -> None:
    await scheduled(house, "in 4 hours")
    view = await beside_one_that_fails(house)
    await passes(house, 5 * HOUR - 10)
    # By now it is tried again in a minute only.
    for _ in range(7):
        house.clock.move(1)
        await house.services.due_rounds.look()
    if fell_due == "meanwhile":
        house.clock.move(3)
    house.agenda.due.clear()
    await house.services.due_rounds.plan()
    planned = house.agenda.due["rounds"]
    assert max(planned, house.clock.now()) == view.round.closes_at
    await passes(house, 3)
    assert (await round_of(house, view.round.id)).state is not RoundState.OPEN


async def test_a_room_whose_channel_is_lost_pauses_and_tells_the_showrunner_once(
    house: House,
) -> None:
    round_id = await scheduled(house)
    await house.vote(round_id, 101, 2)
    for _ in range(3):
        await house.services.control.pause_for_lost_channel(house.room.id, "deleted")
    await house.outbox.idle()
    paused = await round_of(house, round_id)
    assert (paused.state, paused.cause) == (RoundState.PAUSED, Cause.CHANNEL)
    assert said(house) == ["tell DecisionRequest to 1"]
    assert paused.time_left == 2 * DAY
    resumed = await house.services.control.resume_round(person(1), house.room, round_id)
    assert resumed.round.state is RoundState.OPEN
    assert (resumed.turnout.voted, resumed.room.channel_trouble) == (1, "")


async def test_only_the_showrunner_steers(house: House) -> None:
    round_id = await scheduled(house)
    episode = (await house.services.rounds.view(round_id)).episode
    control, writer = house.services.control, person(101)
    for attempt in (
        control.extend(writer, house.room, episode, closes="in 9 hours"),
        control.pause(writer, house.room, episode),
        control.resume(writer, house.room, episode),
        control.to_end("close", writer, house.room, episode),
        control.take_back(writer, house.room, round_id),
        control.resume_round(writer, house.room, round_id),
        control.close_round(writer, house.room, round_id),
        control.cancel_round(writer, house.room, round_id),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert (await round_of(house, round_id)).state is RoundState.OPEN


async def test_a_round_that_opens_where_nobody_can_see_it_is_paused_at_once(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours", opens="in 1 hour")
    await house.services.control.pause_for_lost_channel(house.room.id, "forbidden")
    await passes(house, HOUR)
    paused = await round_of(house, round_id)
    assert (paused.state, paused.cause) == (RoundState.PAUSED, Cause.CHANNEL)
    assert paused.time_left == 3 * HOUR
    assert "tell DecisionRequest to 1" in said(house)


async def test_a_channel_that_can_be_written_to_again_is_no_trouble(house: House) -> None:
    house.announcer.trouble = [ChannelGone(10, "forbidden")]
    episode = await house.episode()
    await house.proposed(episode, 1)
    await house.outbox.idle()
    assert (await house.services.rooms.status(house.room)).room is house.room
    assert (await house.services.rooms.at(house.room.channel_id)).channel_trouble == "forbidden"
    await passes(house, HOUR + 5)
    assert (await house.services.rooms.at(house.room.channel_id)).channel_trouble == ""


@pytest.mark.parametrize("verb", ["close_round", "resume_round", "cancel_round"])
async def test_a_decision_counts_only_while_it_is_waited_for(house: House, verb: str) -> None:
    round_id = await scheduled(house)
    decide = getattr(house.services.control, verb)
    with pytest.raises(IllegalMove):
        await decide(house.boss, house.room, round_id, only_waiting=True)
    assert (await round_of(house, round_id)).state is RoundState.OPEN
    await house.services.control.pause_for_lost_channel(house.room.id, "forbidden")
    await decide(house.boss, house.room, round_id, only_waiting=True)
    with pytest.raises(IllegalMove):
        await decide(house.boss, house.room, round_id, only_waiting=True)
