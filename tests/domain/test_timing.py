"""What moves do to a round's times, as tables and as properties."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import lifecycle, timing
from bot.domain.errors import IllegalMove
from bot.domain.model import (
    Cause,
    EpisodeId,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    Turnout,
    UserId,
)
from bot.domain.structs import replace
from bot.domain.when import present

NOW = 1_800_000_000
HOUR = 3600
DAY = 24 * HOUR
OPEN, PAUSED, HELD = RoundState.OPEN, RoundState.PAUSED, RoundState.HELD


def a_round(state: RoundState = OPEN, **changes: object) -> Round:
    """Return a round that opened an hour ago and closes in two days."""
    facts: dict[str, object] = {
        "id": RoundId(1),
        "episode_id": EpisodeId(1),
        "room_id": RoomId(1),
        "state": state,
        "rules": Rules(quorum=50, reminders=(DAY, 2 * HOUR), early_close=True, grace=900),
        "opens_at": NOW - HOUR,
        "closes_at": NOW + 2 * DAY,
        "closes_wall": "",
        "timezone": "America/Los_Angeles",
        "candidates": (),
        "scheduled_by": UserId(1),
        "opened_at": None if state is RoundState.SCHEDULED else NOW - HOUR,
    }
    return Round(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("percent", "of", "needed"),
    [(0, 9, 0), (50, 8, 4), (50, 7, 4), (50, 1, 1), (50, 0, 0), (100, 7, 7), (1, 3, 1), (33, 9, 3)],
)
def test_a_quorum_is_a_share_rounded_up(percent: int, of: int, needed: int) -> None:
    round_ = a_round(rules=Rules(quorum=percent))
    assert timing.quorum(round_, Turnout(0, of)) == needed


@pytest.mark.parametrize(
    ("opened", "closes", "after", "at"),
    [
        (-HOUR, 2 * DAY, 0, DAY),  # a day before the close
        (-HOUR, 2 * DAY, DAY, 2 * DAY - 2 * HOUR),  # then two hours before
        (-HOUR, 2 * DAY, 2 * DAY - 2 * HOUR, None),  # then no more
        (0, DAY, 0, DAY - 2 * HOUR),  # none at the very opening
        (0, DAY + HOUR - 1, 0, DAY - HOUR - 1),  # nor within an hour of it
        (0, DAY + HOUR + 1, 0, HOUR + 1),
        (0, 2 * HOUR, 0, None),  # a short vote has none
    ],
)
def test_reminders_come_before_the_close_and_not_at_the_opening(
    opened: int, closes: int, after: int, at: int | None
) -> None:
    round_ = a_round(opened_at=NOW + opened, closes_at=NOW + closes)
    expected = None if at is None else NOW + at
    assert timing.next_reminder(round_, NOW + after) == expected


@pytest.mark.parametrize("state", [s for s in RoundState if s is not OPEN])
def test_only_an_open_round_reminds(state: RoundState) -> None:
    assert timing.next_reminder(a_round(state, opened_at=NOW - HOUR), NOW) is None


def test_a_round_whose_close_has_passed_too_opens_for_its_full_length() -> None:
    late = a_round(RoundState.SCHEDULED, opens_at=NOW - 3 * DAY, closes_at=NOW - DAY)
    after = timing.opened(late, NOW, "5eed")
    assert (after.state, after.opened_at, after.seed) == (OPEN, NOW, "5eed")
    assert after.closes_at == NOW + 2 * DAY
    late = replace(late, closes_at=NOW + HOUR)
    assert timing.opened(late, NOW, "").closes_at == NOW + HOUR


@given(st.integers(0, 10 * DAY), st.integers(0, 10 * DAY))
def test_a_pause_costs_no_time(until_pause: int, pause: int) -> None:
    before = a_round(closes_at=NOW + 10 * DAY)
    paused = timing.paused(before, NOW + until_pause)
    assert (paused.state, paused.remind_at) == (PAUSED, None)
    resumed = timing.resumed(paused, NOW + until_pause + pause)
    assert resumed.closes_at == before.closes_at + pause
    assert (resumed.state, resumed.time_left, resumed.cause) == (OPEN, None, Cause.NONE)


def test_a_held_round_gets_another_day() -> None:
    held = timing.held(a_round(closes_at=NOW), Cause.QUORUM)
    assert (held.state, held.cause, held.remind_at) == (HELD, Cause.QUORUM, None)
    assert timing.resumed(held, NOW + 5 * DAY).closes_at == NOW + 6 * DAY


@pytest.mark.parametrize(
    ("state", "becomes"),
    [(RoundState.SCHEDULED, RoundState.SCHEDULED), (OPEN, OPEN), (HELD, OPEN)],
)
def test_an_extension_moves_the_close(state: RoundState, becomes: RoundState) -> None:
    after = timing.extended(a_round(state), NOW + 3 * DAY, NOW)
    assert (after.state, after.closes_at) == (becomes, NOW + 3 * DAY)
    assert after.closes_wall == present(NOW + 3 * DAY, after.timezone).wall
    assert after.cause == (Cause.EXTENDED if becomes is OPEN else Cause.NONE)


def test_extending_a_paused_round_changes_what_is_left_of_it() -> None:
    paused = timing.paused(a_round(), NOW)
    after = timing.extended(paused, NOW + 5 * DAY, NOW)
    assert (after.state, after.time_left, after.cause) == (PAUSED, 5 * DAY, Cause.HAND)


@pytest.mark.parametrize(("late", "closes"), [(0, DAY), (HOUR, DAY + HOUR)])
def test_a_missing_quorum_gives_a_day_from_the_close_or_from_now(late: int, closes: int) -> None:
    after = timing.extended_for_quorum(a_round(closes_at=NOW), NOW + late)
    assert (after.closes_at, after.quorum_extended) == (NOW + closes, True)
    assert after.cause is Cause.QUORUM


MOVES: list[tuple[str, Callable[[Round], Round], frozenset[RoundState]]] = [
    ("open", lambda r: timing.opened(r, NOW, ""), frozenset({RoundState.SCHEDULED})),
    ("pause", lambda r: timing.paused(r, NOW), frozenset({OPEN})),
    ("resume", lambda r: timing.resumed(r, NOW), frozenset({PAUSED, HELD})),
    (
        "extend",
        lambda r: timing.extended(r, NOW + DAY, NOW),
        frozenset({RoundState.SCHEDULED, OPEN, PAUSED, HELD}),
    ),
    ("close", lambda r: timing.ended_by_hand(r, NOW), frozenset(lifecycle.MOVES["close"])),
    ("cancel", lambda r: timing.cancelled(r, NOW), lifecycle.LIVE - {RoundState.CLOSING}),
    ("hold", lambda r: timing.held(r, Cause.OVERDUE), frozenset({OPEN})),
]


@pytest.mark.parametrize("state", RoundState)
@pytest.mark.parametrize(("verb", "change", "legal"), MOVES, ids=[verb for verb, *_ in MOVES])
def test_an_illegal_move_changes_nothing_and_says_what_is_possible(
    verb: str, change: Callable[[Round], Round], legal: frozenset[RoundState], state: RoundState
) -> None:
    round_ = a_round(state)
    if state in legal:
        assert change(round_) != round_
        return
    with pytest.raises(IllegalMove) as refusal:
        change(round_)
    assert (refusal.value.move, refusal.value.state) == (verb, state.value)


def test_everybody_having_voted_brings_the_close_forward_and_a_newcomer_puts_it_back() -> None:
    before = a_round()
    early = timing.closing_early(before, Turnout(7, 7), NOW)
    assert (early.closes_at, early.closes_latest) == (NOW + timing.QUIET, before.closes_at)
    assert early.cause is Cause.EARLY
    again = timing.closing_early(early, Turnout(7, 7), NOW + 60)
    assert (again.closes_at, again.closes_latest) == (NOW + 60 + timing.QUIET, before.closes_at)
    back = timing.closing_early(again, Turnout(7, 8), NOW + 120)
    assert (back.closes_at, back.closes_latest, back.cause) == (before.closes_at, None, Cause.NONE)
    assert timing.paused(early, NOW).time_left == 2 * DAY, "a pause keeps the planned time"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 7200)), max_size=20))
def test_an_early_close_is_never_after_the_planned_one(
    changes: list[tuple[int, int, int]],
) -> None:
    round_, now, planned = a_round(closes_at=NOW + HOUR), NOW, NOW + HOUR
    for voted, of, wait in changes:
        now = min(now + wait, round_.closes_at - 1)
        round_ = timing.closing_early(round_, Turnout(voted, of), now)
        assert now < round_.closes_at <= planned
        assert round_.closes_latest in (None, planned)
        assert (round_.closes_latest is None) == (round_.closes_at == planned)


def test_grace_is_counted_from_the_return() -> None:
    graced = timing.given_grace(a_round(closes_at=NOW - DAY), NOW)
    assert (graced.closes_at, graced.graced_at, graced.cause) == (NOW + 900, NOW, Cause.GRACE)
    tie = a_round(RoundState.CASTING, casting_until=NOW - DAY)
    assert timing.given_grace(tie, NOW).casting_until == NOW + 900


@given(st.integers(-DAY, 5 * DAY), st.integers(1, 5 * DAY))
def test_a_later_round_of_a_plan_keeps_its_close_or_its_length(late: int, length: int) -> None:
    waiting = a_round(
        RoundState.SCHEDULED, waits=True, opens_at=NOW, closes_at=NOW + length, follows=RoundId(9)
    )
    begun = timing.started_after(waiting, NOW + late)
    assert (begun.opens_at, begun.waits, begun.follows) == (NOW + late, False, RoundId(9))
    assert begun.closes_at == max(waiting.closes_at, NOW + late + length)


def test_who_steps_into_the_place_of_a_cancelled_round_takes_what_it_had() -> None:
    first = a_round(follows=RoundId(7), closes_at=NOW - HOUR)
    second = a_round(
        RoundState.SCHEDULED, waits=True, opens_at=NOW - HOUR, closes_at=NOW + DAY, follows=first.id
    )
    heir = timing.replacing(second, first, NOW)
    assert (heir.follows, heir.waits, heir.instead_of) == (RoundId(7), False, first.id)
    assert heir.opens_at == NOW + timing.UNDO, "until then the first can be brought back"
    assert heir.closes_at - heir.opens_at == second.closes_at - second.opens_at
    early = timing.replacing(second, first, NOW - 2 * HOUR)
    assert (early.opens_at, early.closes_at) == (second.opens_at, second.closes_at)


@given(st.integers(0, DAY), st.integers(0, 5 * DAY))
def test_what_waits_again_is_where_it_was_in_the_plan(until: int, gone: int) -> None:
    first = a_round(closes_at=NOW + DAY)
    length = 2 * DAY
    second = a_round(
        RoundState.SCHEDULED,
        waits=True,
        opens_at=first.closes_at,
        closes_at=first.closes_at + length,
        follows=first.id,
    )
    cancelled = timing.cancelled(first, NOW + until)
    heir = timing.replacing(second, first, NOW + until)
    back = timing.taken_back(cancelled, NOW + until + gone)
    waiting = timing.waiting_again(heir, back)
    assert (waiting.opens_at, waiting.waits, waiting.follows) == (back.closes_at, True, first.id)
    assert (waiting.closes_at - waiting.opens_at, waiting.instead_of) == (length, None)


ENDS: list[Callable[[Round, int], Round]] = [timing.ended_by_hand, timing.cancelled]


@pytest.mark.parametrize("end", ENDS)
@given(st.integers(0, 2 * DAY), st.integers(0, 10 * DAY))
def test_taking_an_end_back_gives_back_the_time(
    end: Callable[[Round, int], Round], until: int, gone: int
) -> None:
    before = a_round(remind_at=NOW + DAY)
    stopped = end(before, NOW + until)
    assert (stopped.remind_at, stopped.closes_at) == (None, before.closes_at)
    after = timing.taken_back(stopped, NOW + until + gone)
    assert (after.state, after.closes_at) == (OPEN, before.closes_at + gone)
    assert after.remind_at == timing.next_reminder(after, NOW + until + gone)
    assert (after.stopped_at, after.stopped_in) == (None, None)


@pytest.mark.parametrize("end", ENDS)
def test_what_does_not_run_by_the_clock_is_as_it_was(end: Callable[[Round, int], Round]) -> None:
    early = timing.closing_early(a_round(), Turnout(7, 7), NOW)
    back = timing.taken_back(end(early, NOW), NOW + 60)
    assert (back.closes_at, back.closes_latest) == (NOW + 960, NOW + 2 * DAY + 60)
    assert back.cause is Cause.EARLY
    for still in (timing.paused(a_round(), NOW), timing.held(a_round(), Cause.QUORUM)):
        assert timing.taken_back(end(still, NOW), NOW + DAY) == still


def test_a_tie_and_an_opening_come_back_after_a_cancellation() -> None:
    tie = a_round(RoundState.CASTING, casting_until=NOW + HOUR)
    back = timing.taken_back(timing.cancelled(tie, NOW), NOW + DAY)
    assert (back.state, back.casting_until) == (RoundState.CASTING, NOW + HOUR + DAY)
    planned = a_round(RoundState.SCHEDULED, opens_at=NOW + HOUR)
    assert timing.taken_back(timing.cancelled(planned, NOW), NOW + 60) == planned


@pytest.mark.parametrize(
    ("round_", "at"),
    [
        (a_round(RoundState.SCHEDULED), [NOW - HOUR]),
        (a_round(RoundState.SCHEDULED, waits=True), []),
        (a_round(remind_at=NOW + 5), [NOW + 2 * DAY, NOW + 5]),
        (a_round(PAUSED), []),
        (a_round(HELD), []),
        (timing.ended_by_hand(a_round(), NOW), [NOW + timing.UNDO]),
        (a_round(RoundState.CASTING, casting_until=NOW + 7), [NOW + 7]),
        (a_round(RoundState.CLOSED), []),
        (a_round(RoundState.CANCELLED), []),
    ],
)
def test_what_falls_due_by_itself(round_: Round, at: list[int]) -> None:
    assert list(timing.due_times(round_)) == at
