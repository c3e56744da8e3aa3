"""Why a song has a star: what is written, kept, shown, and of no effect on the count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot_forms.form import Change
from bot.domain.ballot_forms.picks import ChosenPicks, PickSongs, StarSongs
from bot.domain.ballots import Abstain, Ballot, Withdraw, mark_of, merge
from bot.domain.errors import InvalidBallot
from bot.domain.listening import LINE_MAX
from bot.domain.model import Rules, SongId, UserId
from bot.domain.secrecy import lines_to_show
from bot.domain.star_lines import SayWhy, StarLines, by_song
from bot.domain.structs import replace
from storage.packing import pack_lines, unpack_lines
from tests.cogs.own_ballots import round_of

RULES = Rules()
ORDER = [SongId(n) for n in range(1, 7)]
songs = st.sampled_from(ORDER)
changes = st.one_of(
    st.lists(songs, max_size=6, unique=True).map(lambda some: PickSongs(tuple(some))),
    st.lists(songs, max_size=2, unique=True).map(lambda some: StarSongs(tuple(some))),
    st.builds(SayWhy, songs, st.text(max_size=20)),
    st.just(Abstain()),
    st.just(Withdraw()),
)


def after(ballot: Ballot, change: Change) -> Ballot:
    """Return a ballot after a change that its writer is sure of; as it was if that is refused."""
    sure = None if ballot.choices is None else mark_of(ballot.choices, RULES, ORDER)
    try:
        return merge(ballot, change, RULES, ORDER, (), sure)
    except InvalidBallot:
        return ballot


def shown_of(*ballots: Ballot, proposer: int = 0, own: bool = False) -> dict[SongId, list[str]]:
    """Return what is shown of the ballots of voters 1, 2, …, with all songs by one proposer."""
    round_ = round_of("approval", len(ORDER), own_songs_votable=own)
    by_one = tuple(replace(one, proposer_id=UserId(proposer)) for one in round_.candidates)
    round_ = replace(round_, candidates=by_one)
    choosing = [UserId(n) for n, one in enumerate(ballots, 1) if one.choices is not None]
    return lines_to_show(round_, ballots, {who: who for who in choosing})


def starred(*stars: int, lines: StarLines = ()) -> Ballot:
    return Ballot(ChosenPicks(tuple(ORDER), tuple(map(SongId, stars))), lines=lines)


@given(st.lists(changes, max_size=12))
def test_lines_never_change_what_is_chosen_and_only_lines_change_lines(made: list[Change]) -> None:
    ballot = Ballot(receipt="7F", cast_at=5)
    silent = ballot
    for change in made:
        before, ballot = ballot, after(ballot, change)
        if isinstance(change, SayWhy):
            assert replace(ballot, lines=before.lines) == before
        else:
            assert ballot.lines == before.lines
            silent = after(silent, change)
    assert replace(ballot, lines=()) == silent
    assert unpack_lines(pack_lines(ballot.lines, ORDER), ORDER) == ballot.lines


@given(st.lists(st.lists(changes, max_size=12), min_size=3, max_size=3))
def test_what_is_shown_was_written_and_has_its_star(all_made: list[list[Change]]) -> None:
    ballots = []
    for made in all_made:
        ballot = Ballot()
        for change in made:
            ballot = after(ballot, change)
        ballots.append(ballot)
    shown = shown_of(*ballots)
    written = {
        (song, line)
        for ballot in ballots
        if isinstance(ballot.choices, ChosenPicks)
        for song, line in ballot.lines
        if song in ballot.choices.stars
    }
    all_chose = all(ballot.choices is not None for ballot in ballots)
    assert {(song, line) for song, lines in shown.items() for line in lines} == (
        written if all_chose else set()
    )


def test_a_line_waits_for_its_star_to_come_back() -> None:
    ballot = after(starred(2), SayWhy(SongId(2), "It is the last night"))
    without = after(ballot, StarSongs((SongId(3),)))
    assert without.lines == ballot.lines
    assert shown_of(without, starred(3), starred(4)) == {}
    again = after(without, StarSongs((SongId(2),)))
    assert shown_of(again, starred(3), starred(4)) == {2: ["It is the last night"]}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\nlines \u202e", "two lines"),
        ("x" * LINE_MAX, "x" * LINE_MAX),
        ("   ", None),
        ("\u200b", None),
        ("", None),
    ],
)
def test_a_line_is_one_line_and_an_empty_one_takes_it_back(typed: str, kept: str | None) -> None:
    ballot = starred(2, lines=((SongId(2), "before"), (SongId(4), "another")))
    lines = merge(ballot, SayWhy(SongId(2), typed), RULES, ORDER, ()).lines
    assert dict(lines) == ({2: kept} if kept else {}) | {4: "another"}


@pytest.mark.parametrize(
    ("song", "line", "rule"),
    [(3, "No star here", "no_star"), (99, "No song", "no_star"), (2, "x" * 301, "line_too_long")],
)
def test_a_line_needs_a_star_and_an_end(song: int, line: str, rule: str) -> None:
    with pytest.raises(InvalidBallot) as refusal:
        merge(starred(2), SayWhy(SongId(song), line), RULES, ORDER, ())
    assert refusal.value.rule == rule


def test_a_line_can_be_taken_back_without_a_star() -> None:
    ballot = starred(3, lines=((SongId(2), "kept"),))
    assert merge(ballot, SayWhy(SongId(2), ""), RULES, ORDER, ()).lines == ()


@pytest.mark.parametrize("method", ["points", "ranked"])
def test_where_there_are_no_stars_nothing_can_be_said_of_them(method: str) -> None:
    with pytest.raises(InvalidBallot) as refusal:
        merge(Ballot(), SayWhy(SongId(2), "Why"), Rules(method=method), ORDER, ())
    assert refusal.value.rule == "no_star"


def test_a_line_is_not_shown_where_another_voter_would_know_whose_it_is() -> None:
    """Of two who could have written it, whoever did not knows who did."""
    mine = starred(2, lines=((SongId(2), "Me"),))
    assert shown_of(mine, Ballot(abstained=True)) == {}
    assert shown_of(mine, starred(1), Ballot(abstained=True)) == {}
    assert shown_of(mine, starred(1), starred(3)) == {2: ["Me"]}
    # One of the voters proposed the song, and could not have voted for it.
    assert shown_of(mine, starred(), starred(), proposer=2) == {}
    assert shown_of(mine, starred(), starred(), proposer=2, own=True) == {2: ["Me"]}
    assert shown_of(mine, starred(), starred(), starred(), proposer=2) == {2: ["Me"]}


@given(st.permutations([((ORDER[0], "b"),), ((ORDER[0], "a"), (ORDER[1], "c"))]))
def test_whose_lines_come_first_does_not_matter(ballots: list[StarLines]) -> None:
    assert by_song(ballots) == {ORDER[0]: ["a", "b"], ORDER[1]: ["c"]}
