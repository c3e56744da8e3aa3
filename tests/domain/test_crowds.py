"""How well ballots hide: compared with all the ways there are, written down one by one."""

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.counting.crowds import Hiding, NoMatch, crowds, hiding

SONGS = "abcdef"

Songs = frozenset[str]


@st.composite
def votes(draw: st.DrawFn) -> tuple[list[Songs], list[Songs]]:
    """Ballots and the own songs of those who cast them, at random; nobody names their own."""
    people = draw(st.integers(1, 6))
    proposers = draw(st.lists(st.integers(-3, people - 1), min_size=6, max_size=6))
    voters = [
        frozenset(song for song, who in zip(SONGS, proposers, strict=True) if who == voter)
        for voter in range(people)
    ]
    ballots = []
    for own in voters:
        choices = sorted(set(SONGS) - own)
        assume(choices)
        ballots.append(draw(st.frozensets(st.sampled_from(choices), min_size=1)))
    return draw(st.permutations(ballots)), voters


def all_ways(ballots: list[Songs], voters: list[Songs]) -> list[tuple[int, ...]]:
    """Return all ways to give each ballot a voter, as the voter of each ballot."""
    return [
        way
        for way in permutations(range(len(voters)))
        if all(ballot.isdisjoint(voters[who]) for ballot, who in zip(ballots, way, strict=True))
    ]


def stays_nameless(ballots: list[Songs], voters: list[Songs]) -> bool:
    """Return whether all crowds are large enough for everybody, by the words of the rule."""
    ways = all_ways(ballots, voters)
    places = range(len(ballots))
    if min(len({way[place] for way in ways}) for place in places) < 3:
        return False
    known = {(place, way[place]) for way in ways for place in places}
    return all(
        len({way[other] for way in ways if way[place] == who}) >= 2
        for place, who in known
        for other in places
        if other != place
    )


@given(votes())
def test_a_crowd_is_the_voters_who_have_the_ballot_in_some_way(
    vote: tuple[list[Songs], list[Songs]],
) -> None:
    ballots, voters = vote
    ways = all_ways(ballots, voters)
    expected = [len({way[place] for way in ways}) for place in range(len(ballots))]
    assert crowds(ballots, voters) == expected


@given(votes())
def test_ballots_go_out_only_where_nobody_can_tell_one(
    vote: tuple[list[Songs], list[Songs]],
) -> None:
    ballots, voters = vote
    assume(len(ballots) >= 5)
    expected = Hiding.SAFE if stays_nameless(ballots, voters) else Hiding.SMALL_CROWD
    assert hiding(ballots, voters) is expected


@pytest.mark.parametrize("count", range(5))
def test_a_few_ballots_are_never_shown(count: int) -> None:
    assert hiding([frozenset("a")] * count, [frozenset()] * count) is Hiding.FEW_BALLOTS


def test_where_everybody_may_vote_for_everything_five_ballots_hide_each_other() -> None:
    ballots = [frozenset(song) for song in "abcde"]
    assert crowds(ballots, [frozenset()] * 5) == [5] * 5
    assert hiding(ballots, [frozenset()] * 5) is Hiding.SAFE


def test_who_alone_did_not_propose_what_a_ballot_names_is_found() -> None:
    """Ana, Ben, Cleo and Dan each proposed a song; the ballot that names all four is Eve's."""
    ballots = [
        frozenset("bcd"),
        frozenset("acd"),
        frozenset("abd"),
        frozenset("abc"),
        frozenset("abcd"),
    ]
    voters = [frozenset(song) for song in "abcd"] + [frozenset("e")]
    assert crowds(ballots, voters) == [1] * 5
    assert hiding(ballots, voters) is Hiding.SMALL_CROWD


@pytest.mark.parametrize(
    "voters",
    [
        pytest.param([frozenset("a")] * 5, id="nobody can have cast it"),
        pytest.param([frozenset()] * 4, id="fewer voters than ballots"),
    ],
)
def test_ballots_of_other_people_are_refused(voters: list[Songs]) -> None:
    with pytest.raises(NoMatch):
        hiding([frozenset("a")] * 5, voters)
