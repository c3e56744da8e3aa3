"""How many calls there are, and for whom."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.allowance import (
    HOUR,
    HOURS,
    RESERVE,
    Budget,
    Exhausted,
    HourOfCalls,
    Limit,
    Payer,
    Spent,
    Use,
)

ROOM = Use(Payer(1))
LOOKUP = Use(Payer(1, 2), lookup=True)
COUNTS = st.integers(0, 700)


def spent(calls: int, of_room: int = 0, of_person: int = 0, *, share: bool = False) -> Spent:
    return Spent([HourOfCalls(1000, calls, of_room, of_person)], share)


def test_syncs_may_use_all_calls_and_lookups_leave_some() -> None:
    budget = Budget(500)
    until = float((1000 + HOURS) * HOUR)
    assert budget.exhausted(ROOM, spent(499, 499)) is None
    assert budget.exhausted(ROOM, spent(500)) == Exhausted(Limit.DAY, until)
    assert budget.exhausted(LOOKUP, spent(500 - RESERVE - 1)) is None
    assert budget.exhausted(LOOKUP, spent(500 - RESERVE)) == Exhausted(Limit.DAY, until)


def test_nobody_spends_a_rooms_day_and_no_room_what_others_share() -> None:
    budget = Budget(500)

    def why(use: Use, so_far: Spent) -> Limit | None:
        exhausted = budget.exhausted(use, so_far)
        return exhausted.why if exhausted else None

    assert why(LOOKUP, spent(174, 174, 174)) is None
    assert why(LOOKUP, spent(175, 175, 175)) is Limit.PERSON
    assert why(Use(Payer(1, 3), lookup=True), spent(175, 175, 0)) is None
    assert why(LOOKUP, spent(175, 175, 0, share=True)) is Limit.ROOM
    assert why(LOOKUP, spent(87, 87, 87, share=True)) is Limit.PERSON
    assert why(ROOM, spent(249, 249, share=True)) is None
    assert why(ROOM, spent(250, 250, share=True)) is Limit.ROOM
    assert why(Use(Payer(9)), spent(250, 0, share=True)) is None
    assert why(Use(), spent(499, 499, share=True)) is None, "nobody's share is no limit"


@given(
    calls=st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=HOURS),
    share=st.booleans(),
    lookup=st.booleans(),
    budget=st.integers(200, 600),
)
def test_what_is_used_up_is_free_again_when_it_says_and_not_before(
    calls: list[tuple[int, int, int]], share: bool, lookup: bool, budget: int
) -> None:
    hours = [HourOfCalls(1000 + n, *counts) for n, counts in enumerate(calls)]
    use = Use(Payer(1, 2), lookup=lookup)
    exhausted = Budget(budget).exhausted(use, Spent(hours, share))
    if exhausted is None:
        return

    def at(instant: float) -> Exhausted | None:
        first = int(instant // HOUR) - HOURS + 1
        counted = [one for one in hours if one.hour >= first]
        return Budget(budget).exhausted(use, Spent(counted, share))

    assert at(exhausted.until) is None
    assert at(exhausted.until - 1) is not None
