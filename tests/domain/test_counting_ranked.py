"""Ranked by hand: small rounds whose stages a reader can work out on paper.

The lot order of the letters is c h b f g d a e.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.counting import BY_LOT, Outcome, Profile, Ranking, Stage, count
from bot.domain.errors import BadRecord
from tests.domain.counting_rounds import SEED, seated, seats, vote


def ranked(
    votes: str, places: int, songs: str = "abcde", pinned: str = "", vetoed: str = ""
) -> Outcome:
    profile = vote(votes, places, method="ranked", songs=songs, pinned=pinned, vetoed=vetoed)
    return count(profile)


def told(outcome: Outcome) -> list[str]:
    """Say what happened, a line a stage: `a9 b4 +a >a`, `a6 b4 -b lot`."""
    return [" ".join(_told(stage)) for stage in outcome.stages or ()]


def _told(stage: Stage) -> Iterator[str]:
    yield from (f"{song}{votes}" for song, votes in stage.totals)
    yield from (f"+{song}" for song in stage.elected)
    if stage.transferred:
        yield f">{stage.transferred}"
    if stage.excluded:
        yield f"-{stage.excluded}"
    if stage.by_lot:
        yield "lot"


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


STAGES: dict[str, tuple[str, int, str, list[str], str, str]] = {
    "a surplus passes on": (
        "7ab 2b 3c",
        2,
        "abc",
        ["a7 b2 c3 +a >a", "a5 b4 c3 -c", "a5 b4 +b"],
        "a:quota b:last_standing",
        "c",
    ),
    "a surplus passes on in fractions": (
        "5ab 2ac 2b 3c 3d",
        2,
        "abcd",
        ["a7 b2 c3 d3 +a >a", "a6 b19/7 c23/7 d3 -b", "a6 c23/7 d3 -d", "a6 c23/7 +c"],
        "a:quota c:last_standing",
        "db",
    ),
    # b holds 4 whole ballots and 9 thirds; 1/7 of each passes on, not of the last to come only
    "all ballots pass on, at their value": (
        "9ab 4bc 3d 3e 2c",
        3,
        "abcde",
        [
            "a9 b4 c2 d3 e3 +a >a",
            "a6 b7 c2 d3 e3 +b >b",
            "a6 b6 c18/7 d3 e3 -c",
            "a6 b6 d3 e3 -e lot",
            "a6 b6 d3 +d",
        ],
        "a:quota b:quota d:last_standing",
        "ec",
    ),
    "the largest surplus first, one a stage": (
        "8cd 9ab 1b 1d 1e",
        3,
        "abcde",
        [
            "a9 b1 c8 d1 e1 +a +c >a",
            "a6 b4 c8 d1 e1 >c",
            "a6 b4 c6 d3 e1 -e",
            "a6 b4 c6 d3 -d",
            "a6 b4 c6 +b",
        ],
        "a:quota c:quota b:last_standing",
        "de",
    ),
    "votes pass over a song that is elected": (
        "6abc 5b 1c 1d",
        3,
        "abcd",
        ["a6 b5 c1 d1 +a +b >a", "a4 b5 c3 d1 >b", "a4 b4 c3 d1 -d", "a4 b4 c3 +c"],
        "a:quota b:quota c:last_standing",
        "d",
    ),
    "votes pass over a song that is out": (
        "5a 4b 1cda 2dcb",
        1,
        "abcd",
        ["a5 b4 c1 d2 -c", "a5 b4 d3 -d", "a6 b6 -b", "a6 +a"],
        "a:last_standing",
        "bdc",
    ),
    "just the quota is no surplus, and the stage goes on": (
        "5a 4ba 3cb 3d 5e",
        2,
        "abcde",
        ["a5 b4 c3 d3 e5 -d lot", "a5 b4 c3 e5 -c", "a5 b7 e5 +b -e lot", "a5 b7 +a"],
        "b:quota a:last_standing",
        "ecd",
    ),
    "equal at the last: d was ahead before b caught up": (
        "9ab 2bc 3c 4d",
        2,
        "abcd",
        ["a9 b2 c3 d4 +a >a", "a7 b4 c3 d4 -c", "a7 b4 d4 -b", "a7 d4 +d"],
        "a:quota d:last_standing",
        "bc",
    ),
    # c was ahead first and comes first in the lot, e was ahead later
    "equal at the last: the latest stage of difference decides": (
        "4c 3e 2ae 1bc 2b 7d",
        1,
        "abcde",
        ["a2 b3 c4 d7 e3 -a", "b3 c4 d7 e5 -b", "c5 d7 e5 -c", "d7 e5 -e", "d7 +d"],
        "d:last_standing",
        "ecba",
    ),
    "always equal: the lot decides who is elected and who passes on first": (
        "6ab 6cb 1b 1d",
        3,
        "abcd",
        ["a6 b1 c6 d1 +c +a >c lot", "a6 b3 c4 d1 >a", "a4 b5 c4 d1 +b"],
        "c:quota a:quota b:quota",
        "d",
    ),
    "the seats are full: nothing passes on any more": (
        "8ab 3c 3b 1d",
        1,
        "abcdef",
        ["a8 b3 c3 d1 e0 f0 +a"],
        "a:quota",
        "cbdfe",
    ),
    "elected by quota and as last standing at one stage": (
        "5a 4ba 3cb 3d",
        2,
        "abcd",
        ["a5 b4 c3 d3 -d lot", "a5 b4 c3 -c", "a5 b7 +b +a"],
        "b:quota a:last_standing",
        "cd",
    ),
    "a song nobody ranked may stand last": (
        "3a",
        2,
        "abc",
        ["a3 b0 c0 +a >a", "a2 b0 c0 -b lot", "a2 c0 +c"],
        "a:quota c:last_standing",
        "b",
    ),
    "nobody ranked anything": (
        "4",
        1,
        "abc",
        ["a0 b0 c0 -a lot", "b0 c0 -b lot", "c0 +c"],
        "c:last_standing",
        "ba",
    ),
}


@pytest.mark.parametrize("case", STAGES)
def test_stage_by_stage(case: str) -> None:
    votes, places, songs, stages, expected, runners_up = STAGES[case]
    outcome = ranked(votes, places, songs)
    assert told(outcome) == stages
    assert seats(outcome) == expected
    assert "".join(outcome.runners_up) == runners_up
    assert (outcome.tied, outcome.ties, outcome.empty_seats) == ((), (), 0)


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


def test_the_outcome_lists_its_stages_as_json() -> None:
    told = ranked("5ab 2ac 2b 3c 3d", 2, "abcd").as_json("")
    assert isinstance(told["stages"], list)
    assert told["stages"][1] == {
        "totals": {"a": 6, "b": "19/7", "c": "23/7", "d": 3},
        "elected": [],
        "transferred": None,
        "excluded": "b",
        "by_lot": False,
    }
    assert told["seats"] == [
        {"song": "a", "rank": 1, "decided_by": "quota", "votes": 7},
        {"song": "c", "rank": 2, "decided_by": "last_standing", "votes": "23/7"},
    ]


def test_the_other_methods_have_no_stages() -> None:
    for method in ("approval", "spread", "points"):
        outcome = count(vote("", 1, method=method))
        assert outcome.stages is None
        assert "stages" not in outcome.as_json("")


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
