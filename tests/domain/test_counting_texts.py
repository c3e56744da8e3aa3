"""RoundResults in plain words."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings

from bot.domain.counting import BY_LOT, METHODS, Profile, count, outcome_texts
from bot.domain.counting.phrases import amount, listed, quantity
from bot.domain.structs import replace
from tests.domain.counting_rounds import rounds, vote


def names(songs: Sequence[str]) -> str:
    assert songs  # an empty phrase would leave a hole in a sentence
    return listed([song.upper() for song in songs])


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_words_for_all_it_may_say(name: str) -> None:
    method = METHODS[name]
    assert method.title == name.capitalize()
    assert 0 < len(method.gist) <= 80
    assert all([*method.reasons.values(), *method.steps.values()])
    assert ("casting" in method.reasons) == method.casting


def test_the_words_in_outcomes_are_those_of_the_design() -> None:
    first = ["pin", "unopposed"]
    assert {name: list(method.reasons) for name, method in METHODS.items()} == {
        "approval": [*first, "approvals", "stars", "spread", "casting", "lot"],
        "spread": [*first, "spread", "approvals", "stars", "lot"],
        "points": [*first, "points", "supporters", "spread", "casting", "lot"],
        "ranked": [*first, "quota", "last_standing"],
    }


@settings(max_examples=150)
@given(rounds())
def test_every_outcome_of_every_method_can_be_told(profile: Profile) -> None:
    outcome = count(profile)
    for seat in outcome.seats:
        assert outcome_texts.reason(outcome, seat.decided_by)
    for tally in outcome.tallies:
        assert bool(outcome_texts.figures_text(outcome, tally.figures)) == bool(tally.figures)
    said = [*outcome_texts.ties(outcome, names), *outcome_texts.stages(outcome, names)]
    assert len(said) == len(outcome.ties) + len(outcome.stages or ())
    alone = count(replace(profile, pinned=frozenset(), vetoed=frozenset(), casting=None))
    said.append(outcome_texts.effect_of_rulings(outcome, alone, names))
    for text in said:
        assert text.endswith(".")
        assert "  " not in text
        assert ".." not in text
    assert bool(outcome_texts.awaited(outcome, names)) == bool(outcome.tied)
    assert bool(outcome_texts.empty_seats(outcome)) == bool(outcome.empty_seats)
    assert outcome_texts.turnout(outcome)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0"),
        (3, "3"),
        (Fraction(6, 2), "3"),
        (Fraction(1, 2), "1/2"),
        (Fraction(7, 2), "3 1/2"),
        (Fraction(23, 7), "3 2/7"),
        (Fraction(399, 100), "about 3.99"),
        (Fraction(4 * 10**9 - 1, 10**9), "about 3.99"),  # never told as the 4 it falls short of
        (Fraction(1, 1000), "about 0.00"),
        (Fraction(305, 100), "about 3.05"),
        (Fraction(37, 12), "3 1/12"),
    ],
)
def test_a_number_is_told_as_people_say_it(number: int | Fraction, said: str) -> None:
    assert amount(number) == said


def test_a_quantity_has_one_or_many() -> None:
    assert [quantity(n, "seat") for n in (0, 1, 2)] == ["0 seats", "1 seat", "2 seats"]
    assert quantity(Fraction(1, 2), "vote") == "1/2 votes"
    assert quantity(2, "is", "are") == "2 are"


@pytest.mark.parametrize(
    ("method", "votes", "figures"),
    [
        ("approval", "1a*", "1 pick, 1 star"),
        ("spread", "3a", "3 picks, 0 stars"),
        ("points", "2a5", "10 points, 2 supporters"),
        ("ranked", "2a", "2 votes"),
    ],
)
def test_what_was_counted_of_a_song(method: str, votes: str, figures: str) -> None:
    outcome = count(vote(votes, 1, method=method))
    assert outcome_texts.figures_text(outcome, outcome.seats[0].figures) == figures


@pytest.mark.parametrize(
    ("profile", "sentences"),
    [
        (vote("3a 2b 1c", 2), []),
        (
            vote("2ab*  2c* 2d* 2e* 2f 1a", 3, casting=("e", "c")),
            [
                (
                    "C, B, F, D and E were equal for 2 seats; by stars, only C, B, D and E stayed"
                    " in the running; F dropped out."
                ),
                (
                    "C, B, D and E were equal for 2 seats; by spread, in favor of writers who had"
                    " the fewest picks in so far, only C, D and E stayed in the running; B"
                    " dropped out."
                ),
                (
                    "C, D and E were equal for 2 seats; by the showrunner's casting vote, E and C"
                    " got in and D dropped out."
                ),
            ],
        ),
        (
            vote("1a5 1b3 3c1", 2, method="points"),
            [
                (
                    "C and B were equal for 1 seat; by how many writers gave them points, C got"
                    " in and B dropped out."
                )
            ],
        ),
        (
            vote("2ab 2a 1c* 1d", 2, method="spread"),
            ["C, B and D were equal for 1 seat; by picks, B got in and C and D dropped out."],
        ),
        # both are in: the second by the seat after that
        (
            vote("1a 1b* 2c", 3, method="spread", songs="abcde"),
            ["B and A were equal for 1 seat; by stars, B got in first."],
        ),
        # a tie that waits is none that was broken
        (vote("1a1 1b1", 1, method="points"), []),
        (
            vote("1a1 1b1", 1, method="points", casting=BY_LOT),
            [
                (
                    "B and A were equal for 1 seat; by the draw made at opening, B got in and A"
                    " dropped out."
                )
            ],
        ),
    ],
)
def test_each_tie_that_was_broken_is_told_in_a_sentence(
    profile: Profile, sentences: list[str]
) -> None:
    assert list(outcome_texts.ties(count(profile), names)) == sentences


def test_a_tie_that_waits_is_told() -> None:
    outcome = count(vote("1a 1b", 1))
    assert outcome_texts.awaited(outcome, names) == (
        "Tied for 1 seat, awaiting the showrunner's casting vote: B and A"
    )
    assert outcome_texts.awaited(count(vote("2a 1b", 1)), names) == ""


@pytest.mark.parametrize(
    ("votes", "places", "songs", "told"),
    [
        (
            "7ab 2b 3c",
            2,
            "abc",
            [
                (
                    "A (7 votes) got in; 5 were enough. What A did not need, 2 votes, went to the"
                    " next songs on its ballots."
                ),
                (
                    "C had the fewest votes (3) and was taken out; its votes went to the next songs"
                    " on its ballots."
                ),
                "B (4 votes) got in, since no more songs were left than seats.",
            ],
        ),
        (
            "6ab 6cb 1b 1d",
            3,
            "abcd",
            [
                (
                    "C (6 votes) and A (6 votes) got in; 4 were enough. What C did not need, 2"
                    " votes, went to the next songs on its ballots. Between songs that had been"
                    " equal all along, the draw decided who came first."
                ),
                "What A did not need, 2 votes, went to the next songs on its ballots.",
                "B (5 votes) got in; 4 were enough.",
            ],
        ),
        (
            "9ab 2bc 3c 4d",
            2,
            "abcd",
            [
                (
                    "A (9 votes) got in; 7 were enough. What A did not need, 2 votes, went to the"
                    " next songs on its ballots."
                ),
                (
                    "C had the fewest votes (3) and was taken out; its votes went to the next songs"
                    " on its ballots."
                ),
                (
                    "B and D had the fewest votes (4 each); B had had fewer before and was taken"
                    " out; its votes went to the next songs on its ballots."
                ),
                "D (4 votes) got in, since no more songs were left than seats.",
            ],
        ),
        (
            "5a 4ba 3cb 3d",
            2,
            "abcd",
            [
                (
                    "C and D had the fewest votes (3 each) and had been equal all along; the draw"
                    " took D out; its votes went to the next songs on its ballots."
                ),
                (
                    "C had the fewest votes (3) and was taken out; its votes went to the next songs"
                    " on its ballots."
                ),
                (
                    "B (7 votes) got in; 6 were enough. A (5 votes) got in, since no more songs"
                    " were left than seats."
                ),
            ],
        ),
        (
            "1",
            1,
            "ab",
            [
                "A and B had no votes and had been equal all along; the draw took A out.",
                "B (0 votes) got in, since no more songs were left than seats.",
            ],
        ),
        (
            "1a",
            1,
            "ab",
            ["A (1 vote) got in; 1 was enough."],
        ),
    ],
)
def test_each_stage_is_told(votes: str, places: int, songs: str, told: list[str]) -> None:
    outcome = count(vote(votes, places, method="ranked", songs=songs))
    assert list(outcome_texts.stages(outcome, names)) == told


def test_methods_without_stages_tell_none() -> None:
    assert outcome_texts.stages(count(vote("3a 2b", 1)), names) == ()


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        (vote("3a", 2, songs="ab", vetoed="b"), "1 seat stays empty: there are no more songs."),
        (vote("3a", 3), "2 seats stay empty: no remaining song got a vote."),
        (vote("3a", 1), ""),
    ],
)
def test_empty_seats_are_told_with_the_reason(profile: Profile, told: str) -> None:
    assert outcome_texts.empty_seats(count(profile)) == told


def test_the_turnout_is_told() -> None:
    assert outcome_texts.turnout(count(vote("2a", 1))) == "2 ballots"
    assert outcome_texts.turnout(count(vote("1a 2", 1))) == "3 ballots, including 2 abstentions"
    assert outcome_texts.turnout(count(vote("1a 1", 1))) == "2 ballots, including 1 abstention"
