"""Spread by hand: small rounds whose outcome a reader can work out on paper."""

import pytest

from bot.domain.counting import BY_LOT, Outcome, TieBreak, count
from bot.domain.errors import BadRecord
from tests.domain.counting_rounds import seats, vote


def spread(
    votes: str, places: int, songs: str = "abcdef", pinned: str = "", vetoed: str = ""
) -> Outcome:
    profile = vote(votes, places, method="spread", songs=songs, pinned=pinned, vetoed=vetoed)
    return count(profile)


@pytest.mark.parametrize(
    ("votes", "places", "expected"),
    [
        # the first seat is a plain majority's
        ("3a 2b 1c", 1, "a:spread"),
        # b comes second with 10 x 1/2, and then c has 5 x 1/3 against the 3 of d
        ("5a*bc 5ab 3d", 3, "a:stars b:spread d:spread"),
        ("5abc 3d", 2, "c:lot d:spread"),
        # the weights are taken anew after each seat: b falls from 4 to 3 x 1/2 + 1
        ("3ab 1b 1a 3c", 2, "b:lot c:spread"),
        # equal weight: first picks, then stars, then the lot
        ("2ab 1a 2c", 2, "a:spread c:spread"),
        ("2ab 2a 1c", 2, "a:spread b:approvals"),
        ("2ab 2a 1c* 1d", 3, "a:spread b:approvals c:stars"),
        ("1a 1b* 1c", 2, "b:stars c:lot"),
        # stars weigh nothing where weights differ
        ("2a 1b* 1b*", 1, "b:stars"),
        ("2a 1b*", 1, "a:spread"),
    ],
)
def test_each_seat_goes_where_least_has_been_got(votes: str, places: int, expected: str) -> None:
    assert seats(spread(votes, places)) == expected


def test_a_minority_that_agrees_gets_its_share() -> None:
    # 6 writers who agree and 3 who agree otherwise: four seats to two, where approval gives six
    votes = "6abcdef 3ghijkl"
    outcome = spread(votes, 6, songs="abcdefghijkl")
    assert sum(seat.song in "ghijkl" for seat in outcome.seats) == 2
    plain = count(vote(votes, 6, songs="abcdefghijkl"))
    assert sum(seat.song in "ghijkl" for seat in plain.seats) == 0


def test_weights_are_exact() -> None:
    # with p to t in, b = 1/3 + 1/3 + 1/3 and c = 1/2 + 1/3 + 1/6, which floats get wrong
    votes = "3bpq 1cp 1cpq 1cpqrst 1c"
    outcome = spread(votes, 6, songs="bcpqrstz", pinned="pqrst", vetoed="z")
    assert outcome.seats[-1].song == "c"  # 2 against 1
    equal = spread("3bpq 1cp 1cpq 1cpqrst", 6, songs="bcpqrstz", pinned="pqrst")
    assert (equal.seats[-1].song, equal.seats[-1].decided_by) == ("c", "lot")


def test_pinned_songs_count_as_got() -> None:
    outcome = spread("3ap 2b", 2, pinned="p", songs="abcp")
    assert seats(outcome) == "p:pin b:spread"  # 3 x 1/2 against 2


def test_the_seats_are_the_first_of_more_seats() -> None:
    votes = "4abc 3ad 2de 1f* 1f"
    full = spread(votes, 5)
    for places in range(1, 5):
        outcome = spread(votes, places)
        assert outcome.seats == full.seats[:places]
        called = [seat.song for seat in full.seats[places:]]
        assert outcome.runners_up == (*called, *full.runners_up)


def test_songs_nobody_picked_come_last_in_lot_order_and_seats_stay_empty() -> None:
    outcome = spread("2a 1b", 4)
    assert seats(outcome) == "a:spread b:spread"
    assert outcome.empty_seats == 2
    assert "".join(outcome.runners_up) == "cfde"


def test_with_every_seat_pinned_the_runners_up_are_weighed_with_the_pins_in() -> None:
    outcome = spread("3ap 2b", 1, pinned="p", songs="abcp")
    assert seats(outcome) == "p:pin"
    assert outcome.runners_up == ("b", "a", "c")
    assert outcome.ties == ()


def test_unopposed_songs_are_seated_supported_or_not() -> None:
    outcome = spread("2a", 4, songs="abcd", pinned="a", vetoed="d")
    assert seats(outcome) == "a:pin c:unopposed b:unopposed"
    assert (outcome.empty_seats, outcome.runners_up) == (1, ())


def test_each_step_that_separated_songs_of_equal_weight_is_told() -> None:
    # b, c, d and e weigh 1 once a is in; e has fewer picks, d no star, and the lot takes c
    outcome = spread("5a 2ab* 2ac* 2ad 1e 1z", 2, songs="abcdez", vetoed="z")
    assert seats(outcome) == "a:spread c:lot"
    assert outcome.ties == (
        TieBreak(("c", "b", "d", "e"), 1, "approvals", (), ("c", "b", "d")),
        TieBreak(("c", "b", "d"), 1, "stars", (), ("c", "b")),
        TieBreak(("c", "b"), 1, "lot", ("c",)),
    )


@pytest.mark.parametrize("casting", [("a",), ()])
def test_there_is_no_casting_vote(casting: tuple[str, ...]) -> None:
    with pytest.raises(BadRecord, match="no casting vote in spread"):
        count(vote("1a 1b", 1, method="spread", casting=casting))
    outcome = count(vote("1a 1b", 1, method="spread", casting=BY_LOT))
    assert (seats(outcome), outcome.tied) == ("b:lot", ())
    assert count(vote("1a 1b", 1, method="spread")) == outcome
