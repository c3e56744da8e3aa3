"""What pins and vetoes changed, in words."""

import pytest

from bot.domain.counting import BY_LOT, count, outcome_texts
from tests.domain.counting_rounds import vote
from tests.domain.test_counting_texts import names


def _alone(votes: str, places: int, *, pinned: str = "", vetoed: str = "") -> str:
    outcome = count(vote(votes, places, pinned=pinned, vetoed=vetoed, casting=BY_LOT))
    return outcome_texts.effect_of_rulings(outcome, count(vote(votes, places)), names)


@pytest.mark.parametrize(
    ("votes", "pinned", "vetoed", "told"),
    [
        (
            "4a 3b 2c",
            "a",
            "",
            "The votes alone would have given the same: the pin changed nothing.",
        ),
        (
            "4a 3b 2c",
            "ba",
            "cd",
            "The votes alone would have given the same: the pins and the vetoes changed nothing.",
        ),
        ("4a 3b 2c", "d", "", "D got in only by pin. Without the pin, B would have gotten in."),
        (
            "4a 3b 2c",
            "de",
            "",
            "D and E got in only by pin. Without the pins, A and B would have gotten in.",
        ),
        (
            "4a 3b 2c",
            "",
            "a",
            "C got in only because of the veto. Without the veto, A would have gotten in.",
        ),
        (
            "4a 3b 2c",
            "d",
            "ab",
            (
                "D got in only by pin, and C only because of the pin and the vetoes. Without the"
                " pin and the vetoes, A and B would have gotten in."
            ),
        ),
        # the votes alone leave a tie
        (
            "4a 3b 3c",
            "d",
            "",
            "D got in only by pin. Without the pin, C and B would be tied for 1 seat.",
        ),
        ("4a 3b 3c", "", "b", "Without the veto, C and B would be tied for 1 seat."),
        (
            "4a 3b 3c 5d",
            "",
            "d",
            "C got in only because of the veto. Without the veto, D would have gotten in.",
        ),
        # the same tie either way, broken by now
        (
            "4a 3b 3c",
            "",
            "f",
            "The votes alone would have given the same: the veto changed nothing.",
        ),
        # nobody voted
        ("", "a", "", "A got in only by pin."),
    ],
)
def test_what_pins_and_vetoes_changed_is_told(
    votes: str, pinned: str, vetoed: str, told: str
) -> None:
    assert _alone(votes, 2, pinned=pinned, vetoed=vetoed) == told


def test_a_song_that_would_be_in_but_now_waits_in_a_tie_is_told() -> None:
    outcome = count(vote("3a 3b 2d", 2, pinned="d"))
    assert outcome.tied == ("b", "a")
    alone = count(vote("3a 3b 2d", 2))
    assert outcome_texts.effect_of_rulings(outcome, alone, names) == (
        "D got in only by pin. Without the pin, B and A would have gotten in."
    )


def test_no_sentence_is_empty_where_the_same_tie_still_waits() -> None:
    outcome = count(vote("4a 3b 3c", 2, vetoed="f"))
    assert outcome.tied == ("c", "b")
    assert outcome_texts.effect_of_rulings(outcome, count(vote("4a 3b 3c", 2)), names) == (
        "The votes alone would have given the same: the veto changed nothing."
    )
