"""Ranked by hand: small rounds that a reader can work out on paper.

The lot order of the letters is c h b f g d a e.
"""

import random
import sys
from fractions import Fraction

import pytest

from bot.domain.counting import BY_LOT, Profile, Ranking, Stage, count
from bot.domain.errors import BadRecord
from bot.domain.structs import replace
from tests.domain.counting_rounds import SEED, seated, seats, vote
from tests.domain.ranked_votes import ranked, told


@pytest.mark.parametrize(
    ("cast", "places", "quota"),
    [
        ("6a 5b", 1, 6),  # one more than half
        ("6a 6b", 1, 7),
        ("6a 5b", 2, 4),
        ("8a 4b", 3, 4),
        ("6a 5b 9", 1, 6),  # abstentions do not count
        ("6a 5b 9z", 1, 6),  # nor do ballots that rank no song any more
        ("6a 5b 9zx", 2, 6),  # nor does a seat that is taken
    ],
)
def test_the_quota_is_what_no_more_songs_than_seats_can_reach(
    cast: str, places: int, quota: int
) -> None:
    pinned = "x" if "x" in cast else ""
    assert ranked(cast, places, songs="abcdxz", pinned=pinned, vetoed="z").quota == quota


def test_a_seat_has_the_votes_it_had_when_elected_and_the_others_their_last() -> None:
    outcome = ranked("5ab 2ac 2b 3c 3d", 2, "abcd")
    assert [seat.figures for seat in outcome.seats] == [
        (("votes", 7),),
        (("votes", Fraction(23, 7)),),
    ]
    assert [tally.figures for tally in outcome.tallies] == [
        (("votes", 7),),
        (("votes", Fraction(19, 7)),),
        (("votes", Fraction(23, 7)),),
        (("votes", 3),),
    ]


def test_pinned_and_vetoed_songs_are_struck_from_the_ballots_first() -> None:
    # 3 ballots still rank a, 2 rank b, 5 rank nothing: V = 5, a quota of 3 for the seat left
    outcome = ranked("5p 3pva 2vb", 2, "abpv", pinned="p", vetoed="v")
    assert told(outcome) == ["a3 b2 +a"]
    assert seats(outcome) == "p:pin a:quota"
    assert [seat.figures for seat in outcome.seats] == [(), (("votes", 3),)]
    assert outcome.runners_up == ("b",)
    assert (outcome.ballots, outcome.abstentions) == (10, 0)


def test_unopposed_songs_have_no_votes_and_no_stages() -> None:
    outcome = ranked("3a", 4, "abcv", pinned="b", vetoed="v")
    assert seats(outcome) == "b:pin c:unopposed a:unopposed"
    assert all(seat.figures == () for seat in outcome.seats)
    assert (outcome.stages, outcome.quota, outcome.empty_seats) == ((), None, 1)


def test_with_every_seat_pinned_runners_up_go_by_first_preferences() -> None:
    outcome = ranked("2fab 1b 1c", 1, "abcdef", pinned="f")
    assert seats(outcome) == "f:pin"
    assert "".join(outcome.runners_up) == "acbde"
    assert (outcome.stages, outcome.quota) == ((), None)
    assert outcome.tallies[0].figures == (("votes", 2),)


@pytest.mark.parametrize("casting", [("a",), ()])
def test_there_is_no_casting_vote(casting: tuple[str, ...]) -> None:
    with pytest.raises(BadRecord, match="no casting vote in ranked"):
        count(vote("1a 1b", 1, method="ranked", casting=casting))
    outcome = count(vote("1a 1b", 1, method="ranked", casting=BY_LOT))
    assert seats(outcome) == "b:last_standing"


def test_to_be_ranked_higher_can_unseat_a_song() -> None:
    """Ranked votes are not monotone: that is why no property says so.

    Two writers who put a before b, and not behind it any more, have b taken out instead of c. The
    ballots of c had gone to a, those of b go to c.
    """
    assert seated(ranked("6abc 5cab 4bca 2bac", 1, "abc")) == ["a"]
    assert seated(ranked("6abc 5cab 4bca 2abc", 1, "abc")) == ["c"]


def test_fractions_may_have_thousands_of_digits() -> None:
    """A hundred writers who nearly agree fill 16 of 25 seats: each surplus feeds the next."""
    rng = random.Random(3)
    songs = tuple(f"s{n}" for n in range(25))
    rankings = [
        tuple(sorted(songs, key=lambda song: int(song[1:]) * 8 + rng.random() * 10))
        for _ in range(100)
    ]
    outcome = count(Profile("ranked", 16, SEED, songs, tuple(map(Ranking, rankings))))
    longest = max(
        (votes for stage in outcome.stages or () for _, votes in stage.totals),
        key=lambda votes: votes.denominator,
    )
    limit = sys.get_int_max_str_digits()
    assert longest.denominator > 10**limit
    hollow = Fraction(10**9000 + 7, 2 * 10**8000)  # all zeros in the middle
    last = Stage((("a", hollow),), (), None, None, by_lot=False)
    outcome = replace(outcome, stages=(*(outcome.stages or ()), last))
    told = outcome.as_json("")
    assert isinstance(told["stages"], list)
    texts = {str(votes) for stage in told["stages"] for votes in stage["totals"].values()}
    sys.set_int_max_str_digits(0)
    try:
        assert {str(longest), str(hollow)} <= texts
    finally:
        sys.set_int_max_str_digits(limit)
