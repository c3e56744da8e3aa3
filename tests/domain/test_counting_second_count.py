"""Every method agrees with a second count, written straight from the rules."""

import random

import pytest
from hypothesis import given, settings

from bot.domain.counting import BY_LOT, METHODS, Casting, Profile, count
from bot.domain.structs import replace
from tests.domain.counting_oracle import open_tie, recount_naively
from tests.domain.counting_rounds import random_round, rounds


@settings(max_examples=200)
@given(rounds())
def test_it_agrees_with_the_naive_count(profile: Profile) -> None:
    assert count(profile).as_json("") == recount_naively(profile)


@pytest.mark.parametrize("method", METHODS)
def test_it_agrees_with_the_naive_count_on_many_close_rounds(method: str) -> None:
    """Few voters and few songs, so that most rounds are tied at some step."""
    rng = random.Random(method)
    reasons: set[str] = set()
    for _ in range(600):
        profile = random_round(method, rng)
        tied, number = open_tie(profile)
        choice = tuple(rng.sample(tied, number))
        casting: Casting = rng.choice([None, BY_LOT, choice or None])
        profile = replace(profile, casting=casting)
        outcome = count(profile)
        assert outcome.as_json("") == recount_naively(profile), profile
        reasons |= {seat.decided_by for seat in outcome.seats}
    assert reasons == set(METHODS[method].reasons)  # every rule was met
