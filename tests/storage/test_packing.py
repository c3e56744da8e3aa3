"""Ballots and rulings as texts."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballots import Ballot
from bot.domain.model import SongId
from storage.packing import pack, pack_rulings, unpack, unpack_rulings

CHOICES = [SongId(n * 7) for n in range(1, 13)]


@given(st.sets(st.sampled_from(CHOICES)), st.data())
def test_a_packed_ballot_unpacks_to_itself(picked: set[SongId], data: st.DataObject) -> None:
    picks = tuple(song for song in CHOICES if song in picked)
    starred = data.draw(st.sets(st.sampled_from(picks))) if picks else set()
    stars = tuple(song for song in picks if song in starred)
    ballot = Ballot(picks=picks, stars=stars, receipt="7F3A91C2", cast_at=9)
    assert unpack(pack(ballot, CHOICES), CHOICES, "7F3A91C2", 9) == ballot


@given(st.lists(st.tuples(st.sampled_from(CHOICES), st.integers(1, 99)), unique_by=lambda p: p[0]))
def test_packed_points_unpack_to_themselves(points: list[tuple[SongId, int]]) -> None:
    ballot = Ballot(points=tuple(sorted(points)))
    assert unpack(pack(ballot, CHOICES), CHOICES) == ballot


@given(st.lists(st.sampled_from(CHOICES), unique=True))
def test_a_packed_ranking_unpacks_to_itself(ranking: list[SongId]) -> None:
    ballot = Ballot(ranking=tuple(ranking))
    assert unpack(pack(ballot, CHOICES), CHOICES) == ballot


def test_what_is_packed_is_what_the_disk_has_always_held() -> None:
    first, second, third = CHOICES[:3]
    assert pack(Ballot(picks=(first, third), stars=(third,)), CHOICES) == "0,2*"
    assert pack(Ballot(points=((first, 5), (second, 2))), CHOICES) == "0=5,1=2"
    assert pack(Ballot(ranking=(third, first)), CHOICES) == ">2,0"


@given(
    st.dictionaries(st.sampled_from(CHOICES), st.text()),
    st.dictionaries(st.sampled_from(CHOICES), st.text(min_size=1)),
)
def test_packed_rulings_unpack_to_themselves(
    pinned: dict[SongId, str], vetoed: dict[SongId, str]
) -> None:
    assert unpack_rulings(pack_rulings(pinned, vetoed)) == (pinned, vetoed)


def test_an_abstention_packs_apart_from_a_withdrawn_ballot() -> None:
    assert pack(Ballot(abstained=True), CHOICES) == "-"
    assert pack(Ballot(), CHOICES) == ""
    assert unpack("-", CHOICES, "").abstained
