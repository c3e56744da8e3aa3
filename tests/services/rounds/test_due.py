"""What time does to rounds by itself, over the real storage."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain import timing
from bot.domain.ballots import Abstain
from bot.domain.errors import ChannelGone, DiscordUnavailable, IllegalMove, NotAllowed
from bot.domain.model import Cause, Round, RoundId, RoundState, UserId
from tests.builders import person
from tests.services.conftest import House

HOUR = 3600
DAY = 24 * HOUR


async def settings(house: House, **changes: object) -> None:
    """Give the room other settings than those of the other tests: no quorum, no reminders."""
    view = await house.services.rooms.change_settings(
        house.boss,
        house.room,
        lambda settings: replace(settings, **changes),  # type: ignore[arg-type]
    )
    house.room = view.room


async def scheduled(house: House, closes: str = "in 48 hours", **rest: str) -> RoundId:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes=closes, seats=2, **rest
    )
    await house.outbox.idle()
    house.announcer.said.clear()
    return view.round.id


async def round_of(house: House, round_id: RoundId) -> Round:
    return (await house.services.rounds.view(round_id)).round


async def passes(house: House, seconds: float) -> None:
    """Let time pass while the bot is there, and do what is due."""
    await house.outbox.idle()  # what is being made would lose its lease
    house.clock.move(seconds)
    await house.services.due_rounds.clock_set()
    await house.services.due_rounds.look()
    await house.work_off()


def said(house: House) -> list[str]:
    """Return what was said since the last call, in order."""
    words = [what for what, _ in house.announcer.said]
    house.announcer.said.clear()
    return words


# Reminders.


async def test_who_has_not_voted_is_reminded_a_day_and_two_hours_before(house: House) -> None:
    await settings(house, reminders=(DAY, 2 * HOUR))
    round_id = await scheduled(house)
    await house.vote(round_id, 101, 2)
    await house.change(round_id, 102, Abstain())
    await passes(house, DAY - 1)
    assert said(house) == []
    await passes(house, 1)
    assert sorted(said(house)) == ["tell VoteReminder to 103", "tell VoteReminder to 104"]
    await passes(house, HOUR)
    assert said(house) == []
    await house.vote(round_id, 103, 2)
    await passes(house, DAY - 3 * HOUR)
    assert said(house) == ["tell VoteReminder to 104"]
    await passes(house, HOUR)
    assert said(house) == []


async def test_many_looks_remind_once(house: House) -> None:
    await settings(house, reminders=(DAY,))
    await scheduled(house)
    house.clock.move(DAY)
    await house.services.due_rounds.clock_set()
    await asyncio.gather(*(house.services.due_rounds.look() for _ in range(6)))
    await house.outbox.idle()
    assert sorted(said(house)) == [f"tell VoteReminder to {100 + n}" for n in range(1, 5)]


async def test_a_reminder_whose_answer_was_lost_is_not_sent_again(house: House) -> None:
    await settings(house, reminders=(DAY,))
    await scheduled(house)
    house.announcer.trouble = [DiscordUnavailable("send")] * 4
    await passes(house, DAY)
    for _ in range(3):
        await passes(house, 600)
    assert said(house) == []
    assert not (await house.services.rooms.status(house.room)).waiting


@pytest.mark.parametrize(("late", "reminded"), [(timing.REMINDER_LATE, 4), (HOUR, 0)])
async def test_a_reminder_that_is_too_late_is_dropped(
    house: House, late: int, reminded: int
) -> None:
    await settings(house, reminders=(DAY,))
    await scheduled(house)
    await passes(house, DAY + late)
    assert len(said(house)) == reminded
    await passes(house, 60)
    assert said(house) == []


async def test_a_vote_that_is_moved_reminds_before_its_new_end(house: House) -> None:
    await settings(house, reminders=(2 * HOUR,))
    round_id = await scheduled(house, "in 10 hours")
    episode = (await house.services.rounds.view(round_id)).episode
    await house.services.control.extend(house.boss, house.room, episode, closes="in 20 hours")
    await passes(house, 8 * HOUR)
    assert said(house) == ["edit BallotMessage"]
    await passes(house, 10 * HOUR)
    assert len(said(house)) == 4


# Quorum.


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
    else:
        await getattr(control, how)(house.boss, house.room, episode)
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


# Early close.


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


# Downtime.


async def away(house: House, seconds: float) -> None:
    """Let time pass while the bot is not there, and have it come back."""
    await house.services.due_rounds.sign_of_life()
    house.clock.move(seconds)


async def test_what_ended_while_the_bot_was_away_gets_a_grace_time_once(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    await away(house, 5 * HOUR)
    await house.services.due_rounds.sign_of_life()
    graced = await round_of(house, round_id)
    assert (graced.state, graced.cause) == (RoundState.OPEN, Cause.GRACE)
    assert graced.closes_at == house.clock.now() + house.room.settings.grace
    await house.vote(round_id, 101, 2)
    await house.outbox.idle()
    assert said(house) == ["edit BallotMessage"]
    await away(house, HOUR)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_a_look_knows_of_the_absence_by_itself(house: House) -> None:
    """A suspended machine wakes with its looks overdue, before any sign of life."""
    round_id = await scheduled(house, "in 4 hours")
    await away(house, 5 * HOUR)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).cause is Cause.GRACE


@pytest.mark.parametrize("gap", [0, 30, timing.SETTLING // 60, 119])
async def test_a_short_silence_is_no_absence(house: House, gap: int) -> None:
    round_id = await scheduled(house, "in 4 hours")
    house.clock.move(4 * HOUR - gap)
    await house.services.due_rounds.clock_set()
    house.clock.move(gap)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_what_ended_before_the_absence_gets_no_grace(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    house.clock.move(4 * HOUR)
    await house.services.due_rounds.clock_set()
    await away(house, HOUR)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_a_tie_whose_window_ended_gets_a_grace_time_too(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    for who, song in ((101, 2), (102, 3), (103, 4), (104, 1)):
        await house.vote(round_id, who, song)
    await passes(house, 4 * HOUR)
    assert (await round_of(house, round_id)).state is RoundState.CASTING
    await away(house, DAY)
    await house.services.due_rounds.look()
    tie = await round_of(house, round_id)
    assert tie.state is RoundState.CASTING
    assert tie.casting_until == house.clock.now() + house.room.settings.grace


async def test_without_a_grace_time_it_closes_at_once(house: House) -> None:
    await settings(house, grace=0)
    round_id = await scheduled(house, "in 4 hours")
    await away(house, 5 * HOUR)
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_a_vote_a_week_overdue_is_left_to_the_showrunner(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    await away(house, 8 * DAY)
    await house.services.due_rounds.look()
    await house.outbox.idle()
    held = await round_of(house, round_id)
    assert (held.state, held.cause) == (RoundState.HELD, Cause.OVERDUE)
    assert "tell DecisionRequest to 1" in said(house)


async def test_a_clock_set_back_loses_nothing(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    await house.services.due_rounds.sign_of_life()
    house.clock.move(-2 * DAY)
    await house.services.due_rounds.sign_of_life()
    await house.services.due_rounds.look()
    assert (await round_of(house, round_id)).state is RoundState.OPEN
    house.clock.move(2 * DAY + 4 * HOUR - 60)
    await house.services.due_rounds.clock_set()
    await passes(house, 60)
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


# Many.


async def test_what_has_waited_longest_comes_first_and_nothing_is_left(house: House) -> None:
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


async def test_a_round_that_fails_holds_up_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    round_id = await scheduled(house, "in 4 hours")
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
    house.agenda.due.clear()
    await passes(house, 6 * HOUR)
    assert (await round_of(house, view.round.id)).state is not RoundState.OPEN
    assert f"round {round_id} could not be taken further" in caplog.text
    assert house.agenda.due["rounds"] == house.clock.now() + 60
    await house.rows(
        """UPDATE rounds SET rules = '{"method": "approval", "seats": 2}' WHERE rules = '{'"""
    )
    await passes(house, 61)
    assert (await round_of(house, round_id)).state is not RoundState.OPEN


async def test_a_room_whose_channel_is_lost_pauses_and_tells_the_showrunner_once(
    house: House,
) -> None:
    round_id = await scheduled(house)
    await house.vote(round_id, 101, 2)
    for _ in range(3):
        await house.services.control.channel_lost(house.room.id, "deleted")
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
        control.close(writer, house.room, episode),
        control.cancel(writer, house.room, episode),
        control.resume_round(writer, house.room, round_id),
        control.close_round(writer, house.room, round_id),
        control.cancel_round(writer, house.room, round_id),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert (await round_of(house, round_id)).state is RoundState.OPEN


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


# What one time does to another.


async def test_each_close_has_its_own_grace(house: House) -> None:
    await settings(house, quorum=50)
    round_id = await scheduled(house, "in 4 hours")
    await house.vote(round_id, 101, 2)
    for expected in (Cause.GRACE, Cause.QUORUM, Cause.GRACE):
        if expected is Cause.GRACE:
            await away(house, 2 * DAY)
            await house.services.due_rounds.look()
        else:
            await passes(house, house.room.settings.grace)
        assert (await round_of(house, round_id)).cause is expected


async def test_a_tie_after_a_grace_time_has_one_of_its_own(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours")
    for who, song in ((101, 2), (102, 3), (103, 4), (104, 1)):
        await house.vote(round_id, who, song)
    await away(house, 5 * HOUR)
    await house.services.due_rounds.look()
    await passes(house, house.room.settings.grace)
    assert (await round_of(house, round_id)).state is RoundState.CASTING
    await away(house, DAY)
    await house.services.due_rounds.look()
    tie = await round_of(house, round_id)
    assert (tie.state, tie.casting_until) == (
        RoundState.CASTING,
        house.clock.now() + house.room.settings.grace,
    )


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


async def test_the_same_reminder_never_comes_twice_however_the_close_moves(house: House) -> None:
    await settings(house, reminders=(DAY, 2 * HOUR))
    round_id = await scheduled(house)
    await passes(house, DAY)
    assert len(said(house)) == 4
    episode = (await house.services.rounds.view(round_id)).episode
    await house.services.control.extend(house.boss, house.room, episode, closes="in 26 hours")
    await passes(house, 2 * HOUR + 1)
    assert said(house) == ["edit BallotMessage"]
    await passes(house, 22 * HOUR)
    assert len(said(house)) == 4, "the one of two hours before was not there yet"


async def test_a_round_that_opens_where_nobody_can_see_it_is_paused_at_once(house: House) -> None:
    round_id = await scheduled(house, "in 4 hours", opens="in 1 hour")
    await house.services.control.channel_lost(house.room.id, "forbidden")
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
    await house.services.control.channel_lost(house.room.id, "forbidden")
    await decide(house.boss, house.room, round_id, only_waiting=True)
    with pytest.raises(IllegalMove):
        await decide(house.boss, house.room, round_id, only_waiting=True)
