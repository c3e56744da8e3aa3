"""What songs cost: worked out by hand, and what always holds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rights import WHOLE, Holder, Money, Side, SongRights, Stage, costs_of, holder_costs
from tests.domain.rights_known import dollars, holder

RECORDING, SONG = Side.RECORDING, Side.SONG
QUOTED, CLEARED, REFUSED = Stage.QUOTED, Stage.CLEARED, Stage.REFUSED

euros = Money(50_000, "EUR")


def quotes(*holders: Holder) -> list[int | None]:
    """Return the costs in minor units."""
    return [
        None if cost.fee is None else cost.fee.minor for cost in holder_costs(SongRights(holders))
    ]


@pytest.mark.parametrize(
    ("holders", "costs"),
    [
        # One label quotes 5,000 for all, one publisher 3,000 for all; nobody is favored.
        (
            [
                holder(1, RECORDING, QUOTED, fee=dollars(5_000)),
                holder(2, SONG, QUOTED, fee=dollars(3_000)),
            ],
            [500_000, 300_000],
        ),
        # The publisher is: the song costs what the recording does.
        (
            [
                holder(1, RECORDING, QUOTED, fee=dollars(5_000)),
                holder(2, SONG, QUOTED, fee=dollars(3_000), favored=True),
            ],
            [500_000, 500_000],
        ),
        # A quarter of the song at 2,000 is 8,000 the whole, so the label gets 8,000, half 4,000.
        (
            [
                holder(1, RECORDING, CLEARED, fee=dollars(5_000), favored=True),
                holder(2, SONG, QUOTED, 2_500, fee=dollars(2_000)),
                holder(3, SONG, QUOTED, 5_000, fee=dollars(3_500), favored=True),
                holder(4, SONG, QUOTED, 2_500, fee=dollars(1_000)),
            ],
            [800_000, 200_000, 400_000, 100_000],
        ),
        # A third, as far as hundredths tell, of 10,000: 33.33% is 3,333.00 exactly.
        (
            [
                holder(1, RECORDING, QUOTED, fee=dollars(10_000)),
                holder(2, SONG, QUOTED, 3_333, favored=True),
            ],
            [1_000_000, 333_300],
        ),
        # 1.00 the whole is 0.3333 for 33.33%: rounded up to 0.34.
        (
            [
                holder(1, RECORDING, QUOTED, fee=dollars(1)),
                holder(2, SONG, QUOTED, 3_333, favored=True),
            ],
            [100, 34],
        ),
        # Whoever refused or has yet to answer costs nothing, and nobody is compared with them.
        (
            [
                holder(1, RECORDING, REFUSED, fee=dollars(90_000)),
                holder(2, RECORDING, Stage.ASKED, fee=dollars(80_000)),
                holder(3, SONG, QUOTED, fee=dollars(3_000), favored=True),
            ],
            [300_000],
        ),
        # No share, and not the only one: nothing to compare.
        (
            [
                holder(1, RECORDING, QUOTED, fee=dollars(5_000)),
                holder(2, SONG, QUOTED, fee=dollars(1_000), favored=True),
                holder(3, SONG, QUOTED, favored=True),
            ],
            [500_000, 100_000, None],
        ),
        # Nothing is converted: euros raise no dollars, and of two currencies none is picked.
        (
            [
                holder(1, RECORDING, QUOTED, fee=euros),
                holder(2, SONG, QUOTED, 5_000, fee=dollars(100), favored=True),
                holder(3, SONG, QUOTED, 5_000, favored=True),
            ],
            [50_000, 10_000, None],
        ),
        # A quote of nothing is a quote.
        ([holder(1, RECORDING, QUOTED, fee=dollars(0)), holder(2, SONG, CLEARED)], [0, None]),
    ],
)
def test_most_favored_nations_get_what_the_best_paid_gets(
    holders: list[Holder], costs: list[int | None]
) -> None:
    assert quotes(*holders) == costs


def test_an_episode_adds_up_in_its_currency_and_lists_the_others_beside() -> None:
    first = SongRights(
        (
            holder(1, RECORDING, QUOTED, fee=dollars(5_000)),
            holder(2, SONG, QUOTED, fee=dollars(3_000), favored=True),
        )
    )
    yen = Money(90_000, "JPY")
    second = SongRights(
        (holder(3, RECORDING, CLEARED, fee=euros), holder(4, SONG, QUOTED, fee=yen))
    )
    unknown = holder(5, RECORDING, CLEARED)
    third = SongRights((unknown, holder(6, SONG, QUOTED, fee=euros)))
    costs = costs_of([first, second, third], "USD")
    assert costs.total == dollars(10_000)
    assert costs.raised == 200_000
    assert costs.others == (Money(100_000, "EUR"), yen)
    assert costs.unknown == (unknown,)
    assert costs_of([first, second, third], "EUR").total == Money(100_000, "EUR")
    assert costs_of([], "USD").total == dollars(0)


fees = st.builds(Money, st.integers(0, 10**9), st.sampled_from(["USD", "EUR"]))
holders_of_a_song = st.lists(
    st.tuples(
        st.sampled_from(Side),
        st.sampled_from(Stage),
        st.none() | st.integers(1, WHOLE),
        st.none() | fees,
        st.booleans(),
    ),
    max_size=6,
).map(
    lambda made: SongRights(
        tuple(
            holder(n, side, stage, share, fee=fee, favored=favored)
            for n, (side, stage, share, fee, favored) in enumerate(made, start=1)
        )
    )
)


@given(holders_of_a_song)
def test_nobody_costs_less_than_they_quoted_and_only_the_favored_cost_more(
    rights: SongRights,
) -> None:
    for cost in holder_costs(rights):
        quoted = cost.holder.fee
        if quoted is not None:
            assert cost.fee is not None
            assert cost.fee.currency == quoted.currency
            assert cost.fee.minor == quoted.minor + cost.raised
        assert cost.raised >= 0
        assert cost.holder.most_favored or cost.raised == 0


@given(holders_of_a_song)
def test_no_favored_share_gets_less_than_the_best_paid_nor_a_whole_cent_more(
    rights: SongRights,
) -> None:
    costs = holder_costs(rights)
    for one in costs:
        if one.fee is None or one.holder.share is None or not one.holder.most_favored:
            continue
        rates = [
            Fraction(other.holder.fee.minor, other.holder.share)
            for other in costs
            if other.holder.share is not None
            and other.holder.fee is not None
            and other.holder.fee.currency == one.fee.currency
        ]
        assert all(one.fee.minor >= rate * one.holder.share for rate in rates)
        assert one.raised == 0 or len(rights.holders) > 1


@given(st.lists(holders_of_a_song, max_size=4), st.sampled_from(["USD", "EUR", "GBP"]))
def test_an_episode_costs_what_its_songs_do(songs: list[SongRights], currency: str) -> None:
    costs = costs_of(songs, currency)
    each = [cost for song in songs for cost in holder_costs(song)]
    for total in (costs.total, *costs.others):
        fees = [one.fee.minor for one in each if one.fee and one.fee.currency == total.currency]
        assert total.minor == sum(fees)
    assert len(costs.unknown) == sum(one.fee is None for one in each)
    assert costs.raised <= costs.total.minor
    apart = [costs_of([song], currency).total.minor for song in songs]
    assert costs.total.minor == sum(apart)
