"""A license is for one use: what counts for an episode is the latest that was said about it."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId
from bot.domain.rights import (
    WHOLE,
    Holder,
    HolderId,
    Known,
    Rights,
    RightsStep,
    Side,
    SongRights,
    Stage,
    Standing,
    costs_of,
    standing,
    to_ask,
)
from bot.domain.rights.words import for_episodes
from bot.domain.structs import replace
from tests.domain.rights_known import SONG, dollars, holder

TO_ASK, ASKED, QUOTED, CLEARED, REFUSED = Stage
LABEL, PUBLISHER = 1, 2
TO_CLEAR, PENDING, ALL_CLEARED, DENIED = Clearance

Said = tuple[int, Stage | Clearance, int]
"""Who it was (0: about the whole song), what, and for which episode (0: none)."""

BOTH_201: list[Said] = [(LABEL, CLEARED, 201), (PUBLISHER, CLEARED, 201)]


def known(said: Sequence[Said], fees: dict[int, int] | None = None) -> Rights:
    """Return what is known after steps, one after the other; `fees` are by their places."""
    words: list[RightsStep] = []
    taken: dict[int, dict[int, Holder]] = {
        who: {0: replace(bare(who), step=who)} for who in (LABEL, PUBLISHER)
    }
    for place, (who, what, number) in enumerate(said):
        episode_id, name = (EpisodeId(number), str(number)) if number else (None, "")
        if isinstance(what, Clearance):
            words.append(RightsStep(SONG, what, episode_id, name, 10 + place, 10 + place))
            continue
        fee = dollars(fees[place]) if fees and place in fees else None
        after = replace(bare(who), stage=what, step=10 + place, at=10 + place, fee=fee)
        taken[who][number] = replace(after, episode_id=episode_id, number=name)
    holders = []
    for of_one in taken.values():
        history = tuple(sorted(of_one.values(), key=lambda one: one.step))
        holders.append(replace(history[-1], history=history))
    return Rights(words, holders)


def bare(who: int) -> Holder:
    made = holder(who, Side.RECORDING if who == LABEL else Side.SONG, share=WHOLE)
    return replace(made, id=HolderId(who), episode_id=None, number="")


def seen(said: Sequence[Said], episode: int) -> SongRights:
    return known(said).about(SONG, EpisodeId(episode))


@pytest.mark.parametrize(
    ("said", "comes_to"),
    [
        # Asking again for another episode, and being refused there, takes no license back.
        ([*BOTH_201, (LABEL, ASKED, 202)], {201: ALL_CLEARED, 202: PENDING}),
        ([*BOTH_201, (LABEL, REFUSED, 202)], {201: ALL_CLEARED, 202: DENIED}),
        # A refusal is of its own episode alone; one about no episode is of all.
        ([(LABEL, REFUSED, 201)], {201: DENIED, 202: TO_CLEAR}),
        ([*BOTH_201, (LABEL, REFUSED, 0)], {201: DENIED, 202: DENIED}),
        ([(0, DENIED, 201)], {201: DENIED, 202: TO_CLEAR}),
        # A license that was taken back is none, whatever is cleared since for another.
        (
            [*BOTH_201, (LABEL, REFUSED, 201), (LABEL, CLEARED, 202), (PUBLISHER, CLEARED, 202)],
            {201: DENIED, 202: ALL_CLEARED},
        ),
        ([*BOTH_201, (LABEL, TO_ASK, 201)], {201: PENDING}),
        # The word on the whole song and the holders' are joined, episode by episode.
        ([*BOTH_201, (0, ALL_CLEARED, 104)], {201: ALL_CLEARED, 104: ALL_CLEARED}),
        ([(0, ALL_CLEARED, 104), *BOTH_201], {201: ALL_CLEARED, 104: ALL_CLEARED}),
        ([*BOTH_201, (0, DENIED, 201)], {201: DENIED}),
        ([(0, DENIED, 201), *BOTH_201], {201: ALL_CLEARED}),
        ([(0, ALL_CLEARED, 104), (0, DENIED, 104), *BOTH_201], {104: DENIED, 201: ALL_CLEARED}),
        # Two halves for two episodes are a whole for neither.
        (
            [(LABEL, CLEARED, 201), (PUBLISHER, CLEARED, 202)],
            {201: PENDING, 202: PENDING, 203: PENDING},
        ),
    ],
)
def test_the_latest_step_about_an_episode_counts_for_it(
    said: list[Said], comes_to: dict[int, Clearance]
) -> None:
    found = {episode: seen(said, episode) for episode in comes_to}
    assert {episode: one.clearance for episode, one in found.items()} == comes_to
    assert all(one.elsewhere == () for one in found.values())


@pytest.mark.parametrize(
    ("said", "elsewhere"),
    [
        (BOTH_201, ("201",)),
        ([*BOTH_201, (LABEL, CLEARED, 202)], ("201",)),
        ([*BOTH_201, (LABEL, CLEARED, 202), (PUBLISHER, CLEARED, 202)], ("201", "202")),
        ([*BOTH_201, (0, ALL_CLEARED, 104)], ("201", "104")),
        ([(LABEL, CLEARED, 0), (PUBLISHER, CLEARED, 201)], ("201",)),
        ([*BOTH_201, (0, ALL_CLEARED, 202), (0, DENIED, 201)], ("202",)),
    ],
)
def test_only_episodes_that_all_have_licensed_are_named(
    said: list[Said], elsewhere: tuple[str, ...]
) -> None:
    assert seen(said, 203).elsewhere == elsewhere


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (BOTH_201, Standing(Known.CLEARED, elsewhere=("201",))),
        ([(LABEL, CLEARED, 201)], Standing(Known.HALF, Side.RECORDING, elsewhere=("201",))),
        ([(LABEL, CLEARED, 203)], Standing(Known.HALF, Side.RECORDING)),
        ([(LABEL, CLEARED, 201), (PUBLISHER, CLEARED, 202)], Standing(Known.PARTLY)),
        ([(LABEL, REFUSED, 201)], Standing(Known.DENIED, None, None, 10, EpisodeId(201), "201")),
        ([(0, DENIED, 201)], Standing(Known.DENIED, None, None, 10, EpisodeId(201), "201")),
        ([(LABEL, REFUSED, 201), (LABEL, ASKED, 203)], Standing(Known.ASKED)),
        ([(LABEL, ASKED, 203), (LABEL, REFUSED, 201)], Standing(Known.ASKED)),
    ],
)
def test_what_the_room_is_told_in_another_episode(said: list[Said], told: Standing) -> None:
    assert standing(known(said), SONG, EpisodeId(203)) == told


def test_a_fee_is_for_the_episode_it_was_quoted_for() -> None:
    said = [*BOTH_201, (LABEL, QUOTED, 202)]
    rights = known(said, {0: 5_000, 2: 9_000})
    costs = {
        episode: costs_of([rights.about(SONG, EpisodeId(episode))], "USD").total.minor
        for episode in (201, 202, 203)
    }
    assert costs == {201: 500_000, 202: 900_000, 203: 0}


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (BOTH_201, [LABEL, PUBLISHER]),
        ([(LABEL, REFUSED, 201)], [LABEL, PUBLISHER]),
        ([*BOTH_201, (LABEL, ASKED, 203)], [PUBLISHER]),
        ([(LABEL, CLEARED, 0), (PUBLISHER, CLEARED, 203)], []),
    ],
)
def test_who_licensed_it_for_another_episode_alone_is_asked_again(
    said: list[Said], asked: list[int]
) -> None:
    groups = to_ask(known(said).holders, EpisodeId(203))
    assert sorted(one.id for group in groups for one in group) == asked


steps = st.lists(
    st.tuples(
        st.sampled_from([LABEL, PUBLISHER]), st.sampled_from(Stage), st.sampled_from([0, 201])
    ),
    max_size=6,
) | st.lists(
    st.tuples(st.just(0), st.sampled_from(Clearance), st.sampled_from([0, 201])), max_size=6
)


@given(steps, st.lists(st.tuples(st.integers(1, 2), st.sampled_from(Stage)), max_size=4))
def test_whatever_is_said_elsewhere_changes_nothing_where_it_is_cleared_or_denied(
    said: list[Said], then: list[tuple[int, Stage]]
) -> None:
    before = seen(said, 201)
    after = seen([*said, *((who, stage, 202) for who, stage in then)], 201)
    if before.is_here and before.clearance in (ALL_CLEARED, DENIED):
        assert after.clearance is before.clearance
        assert after.elsewhere == ()


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("kept", [True, False], ids=["history", "none"])
def test_seen_from_one_episode_a_holder_can_be_seen_from_another(stage: Stage, kept: bool) -> None:
    """A store may leave out the history of a single step."""
    one = replace(bare(LABEL), stage=stage, step=7, episode_id=EpisodeId(201), number="201")
    one = replace(one, history=(one,) if kept else ())
    there = one.seen_from(EpisodeId(202)).seen_from(EpisodeId(201))
    assert (there.stage, there.elsewhere, there.step) == (stage, False, 7)
    assert one.seen_from(EpisodeId(202)).last_step == 7


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], ""),
        (["102"], " for episode 102"),
        (["102", "103"], " for episodes 102 and 103"),
        (["102", "103", "104"], " for episodes 102, 103 and 104"),
        ([str(n) for n in range(101, 161)], " for episodes 101, 102, 103 and 57 more"),
    ],
)
def test_of_many_episodes_three_are_named(numbers: list[str], said: str) -> None:
    assert for_episodes(numbers) == said
