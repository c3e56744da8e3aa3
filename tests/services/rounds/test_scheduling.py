"""A round from its schedule to its close, each step exactly once."""

import asyncio
import sqlite3

import pytest

from bot.domain.ballots import Abstain
from bot.domain.errors import (
    DiscordUnavailable,
    IllegalMove,
    InvalidInput,
    NeedsTime,
    NotAllowed,
    NotFound,
    RoundClosed,
    RoundLive,
    RoundTooSmall,
    StorageError,
)
from bot.domain.model import RoundState, UserId
from bot.services.ports.announcements import BallotMessage
from tests.backends import ONLY_SQLITE
from tests.builders import person
from tests.parts import SEED
from tests.services.conftest import House

HOUR = 3600


def mentioned(house: House) -> list[tuple[UserId, ...]]:
    """Return whom each ballot message that was posted called to the vote."""
    return [one.mention for one in house.announcer.posted if isinstance(one, BallotMessage)]


async def test_a_round_without_an_opening_opens_at_once(house: House) -> None:
    _, round_id = await house.opened()
    await house.outbox.idle()
    view = await house.services.rounds.view(round_id)
    assert (view.round.state, view.round.seed) == (RoundState.OPEN, SEED)
    assert view.round.message_id is not None
    assert ("post BallotMessage", round_id) in house.announcer.said
    assert mentioned(house) == [(101, 102, 103, 104)]
    assert house.agenda.due["rounds"] == view.round.closes_at


async def test_a_round_opens_and_closes_at_its_times(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, opens="in 1 hour", closes="in 3 hours", seats=2
    )
    round_id = view.round.id
    assert house.agenda.due["rounds"] == view.round.opens_at
    for moved, state in ((HOUR - 1, "scheduled"), (1, "open"), (2 * HOUR - 1, "open")):
        house.clock.move(moved)
        await house.look(round_id)
        assert (await house.services.rounds.view(round_id)).round.state == state
    await house.vote(round_id, 1, 1, 2)
    house.clock.move(1)
    await house.look(round_id)
    assert (await house.services.rounds.view(round_id)).round.state == RoundState.CLOSED


async def test_the_close_counts_posts_and_syncs_in_order(house: House) -> None:
    _, round_id = await house.opened()
    await house.vote(round_id, 1, 1, 2)
    await house.vote(round_id, 2, 1, 2)
    await house.services.voting.change(person(3), house.room, round_id, Abstain())
    house.clock.move(2 * HOUR)
    await house.look(round_id)
    said = [what for what, _ in house.announcer.said]
    edits = said[said.index("post BallotMessage") + 1 :].count("edit BallotMessage")
    assert edits in (1, 2, 3), "to listen, for the votes, to end"
    assert said[-2:] == ["post ResultsMessage", "edit ResultsMessage"]
    results = await house.services.results.results_of(round_id)
    assert [seat.decided_by for seat in results.outcome.seats] == ["approvals", "approvals"]
    assert (results.outcome.ballots, results.outcome.abstentions) == (3, 1)
    seated = [results.songs[seat.song].recording.uri for seat in results.outcome.seats]
    assert list(house.playlists.boards[-1].wanted) == seated
    assert (results.playlist_state, results.playlist_missing) == ("synced", ())
    assert results.round.results_message_id is not None


async def test_many_looks_at_once_close_a_round_once(house: House) -> None:
    _, round_id = await house.opened()
    await house.outbox.idle()
    await house.vote(round_id, 1, 1)
    house.clock.move(2 * HOUR)
    await asyncio.gather(*(house.services.due_rounds.step(round_id) for _ in range(8)))
    await house.outbox.idle()
    assert [what for what, _ in house.announcer.said].count("post ResultsMessage") == 1
    assert len(house.playlists.boards) == 1


async def test_what_fell_due_while_the_bot_was_away_is_caught_up(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, opens="in 1 hour", closes="in 3 hours", seats=2
    )
    house.clock.move(48 * HOUR)
    house.agenda.due.clear()
    await house.services.due_rounds.plan()
    assert list(house.agenda.due) == ["rounds"]
    await house.look(view.round.id)
    late = (await house.services.rounds.view(view.round.id)).round
    assert late.state is RoundState.OPEN, "a round nobody could vote in is not closed at once"
    assert late.closes_at - house.clock.now() == 2 * HOUR


@pytest.mark.parametrize("opens", ["now", " Now ", ""])
async def test_now_is_a_time_to_open_at(house: House, opens: str) -> None:
    episode, _ = await house.shortlisted(4)
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, opens=opens, closes="in 2 hours", seats=2
    )
    assert view.round.state is RoundState.OPEN


@pytest.mark.parametrize(
    ("closes", "opens", "why"),
    [
        ("yesterday 17:00", None, "past"),
        ("whenever", None, "unreadable"),
        ("in 1 hour", "in 2 hours", "before_opening"),
        ("now", None, "before_opening"),
    ],
)
async def test_times_that_cannot_be_meant_are_asked_about(
    house: House, closes: str, opens: str | None, why: str
) -> None:
    episode, _ = await house.shortlisted(4)
    with pytest.raises(NeedsTime) as refusal:
        await house.services.rounds.schedule(
            house.boss, house.room, episode, closes=closes, opens=opens, seats=2
        )
    assert refusal.value.why == why
    assert refusal.value.given == closes


@pytest.mark.parametrize(("songs", "seats"), [(0, 6), (1, 1), (4, 4), (4, 6)])
async def test_a_round_needs_more_candidates_than_seats(
    house: House, songs: int, seats: int
) -> None:
    episode, _ = await house.shortlisted(songs)
    with pytest.raises(RoundTooSmall) as refusal:
        await house.services.rounds.schedule(
            house.boss, house.room, episode, closes="in 2 hours", seats=seats
        )
    assert (refusal.value.candidates, refusal.value.seats) == (songs, seats)


async def test_a_round_needs_a_seat(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    with pytest.raises(InvalidInput):
        await house.services.rounds.schedule(
            house.boss, house.room, episode, closes="in 2 hours", seats=0
        )


async def test_one_round_of_an_episode_is_live_at_a_time(house: House) -> None:
    episode, round_id = await house.opened()
    with pytest.raises(RoundLive):
        await house.services.rounds.schedule(
            house.boss, house.room, episode, closes="in 2 hours", seats=2
        )
    await house.cancel(episode)
    again = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    assert again.round.id != round_id


async def test_what_was_frozen_stays_as_it_was(house: House) -> None:
    episode, round_id = await house.opened()
    longlist = await house.services.proposals.longlist(house.room, episode)
    await house.services.shortlists.toggle(
        house.boss, house.room, episode, off=[p.id for p in longlist]
    )
    await house.services.proposals.note(person(9), house.room, longlist[0].id, "Later.")
    view = await house.services.rounds.view(round_id)
    assert [c.note for c in view.round.candidates] == ["Why 1", "Why 2", "Why 3", "Why 4"]


async def test_only_the_showrunner_schedules_closes_and_cancels(house: House) -> None:
    episode, round_id = await house.opened()
    rounds = house.services.rounds
    for attempt in (
        rounds.schedule(person(2), house.room, episode, closes="in 2 hours"),
        house.services.control.close_round(person(2), house.room, round_id),
        house.services.control.cancel_round(person(2), house.room, round_id),
        house.services.shortlists.toggle(person(2), house.room, episode),
        house.services.shortlists.fill(person(2), house.room, episode),
        house.services.shortlists.present(person(2), house.room, episode),
    ):
        with pytest.raises(NotAllowed):
            await attempt


async def test_closing_by_hand_is_a_close_like_any_other(house: House) -> None:
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 4)
    view = await house.close(episode)
    await house.outbox.idle()
    assert view.round.state is RoundState.CLOSED
    assert ("post ResultsMessage", round_id) in house.announcer.said
    with pytest.raises(IllegalMove) as refusal:
        await house.close(episode)
    assert refusal.value.possible == ()


async def test_a_cancelled_round_keeps_its_ballots_and_has_no_results(house: House) -> None:
    episode, round_id = await house.opened()
    await house.vote(round_id, 1, 1)
    await house.outbox.idle()
    await house.cancel(episode)
    await house.outbox.idle()
    assert house.announcer.said[-2:] == [
        ("edit BallotMessage", round_id),
        ("say NewsLine", round_id),
    ]
    round_ = (await house.services.rounds.view(round_id)).round
    assert len(await house.store.read.rounds.ballots(round_)) == 1
    with pytest.raises(NotFound):
        await house.services.results.results(house.room, episode)
    with pytest.raises(RoundClosed):
        await house.vote(round_id, 2, 1)


@ONLY_SQLITE
async def test_scheduling_and_opening_is_one_thing(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    await house.outbox.stop()
    await house.store.set_patience(0)
    with sqlite3.connect(house.path, isolation_level=None) as rival:
        rival.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError):
            await house.services.rounds.schedule(
                house.boss, house.room, episode, closes="in 2 hours", seats=2
            )
        rival.execute("ROLLBACK")
    rival.close()
    with pytest.raises(NotFound):
        await house.services.rounds.live(house.room, episode)


async def test_nobody_is_called_to_a_vote_that_is_over(house: House) -> None:
    episode, _ = await house.shortlisted(4)
    await house.outbox.idle()
    house.announcer.trouble = [DiscordUnavailable("post")]
    view = await house.services.rounds.schedule(
        house.boss, house.room, episode, closes="in 2 hours", seats=2
    )
    round_id = view.round.id
    await house.outbox.idle()
    await house.close(episode)
    await house.work_off()
    assert ("post BallotMessage", round_id) in house.announcer.said
    assert mentioned(house) == [(101, 102, 103, 104), ()]
