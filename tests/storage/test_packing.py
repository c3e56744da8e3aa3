"""Ballots and rulings as texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot_forms.form import AnyForm
from bot.domain.ballot_forms.picks import PICKS, ChosenPicks
from bot.domain.ballot_forms.points import POINTS, ChosenPoints
from bot.domain.ballot_forms.ranking import RANKING, ChosenRanking
from bot.domain.ballots import Ballot
from bot.domain.model import SongId
from storage.packing import pack, pack_rulings, unpack, unpack_rulings

CHOICES = [SongId(n * 7) for n in range(1, 13)]


@given(st.sets(st.sampled_from(CHOICES)), st.data())
def test_a_packed_ballot_unpacks_to_itself(picked: set[SongId], data: st.DataObject) -> None:
    picks = tuple(song for song in CHOICES if song in picked)
    starred = data.draw(st.sets(st.sampled_from(picks))) if picks else set()
    stars = tuple(song for song in picks if song in starred)
    ballot = Ballot(ChosenPicks(picks, stars) if picks else None, False, "7F3A91C2", 9)
    assert unpack(pack(ballot, PICKS, CHOICES), PICKS, CHOICES, "7F3A91C2", 9) == ballot


@given(st.lists(st.tuples(st.sampled_from(CHOICES), st.integers(1, 99)), unique_by=lambda p: p[0]))
def test_packed_points_unpack_to_themselves(points: list[tuple[SongId, int]]) -> None:
    ballot = Ballot(ChosenPoints(tuple(sorted(points))) if points else None)
    assert unpack(pack(ballot, POINTS, CHOICES), POINTS, CHOICES) == ballot


@given(st.lists(st.sampled_from(CHOICES), unique=True))
def test_a_packed_ranking_unpacks_to_itself(ranking: list[SongId]) -> None:
    ballot = Ballot(ChosenRanking(tuple(ranking)) if ranking else None)
    assert unpack(pack(ballot, RANKING, CHOICES), RANKING, CHOICES) == ballot


def test_what_is_packed_is_what_the_disk_has_always_held() -> None:
    first, second, third = CHOICES[:3]
    assert pack(Ballot(ChosenPicks((first, third), (third,))), PICKS, CHOICES) == "0,2*"
    assert pack(Ballot(ChosenPoints(((first, 5), (second, 2)))), POINTS, CHOICES) == "0=5,1=2"
    assert pack(Ballot(ChosenRanking((third, first))), RANKING, CHOICES) == ">2,0"


@given(
    st.dictionaries(st.sampled_from(CHOICES), st.text()),
    st.dictionaries(st.sampled_from(CHOICES), st.text(min_size=1)),
)
def test_packed_rulings_unpack_to_themselves(
    pinned: dict[SongId, str], vetoed: dict[SongId, str]
) -> None:
    assert unpack_rulings(pack_rulings(pinned, vetoed)) == (pinned, vetoed)


@pytest.mark.parametrize("form", [PICKS, POINTS, RANKING], ids=lambda form: form.name)
def test_an_abstention_packs_apart_from_a_withdrawn_ballot(form: AnyForm) -> None:
    assert pack(Ballot(abstained=True), form, CHOICES) == "-"
    assert pack(Ballot(), form, CHOICES) == ""
    assert unpack("-", form, CHOICES, "").abstained
