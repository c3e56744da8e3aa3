"""Whoever has the record, and knows who proposed what and who voted, names nobody's ballot."""

from random import Random

import pytest

from bot.domain.counting import METHODS
from bot.domain.counting.crowds import Hiding
from tests.secrecy.attacker import named_ballots, suspects
from tests.secrecy.rooms import Vote, hold_vote

ROOMS = 500
"""Votes held for each method."""


def votes(method: str) -> list[Vote]:
    """Return votes in rooms of 3 to 40 writers, small ones more often."""
    random = Random(method)
    sizes = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 24, 40]
    return [
        hold_vote(random, method, random.choice(sizes), random.randint(0, 12)) for _ in range(ROOMS)
    ]


@pytest.mark.parametrize("method", METHODS)
def test_no_ballot_of_a_record_that_went_out_is_named(method: str) -> None:
    handed_out = [vote for vote in votes(method) if vote.hiding is Hiding.SAFE]
    assert handed_out
    for vote in handed_out:
        crowds = suspects(vote.document, vote.own)
        assert all(vote.truth[receipt] in people for receipt, people in crowds.items())
        assert min(len(people) for people in crowds.values()) >= 3


@pytest.mark.parametrize("method", METHODS)
def test_nor_by_a_writer_who_knows_their_own(method: str) -> None:
    handed_out = [vote for vote in votes(method) if vote.hiding is Hiding.SAFE]
    for vote in (vote for vote in handed_out if len(vote.truth) <= 12):
        for receipt, who in vote.truth.items():
            assert named_ballots(vote.document, vote.own, {receipt: who}) == {}


@pytest.mark.parametrize(("method", "share"), [("approval", 0.1), ("ranked", 0.3)])
def test_were_all_records_handed_out_many_ballots_would_be_named(method: str, share: float) -> None:
    """So it is the check that keeps them secret, and this attacker can do what is feared."""
    random = Random(method)
    held = [hold_vote(random, method, 8, 12) for _ in range(100)]
    named = [(vote, named_ballots(vote.document, vote.own)) for vote in held]
    assert all(
        vote.truth[receipt] == who for vote, found in named for receipt, who in found.items()
    )
    ballots = sum(len(vote.truth) for vote in held)
    assert sum(len(found) for _, found in named) >= share * ballots


def test_a_record_is_withheld_only_where_it_could_tell() -> None:
    """Nothing more is kept back than the rule asks for."""
    random = Random(7)
    for vote in (hold_vote(random, "approval", 8, random.randint(0, 12)) for _ in range(200)):
        if vote.hiding is not Hiding.SMALL_CROWD:
            continue
        small = any(len(people) < 3 for people in suspects(vote.document, vote.own).values())
        told = any(
            named_ballots(vote.document, vote.own, {receipt: who})
            for receipt, people in suspects(vote.document, vote.own).items()
            for who in people
        )
        assert small or told
