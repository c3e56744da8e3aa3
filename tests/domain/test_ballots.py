"""How a change is merged into a ballot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballots import Abstain, Ballot, Change, Picks, Stars, merge
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
