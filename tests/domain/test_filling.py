"""Filling up a shortlist: one version of a song, as many artists as there are, and why."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.filling import Filling, Passed, fill_up
from bot.domain.model import EpisodeId, Proposal, ProposalId, Recording, Song, SongId, UserId
from bot.domain.versions import first_artist, same_song


def proposal(number: int, title: str, artist: str, seconds: int = 0) -> Proposal:
    song = Song(SongId(number), Recording(title, (artist,) if artist else ()))
    return Proposal(ProposalId(number), EpisodeId(1), song, UserId(1), number, seconds)


BOWIE = proposal(1, "Heroes", "David Bowie", 5)
LIVE = proposal(2, "Heroes - Live", "David Bowie", 4)
FAME = proposal(3, "Fame", "David Bowie", 3)
BLUE = proposal(4, "Blue", "Joni Mitchell", 1)
RIVER = proposal(5, "River", "Joni Mitchell")
ELSE = proposal(6, "Army of Me", "Björk")
ALL = (ELSE, RIVER, BLUE, FAME, LIVE, BOWIE)


def ids(songs: tuple[Proposal, ...]) -> list[int]:
    return [one.id for one in songs]


def passed(filling: Filling) -> list[tuple[int, Passed, int | None]]:
    return [
        (one.proposal.id, one.why, one.beside.id if one.beside else None)
        for one in filling.passed_over
    ]


def test_one_version_and_one_song_of_each_artist_come_in() -> None:
    filling = fill_up((), ALL, 3)
    assert ids(filling.added) == [1, 4, 6]
    assert not filling.again
    assert passed(filling) == [
        (2, Passed.VERSION, 1),
        (3, Passed.ARTIST, 1),
        (5, Passed.ARTIST, 4),
    ]


def test_without_variety_rank_alone_decides_but_for_versions() -> None:
    filling = fill_up((), ALL, 3, variety=False)
    assert ids(filling.added) == [1, 3, 4]
    assert passed(filling) == [(2, Passed.VERSION, 1)]


def test_an_artist_comes_again_where_nobody_else_is_left_and_a_version_never() -> None:
    filling = fill_up((), ALL, 12)
    assert ids(filling.added) == [1, 4, 6, 3, 5]
    assert ids(filling.again) == [3, 5]
    assert passed(filling) == [(2, Passed.VERSION, 1)]


def test_what_is_there_counts_too() -> None:
    assert passed(fill_up((LIVE,), (BOWIE, FAME, BLUE), 1)) == [
        (1, Passed.VERSION, 2),
        (3, Passed.ARTIST, 2),
    ]
    # Of those who come again, the artist with the fewest songs is first.
    assert ids(
        fill_up((BOWIE, BLUE, proposal(9, "Changes", "David Bowie")), (FAME, RIVER), 1).added
    )[0] == (5)


def test_a_song_whose_rights_are_denied_never_comes_in_and_stands_in_no_other_s_way() -> None:
    denied = {BOWIE.song.id, RIVER.song.id}
    filling = fill_up((), ALL, 12, denied=denied)
    assert ids(filling.added) == [2, 4, 6, 3]
    assert passed(filling) == [(1, Passed.DENIED, None), (5, Passed.DENIED, None)]


proposals = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C", "A - Live", "B (2011 Remaster)", "!"]),
        st.sampled_from(["X", "Y", "Z", ""]),
        st.integers(0, 2),
    ),
    max_size=20,
).map(lambda drawn: tuple(proposal(n, *one) for n, one in enumerate(drawn, 1)))


@given(proposals, st.integers(0, 4), st.integers(-1, 25), st.booleans())
def test_whatever_the_longlist(
    longlist: tuple[Proposal, ...], there: int, room: int, variety: bool
) -> None:
    before, rest = longlist[:there], longlist[there:]
    filling = fill_up(before, rest, room, variety=variety)
    assert len(filling.added) <= max(room, 0)
    assert set(filling.added) <= set(rest)
    assert len(set(filling.added)) == len(filling.added)
    for place, one in enumerate(filling.added):
        others = (*before, *filling.added[:place])
        assert not any(same_song(one.song.recording, other.song.recording) for other in others)
    if len(filling.added) < room:
        # Nothing is left out but what has another version in.
        taken = (*before, *filling.added)
        for one in set(rest) - set(filling.added):
            assert any(same_song(one.song.recording, other.song.recording) for other in taken)
    if variety and not filling.again:
        artists = [first_artist(one.song.recording) for one in filling.added]
        named = [artist for artist in artists if artist]
        assert len(named) == len(set(named))
