"""How a change is merged into a ballot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot_forms.form import Change
from bot.domain.ballot_forms.picks import ChosenPicks, PickSongs, StarSongs
from bot.domain.ballot_forms.points import ChosenPoints, GivePoints
from bot.domain.ballot_forms.ranking import ChosenRanking, RankSong, StartOver, UnrankSong
from bot.domain.ballots import Abstain, Ballot, mark_of, merge
from bot.domain.counting import METHODS
from bot.domain.errors import InvalidBallot
from bot.domain.model import Rules, SongId
from tests import chosen

CHOICES = [SongId(n) for n in range(1, 9)]
RULES = Rules(seats=3, max_picks=3, max_stars=2)


def songs(*ids: int) -> tuple[SongId, ...]:
    return tuple(SongId(n) for n in ids)


STANDING = Ballot(ChosenPicks(songs(1, 2, 5), songs(2)), receipt="R", cast_at=5)


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (PickSongs(songs(5, 1)), Ballot(ChosenPicks(songs(1, 5)), receipt="R", cast_at=5)),
        (
            PickSongs(songs(2, 8)),
            Ballot(ChosenPicks(songs(2, 8), songs(2)), receipt="R", cast_at=5),
        ),
        (
            StarSongs(songs(5, 1)),
            Ballot(ChosenPicks(songs(1, 2, 5), songs(1, 5)), receipt="R", cast_at=5),
        ),
        (StarSongs(()), Ballot(ChosenPicks(songs(1, 2, 5)), receipt="R", cast_at=5)),
    ],
)
def test_a_change_speaks_of_its_own_part_and_keeps_the_rest(change: Change, after: Ballot) -> None:
    assert merge(STANDING, change, RULES, CHOICES, own=()) == after


@pytest.mark.parametrize(
    ("change", "rule", "limit"),
    [
        (PickSongs(songs(1, 2, 3, 4)), "too_many_picks", 3),
        (PickSongs(songs(1, 1)), "repeated", 0),
        (PickSongs(songs(99)), "unknown_song", 0),
        (PickSongs(songs(7)), "own_song", 0),
        (StarSongs(songs(1, 2, 5)), "too_many_stars", 2),
        (StarSongs(songs(3)), "star_not_picked", 0),
        (StarSongs(songs(99)), "unknown_song", 0),
        (PickSongs(()), "unsure", 0),
        (Abstain(), "unsure", 0),
    ],
)
def test_a_change_that_breaks_a_rule_is_refused(change: Change, rule: str, limit: int) -> None:
    with pytest.raises(InvalidBallot) as refusal:
        merge(STANDING, change, RULES, CHOICES, own=songs(7))
    assert (refusal.value.rule, refusal.value.limit) == (rule, limit)


def test_own_songs_are_votable_where_the_room_says_so() -> None:
    rules = Rules(seats=3, max_picks=3, own_songs_votable=True)
    ballot = merge(Ballot(), PickSongs(songs(7)), rules, CHOICES, own=songs(7))
    assert chosen.picks(ballot) == songs(7)


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
    held = Ballot(ChosenPoints(points(*before)) if before else None)
    ballot = merge(held, GivePoints(points(*given)), POINTS, CHOICES, own=())
    assert chosen.points(ballot) == points(*after)


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
        merge(Ballot(), GivePoints(points(*given)), POINTS, CHOICES, own=songs(7))
    assert (refusal.value.rule, refusal.value.limit) == (rule, limit)


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (RankSong(SongId(4), 3), (1, 2, 4)),
        (RankSong(SongId(2), 2), (1, 2)),
        (UnrankSong(2), (1,)),
        (UnrankSong(3), (1, 2)),
    ],
)
def test_a_ranking_grows_and_shrinks_at_its_end_and_twice_is_once(
    change: Change, after: tuple[int, ...]
) -> None:
    once = merge(Ballot(ChosenRanking(songs(1, 2))), change, RANKED, CHOICES, own=())
    assert chosen.ranking(once) == songs(*after)
    assert merge(once, change, RANKED, CHOICES, own=()) == once


@pytest.mark.parametrize(
    "change",
    [
        RankSong(SongId(4), 1),
        RankSong(SongId(4), 2),
        RankSong(SongId(1), 2),
        RankSong(SongId(2), 1),
        RankSong(SongId(4), 4),
        RankSong(SongId(4), 9),
        UnrankSong(1),
        UnrankSong(4),
    ],
)
def test_what_an_old_screen_offered_changes_no_ranking_of_another_length(change: Change) -> None:
    with pytest.raises(InvalidBallot) as refusal:
        merge(Ballot(ChosenRanking(songs(1, 2))), change, RANKED, CHOICES, own=())
    assert refusal.value.rule == "stale"


@pytest.mark.parametrize(("song", "rule"), [(1, "repeated"), (99, "unknown_song"), (7, "own_song")])
def test_a_song_that_cannot_be_ranked_is_refused(song: int, rule: str) -> None:
    with pytest.raises(InvalidBallot) as refusal:
        merge(
            Ballot(ChosenRanking(songs(1, 2))),
            RankSong(SongId(song), 3),
            RANKED,
            CHOICES,
            own=songs(7),
        )
    assert refusal.value.rule == rule


@pytest.mark.parametrize("rules", [RULES, POINTS, RANKED], ids=["picks", "points", "ranking"])
def test_a_change_of_another_method_is_refused(rules: Rules) -> None:
    asked: list[tuple[str, Change]] = [
        ("picks", PickSongs(songs(1))),
        ("picks", StarSongs(())),
        ("points", GivePoints(points((1, 1)))),
        ("ranking", RankSong(SongId(1), 1)),
        ("ranking", UnrankSong(1)),
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
    given_points = merge(Ballot(), GivePoints(points((1, 2))), POINTS, CHOICES, own=())
    assert given_points.choices is not None
    sure = mark_of(given_points.choices, POINTS, CHOICES)
    abstained = merge(given_points, Abstain(), POINTS, CHOICES, own=(), sure=sure)
    assert abstained == Ballot(abstained=True)
    assert not merge(abstained, GivePoints(points((2, 1))), POINTS, CHOICES, own=()).abstained
    ranked = merge(Ballot(abstained=True), RankSong(SongId(3), 1), RANKED, CHOICES, own=())
    assert ranked == Ballot(ChosenRanking(songs(3)))


@pytest.mark.parametrize(
    ("rules", "change"),
    [(RULES, StarSongs(())), (RANKED, UnrankSong(1)), (RANKED, StartOver())],
    ids=["no stars", "unrank", "start over"],
)
def test_what_chooses_no_song_leaves_an_abstention(rules: Rules, change: Change) -> None:
    abstained = Ballot(abstained=True)
    assert merge(abstained, change, rules, CHOICES, own=()) == abstained


@pytest.mark.parametrize(
    ("rules", "change"),
    [(RULES, PickSongs(())), (POINTS, GivePoints(points((1, 0))))],
    ids=["no picks", "no points"],
)
def test_an_emptied_ballot_is_withdrawn_and_no_abstention(rules: Rules, change: Change) -> None:
    assert merge(Ballot(abstained=True), change, rules, CHOICES, own=()) == Ballot()


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(CHOICES), st.integers(-1, 6)), max_size=4), max_size=9
    )
)
def test_no_sequence_of_points_breaks_a_rule(sequence: list[list[tuple[SongId, int]]]) -> None:
    ballot = Ballot()
    for given_points in sequence:
        try:
            change = GivePoints(tuple(given_points))
            ballot = merge(ballot, change, POINTS, CHOICES, own=songs(7))
        except InvalidBallot:
            continue
    held = chosen.points(ballot)
    assert sum(given for _, given in held) <= POINTS.budget
    assert all(1 <= given <= POINTS.per_song for _, given in held)
    assert [song for song, _ in held] == sorted({song for song, _ in held})


changes = st.one_of(
    st.lists(st.sampled_from(CHOICES), max_size=4).map(lambda s: PickSongs(tuple(s))),
    st.lists(st.sampled_from(CHOICES), max_size=3).map(lambda s: StarSongs(tuple(s))),
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
    picks, stars = chosen.picks(ballot), chosen.stars(ballot)
    assert len(picks) <= RULES.max_picks
    assert len(stars) <= RULES.max_stars
    assert set(stars) <= set(picks)
    assert SongId(7) not in picks
    assert list(picks) == sorted(picks, key=CHOICES.index)
    assert not (ballot.abstained and picks)
