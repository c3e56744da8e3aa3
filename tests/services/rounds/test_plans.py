"""Plans of several cuts: each round's survivors are the candidates of the next."""

import pytest

from bot.domain.ballot_forms.picks import PickSongs
from bot.domain.errors import (
    IllegalMove,
    InvalidInput,
    NeedsTime,
    NotFound,
    RoundClosed,
    RoundLive,
)
from bot.domain.model import Cause, RoundId, RoundState
from bot.services.ports.read_models import RoundView
from tests.services.conftest import House
from tests.services.rounds.timed import passes, settings

HOUR = 3600
DAY = 24 * HOUR
CLOSED, OPEN, SCHEDULED = RoundState.CLOSED, RoundState.OPEN, RoundState.SCHEDULED


async def planned(
    house: House, cuts: str = "6, 4, 2", closes: str = "in 1 day, in 2 days"
) -> RoundView:
    """Plan cuts over a shortlist as long as the first number says."""
    episode, _ = await house.shortlisted(int(cuts.split(",", maxsplit=1)[0]))
    view = await house.services.rounds.plan(
        house.boss, house.room, episode, cuts=cuts, closes=closes
    )
    await house.outbox.idle()
    return view


async def seen(house: House, round_id: RoundId) -> RoundView:
    return await house.services.rounds.view(round_id)


async def voted(house: House, round_id: RoundId, *places: int) -> None:
    """Have writers vote so that these places win without a tie: the first with most picks."""
    for who, first in enumerate(range(len(places))):
        await house.vote(round_id, 1000 + who, *places[first:])


def titles(view: RoundView) -> list[str]:
    return [one.song.title for one in view.round.candidates]


async def test_a_plan_is_a_chain_whose_rounds_wait_for_each_other(house: House) -> None:
    view = await planned(house, "6, 4, 2, 1", "in 1 day, in 2 days, in 12 hours")
    assert (view.round.state, len(view.round.candidates), view.round.rules.seats) == (OPEN, 6, 4)
    second, third = view.later
    assert [(one.rules.seats, one.waits, one.candidates) for one in view.later] == [
        (2, True, ()),
        (1, True, ()),
    ]
    assert (second.follows, third.follows) == (view.round.id, second.id)
    assert second.opens_at == view.round.closes_at == house.clock.now() + DAY
    # Each time is seen from the one before: two days after the first close.
    assert third.opens_at == second.closes_at == second.opens_at + 2 * DAY
    assert third.closes_at == third.opens_at + 12 * HOUR


async def test_the_survivors_go_on_by_themselves_and_the_winners_reach_the_playlist(
    house: House,
) -> None:
    first = await planned(house)
    [second] = first.later
    await voted(house, first.round.id, 2, 3, 5, 6)
    await passes(house, DAY)
    assert (await seen(house, first.round.id)).round.state is CLOSED
    view = await seen(house, second.id)
    assert (view.round.state, titles(view)) == (OPEN, ["Song 2", "Song 3", "Song 5", "Song 6"])
    assert view.round.closes_at == second.closes_at
    assert house.playlists.boards == [], "the winners are not found yet"
    assert [what for what, _ in house.announcer.said[-3:]] == [
        "edit BallotMessage",
        "post ResultsMessage",
        "post BallotMessage",
    ]
    await voted(house, second.id, 2, 4)
    await passes(house, 2 * DAY)
    [intent] = house.playlists.boards
    songs = (await seen(house, second.id)).round.candidates
    assert set(intent.wanted) == {songs[1].song.recording.uri, songs[3].song.recording.uri}


async def test_closing_early_by_hand_begins_the_next_at_once_and_keeps_its_close(
    house: House,
) -> None:
    first = await planned(house)
    [second] = first.later
    await voted(house, first.round.id, 1, 2, 3, 4)
    await house.close(first.episode)
    begun = (await seen(house, second.id)).round
    assert (begun.state, begun.opens_at) == (OPEN, house.clock.now())
    assert begun.closes_at == second.closes_at


async def test_a_tie_holds_up_the_next_which_keeps_its_length(house: House) -> None:
    first = await planned(house, "6, 4, 2, 1", "in 1 day, in 1 day, in 1 day")
    second, third = first.later
    for who, places in ((1000, (1, 2, 3)), (1001, (4,)), (1002, (5,))):
        await house.vote(first.round.id, who, *places)
    await passes(house, DAY)
    assert (await seen(house, first.round.id)).round.state is RoundState.CASTING
    assert (await seen(house, second.id)).round.state is SCHEDULED
    await passes(house, 12 * HOUR)
    assert (await seen(house, first.round.id)).round.casting == "lot"
    view = await seen(house, second.id)
    assert (view.round.state, view.round.closes_at) == (OPEN, house.clock.now() + DAY)
    assert [(one.opens_at, one.closes_at) for one in view.later] == [
        (third.opens_at + 12 * HOUR, third.closes_at + 12 * HOUR)
    ]


@pytest.mark.parametrize("how", ["extend", "pause"])
async def test_what_moves_one_moves_the_rest(house: House, how: str) -> None:
    first = await planned(house, "6, 4, 2, 1", "in 1 day, in 1 day, in 1 day")
    control, episode = house.services.control, first.episode
    if how == "extend":
        view = await control.extend(house.boss, house.room, episode, closes="in 30 hours")
    else:
        await control.pause(house.boss, house.room, episode)
        await passes(house, 6 * HOUR)
        view = await control.resume(house.boss, house.room, episode)
    assert view.round.closes_at == first.round.closes_at + 6 * HOUR
    for was, now in zip(first.later, view.later, strict=True):
        assert now.opens_at == was.opens_at + 6 * HOUR
        assert now.closes_at == was.closes_at + 6 * HOUR


async def test_a_missing_quorum_moves_the_rest(house: House) -> None:

    await settings(house, quorum=50)
    first = await planned(house)
    await passes(house, DAY)
    view = await seen(house, first.round.id)
    assert view.round.cause is Cause.QUORUM
    assert view.later[0].closes_at == first.later[0].closes_at + DAY


async def test_who_follows_a_cancelled_round_votes_on_its_songs(house: House) -> None:
    first = await planned(house, "6, 4, 2, 1", "in 1 day, in 1 day, in 1 day")
    second, third = first.later
    cancelled = await house.cancel(first.episode)
    assert cancelled.round.state is RoundState.CANCELLED
    heir = await house.services.rounds.successor(cancelled)
    assert heir is not None
    assert (heir.round.id, len(heir.round.candidates)) == (second.id, 6)
    assert (heir.round.state, heir.round.waits) == (SCHEDULED, False)
    assert (heir.round.opens_at, heir.round.closes_at) == (second.opens_at, second.closes_at)
    assert [one.id for one in heir.later] == [third.id]
    await passes(house, DAY)
    assert (await seen(house, second.id)).round.state is OPEN
    await voted(house, second.id, 1, 2)
    await passes(house, DAY)
    assert titles(await seen(house, third.id)) == ["Song 1", "Song 2"]


async def test_cancelling_the_last_makes_the_cut_before_it_the_result(house: House) -> None:
    first = await planned(house)
    await voted(house, first.round.id, 1, 2, 3, 4)
    await passes(house, DAY)
    assert house.playlists.boards == []
    cancelled = await house.cancel(first.episode)
    assert await house.services.rounds.successor(cancelled) is None
    await house.work_off()
    assert len(house.playlists.boards[-1].wanted) == 4
    results = await house.services.results.results(house.room, first.episode)
    assert results.round.id == first.round.id


async def test_a_round_with_nothing_left_to_decide_is_skipped(house: House) -> None:
    first = await planned(house, "6, 4, 3, 2", "in 1 day, in 1 day, in 1 day")
    second, third = first.later
    rulings = house.services.rulings
    for place in (1, 2, 3):
        [song] = await house.songs(first.round.id, place)
        await rulings.veto(house.boss, house.room, first.round.id, song, reason="No.")
    await voted(house, first.round.id, 4, 5, 6)
    await passes(house, DAY)
    assert (await seen(house, second.id)).round.state is RoundState.CANCELLED
    view = await seen(house, third.id)
    assert (view.round.state, len(view.round.candidates)) == (OPEN, 3)
    assert (view.round.opens_at, view.round.follows) == (house.clock.now(), first.round.id)


async def test_where_no_round_is_needed_any_more_the_winners_are_found(house: House) -> None:
    first = await planned(house, "4, 3, 2", "in 1 day, in 1 day")
    for place in (1, 2):
        [song] = await house.songs(first.round.id, place)
        await house.services.rulings.veto(
            house.boss, house.room, first.round.id, song, reason="No."
        )
    await voted(house, first.round.id, 3, 4)
    await passes(house, DAY)
    assert await house.store.read.rounds.live(first.episode.id) is None
    assert len(house.playlists.boards[-1].wanted) == 2


async def test_a_round_that_waits_takes_no_votes_and_no_pins(house: House) -> None:
    first = await planned(house)
    [second] = first.later
    [song] = await house.songs(first.round.id, 1)

    with pytest.raises(RoundClosed):
        await house.change(second.id, 1000, PickSongs((song,)))
    with pytest.raises(NotFound):
        await house.services.rulings.pin(house.boss, house.room, second.id, song)
    await voted(house, first.round.id, 1, 2, 3, 4)
    await passes(house, DAY)
    await house.vote(second.id, 1000, 1)
    assert (await seen(house, second.id)).turnout.voted == 1


@pytest.mark.parametrize(
    ("cuts", "closes", "what"),
    [
        ("6", "in 1 day", "plan.cuts"),
        ("6, 6", "in 1 day", "plan.cuts"),
        ("4, 6", "in 1 day", "plan.cuts"),
        ("6 or four", "in 1 day", "plan.cuts"),
        ("6, 0", "in 1 day", "plan.cuts"),
        ("", "in 1 day", "plan.cuts"),
        ("6, 4, 2", "in 1 day", "plan.closes"),
        ("6, 4", "in 1 day, in 2 days", "plan.closes"),
        ("6, 4", "", "plan.closes"),
        ("7, 4", "in 1 day", "plan.first"),
    ],
)
async def test_a_plan_that_cannot_be_is_refused_and_nothing_is_kept(
    house: House, cuts: str, closes: str, what: str
) -> None:
    episode, _ = await house.shortlisted(6)
    with pytest.raises(InvalidInput) as refusal:
        await house.services.rounds.plan(house.boss, house.room, episode, cuts=cuts, closes=closes)
    assert refusal.value.what == what
    assert await house.store.read.rounds.live(episode.id) is None


async def test_times_of_a_plan_are_read_one_after_the_other(house: House) -> None:
    rounds, room = house.services.rounds, house.room
    wed, fri, next_wed = await rounds.reading.times(room, "wed 17:00, fri 17:00, wed 17:00")
    assert (fri.at - wed.at, next_wed.at - wed.at) == (2 * DAY, 7 * DAY)
    with pytest.raises(NeedsTime) as refusal:
        await rounds.reading.times(room, "wed 17:00, whenever")
    assert (refusal.value.why, refusal.value.given) == ("unreadable", "whenever")


async def test_one_plan_or_round_at_a_time(house: House) -> None:
    first = await planned(house)
    with pytest.raises(RoundLive):
        await house.services.rounds.schedule(
            house.boss, house.room, first.episode, closes="in 9 days"
        )
    await voted(house, first.round.id, 1, 2, 3, 4)
    await passes(house, DAY)
    with pytest.raises(RoundLive):
        await house.services.rounds.schedule(
            house.boss, house.room, first.episode, closes="in 9 days"
        )
    with pytest.raises(IllegalMove):
        await house.services.control.resume(house.boss, house.room, first.episode)


@pytest.mark.parametrize("how", ["extend", "pause"])
async def test_an_early_close_does_not_move_the_plan(house: House, how: str) -> None:
    await settings(house, early_close=True)
    first = await planned(house)
    [second] = first.later
    await voted(house, first.round.id, 1, 2, 3, 4)
    for who in range(101, 107):
        await house.vote(first.round.id, who, 1 if who > 101 else 2)
    assert (await seen(house, first.round.id)).round.cause is Cause.EARLY
    control, episode = house.services.control, first.episode
    if how == "extend":
        view = await control.extend(house.boss, house.room, episode, closes="in 25 hours")
    else:
        await control.pause(house.boss, house.room, episode)
        await passes(house, HOUR)
        view = await control.resume(house.boss, house.room, episode)
    assert view.round.closes_at == first.round.closes_at + HOUR
    assert [(one.opens_at, one.closes_at) for one in view.later] == [
        (second.opens_at + HOUR, second.closes_at + HOUR)
    ]


async def test_a_grace_time_moves_the_rest_of_the_plan(house: House) -> None:
    first = await planned(house)
    [second] = first.later
    await house.services.due_rounds.heartbeat()
    house.clock.move(2 * DAY)
    await house.services.due_rounds.look()
    view = await seen(house, first.round.id)
    assert view.round.cause is Cause.GRACE
    assert view.later[0].opens_at == view.round.closes_at
    assert view.later[0].closes_at - view.later[0].opens_at == second.closes_at - second.opens_at
