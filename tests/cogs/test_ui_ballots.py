"""What the screens of a vote offer, by every method: a press on them is always a legal change."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any, cast

import discord
import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ballot_forms.form import Choices
from bot.domain.ballot_forms.picks import ChosenPicks
from bot.domain.ballot_forms.points import ChosenPoints, GivePoints
from bot.domain.ballot_forms.ranking import ChosenRanking, RankSong, UnrankSong
from bot.domain.ballots import Ballot, form_of, merge
from bot.domain.counting import METHODS, method_named
from bot.domain.errors import InvalidBallot
from bot.domain.model import (
    Candidate,
    Episode,
    EpisodeId,
    EpisodeState,
    Recording,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Rules,
    Song,
    SongId,
    UserId,
)
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots import own
from cogs.ui.ballots.form_screen import BallotControl
from cogs.ui.ballots.points import PointsMenu, SharesMenu
from cogs.ui.ballots.ranking import RankMenu, StartOverButton, UnrankButton
from tests import chosen

EPISODE = Episode(EpisodeId(1), RoomId(1), "104", "Pilot", EpisodeState.ACTIVE, 0)
SOME = settings(max_examples=60, deadline=None)


def ids(*numbers: int) -> tuple[SongId, ...]:
    return tuple(SongId(number) for number in numbers)


def round_of(
    method: str,
    songs: int = 5,
    *,
    state: RoundState = RoundState.OPEN,
    pinned: Collection[int] = (),
    vetoed: Mapping[int, str] | None = None,
    title: str = "Song",
    **rules: Any,
) -> Round:
    """Return a round over songs 1, 2, … called `Song 1`, `Song 2`, …"""
    recordings = [Recording(f"{title} {n}", (f"Artist {n}",)) for n in range(1, songs + 1)]
    return Round(
        id=RoundId(7),
        episode_id=EPISODE.id,
        room_id=EPISODE.room_id,
        state=state,
        rules=replace(Rules(method=method, seats=2, max_picks=2), **rules),
        opens_at=1,
        closes_at=2,
        closes_wall="",
        timezone="UTC",
        candidates=tuple(
            Candidate(Song(SongId(n), one), UserId(100 + n), "")
            for n, one in enumerate(recordings, 1)
        ),
        scheduled_by=UserId(1),
        pinned=dict.fromkeys(ids(*pinned), "the finale"),
        vetoed={SongId(song): reason for song, reason in (vetoed or {}).items()},
    )


def points_of(points: Mapping[int, int]) -> Ballot:
    if not points:
        return Ballot()
    return Ballot(ChosenPoints(tuple((SongId(song), given) for song, given in points.items())))


def ranking_of(*songs: int) -> Ballot:
    return Ballot(ChosenRanking(ids(*songs))) if songs else Ballot()


def view_of(
    round_: Round, ballot: Ballot | None = None, own: Collection[int] = (), **more: Any
) -> BallotView:
    sides = [[], []]  # type: list[list[Candidate]]
    for one in round_.candidates:
        sides[one.song.id in own].append(one)
    return BallotView(EPISODE, round_, tuple(sides[0]), tuple(sides[1]), ballot, **more)


def told(message: ui.LayoutView) -> str:
    return "\n".join(i.content for i in message.walk_children() if isinstance(i, ui.TextDisplay))


def offered(message: ui.LayoutView) -> list[BallotControl]:
    return [item for item in message.walk_children() if isinstance(item, BallotControl)]


def menu(item: BallotControl) -> "ui.Select[Any]":
    assert isinstance(item.item, ui.Select)
    return item.item


def values(item: BallotControl) -> list[str]:
    return [option.value for option in menu(item).options]


def ticked(item: BallotControl) -> list[str]:
    return [option.value for option in menu(item).options if option.default]


async def pressed(item: BallotControl, *chosen: object) -> BallotControl:
    """Return what a press gives: made anew from what Discord sends back of the message."""
    assert isinstance(item.item, ui.Button | ui.Select)
    sent: ui.Button[Any] | ui.Select[Any] = item.item
    assert not sent.disabled
    if isinstance(sent, ui.Select):
        assert sent.min_values <= len(chosen) <= sent.max_values
        assert {str(one) for one in chosen} <= {option.value for option in sent.options}
        drawn = discord.components.SelectMenu(sent.to_component_dict())
        sent = cast("ui.Select[Any]", ui.Select.from_component(drawn))
        sent._values = [str(one) for one in chosen]
    match = item.template.fullmatch(sent.custom_id or "")
    assert match
    return await type(item).from_custom_id(cast("discord.Interaction[Any]", None), sent, match)


def merged(view: BallotView, press: BallotControl) -> BallotView:
    """Return the ballot after a press, as the service makes it."""
    choices = [one.song.id for one in view.round.candidates]
    own = [one.song.id for one in view.own]
    ballot = merge(view.ballot or Ballot(), press.change(), view.round.rules, choices, own)
    return replace(view, ballot=ballot)


# Whatever is offered is taken.


@st.composite
def fresh_views(draw: st.DrawFn) -> BallotView:
    songs = draw(st.integers(2, 25))
    round_ = round_of(
        draw(st.sampled_from(list(METHODS))),
        songs,
        max_picks=draw(st.integers(1, 25)),
        max_stars=draw(st.integers(0, 3)),
        budget=draw(st.sampled_from([10, 10, 1, 3])),
        per_song=draw(st.sampled_from([5, 5, 1, 3])),
    )
    return view_of(round_, own=draw(st.sets(st.integers(1, songs))))


@SOME
@given(fresh_views(), st.integers(0, 2**32))
async def test_whatever_a_ballot_offers_is_taken(view: BallotView, seed: int) -> None:
    random, rules = Random(seed), view.round.rules
    barred = {one.song.id for one in view.own}
    for _ in range(12):
        items = [item for item in offered(own.my_ballot(view)) if not item.item.disabled]
        if not items:
            break
        item = random.choice(items)
        ticks: list[str] = []
        if isinstance(item.item, ui.Select):
            size = random.randint(item.item.min_values, item.item.max_values)
            ticks = random.sample(values(item), size)
        view = merged(view, await pressed(item, *ticks))
        ballot = view.ballot or Ballot()
        assert barred.isdisjoint(chosen.songs(ballot))
        if isinstance(ballot.choices, ChosenPoints):
            given = [points for _, points in ballot.choices.points]
            assert sum(given) <= rules.budget
            assert all(1 <= points <= rules.per_song for points in given)
            left = rules.budget - sum(given)
            assert f", {left or 'none'} left:" in told(own.my_ballot(view))


@SOME
@given(fresh_views(), st.integers(0, 2**32))
async def test_a_ballot_is_shown_as_it_was_saved(view: BallotView, seed: int) -> None:
    """What is chosen stands in the text and is ticked in the menus, and nothing else is."""
    random = Random(seed)
    for _ in range(3):
        items = [item for item in offered(own.my_ballot(view)) if isinstance(item.item, ui.Select)]
        if not items:
            break
        item = random.choice(items)
        size = random.randint(item.item.min_values, item.item.max_values)
        view = merged(view, await pressed(item, *random.sample(values(item), size)))
    message, ballot = own.my_ballot(view), view.ballot or Ballot()
    shown = re.findall(r"^(?:-|\d+\\.).* ?\*\*Song (\d+)\*\*", told(message), re.MULTILINE)
    assert sorted(shown) == sorted(str(song) for song in chosen.songs(ballot))
    form = form_of(view.round.rules).name
    first = next((item for item in offered(message) if isinstance(item.item, ui.Select)), None)
    if first is not None and form != "ranking":
        assert sorted(ticked(first)) == sorted(str(song) for song in chosen.songs(ballot))


# Points.


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ([(1, 5)], "5 of 10 points given, 5 left:\n- 5 points: **Song 1**"),
        ([(1, 1)], "1 of 10 points given, 9 left:\n- 1 point: **Song 1**"),
        ([(1, 5), (3, 4)], "9 of 10 points given, 1 left:\n- 5 points: **Song 1**"),
        ([(1, 5), (3, 5)], "10 of 10 points given, none left:\n- 5 points: **Song 1**"),
    ],
)
def test_what_is_left_of_the_ten_is_told(points: list[tuple[int, int]], says: str) -> None:
    given_ = tuple((SongId(song), number) for song, number in points)
    message = own.my_ballot(view_of(round_of("points"), Ballot(ChosenPoints(given_))))
    assert says in told(message)
    left = 10 - sum(number for _, number in points)
    [shares] = [item for item in offered(message) if isinstance(item, SharesMenu)]
    assert menu(shares).placeholder == f"Which songs get points? {left} left"


@pytest.mark.parametrize("ballot", [None, Ballot(), Ballot(abstained=True)])
def test_before_the_first_point_all_ten_are_left(ballot: Ballot | None) -> None:
    message = own.my_ballot(view_of(round_of("points"), ballot))
    [shares] = [item for item in offered(message) if isinstance(item, SharesMenu)]
    assert menu(shares).placeholder == "Which songs get points? 10 left"
    assert not any(isinstance(item, PointsMenu) for item in offered(message))
    if ballot is None or not ballot.abstained:
        assert "You have 10 points, at most 5 for a song." in told(message)


@pytest.mark.parametrize(
    ("points", "most"),
    [
        ({1: 1}, {1: 5}),
        ({1: 5}, {1: 5}),
        ({1: 5, 2: 3}, {1: 5, 2: 5}),
        ({1: 5, 2: 4}, {1: 5, 2: 5}),
        ({1: 4, 2: 4, 3: 1}, {1: 5, 2: 5, 3: 2}),
        ({1: 4, 2: 4, 3: 2}, {1: 4, 2: 4, 3: 2}),
        (dict.fromkeys(range(1, 11), 1), dict.fromkeys(range(1, 11), 1)),
    ],
)
def test_a_song_is_offered_no_more_points_than_there_are(
    points: dict[int, int], most: dict[int, int]
) -> None:
    ballot = points_of(points)
    items = offered(own.my_ballot(view_of(round_of("points", 12), ballot)))
    menus = {item.song_id: item for item in items if isinstance(item, PointsMenu)}
    assert {song: values(item) for song, item in menus.items()} == {
        song: [str(number) for number in range(number + 1)] for song, number in most.items()
    }
    assert {song: ticked(item) for song, item in menus.items()} == {
        song: [str(number)] for song, number in points.items()
    }
    [shares] = [item for item in items if isinstance(item, SharesMenu)]
    assert menu(shares).max_values == min(10, len(points) + 10 - sum(points.values()))


@pytest.mark.parametrize(
    ("drawn", "chosen", "change"),
    [
        ({}, (2,), {2: 1}),
        ({1: 3}, (1, 2), {2: 1}),
        ({1: 3}, (1,), {}),
        ({1: 3, 4: 2}, (4, 5), {5: 1, 1: 0}),
        ({1: 3, 4: 2}, (), {1: 0, 4: 0}),
    ],
)
async def test_the_menu_of_songs_speaks_only_of_what_changed(
    drawn: dict[int, int], chosen: tuple[int, ...], change: dict[int, int]
) -> None:
    ballot = points_of(drawn)
    items = offered(own.my_ballot(view_of(round_of("points"), ballot)))
    [shares] = [item for item in items if isinstance(item, SharesMenu)]
    press = await pressed(shares, *chosen)
    assert press.change() == GivePoints(tuple((SongId(s), number) for s, number in change.items()))


async def test_what_was_given_elsewhere_meanwhile_is_kept() -> None:
    """A ballot is open on a phone and in a browser: each screen changes only what it shows."""
    stale = view_of(round_of("points"), points_of({1: 3}))
    [shares] = [i for i in offered(own.my_ballot(stale)) if isinstance(i, SharesMenu)]
    now = replace(stale, ballot=points_of({1: 5, 3: 2}))
    after = merged(now, await pressed(shares, 1, 2)).ballot
    assert dict(chosen.points(after)) == {1: 5, 2: 1, 3: 2}


# Rankings.


@pytest.mark.parametrize("ranked", range(6))
def test_only_unranked_songs_are_offered_next(ranked: int) -> None:
    ballot = ranking_of(*range(5, 5 - ranked, -1))
    message = own.my_ballot(view_of(round_of("ranked"), ballot if ranked else None))
    menus = [item for item in offered(message) if isinstance(item, RankMenu)]
    undo = [item for item in offered(message) if isinstance(item, UnrankButton)]
    anew = [item for item in offered(message) if isinstance(item, StartOverButton)]
    ordinals = ["1st", "2nd", "3rd", "4th", "5th"]
    assert [(values(item), menu(item).placeholder) for item in menus] == (
        [] if ranked == 5 else [([*"12345"[: 5 - ranked]], f"Your {ordinals[ranked]} choice")]
    )
    labels = [item.item.label for item in (*undo, *anew)]
    assert labels == ([f"Undo the {ordinals[ranked - 1]}", "Start over"] if ranked else [])
    says = "".join(f"\n{place}\\. **Song {6 - place}**" for place in range(1, ranked + 1))
    assert re.sub(r" \u2013 Artist \d", "", told(message)).count(says)


async def test_a_ranking_is_built_song_by_song_and_taken_back() -> None:
    view = view_of(round_of("ranked"))
    for song in (4, 2, 5):
        [rank] = [item for item in offered(own.my_ballot(view)) if isinstance(item, RankMenu)]
        press = await pressed(rank, song)
        view = merged(merged(view, press), press)  # pressed twice: the same
    assert chosen.ranking(view.ballot) == (4, 2, 5)
    items = offered(own.my_ballot(view))
    [undo] = [await pressed(item) for item in items if isinstance(item, UnrankButton)]
    [anew] = [await pressed(item) for item in items if isinstance(item, StartOverButton)]
    assert undo.change() == UnrankSong(3)
    undone, emptied = merged(merged(view, undo), undo).ballot, merged(view, anew).ballot
    assert chosen.ranking(undone) == (4, 2)
    assert emptied == Ballot()


@pytest.mark.parametrize("now", [(), (1, 2, 4), (1, 2)])
async def test_an_old_screen_does_nothing_to_a_ranking_of_another_length(
    now: tuple[int, ...],
) -> None:
    stale = view_of(round_of("ranked"), ranking_of(1))
    [rank] = [item for item in offered(own.my_ballot(stale)) if isinstance(item, RankMenu)]
    press = await pressed(rank, 3)
    assert press.change() == RankSong(SongId(3), 2)
    with pytest.raises(InvalidBallot):
        merged(replace(stale, ballot=ranking_of(*now)), press)


# Every method.


def ballot_of(method: str, *songs: int) -> Ballot:
    forms: dict[str, Choices] = {
        "picks": ChosenPicks(ids(*songs)),
        "points": ChosenPoints(tuple((song, 2) for song in ids(*songs))),
        "ranking": ChosenRanking(ids(*songs)),
    }
    return Ballot(forms[method_named(method).form.name], receipt="7F3A91C2")


LONG = "A title as long as the catalogue has them, and then some more of it " * 4


@pytest.mark.parametrize("title", ["Song", LONG])
@pytest.mark.parametrize("method", METHODS)
def test_pins_and_vetoes_are_marked_in_words(method: str, title: str) -> None:
    round_ = round_of(method, title=title, pinned=[1], vetoed={2: "The rights are gone."})
    message = own.my_ballot(view_of(round_, ballot_of(method, 1, 2)))
    lines = told(message).splitlines()
    assert sum("(pinned: has its seat already)" in line for line in lines) == 1
    assert sum("(vetoed: counts for nothing)" in line for line in lines) == 1
    for item in offered(message):
        for option in menu(item).options if isinstance(item.item, ui.Select) else []:
            of_song = item.song_id if isinstance(item, PointsMenu) else int(option.value)
            words = f"{option.label} {option.description}".casefold()
            assert ("pinned: has its seat already" in words) == (of_song == 1)
            assert ("vetoed: counts for nothing" in words) == (of_song == 2)


@pytest.mark.parametrize("method", METHODS)
def test_own_songs_are_left_out_and_it_says_so(method: str) -> None:
    message = own.my_ballot(view_of(round_of(method), own=[2, 4]))
    [first, *_] = offered(message)
    assert values(first) == ["1", "3", "5"]
    assert "because you proposed them: **Song 2** \u2013 Artist 2 and **Song 4**" in told(message)
    [alone] = offered(own.my_ballot(view_of(round_of(method), own=range(6))))
    assert alone.item.label == "Abstain"


@pytest.mark.parametrize("method", METHODS)
def test_who_abstains_is_told_how_to_take_it_back(method: str) -> None:
    message = own.my_ballot(view_of(round_of(method), Ballot(abstained=True)))
    assert "You abstain. Choosing a song takes that back." in told(message)
    *_, abstain = offered(message)
    assert abstain.item.disabled
    assert abstain.item.label == "You abstain"


@pytest.mark.parametrize("method", METHODS)
def test_an_emptied_ballot_is_no_abstention(method: str) -> None:
    message = own.my_ballot(view_of(round_of(method), Ballot(receipt="7F3A91C2", cast_at=5)))
    assert "counts for nothing; only *Abstain* abstains" in told(message)
    *_, abstain = offered(message)
    assert not abstain.item.disabled


# After the close.

COUNTED = "Counted as cast: `/round record` lists it under this receipt."
WITHHELD = "Counted as cast. With fewer than 5 ballots the record is not handed out"
WRONG = "The record does not match this ballot"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("in_record", "withheld", "says"),
    [
        (True, False, COUNTED),
        (True, True, WITHHELD),
        (False, False, WRONG),
        (False, True, WRONG),
        (None, False, ""),
    ],
)
def test_after_the_close_it_says_whether_the_ballot_was_counted(
    method: str, in_record: bool | None, withheld: bool, says: str
) -> None:
    round_ = round_of(method, state=RoundState.CLOSED)
    view = view_of(round_, ballot_of(method, 3, 1), in_record=in_record, withheld=withheld)
    message = own.my_ballot(view)
    text = told(message)
    assert offered(message) == []
    assert "receipt `7F3A91C2`" in text
    assert "**Song 3**" in text
    assert [one for one in (COUNTED, WITHHELD, WRONG) if one in text] == ([says] if says else [])
    assert ("give them your receipt" in text) == (says == WRONG)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("state", [one for one in RoundState if one is not RoundState.OPEN])
def test_nothing_can_be_changed_unless_it_is_open(method: str, state: RoundState) -> None:
    round_ = round_of(method, state=state)
    ballots: Sequence[Ballot | None] = (None, Ballot(abstained=True), ballot_of(method, 1))
    for ballot in ballots:
        message = own.my_ballot(view_of(round_, ballot))
        assert offered(message) == []
        assert "takes that back" not in told(message)
    without = told(own.my_ballot(view_of(round_)))
    assert ("You have no ballot in it." in without) == (state is not RoundState.SCHEDULED)
