"""Paging through a longlist that changes meanwhile: no song is skipped, and none comes twice."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.longlist import (
    Look,
    Reading,
    Show,
    Sort,
    arranged,
    listed_at_opening,
    page_after,
    page_before,
    page_from,
)
from bot.domain.model import (
    CharacterId,
    EpisodeId,
    Note,
    Proposal,
    ProposalId,
    Recording,
    Song,
    SongId,
    UserId,
)
from bot.domain.structs import replace

OPENED = 1_000
READER = UserId(3)
CAST = (CharacterId(50), CharacterId(40), CharacterId(60))


def proposal(number: int, at: int | None = None, **facts: object) -> Proposal:
    song = Song(SongId(number), Recording(f"Song {number}", ()))
    who = UserId(number % 5)
    made = Proposal(ProposalId(number), EpisodeId(1), song, who, at or number, seconds=number % 4)
    return replace(made, **facts)  # type: ignore[arg-type]


def reading(look: Look, longlist: list[Proposal], **more: object) -> Reading:
    seconds = {one.id: one.seconds for one in longlist}
    return replace(Reading(look, READER, seconds, CAST), **more)  # type: ignore[arg-type]


def ids(songs: tuple[Proposal, ...]) -> list[int]:
    return [one.id for one in songs]


SONGS = [
    proposal(1, seconds=1, shortlisted=True, character_id=CAST[0]),
    proposal(2, seconds=3, notes=(Note(READER, "Home.", 1),)),
    proposal(3, seconds=0, character_id=CAST[1], proposer_id=READER),
    proposal(4, seconds=3, character_id=CAST[0], proposer_id=UserId(0)),
    proposal(5, seconds=0, shortlisted=True, character_id=CharacterId(99), proposer_id=UserId(1)),
]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.NEWEST, [5, 4, 3, 2, 1]),
        (Sort.SECONDED, [2, 4, 1, 3, 5]),
        (Sort.CHARACTER, [4, 1, 3, 5, 2]),
        (Sort.PROPOSER, [3, 5, 1, 2, 4]),
        (Sort.PROPOSED, [1, 2, 3, 4, 5]),
    ],
)
def test_orders(sort: Sort, order: list[int]) -> None:
    assert ids(arranged(SONGS, reading(Look(sort), SONGS))) == order


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        (Look(show=Show.ALL), [5, 4, 3, 2, 1]),
        (Look(show=Show.MINE), [3]),
        (Look(show=Show.UNSECONDED), [5, 3]),
        (Look(show=Show.SILENT), [5, 4, 3, 1]),
        (Look(show=Show.TICKED), [5, 1]),
        (Look(show=Show.CHARACTER, character=50), [4, 1]),
        (Look(show=Show.CHARACTER, character=0), [2]),
    ],
)
def test_what_is_shown(look: Look, shown: list[int]) -> None:
    assert ids(arranged(SONGS, reading(look, SONGS))) == shown


def test_what_stands_before_somebody_stays_shown() -> None:
    look = Look(show=Show.TICKED)
    assert ids(arranged(SONGS, reading(look, SONGS, keep=[ProposalId(3)]))) == [5, 3, 1]


def test_what_came_later_is_left_out() -> None:
    look = Look(newest=3, at=OPENED)
    again = proposal(2, OPENED + 1)
    assert ids(tuple(listed_at_opening([SONGS[0], again, *SONGS[2:]], look))) == [1, 3]
    assert len(listed_at_opening(SONGS, Look())) == len(SONGS)


Longlist = dict[int, Proposal]
changes = st.lists(
    st.tuples(st.sampled_from(["arrives", "seconded", "withdrawn", "again"]), st.integers(1, 60)),
    max_size=8,
)


def change(longlist: Longlist, what: str, number: int) -> None:
    """Do what other people do meanwhile."""
    if what == "arrives":
        new = max(longlist, default=0) + 100
        longlist[new] = proposal(new, OPENED + new)
    elif number in longlist and what == "seconded":
        longlist[number] = replace(longlist[number], seconds=longlist[number].seconds + 9)
    elif number in longlist and what == "withdrawn":
        del longlist[number]
    elif number in longlist and what == "again":
        longlist[number] = replace(longlist[number], proposed_at=OPENED + number)


@given(st.integers(0, 60), st.sampled_from(Sort), st.lists(changes, max_size=8))
def test_no_song_is_skipped_and_none_comes_twice(
    songs: int, sort: Sort, meanwhile: list[list[tuple[str, int]]]
) -> None:
    longlist = {n: proposal(n, character_id=(*CAST, None)[n % 4]) for n in range(1, songs + 1)}
    look = Look(sort, newest=songs or 1, at=OPENED)
    frozen = reading(look, list(longlist.values()))

    def order() -> list[ProposalId]:
        return [
            one.id for one in arranged(listed_at_opening(list(longlist.values()), look), frozen)
        ]

    steps = iter(meanwhile)
    page = [order()[place] for place in page_from(order(), 0)]
    shown = list(page)
    while True:
        for what, number in next(steps, []):
            change(longlist, what, number)
        now = order()
        if not set(page) & set(now):
            return  # a whole page was withdrawn: the list begins anew
        following = [now[place] for place in page_after(now, page)]
        if now[-1] in page or following[0] in shown:
            break
        shown += following
        page = following
    assert len(shown) == len(set(shown))
    assert set(order()) <= set(shown)
    assert [one for one in shown if one in set(order())] == order()


@given(st.integers(13, 60), st.integers(0, 4), st.data())
def test_one_song_that_is_moved_makes_no_other_skipped(
    songs: int, pages: int, data: st.DataObject
) -> None:
    order = [ProposalId(n) for n in range(songs)]
    page = [order[place] for place in page_from(order, min(pages * 10, songs - 3))]
    moved = data.draw(st.sampled_from(order))
    others = [one for one in order if one != moved]
    place = data.draw(st.integers(0, len(others)))
    after = [*others[:place], moved, *others[place:]]
    unseen = [one for one in others if one > page[-1]]
    turned = [after[place] for place in page_after(after, page)]
    if unseen:
        assert unseen[0] in turned or turned == [moved]
        twice = [one for one in turned if one in page and one != moved]
        # Only one that was moved right into the end of the page makes its last song come twice.
        assert twice in ([], page[-1:])
        assert not twice or after[after.index(page[-1]) - 1] == moved


@pytest.mark.parametrize(
    ("turn", "songs", "shown", "places"),
    [
        (page_after, 25, range(10), range(10, 20)),
        (page_after, 25, range(10, 20), range(20, 25)),
        (page_after, 20, range(10, 20), range(10, 20)),
        (page_after, 3, [77], range(3)),
        (page_after, 0, [77], range(0)),
        (page_before, 25, range(20, 25), range(10, 20)),
        (page_before, 25, range(4, 14), range(4)),
        (page_before, 25, range(10), range(10)),
        (page_before, 25, [77], range(10)),
    ],
)
def test_pages(
    turn: Callable[[list[ProposalId], list[ProposalId]], range],
    songs: int,
    shown: range | list[int],
    places: range,
) -> None:
    order = [ProposalId(n) for n in range(songs)]
    assert turn(order, [ProposalId(n) for n in shown]) == places
