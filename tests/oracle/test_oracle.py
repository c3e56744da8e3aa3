"""The oracle's own parts: can it fail, and can what it prints be counted again?

Its libraries are not in this venv; `make oracle` runs the comparison itself.
"""

import pytest

from bot.domain.counting import METHODS, Picks, Profile, count
from bot.domain.counting.record import recount
from tests.oracle.answers import Answer, NotComparable, contested_seats
from tests.oracle.check import compare
from tests.oracle.records import record_file
from tests.oracle.rounds import SEATS_TRIED, random_rounds, real_rounds

ROUND = Profile("approval", 1, "0" * 32, ("a", "b", "c"), (Picks(frozenset("a")),) * 2)


def answer(*seated: str) -> Answer:
    return frozenset(frozenset(songs) for songs in seated)


@pytest.mark.parametrize(
    ("theirs", "certain", "tied", "differing"),
    [
        (answer("a"), 1, 0, 0),
        (answer("a", "b"), 0, 1, 0),
        (answer("b"), 0, 0, 1),
        (answer("ab"), 0, 0, 1),
        (answer(), 0, 0, 1),
    ],
)
def test_an_answer_that_is_not_ours_differs(
    theirs: Answer, certain: int, tied: int, differing: int
) -> None:
    tally = compare([ROUND], lambda _: lambda: theirs)
    assert (tally.certain, tally.tied, len(tally.differing)) == (certain, tied, differing)
    assert tally.compared == tally.rounds == 1


def test_what_cannot_be_compared_is_told_with_the_reason() -> None:
    def refuse(_: Profile) -> Answer:
        raise NotComparable("too odd")

    tally = compare([ROUND, ROUND], lambda profile: lambda: refuse(profile))
    assert (tally.rounds, tally.compared, tally.skipped) == (2, 0, {"too odd": 2})


def test_a_round_with_a_seat_for_every_song_is_no_contest() -> None:
    assert contested_seats(ROUND) == 1
    with pytest.raises(NotComparable):
        contested_seats(Profile("approval", 3, ROUND.seed, ROUND.songs, ROUND.ballots))


@pytest.mark.parametrize("method", METHODS)
def test_the_real_rounds_are_found_and_counted_for_every_number_of_seats(method: str) -> None:
    rounds = list(real_rounds(method))
    assert rounds
    assert {profile.method for profile in rounds} == {method}
    assert {profile.seats for profile in rounds} == set(SEATS_TRIED)


@pytest.mark.parametrize("method", METHODS)
def test_random_rounds_are_the_same_in_every_run(method: str) -> None:
    drawn = list(random_rounds(method, 5, "seed"))
    assert drawn == list(random_rounds(method, 5, "seed")) != list(random_rounds(method, 5, "no"))


@pytest.mark.parametrize("method", METHODS)
def test_a_printed_record_is_counted_as_the_round_was(method: str) -> None:
    for profile in random_rounds(method, 25, "records"):
        assert recount(record_file(profile).encode()).outcome == count(profile)
