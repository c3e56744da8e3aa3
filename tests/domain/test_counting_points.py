"""Points by hand: small rounds whose outcome a reader can work out on paper."""

import pytest

from bot.domain.counting import BY_LOT, Outcome, Points, TieBreak, count
from bot.domain.errors import BadRecord
from tests.domain.counting_rounds import ballots, seats, vote


def points(votes: str, places: int, **more: str) -> Outcome:
    return count(vote(votes, places, method="points", **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("votes", "places", "expected"),
    [
        # more points win, from however many writers
        ("1a5 2b2 1c1", 2, "a:points b:points"),
        # equal points: more supporters win, and only at the line
        ("1a5 1b3 3c1", 2, "a:points c:supporters"),
        ("1b3 3c1 1d1", 2, "c:points b:points"),
        # equal in both, and they all fit: seated together, in lot order
        ("1a5 1b2 1c2 1d1", 3, "a:points c:points b:points"),
    ],
)
def test_points_and_supporters(votes: str, places: int, expected: str) -> None:
    outcome = points(votes, places)
    assert seats(outcome) == expected
    assert outcome.tied == ()


def test_the_points_of_a_seat_are_told() -> None:
    outcome = points("2a5b2 1b3", 1)
    assert outcome.seats[0].figures == (("points", 10), ("supporters", 2))
    assert outcome.tallies[1].figures == (("points", 7), ("supporters", 3))


def test_spread_takes_a_song_that_was_given_a_point_as_picked() -> None:
    # a is in. b and c have 4 points of 2 writers each; those of b have a: 2 x 1/2 against 2 x 1.
    outcome = points("2a3b2 2c2 1d1", 2)
    assert seats(outcome) == "a:points c:spread"
    assert outcome.ties == (TieBreak(("c", "b"), 1, "spread", ("c",)),)
    # how many points were given to a does not matter for that
    assert seats(points("2a1b2 2c2 1a9", 2)) == "a:points c:spread"


def test_spread_is_weighed_anew_after_each_seat() -> None:
    # with a in: b = 2, c = d = 3/2; b is seated, and c = 1/2 + 1/2 against d = 1/2 + 1
    assert seats(points("1a2c1 1a2d1 1b1c1 1b1 1d1 1a4", 3)) == "a:points b:spread d:spread"


def test_a_tie_waits_for_the_casting_vote_and_then_for_the_lot() -> None:
    votes = "1a5 1b2 1c2 1d2 1e1"
    tied = points(votes, 3)
    assert (seats(tied), "".join(tied.tied), tied.open_seats) == ("a:points", "cbd", 2)
    assert "".join(tied.runners_up) == "ef"
    cast = count(vote(votes, 3, method="points", casting=("d", "b")))
    assert seats(cast) == "a:points d:casting b:casting"
    drawn = count(vote(votes, 3, method="points", casting=BY_LOT))
    assert seats(drawn) == "a:points c:lot b:lot"
    with pytest.raises(BadRecord, match="exactly 2 of the 3"):
        count(vote(votes, 3, method="points", casting=("d",)))


def test_supporters_that_only_narrow_a_tie_are_told() -> None:
    outcome = count(vote("1a5 2b1 2c1 1d2", 2, method="points", casting=BY_LOT))
    assert seats(outcome) == "a:points c:lot"
    assert outcome.ties == (
        TieBreak(("c", "b", "d"), 1, "supporters", (), ("c", "b")),
        TieBreak(("c", "b"), 1, "lot", ("c",)),
    )


def test_songs_without_points_stay_out_and_their_seats_empty() -> None:
    outcome = points("2a1 1", 3)
    assert (seats(outcome), outcome.empty_seats) == ("a:points", 2)
    assert "".join(outcome.runners_up) == "cbfde"
    assert (outcome.ballots, outcome.abstentions) == (3, 1)


def test_runners_up_go_by_key_then_by_spread_with_the_seats_in_then_by_lot() -> None:
    # b and c have one point each, but the writer of b has got a
    assert "".join(points("1a5b1 1c1 1d2", 1).runners_up) == "dcbfe"


def test_pins_and_vetoes() -> None:
    outcome = points("3d5 2a2 1b1", 2, pinned="f", vetoed="d")
    assert (seats(outcome), outcome.runners_up) == ("f:pin a:points", ("b", "c", "e"))


def test_equal_ballots_are_counted_together_and_exactly() -> None:
    many = points("900a5b1 700b5 1", 1)
    assert many.tallies[1].figures == (("points", 4400), ("supporters", 1600))
    assert ballots("1a5b1", "points") == (Points(frozenset({("b", 1), ("a", 5)})),)


def test_a_ballot_of_another_method_is_no_input() -> None:
    profile = vote("1ab", 1)
    for method in ("points", "ranked"):
        with pytest.raises(TypeError, match=method):
            count(type(profile)(method, 1, profile.seed, profile.songs, profile.ballots))
