"""Every move of a round, legal and illegal."""

import itertools

import pytest

from bot.domain import lifecycle
from bot.domain.errors import IllegalMove
from bot.domain.model import RoundState as S
from tests.domain.test_timing import NOW, a_round

LEGAL = {
    ("open", S.SCHEDULED): S.OPEN,
    ("pause", S.OPEN): S.PAUSED,
    ("resume", S.PAUSED): S.OPEN,
    ("resume", S.HELD): S.OPEN,
    ("extend", S.SCHEDULED): S.SCHEDULED,
    ("extend", S.OPEN): S.OPEN,
    ("extend", S.PAUSED): S.PAUSED,
    ("extend", S.HELD): S.OPEN,
    ("hold", S.OPEN): S.HELD,
    ("tie", S.OPEN): S.CASTING,
    ("tie", S.CLOSING): S.CASTING,
    **{("count", state): S.CLOSED for state in (S.OPEN, S.CLOSING, S.CASTING)},
    ("cast", S.CASTING): S.CLOSED,
    **{
        (verb, state): state
        for verb in ("pin", "veto")
        for state in (S.SCHEDULED, S.OPEN, S.PAUSED, S.HELD)
    },
    ("close", S.OPEN): S.CLOSING,
    ("close", S.PAUSED): S.CLOSING,
    ("close", S.CASTING): S.CLOSED,
    ("close", S.HELD): S.CLOSING,
    ("cancel", S.SCHEDULED): S.CANCELLED,
    ("cancel", S.OPEN): S.CANCELLED,
    ("cancel", S.PAUSED): S.CANCELLED,
    ("cancel", S.CASTING): S.CANCELLED,
    ("cancel", S.HELD): S.CANCELLED,
}


@pytest.mark.parametrize(("verb", "state"), list(itertools.product(lifecycle.MOVES, S)))
def test_every_move_from_every_state(verb: str, state: S) -> None:
    if (verb, state) in LEGAL:
        assert lifecycle.move(verb, state) is LEGAL[verb, state]
        return
    with pytest.raises(IllegalMove) as refusal:
        lifecycle.move(verb, state)
    assert (refusal.value.move, refusal.value.state) == (verb, state.value)
    possible = refusal.value.possible
    if state is S.CLOSING:
        assert possible == ("resume",), "which takes the close back"
    else:
        assert all((move, state) in LEGAL for move in possible)


def test_what_was_ended_by_hand_goes_back_to_where_it_was_and_nowhere_else() -> None:
    ends = {S.CLOSING: "close", S.CANCELLED: "cancel"}
    for end, was in itertools.product(S, S):
        round_ = a_round(end, stopped_at=NOW, stopped_in=was)
        if end in ends and LEGAL.get((ends[end], was)) is end:
            assert lifecycle.move_back(round_) is was
            continue
        with pytest.raises(IllegalMove):
            lifecycle.move_back(round_)
    for end in ends:
        with pytest.raises(IllegalMove):
            lifecycle.move_back(a_round(end))


def test_what_is_over_stays_over() -> None:
    for state in (S.CLOSED, S.CANCELLED):
        assert state not in lifecycle.LIVE
        assert all(state not in moves for moves in lifecycle.MOVES.values())
