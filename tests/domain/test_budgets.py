"""What songs cost against a budget: worked out by hand, and what always holds."""

from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Song, SongId
from bot.domain.rights import (
    WHOLE,
    Holder,
    Money,
    Rights,
    RightsStep,
    Side,
    Stage,
    money_of,
    outlook,
)
from bot.domain.structs import replace
from tests.builders import recording
from tests.domain.rights_known import dollars, holder

RECORDING, WRITTEN = Side.RECORDING, Side.SONG
QUOTED, CLEARED = Stage.QUOTED, Stage.CLEARED
SONGS = tuple(Song(SongId(n), recording(n)) for n in range(1, 6))
ONE, TWO, THREE, FOUR, FIVE = SONGS

# One: a label asks 6,000; half of the song at 2,000 is 4,000 the whole, so the favored half gets
# 3,000, as half of what the label asks for. 6,000 + 2,000 + 3,000 = 11,000, 1,000 of it raised.
# Two: 4,000 dollars, and 500 euros beside it. Three: denied, though the label asked for 90,000.
# Four: a publisher who quoted, but nobody wrote down how much. Five: nobody has quoted anything.
EPISODE = Rights(
    steps=[RightsStep(THREE, Clearance.DENIED, EpisodeId(1), "101", 99, 99)],
    holders=[
        holder(1, RECORDING, QUOTED, fee=dollars(6_000), song=ONE),
        holder(2, WRITTEN, QUOTED, 5_000, fee=dollars(2_000), song=ONE),
        holder(3, WRITTEN, CLEARED, 5_000, fee=dollars(2_000), favored=True, song=ONE),
        holder(4, RECORDING, CLEARED, fee=dollars(4_000), song=TWO),
        holder(5, WRITTEN, QUOTED, fee=Money(50_000, "EUR"), song=TWO),
        holder(6, RECORDING, QUOTED, fee=dollars(90_000), song=THREE),
        holder(7, WRITTEN, QUOTED, song=FOUR),
        holder(8, RECORDING, Stage.ASKED, fee=dollars(7_000), song=FIVE),
    ],
)


def test_quotes_add_up_with_raises_others_beside_and_unknown_ones_named() -> None:
    money = money_of(SONGS, EPISODE, dollars(20_000))
    assert money.costs is not None
    assert money.costs.total == dollars(15_000)
    assert money.costs.raised == 100_000
    assert money.costs.others == (Money(50_000, "EUR"),)
    assert [one.id for one in money.costs.unknown] == [7]
    assert money.left == 500_000
    assert (money.silent, money.denied) == ((FIVE,), (THREE,))


@pytest.mark.parametrize(
    ("budget", "left"),
    [(dollars(15_000), 0), (dollars(14_999), -100), (Money(60_000, "EUR"), 10_000)],
)
def test_what_a_budget_leaves(budget: Money, left: int) -> None:
    assert money_of(SONGS, EPISODE, budget).left == left


def test_without_a_budget_the_first_quote_names_the_currency() -> None:
    money = money_of(SONGS, EPISODE, None)
    assert money.costs is not None
    assert (money.costs.total, money.left) == (dollars(15_000), None)
    assert money_of([FIVE], EPISODE, None).costs is None
    assert money_of([FOUR], EPISODE, None).costs is None


@pytest.mark.parametrize(
    ("songs", "seats", "budget", "alone", "least", "most"),
    [
        (SONGS, 2, 20_000, (), 0, 15_000),
        (SONGS, 1, 10_999, (ONE,), 0, 11_000),
        (SONGS, 1, 11_000, (), 0, 11_000),
        ((ONE, TWO), 1, 3_000, (ONE, TWO), 4_000, 11_000),
        ((ONE, TWO, THREE), 2, 3_000, (ONE, TWO), 4_000, 15_000),  # the denied one costs nothing
        ((), 1, 3_000, (), 0, 0),
    ],
)
def test_what_a_vote_may_come_to_cost(
    songs: Sequence[Song], seats: int, budget: int, alone: Sequence[Song], least: int, most: int
) -> None:
    found = outlook(songs, EPISODE, dollars(budget), seats)
    assert (found.alone, found.least, found.most) == (alone, dollars(least), dollars(most))


fees = st.none() | st.builds(Money, st.integers(0, 10**9), st.sampled_from(["USD", "EUR"]))
made_holders = st.lists(
    st.builds(
        lambda song, side, stage, share, fee, favored: holder(
            0, side, stage, share, fee=fee, favored=favored, song=song
        ),
        st.sampled_from(SONGS),
        st.sampled_from(Side),
        st.sampled_from(Stage),
        st.none() | st.integers(1, WHOLE),
        fees,
        st.booleans(),
    ),
    max_size=9,
).map(lambda made: [replace(one, step=n) for n, one in enumerate(made, start=1)])
budgets = st.builds(Money, st.integers(0, 10**9), st.sampled_from(["USD", "EUR", "GBP"]))


def totals(songs: Sequence[Song], holders: Sequence[Holder], budget: Money) -> dict[str, int]:
    costs = money_of(songs, Rights(holders=holders), budget).costs
    assert costs is not None
    return {one.currency: one.minor for one in (costs.total, *costs.others)}


@given(made_holders, budgets)
def test_a_whole_is_the_sum_of_its_parts(holders: list[Holder], budget: Money) -> None:
    summed: dict[str, int] = {budget.currency: 0}
    for song in SONGS:
        for currency, minor in totals([song], holders, budget).items():
            summed[currency] = summed.get(currency, 0) + minor
    assert totals(SONGS, holders, budget) == summed


@given(made_holders, budgets, st.randoms())
def test_neither_the_order_of_songs_nor_of_holders_matters(
    holders: list[Holder], budget: Money, random: Random
) -> None:
    songs, others = list(SONGS), list(holders)
    random.shuffle(songs)
    random.shuffle(others)
    assert totals(songs, others, budget) == totals(SONGS, holders, budget)


@given(made_holders, budgets)
def test_most_favored_nations_never_lower_what_an_episode_costs(
    holders: list[Holder], budget: Money
) -> None:
    plain = [replace(one, most_favored=False) for one in holders]
    favored = [replace(one, most_favored=True) for one in holders]
    less, some, more = (totals(SONGS, these, budget) for these in (plain, holders, favored))
    for currency in less:
        assert less[currency] <= some[currency] <= more[currency]


@given(made_holders, budgets, st.integers(1, 4))
def test_no_result_of_a_vote_costs_less_or_more_than_was_said_before(
    holders: list[Holder], budget: Money, seats: int
) -> None:
    found = outlook(SONGS, Rights(holders=holders), budget, seats)
    for won in combinations(SONGS, seats):
        cost = totals(won, holders, budget)[budget.currency]
        assert found.least.minor <= cost <= found.most.minor
    for song in SONGS:
        cost = totals([song], holders, budget)[budget.currency]
        assert (song in found.alone) is (cost > budget.minor)
