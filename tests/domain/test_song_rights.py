"""What two sides and their holders come to: cleared, refused, and what is on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.board import Clearance
from bot.domain.rights import WHOLE, Holder, Side, SongRights, Stage
from bot.domain.structs import replace
from tests.domain.rights_known import holder, word

RECORDING, SONG = Side.RECORDING, Side.SONG
TO_ASK, ASKED, QUOTED, CLEARED, REFUSED = Stage
TO_CLEAR, PENDING, ALL_CLEARED, DENIED = Clearance

sides = st.sampled_from(Side)
stages = st.sampled_from(Stage)
shares = st.none() | st.integers(1, WHOLE)
several = st.lists(st.tuples(sides, stages, shares), max_size=6).map(
    lambda made: tuple(holder(n, *one) for n, one in enumerate(made, start=1))
)
songs = st.builds(
    SongRights,
    several,
    st.frozensets(sides),
    st.none() | st.builds(word, st.sampled_from(Clearance), st.integers(0, 7)),
)


@pytest.mark.parametrize(
    ("holders", "said_whole", "clearance"),
    [
        ((), False, TO_CLEAR),
        ((), True, TO_CLEAR),
        (((TO_ASK, None),), False, TO_CLEAR),
        (((ASKED, None),), False, PENDING),
        (((QUOTED, 5_000), (TO_ASK, 5_000)), False, PENDING),
        (((CLEARED, WHOLE),), False, ALL_CLEARED),
        (((CLEARED, 5_000), (CLEARED, 5_000)), False, ALL_CLEARED),
        (((CLEARED, 3_333), (CLEARED, 3_333), (CLEARED, 3_333)), False, PENDING),
        (((CLEARED, 3_333), (CLEARED, 3_333), (CLEARED, 3_333)), True, ALL_CLEARED),
        (((CLEARED, 5_000), (TO_ASK, 5_000)), False, PENDING),
        (((CLEARED, 5_000),), False, PENDING),
        (((CLEARED, None),), False, PENDING),
        (((CLEARED, None),), True, ALL_CLEARED),
        (((CLEARED, WHOLE), (CLEARED, None)), False, PENDING),
        (((CLEARED, WHOLE), (CLEARED, 1)), False, PENDING),
        (((CLEARED, 9_000), (REFUSED, 1_000)), False, DENIED),
        (((CLEARED, 9_000), (REFUSED, None)), True, DENIED),
    ],
)
def test_a_song_side_is_cleared_when_all_of_a_whole_are_and_refused_when_one_refuses(
    holders: tuple[tuple[Stage, int | None], ...], said_whole: bool, clearance: Clearance
) -> None:
    made = tuple(holder(n, SONG, *one) for n, one in enumerate(holders, start=1))
    whole = frozenset({SONG}) if said_whole else frozenset[Side]()
    assert SongRights(made, whole).side(SONG).clearance is clearance


@pytest.mark.parametrize(
    ("share", "clearance"), [(None, ALL_CLEARED), (WHOLE, ALL_CLEARED), (5_000, PENDING)]
)
def test_a_label_without_a_share_has_the_whole_recording(
    share: int | None, clearance: Clearance
) -> None:
    rights = SongRights((holder(1, RECORDING, CLEARED, share),))
    assert rights.side(RECORDING).clearance is clearance


@pytest.mark.parametrize(
    ("recording", "song", "clearance"),
    [
        (TO_ASK, TO_ASK, TO_CLEAR),
        (ASKED, TO_ASK, PENDING),
        (CLEARED, TO_ASK, PENDING),
        (CLEARED, CLEARED, ALL_CLEARED),
        (CLEARED, REFUSED, DENIED),
        (REFUSED, TO_ASK, DENIED),
    ],
)
def test_a_song_is_cleared_when_both_sides_are(
    recording: Stage, song: Stage, clearance: Clearance
) -> None:
    rights = SongRights((holder(1, RECORDING, recording), holder(2, SONG, song, WHOLE)))
    assert rights.clearance is clearance


@pytest.mark.parametrize(
    ("said", "said_step", "stage", "clearance"),
    [
        (DENIED, 5, TO_ASK, DENIED),
        (DENIED, 5, ASKED, DENIED),
        (DENIED, 0, TO_ASK, DENIED),
        (DENIED, 0, ASKED, PENDING),
        (ALL_CLEARED, 5, REFUSED, ALL_CLEARED),
        (ALL_CLEARED, 0, REFUSED, DENIED),
        (TO_CLEAR, 5, REFUSED, TO_CLEAR),
        (PENDING, 5, TO_ASK, PENDING),
    ],
)
def test_the_last_word_counts_be_it_a_holders_or_about_the_whole_song(
    said: Clearance, said_step: int, stage: Stage, clearance: Clearance
) -> None:
    rights = SongRights((holder(1, stage=stage),), word=word(said, said_step))
    assert rights.clearance is clearance


def test_who_refused_last_is_told_unless_somebody_has_overruled_it() -> None:
    rights = SongRights((holder(1, stage=REFUSED), holder(2, stage=REFUSED), holder(3)))
    assert rights.refusal is rights.holders[1]
    assert replace(rights, word=word(ALL_CLEARED, 5)).refusal is None


@pytest.mark.parametrize(
    ("shares", "missing"),
    [
        ((), None),
        ((None,), None),
        ((2_500,), 7_500),
        ((2_500, None), 7_500),
        ((9_000, 2_000), -1_000),
    ],
)
def test_what_is_missing_is_said(shares: tuple[int | None, ...], missing: int | None) -> None:
    made = tuple(holder(n, share=share) for n, share in enumerate(shares, start=1))
    assert SongRights(made).side(SONG).missing == missing


def test_who_holds_both_sides_is_one_stop() -> None:
    both, other = replace(holder(1, RECORDING), name="Beggars"), holder(2, RECORDING)
    rights = SongRights((both, other, replace(holder(3), name="  BEGGARS ")))
    assert rights.one_stops == ("Beggars",)


@given(songs)
def test_nothing_is_cleared_while_a_holder_has_the_last_word_and_has_not_cleared(
    rights: SongRights,
) -> None:
    if rights.by_holders and rights.clearance is ALL_CLEARED:
        assert {one.stage for one in rights.holders} == {CLEARED}
        assert all(side.holders and side.whole for side in rights.sides)


@given(songs)
def test_one_who_refuses_now_refuses_the_song_whatever_the_others_said(rights: SongRights) -> None:
    for place, one in enumerate(rights.holders):
        refusing = replace(one, stage=REFUSED, step=100)
        now = (*rights.holders[:place], refusing, *rights.holders[place + 1 :])
        assert replace(rights, holders=now).clearance is DENIED


@given(songs, st.lists(sides, max_size=3))
def test_who_is_still_to_be_asked_takes_back_no_refusal(
    rights: SongRights, added: list[Side]
) -> None:
    more = tuple(holder(100 + n, side) for n, side in enumerate(added))
    before = rights.clearance
    if before in (DENIED, TO_CLEAR):
        assert replace(rights, holders=(*rights.holders, *more)).clearance is before


@given(several, st.randoms())
def test_the_order_of_holders_does_not_matter(holders: tuple[Holder, ...], random: object) -> None:
    shuffled = list(holders)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis hands out random.Random
    assert SongRights(tuple(shuffled)).clearance is SongRights(holders).clearance
