"""Approval by hand: small rounds whose outcome a reader can work out on paper."""

import pytest

from bot.domain.counting import BY_LOT, METHODS, Picks, Profile, TieBreak, count, lot_order
from bot.domain.counting.pick_sums import sum_up
from bot.domain.errors import BadRecord
from tests.domain import counting_rounds
from tests.domain.counting_rounds import LOT, SEED, ballots, vote


def seats(profile: Profile) -> str:
    """Count, and say who is seated and why: `a:approvals b:stars`."""
    return counting_rounds.seats(count(profile))


def test_the_lot_order_is_that_of_the_hashes() -> None:
    assert "".join(lot_order(SEED, "abcdefgh")) == LOT
    assert "".join(lot_order(SEED, "hgfedcba")) == LOT


def test_the_lot_order_depends_on_the_seed() -> None:
    assert "".join(lot_order("0" * 32, "abcdefgh")) == "bedfgcha"


def test_the_lot_order_hashes_utf_8() -> None:
    # printf '%s' "<seed>:é" | sha256sum starts with d2, that of a with df
    assert lot_order(SEED, ["a", "é"]) == ("é", "a")


@pytest.mark.parametrize(
    ("votes", "places", "expected"),
    [
        # more approvals win, whatever the stars
        ("3ab 2c*", 2, "b:approvals a:approvals"),
        ("4a 3b 2c* 1d", 3, "a:approvals b:approvals c:approvals"),
        # equal approvals at the line: stars decide, and only at the line
        ("3a 2b* 2c", 2, "a:approvals b:stars"),
        ("3a 2b*c 2d", 2, "a:approvals b:stars"),
        ("3a* 3b 2c", 2, "a:approvals b:approvals"),
        # equal in both, and they all fit: seated together, in lot order
        ("3a 2b 2c 1d", 3, "a:approvals c:approvals b:approvals"),
        # stars above the line order the seats
        ("3a 3b* 1c", 2, "b:approvals a:approvals"),
    ],
)
def test_picks_and_stars(votes: str, places: int, expected: str) -> None:
    outcome = count(vote(votes, places))
    assert counting_rounds.seats(outcome) == expected
    assert outcome.tied == ()
    assert [seat.rank for seat in outcome.seats] == list(range(1, places + 1))


def test_spread_prefers_songs_of_writers_who_have_got_least() -> None:
    # a is in. The writers of b have a already (2 x 1/2 = 1), those of c have nothing (2 x 1 = 2).
    assert seats(vote("2ab 2a 2c", 2)) == "a:approvals c:spread"


def test_spread_is_weighed_anew_after_each_seat() -> None:
    # With a in: b = 1 + 1 = 2, c = 1 + 1/2, d = 1/2 + 1. b is seated. Now c = 1/2 + 1/2, since one
    # of its writers has b; d is still 1/2 + 1.
    votes = "1ac 1ad 2a 1bc 1b 1d"
    assert seats(vote(votes, 3)) == "a:approvals b:spread d:spread"


def test_spread_counts_pinned_songs_as_got() -> None:
    assert seats(vote("2bp 2c", 2, songs="bcdp", pinned="p")) == "p:pin c:spread"
    assert seats(vote("2b 2cp", 2, songs="bcdp", pinned="p")) == "p:pin b:spread"


@pytest.mark.parametrize(
    "votes",
    [
        "1b 2bpqr 3cp",  # 1 + 1/4 + 1/4 = 1/2 + 1/2 + 1/2
        "3bpq 1cp 1cpq 1cpqrst",  # 1/3 + 1/3 + 1/3 = 1/2 + 1/3 + 1/6, which floats get wrong
    ],
)
def test_spread_is_weighed_exactly(votes: str) -> None:
    outcome = count(vote(votes, 6, songs="bcpqrst", pinned="pqrst"))
    assert "".join(outcome.tied) == "cb"


def test_a_tie_waits_for_the_casting_vote() -> None:
    outcome = count(vote("3a 2b 2c 2d 1e", 3))
    assert [seat.song for seat in outcome.seats] == ["a"]
    assert "".join(outcome.tied) == "cbd"  # in lot order
    assert outcome.open_seats == 2
    assert outcome.empty_seats == 0
    assert "".join(outcome.runners_up) == "ef"


def test_the_casting_vote_seats_in_the_order_chosen() -> None:
    profile = vote("3a 2b 2c 2d 1e", 3, casting=("d", "b"))
    assert seats(profile) == "a:approvals d:casting b:casting"
    assert "".join(count(profile).runners_up) == "cef"


def test_without_a_casting_vote_the_lot_decides() -> None:
    profile = vote("3a 2b 2c 2d 1e", 3, casting=BY_LOT)
    assert seats(profile) == "a:approvals c:lot b:lot"
    assert "".join(count(profile).runners_up) == "def"


def test_the_lot_is_no_offence_where_nothing_is_tied() -> None:
    assert seats(vote("3a 2b 1c", 2, casting=BY_LOT)) == "a:approvals b:approvals"
    assert seats(vote("3a", 2, songs="ab", casting=BY_LOT)) == "b:unopposed a:unopposed"


@pytest.mark.parametrize(
    ("casting", "rule"),
    [
        (("b",), "exactly 2"),
        (("b", "c", "d"), "exactly 2"),
        (("b", "b"), "exactly 2"),
        ((), "exactly 2"),
        (("b", "a"), "'a' is not one of the tied"),
        (("b", "e"), "'e' is not one of the tied"),
    ],
)
def test_a_casting_vote_that_does_not_fit_is_refused(casting: tuple[str, ...], rule: str) -> None:
    with pytest.raises(BadRecord) as refused:
        count(vote("3a 2b 2c 2d 1e", 3, casting=casting))
    assert refused.value.where == "casting"
    assert rule in refused.value.rule


@pytest.mark.parametrize("casting", [("b",), ()])
@pytest.mark.parametrize("songs", ["ab", "abcdef"])
def test_a_casting_vote_where_nothing_is_tied_is_refused(
    casting: tuple[str, ...], songs: str
) -> None:
    with pytest.raises(BadRecord, match="nothing is tied"):
        count(vote("3a 2b", 2, songs=songs, casting=casting))


def test_songs_nobody_picked_stay_out_and_their_seats_empty() -> None:
    outcome = count(vote("3a 1b", 4))
    assert [seat.song for seat in outcome.seats] == ["a", "b"]
    assert outcome.empty_seats == 2
    assert "".join(outcome.runners_up) == "cfde"  # all equal: lot order


def test_stars_at_the_line_need_a_rival_with_votes() -> None:
    assert seats(vote("2a* 1b", 3)) == "a:approvals b:approvals"


@pytest.mark.parametrize("votes", ["", "5"])
def test_nobody_picked_anything(votes: str) -> None:
    outcome = count(vote(votes, 3))
    assert outcome.seats == ()
    assert outcome.empty_seats == 3
    assert (outcome.ballots, outcome.abstentions) == ((5, 5) if votes else (0, 0))
    assert "".join(outcome.runners_up) == "cbfdae"


def test_abstentions_count_as_ballots_and_for_no_song() -> None:
    outcome = count(vote("2ab 3 1b", 1))
    assert (outcome.ballots, outcome.abstentions) == (6, 3)
    assert [(t.song, t.figures) for t in outcome.tallies][:2] == [
        ("a", (("approvals", 2), ("stars", 0))),
        ("b", (("approvals", 3), ("stars", 0))),
    ]


def test_pins_come_first_in_lot_order_and_vetoes_leave() -> None:
    profile = vote("5d* 4a 3b 2c 1e", 4, pinned="ef", vetoed="d")
    assert seats(profile) == "f:pin e:pin a:approvals b:approvals"
    outcome = count(profile)
    assert outcome.runners_up == ("c",)
    assert [t.song for t in outcome.tallies] == list("abcdef")
    assert outcome.tallies[3].figures == (("approvals", 5), ("stars", 5))


def test_with_every_seat_pinned_the_votes_order_the_runners_up() -> None:
    outcome = count(vote("1a 3b 2c", 2, pinned="ef"))
    assert [seat.song for seat in outcome.seats] == ["f", "e"]
    assert "".join(outcome.runners_up) == "bcad"
    assert outcome.empty_seats == 0


def test_unopposed_songs_are_seated_without_support() -> None:
    outcome = count(vote("2a", 4, songs="abcd", vetoed="d"))
    assert [f"{s.song}:{s.decided_by}" for s in outcome.seats] == [
        "c:unopposed",
        "b:unopposed",
        "a:unopposed",
    ]
    assert outcome.empty_seats == 1
    assert outcome.runners_up == ()


def test_runners_up_go_by_key_then_spread_then_lot() -> None:
    # Left out with one approval each: b's writer has a (1/2); d's and e's have nothing.
    outcome = count(vote("3a 1ab 1c* 1d 1e", 1))
    assert "".join(outcome.runners_up) == "cdebf"


def test_a_tie_is_explained_step_by_step() -> None:
    # 2 approvals: b c d e f; a star keeps b to e in the running; then b has only writers who got a.
    votes = "2ab*  2c* 2d* 2e* 2f 1a"
    outcome = count(vote(votes, 3, casting=("e", "c")))
    assert outcome.ties == (
        TieBreak(("c", "b", "f", "d", "e"), 2, "stars", (), ("c", "b", "d", "e")),
        TieBreak(("c", "b", "d", "e"), 2, "spread", (), ("c", "d", "e")),
        TieBreak(("c", "d", "e"), 2, "casting", ("e", "c")),
    )


def test_a_tie_broken_by_stars_alone_is_explained() -> None:
    outcome = count(vote("4a 2b* 1ac 1ad 1c 1d 1ae 1e* 1c", 3))
    assert [f"{s.song}:{s.decided_by}" for s in outcome.seats] == [
        "a:approvals",
        "c:approvals",
        "b:stars",
    ]
    assert outcome.ties == (TieBreak(("b", "d", "e"), 1, "stars", ("b",)),)


def test_nothing_is_explained_where_nothing_was_tied() -> None:
    assert count(vote("3a 2b 1c", 2)).ties == ()


def test_an_unbroken_tie_is_not_among_the_steps() -> None:
    assert count(vote("1a 1b", 1)).ties == ()


def test_the_lot_is_explained() -> None:
    outcome = count(vote("1a 1b", 1, casting=BY_LOT))
    assert outcome.ties == (TieBreak(("b", "a"), 1, "lot", ("b",)),)


@pytest.mark.parametrize(
    ("pinned", "vetoed", "rule"),
    [("abc", "", "3 songs are pinned"), ("a", "a", "both"), ("z", "", "only"), ("", "z", "only")],
)
def test_pins_and_vetoes_that_contradict_the_rest_are_refused(
    pinned: str, vetoed: str, rule: str
) -> None:
    with pytest.raises(BadRecord, match=rule):
        vote("1a", 2, pinned=pinned, vetoed=vetoed)


def test_an_unknown_method_is_refused() -> None:
    profile = Profile("guess", 1, SEED, ("a", "b"), ())
    with pytest.raises(BadRecord, match="not one of: approval"):
        count(profile)


def test_equal_ballots_are_summed_up_once() -> None:
    votes = sum_up(vote("500ab* 300ab 1c 7", 2))
    assert dict(votes.groups) == {frozenset("ab"): 800, frozenset("c"): 1}
    assert (votes.sums["a"], votes.sums["b"], votes.abstentions) == ((800, 0), (800, 500), 7)


def test_the_registry_knows_each_method_by_its_name() -> None:
    assert all(name == method.name for name, method in METHODS.items())
    assert list(METHODS) == ["approval", "spread", "points", "ranked"]  # the default one first


def test_equal_choices_are_equal_ballots() -> None:
    assert ballots("1ab*") == (Picks(frozenset("ab"), frozenset("b")),)
