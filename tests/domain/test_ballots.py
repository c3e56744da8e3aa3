"""How a change is merged into a ballot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballots import (
    Abstain,
    Ballot,
    Change,
    Picks,
    Points,
    Rank,
    Stars,
    StartOver,
    Unrank,
    merge,
)
from bot.domain.counting import METHODS
from bot.domain.errors import InvalidBallot
from bot.domain.model import Rules, SongId

CHOICES = [SongId(n) for n in range(1, 9)]
RULES = Rules(seats=3, max_picks=3, max_stars=2)


def songs(*ids: int) -> tuple[SongId, ...]:
    return tuple(SongId(n) for n in ids)


STANDING = Ballot(picks=songs(1, 2, 5), stars=songs(2), receipt="R", cast_at=5)


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (Picks(songs(5, 1)), Ballot(songs(1, 5), (), receipt="R", cast_at=5)),
        (Picks(songs(2, 8)), Ballot(songs(2, 8), songs(2), receipt="R", cast_at=5)),
        (Picks(()), Ballot(receipt="R", cast_at=5)),
        (Stars(songs(5, 1)), Ballot(songs(1, 2, 5), songs(1, 5), receipt="R", cast_at=5)),
        (Stars(()), Ballot(songs(1, 2, 5), receipt="R", cast_at=5)),
        (Abstain(), Ballot(abstained=True, receipt="R", cast_at=5)),
    ],
)
def test_a_change_speaks_of_its_own_part_and_keeps_the_rest(change: Change, after: Ballot) -> None:
    assert merge(STANDING, change, RULES, CHOICES, own=()) == after


@pytest.mark.parametrize(
    ("change", "rule", "limit"),
    [
        (Picks(songs(1, 2, 3, 4)), "too_many_picks", 3),
        (Picks(songs(1, 1)), "repeated", 0),
        (Picks(songs(99)), "unknown_song", 0),
        (Picks(songs(7)), "own_song", 0),
        (Stars(songs(1, 2, 5)), "too_many_stars", 2),
        (Stars(songs(3)), "star_not_picked", 0),
        (Stars(songs(99)), "unknown_song", 0),
    ],
)
def test_a_change_that_breaks_a_rule_is_refused(change: Change, rule: str, limit: int) -> None:
    with pytest.raises(InvalidBallot) as refusal:
        merge(STANDING, change, RULES, CHOICES, own=songs(7))
    assert (refusal.value.rule, refusal.value.limit) == (rule, limit)


def test_own_songs_are_votable_where_the_room_says_so() -> None:
    rules = Rules(seats=3, max_picks=3, own_songs_votable=True)
    assert merge(Ballot(), Picks(songs(7)), rules, CHOICES, own=songs(7)).picks == songs(7)


POINTS = Rules(method="points", seats=3, budget=10, per_song=5)
RANKED = Rules(method="ranked", seats=3)


def points(*pairs: tuple[int, int]) -> tuple[tuple[SongId, int], ...]:
    return tuple((SongId(song), given) for song, given in pairs)


@pytest.mark.parametrize(
    ("before", "given", "after"),
    [
        ((), ((3, 5), (1, 2)), ((1, 2), (3, 5))),
        (((1, 2), (3, 5)), ((2, 3),), ((1, 2), (2, 3), (3, 5))),
        (((1, 2), (3, 5)), ((3, 0),), ((1, 2),)),
        (((1, 5), (3, 5)), ((3, 4), (2, 1)), ((1, 5), (2, 1), (3, 4))),
        (((1, 2),), ((1, 0),), ()),
    ],
)
def test_points_speak_of_their_songs_and_keep_the_others(
    before: tuple[tuple[int, int], ...],
    given: tuple[tuple[int, int], ...],
    after: tuple[tuple[int, int], ...],
) -> None:
    ballot = merge(Ballot(points=points(*before)), Points(points(*given)), POINTS, CHOICES, own=())
    assert ballot.points == points(*after)


@pytest.mark.parametrize(
    ("given", "rule", "limit"),
    [
        (((1, 6),), "too_many_on_song", 5),
        (((1, 5), (2, 5), (3, 1)), "too_many_points", 10),
        (((1, -1),), "negative_points", 0),
        (((1, 1), (1, 2)), "repeated", 0),
        (((99, 1),), "unknown_song", 0),
        (((7, 1),), "own_song", 0),
    ],
)
def test_points_that_break_a_rule_are_refused(
    given: tuple[tuple[int, int], ...], rule: str, limit: int
) -> None:
    with pytest.raises(InvalidBallot) as refusal:
        merge(Ballot(), Points(points(*given)), POINTS, CHOICES, own=songs(7))
    assert (refusal.value.rule, refusal.value.limit) == (rule, limit)


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (Rank(SongId(4), 3), (1, 2, 4)),
        (Rank(SongId(2), 2), (1, 2)),
        (Unrank(2), (1,)),
        (Unrank(3), (1, 2)),
        (StartOver(), ()),
    ],
)
def test_a_ranking_grows_and_shrinks_at_its_end_and_twice_is_once(
    change: Change, after: tuple[int, ...]
) -> None:
    once = merge(Ballot(ranking=songs(1, 2)), change, RANKED, CHOICES, own=())
    assert once.ranking == songs(*after)
    assert merge(once, change, RANKED, CHOICES, own=()) == once


@pytest.mark.parametrize(
    "change",
    [
        Rank(SongId(4), 1),
        Rank(SongId(4), 2),
        Rank(SongId(1), 2),
        Rank(SongId(2), 1),
        Rank(SongId(4), 4),
        Rank(SongId(4), 9),
        Unrank(1),
        Unrank(4),
    ],
)
def test_what_an_old_screen_offered_changes_no_ranking_of_another_length(change: Change) -> None:
    with pytest.raises(InvalidBallot) as refusal:
        merge(Ballot(ranking=songs(1, 2)), change, RANKED, CHOICES, own=())
    assert refusal.value.rule == "stale"


@pytest.mark.parametrize(("song", "rule"), [(1, "repeated"), (99, "unknown_song"), (7, "own_song")])
def test_a_song_that_cannot_be_ranked_is_refused(song: int, rule: str) -> None:
    with pytest.raises(InvalidBallot) as refusal:
        merge(Ballot(ranking=songs(1, 2)), Rank(SongId(song), 3), RANKED, CHOICES, own=songs(7))
    assert refusal.value.rule == rule


@pytest.mark.parametrize("rules", [RULES, POINTS, RANKED], ids=["picks", "points", "ranking"])
def test_a_change_of_another_method_is_refused(rules: Rules) -> None:
    asked: list[tuple[str, Change]] = [
        ("picks", Picks(songs(1))),
        ("picks", Stars(())),
        ("points", Points(points((1, 1)))),
        ("ranking", Rank(SongId(1), 1)),
        ("ranking", Unrank(1)),
        ("ranking", StartOver()),
    ]
    for form, change in asked:
        if form == METHODS[rules.method].form.name:
            merge(Ballot(), change, rules, CHOICES, own=())
        else:
            with pytest.raises(InvalidBallot) as refusal:
                merge(Ballot(), change, rules, CHOICES, own=())
            assert refusal.value.rule == "wrong_method"
    assert merge(Ballot(), Abstain(), rules, CHOICES, own=()).counts


def test_abstaining_drops_what_was_chosen_and_choosing_takes_the_abstention_back() -> None:
    given_points = merge(Ballot(), Points(points((1, 2))), POINTS, CHOICES, own=())
    abstained = merge(given_points, Abstain(), POINTS, CHOICES, own=())
    assert abstained == Ballot(abstained=True)
    assert not merge(abstained, Points(points((2, 1))), POINTS, CHOICES, own=()).abstained
    ranked = merge(Ballot(abstained=True), Rank(SongId(3), 1), RANKED, CHOICES, own=())
    assert ranked == Ballot(ranking=songs(3))


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(CHOICES), st.integers(-1, 6)), max_size=4), max_size=9
    )
)
def test_no_sequence_of_points_breaks_a_rule(sequence: list[list[tuple[SongId, int]]]) -> None:
    ballot = Ballot()
    for given_points in sequence:
        try:
            change = Points(tuple(given_points))
            ballot = merge(ballot, change, POINTS, CHOICES, own=songs(7))
        except InvalidBallot:
            continue
    assert sum(given for _, given in ballot.points) <= POINTS.budget
    assert all(1 <= given <= POINTS.per_song for _, given in ballot.points)
    assert [song for song, _ in ballot.points] == sorted({song for song, _ in ballot.points})


changes = st.one_of(
    st.lists(st.sampled_from(CHOICES), max_size=4).map(lambda s: Picks(tuple(s))),
    st.lists(st.sampled_from(CHOICES), max_size=3).map(lambda s: Stars(tuple(s))),
    st.just(Abstain()),
)


@given(st.lists(changes, max_size=12))
def test_no_sequence_of_changes_breaks_a_rule(sequence: list[Change]) -> None:
    ballot = Ballot()
    for change in sequence:
        try:
            ballot = merge(ballot, change, RULES, CHOICES, own=songs(7))
        except InvalidBallot:
            continue
    assert len(ballot.picks) <= RULES.max_picks
    assert len(ballot.stars) <= RULES.max_stars
    assert set(ballot.stars) <= set(ballot.picks)
    assert SongId(7) not in ballot.picks
    assert list(ballot.picks) == sorted(ballot.picks, key=CHOICES.index)
    assert not (ballot.abstained and ballot.picks)
