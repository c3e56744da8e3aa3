"""What everybody may know of the rights to a song: a table, and what is never in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId
from bot.domain.rights import (
    WHOLE,
    Holder,
    Known,
    Rights,
    RightsStep,
    Side,
    Stage,
    Standing,
    standing,
)
from bot.domain.structs import replace
from tests.domain.rights_known import SONG, dollars, holder

RECORDING, WRITTEN = Side.RECORDING, Side.SONG
TO_ASK, ASKED, QUOTED, CLEARED, REFUSED = Stage


def step(status: Clearance, number: int = 9) -> RightsStep:
    return RightsStep(SONG, status, EpisodeId(1), "101", 900, number)


def due(number: int, side: Side, at: int | None, stage: Stage = ASKED) -> Holder:
    return replace(holder(number, side, stage), answer_by=at)


LABEL, PUBLISHER = holder(1, RECORDING, CLEARED), holder(2, WRITTEN, CLEARED, WHOLE)


@pytest.mark.parametrize(
    ("steps", "holders", "known"),
    [
        ([], [], None),
        ([], [holder(1, RECORDING), holder(2, WRITTEN)], None),
        ([step(Clearance.TO_CLEAR)], [], None),
        ([step(Clearance.PENDING)], [], Standing(Known.PENDING)),
        ([step(Clearance.CLEARED)], [], Standing(Known.CLEARED)),
        (
            [step(Clearance.DENIED)],
            [],
            Standing(Known.DENIED, at=900, episode_id=EpisodeId(1), number="101"),
        ),
        (
            [],
            [LABEL, holder(3, WRITTEN, REFUSED)],
            Standing(Known.DENIED, at=3, episode_id=EpisodeId(2), number="102"),
        ),
        ([], [LABEL, PUBLISHER], Standing(Known.CLEARED)),
        ([], [LABEL], Standing(Known.HALF, RECORDING)),
        ([], [PUBLISHER], Standing(Known.HALF, WRITTEN)),
        ([], [LABEL, due(3, WRITTEN, 700)], Standing(Known.HALF, RECORDING, 700)),
        ([], [due(1, RECORDING, None)], Standing(Known.ASKED)),
        (
            [],
            [due(1, RECORDING, 800), due(2, WRITTEN, 700), due(3, WRITTEN, None)],
            Standing(Known.ASKED, answer_by=700),
        ),
        # Whoever has answered is not waited for, whatever date they had.
        (
            [],
            [due(1, RECORDING, 500, QUOTED), due(2, WRITTEN, 700)],
            Standing(Known.ASKED, answer_by=700),
        ),
        ([], [due(1, RECORDING, 500, QUOTED), holder(2, WRITTEN)], Standing(Known.QUOTED)),
        ([], [holder(1, WRITTEN, CLEARED, 5_000), holder(2, WRITTEN)], Standing(Known.PARTLY)),
        # The last word on the song as a whole overrules its holders, and theirs an earlier one.
        ([step(Clearance.CLEARED)], [holder(1, WRITTEN, REFUSED)], Standing(Known.CLEARED)),
        ([step(Clearance.PENDING)], [LABEL], Standing(Known.PENDING)),
        ([step(Clearance.DENIED, 1)], [due(2, WRITTEN, 5)], Standing(Known.ASKED, answer_by=5)),
    ],
)
def test_what_is_known_of_a_song(
    steps: list[RightsStep], holders: list[Holder], known: Standing | None
) -> None:
    assert standing(Rights(steps, holders), SONG) == known


stages, sides = st.sampled_from(Stage), st.sampled_from(Side)
all_holders = st.lists(
    st.tuples(sides, stages, st.none() | st.integers(1, WHOLE), st.none() | st.integers(1, 99)),
    max_size=5,
)
words = st.lists(st.sampled_from(Clearance), max_size=2)


@given(all_holders, words)
def test_it_agrees_with_the_four_words_and_is_silent_where_nothing_was_begun(
    made: list[tuple[Side, Stage, int | None, int | None]], said: list[Clearance]
) -> None:
    holders = [
        replace(holder(n, side, stage, share), answer_by=answer_by)
        for n, (side, stage, share, answer_by) in enumerate(made, start=1)
    ]
    steps = [step(status, 3 * n) for n, status in enumerate(said)]
    rights = Rights(steps, holders)
    found, clearance = standing(rights, SONG), rights.about(SONG).clearance
    assert (found is None) is (clearance is Clearance.TO_CLEAR)
    if found is not None:
        assert (found.known is Known.DENIED) is (clearance is Clearance.DENIED)
        assert (found.known is Known.CLEARED) is (clearance is Clearance.CLEARED)
        assert (found.side is not None) is (found.known is Known.HALF)
        waiting = [one.answer_by for one in holders if one.stage is ASKED]
        assert found.answer_by is None or found.answer_by in waiting


def test_it_has_no_room_for_names_contacts_or_money() -> None:
    told = replace(
        holder(1, RECORDING, QUOTED, fee=dollars(98_765)), name="Quiet", contact="q@quiet.example"
    )
    found = standing(Rights(holders=[told]), SONG)
    assert found == standing(Rights(holders=[holder(1, RECORDING, QUOTED)]), SONG)
    assert set(Standing.__struct_fields__) == {
        *("known", "side", "answer_by", "at", "episode_id", "number", "elsewhere")
    }
