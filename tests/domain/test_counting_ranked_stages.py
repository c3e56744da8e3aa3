"""The stages of a ranked vote, by hand: rounds small enough to work out on paper.

The lot order of the letters is c h b f g d a e.
"""

import pytest

from bot.domain.counting import count
from tests.domain.counting_rounds import seats, vote
from tests.domain.ranked_votes import ranked, told

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
