"""Votes that are closed or cancelled by hand, and what takes that back."""

import asyncio

import pytest

from bot.domain.ballots import Abstain, mark_of
from bot.domain.errors import (
    EpisodeArchived,
    IllegalMove,
    InvalidBallot,
    RoundClosed,
    RoundMoved,
    RoundReplaced,
)
from bot.domain.model import Episode, RoundId, RoundState
from bot.domain.news import NewsKind
from bot.domain.timing import UNDO
from bot.services.ports.thread_lines import NewsLine
from tests.builders import person
from tests.services.conftest import House
from tests.services.rounds.test_plans import seen
from tests.services.rounds.timed import DAY, HOUR, away, passes, round_of, scheduled, settings

OPEN, PAUSED, HELD = RoundState.OPEN, RoundState.PAUSED, RoundState.HELD
CLOSING, CLOSED = RoundState.CLOSING, RoundState.CLOSED
CASTING, CANCELLED = RoundState.CASTING, RoundState.CANCELLED


async def episode_of(house: House, round_id: RoundId) -> Episode:
    return (await house.services.rounds.view(round_id)).episode


async def stop(house: House, round_id: RoundId) -> None:
    await house.services.control.close_round(house.boss, house.room, round_id)


async def cancel(house: House, round_id: RoundId) -> None:
    await house.services.control.cancel_round(house.boss, house.room, round_id)


async def undo(house: House, round_id: RoundId) -> None:
    await house.services.control.take_back(house.boss, house.room, round_id)


async def test_a_close_by_hand_takes_no_votes_and_is_counted_two_minutes_later(
    house: House,
) -> None:
    await settings(house, quorum=100)
    round_id = await scheduled(house)
    await house.vote(round_id, 1000, 1, 2)
    stopped_at = int(house.clock.now())
    await stop(house, round_id)
    with pytest.raises(RoundClosed) as refusal:
        await house.vote(round_id, 1001, 3)
    assert (refusal.value.state, refusal.value.until) == ("closing", stopped_at + UNDO)
    await passes(house, UNDO - 1)
    assert (await round_of(house, round_id)).state is CLOSING
    assert not [one for one, _ in house.announcer.said if "Results" in one]
    await passes(house, 1)
    closed = await round_of(house, round_id)
    assert (closed.state, closed.closed_at) == (CLOSED, stopped_at)
    with pytest.raises(IllegalMove):
        await undo(house, round_id)
    assert [one for one, _ in house.announcer.said].count("post ResultsMessage") == 1


async def test_a_bot_that_was_away_counts_it_when_it_is_back(house: House) -> None:
    round_id = await scheduled(house)
    await stop(house, round_id)
    stopped_at = (await round_of(house, round_id)).stopped_at
    await away(house, 9 * DAY)
    await house.services.due_rounds.look()
    closed = await round_of(house, round_id)
    assert (closed.state, closed.closed_at) == (CLOSED, stopped_at)


async def test_the_close_that_was_planned_changes_nothing_meanwhile(house: House) -> None:
    await settings(house, quorum=100, reminders=(HOUR,))
    round_id = await scheduled(house, "in 3 hours")
    await passes(house, 3 * HOUR - 60)
    await stop(house, round_id)
    await passes(house, 60)
    assert (await round_of(house, round_id)).state is CLOSING
    await passes(house, 60)
    assert (await round_of(house, round_id)).state is CLOSED


@pytest.mark.parametrize("end", [stop, cancel])
async def test_what_is_taken_back_goes_on_with_the_time_it_had(house: House, end: object) -> None:
    assert callable(end)
    await settings(house, reminders=(HOUR,))
    round_id = await scheduled(house, "in 5 hours")
    await house.vote(round_id, 1000, 1, 2)
    before = await round_of(house, round_id)
    await end(house, round_id)
    assert (await round_of(house, round_id)).remind_at is None
    await passes(house, UNDO - 1)
    await undo(house, round_id)
    after = await round_of(house, round_id)
    assert (after.state, after.closes_at) == (OPEN, before.closes_at + UNDO - 1)
    assert before.remind_at is not None
    assert after.remind_at == before.remind_at + UNDO - 1
    view = await house.services.voting.ballot(person(1000), house.room, round_id)
    assert view.ballot is not None
    assert view.ballot.counts
    await house.vote(round_id, 1000, 1)
    await passes(house, after.closes_at - house.clock.now())
    assert (await round_of(house, round_id)).state is CLOSED


@pytest.mark.parametrize("end", [stop, cancel])
@pytest.mark.parametrize("was", [PAUSED, HELD, CASTING])
async def test_what_waited_waits_again(house: House, end: object, was: RoundState) -> None:
    assert callable(end)
    if (end, was) == (stop, CASTING):
        return  # which goes to the lot at once
    await settings(house, quorum=100 if was is HELD else 0)
    round_id = await scheduled(house, "in 4 hours")
    if was is PAUSED:
        episode = await episode_of(house, round_id)
        await house.services.control.pause(house.boss, house.room, episode)
    else:
        for place in (1, 2, 3) if was is CASTING else ():
            await house.vote(round_id, 1000 + place, place)
        await passes(house, 4 * HOUR)
        await passes(house, DAY if was is HELD else 0)
    before = await round_of(house, round_id)
    assert before.state is was
    house.announcer.said.clear()
    await end(house, round_id)
    await house.work_off()
    house.clock.move(60)
    await undo(house, round_id)
    await house.work_off()
    after = await round_of(house, round_id)
    assert (after.state, after.time_left, after.cause) == (was, before.time_left, before.cause)
    said = [one for one, _ in house.announcer.said]
    if was is HELD:
        assert "post DecisionMessage" in said
        assert after.decision_message_id is not None
    if was is CASTING:
        assert said.count("edit TieMessage") == 2
        assert after.casting_until == (before.casting_until or 0) + 60


async def test_the_thread_says_both_and_the_room_is_called_once(house: House) -> None:
    round_id = await scheduled(house)
    for end in (stop, cancel):
        await end(house, round_id)
        await undo(house, round_id)
    await house.work_off()
    kinds = [one.news.kind for one in house.announcer.of_type(NewsLine)]
    assert kinds == [
        NewsKind.STOPPED,
        NewsKind.RESTARTED,
        NewsKind.CANCELLED,
        NewsKind.BROUGHT_BACK,
    ]
    posted = [one for one, about in house.announcer.said if one == "post BallotMessage"]
    assert not posted, "it is there already"


async def test_two_at_once_take_it_back_once(house: House) -> None:
    round_id = await scheduled(house)
    before = await round_of(house, round_id)
    await stop(house, round_id)
    house.clock.move(60)
    results = await asyncio.gather(
        *(undo(house, round_id) for _ in range(3)), return_exceptions=True
    )
    assert [type(one) for one in results].count(IllegalMove) == 2
    assert (await round_of(house, round_id)).closes_at == before.closes_at + 60


async def test_resuming_takes_back_whatever_ended_the_vote(house: House) -> None:
    round_id = await scheduled(house)
    episode = await episode_of(house, round_id)
    for end in (stop, cancel):
        await end(house, round_id)
        view = await house.services.control.resume(house.boss, house.room, episode)
        assert (view.round.id, view.round.state) == (round_id, OPEN)
    with pytest.raises(IllegalMove):
        await house.services.control.resume(house.boss, house.room, episode)


async def test_another_vote_of_the_episode_ends_the_way_back(house: House) -> None:
    round_id = await scheduled(house)
    episode = await episode_of(house, round_id)
    await cancel(house, round_id)
    assert (await seen(house, round_id)).takes_back
    again = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 9 hours", seats=2
    )
    for _ in range(2):
        with pytest.raises(RoundReplaced):
            await undo(house, round_id)
        assert not (await seen(house, round_id)).takes_back
        if (await round_of(house, again.round.id)).state is OPEN:
            await cancel(house, again.round.id)
    await undo(house, again.round.id)
    assert (await round_of(house, again.round.id)).state is OPEN


async def test_a_vote_comes_back_scheduled_or_opens_if_its_time_has_come(house: House) -> None:
    round_id = await scheduled(house, "in 9 hours", opens="in 3 hours")
    before = await round_of(house, round_id)
    await cancel(house, round_id)
    await undo(house, round_id)
    assert await round_of(house, round_id) == before
    await cancel(house, round_id)
    await passes(house, 20 * HOUR)
    assert (await round_of(house, round_id)).state is CANCELLED
    await undo(house, round_id)
    after = await round_of(house, round_id)
    assert (after.state, after.closes_at) == (OPEN, house.clock.now() + 6 * HOUR)


async def test_what_is_archived_or_was_left_by_somebody_stays_cancelled(house: House) -> None:
    round_id = await scheduled(house)
    episode = await episode_of(house, round_id)
    await house.vote(round_id, 101, 2)
    await cancel(house, round_id)
    await house.services.episodes.archive(house.boss, house.room, episode)
    with pytest.raises(EpisodeArchived):
        await undo(house, round_id)
    await house.services.episodes.archive(house.boss, house.room, episode, undo=True)
    await house.services.privacy.forget(person(101), house.room)
    with pytest.raises(RoundReplaced):
        await undo(house, round_id)


async def test_a_vote_does_not_come_back_with_a_song_that_is_withdrawn(house: House) -> None:
    round_id = await scheduled(house)
    episode = await episode_of(house, round_id)
    await cancel(house, round_id)
    song = (await house.services.proposals.longlist(house.room, episode))[0]
    withdrawals, at = house.services.withdrawals, (house.boss, house.room, song.id)
    await withdrawals.withdraw(*at)
    with pytest.raises(RoundReplaced) as refusal:
        await undo(house, round_id)
    assert refusal.value.withdrawn == song.song.title
    assert (await round_of(house, round_id)).state is CANCELLED
    await withdrawals.bring_back(*at)
    await undo(house, round_id)
    assert (await round_of(house, round_id)).state is OPEN


async def test_resuming_means_a_vote_that_is_being_closed_too(house: House) -> None:
    """Without it, one that is paused on purpose would go on in place of it."""
    closing = await scheduled(house)
    other = await house.episode("105")
    songs = await house.proposed(other, 4)
    on = [one.id for one in songs]
    await house.services.shortlists.toggle(house.boss, house.room, other, on=on)
    paused = await house.services.rounds.schedule(
        house.boss, house.room, other, closes="in 9 hours", seats=2
    )
    await house.services.control.pause(house.boss, house.room, other)
    await stop(house, closing)
    found = await house.services.rounds.fitting(house.room, "resume")
    assert {one.round.id for one in found} == {closing, paused.round.id}


async def test_a_question_about_another_state_closes_nothing(house: House) -> None:
    round_id = await scheduled(house)
    control, at = house.services.control, (house.boss, house.room)
    with pytest.raises(RoundMoved):
        await control.close_round(*at, round_id, seen=PAUSED)
    assert (await round_of(house, round_id)).state is OPEN
    view = await control.close_round(*at, round_id, seen=OPEN)
    assert view.round.state is CLOSING


async def test_choices_are_not_lost_unless_the_writer_means_those(house: House) -> None:
    round_id = await scheduled(house)
    await house.vote(round_id, 1000, 1, 2)
    voting, at = house.services.voting, (person(1000), house.room, round_id)
    with pytest.raises(InvalidBallot) as refusal:
        await voting.change(*at, Abstain())
    assert refusal.value.rule == "unsure"
    view = await voting.ballot(*at)
    assert view.ballot is not None
    assert view.ballot.choices is not None
    order = [one.song.id for one in view.round.candidates]
    mark = mark_of(view.ballot.choices, view.round.rules, order)
    await house.vote(round_id, 1000, 1, 3)
    with pytest.raises(InvalidBallot):
        await voting.change(*at, Abstain(), sure=mark)
    await house.vote(round_id, 1000, 1, 2)
    for _ in range(2):
        after = await voting.change(*at, Abstain(), sure=mark)
        assert after.ballot is not None
        assert after.ballot.abstained
