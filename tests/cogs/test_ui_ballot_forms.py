"""What the screens of points and of rankings offer, and what a press on them changes."""

import re

import pytest
from discord import ui

from bot.domain.ballot_forms.points import ChosenPoints, GivePoints
from bot.domain.ballot_forms.ranking import RankSong, UnrankSong
from bot.domain.ballots import Ballot
from bot.domain.errors import InvalidBallot
from bot.domain.model import ChannelId, GuildId, Room, RoomId, SongId, Turnout, UserId
from bot.domain.structs import replace
from bot.services.ports.read_models import RoundView
from cogs.ui.ballots import own
from cogs.ui.ballots.points import PointsMenu, SharesMenu
from cogs.ui.ballots.post import ballot_message
from cogs.ui.ballots.ranking import RankMenu, StartOverButton, UnrankButton
from cogs.ui.kit import texts
from tests import chosen
from tests.cogs.own_ballots import (
    EPISODE,
    ballot_of,
    menu,
    merged,
    offered,
    points_of,
    pressed,
    ranking_of,
    round_of,
    ticked,
    told,
    values,
    view_of,
)


@pytest.mark.parametrize("method", ["approval", "points", "ranked"])
@pytest.mark.parametrize("own_songs", [(), (1, 3)])
def test_menus_number_songs_as_the_ballot_message_does_and_say_what_they_tell(
    method: str, own_songs: tuple[int, ...]
) -> None:
    round_ = round_of(method)
    notes = ["", "She leaves\nthe party.", "x" * 1000, "", "*No*"]
    candidates = [
        replace(one, note=note) for one, note in zip(round_.candidates, notes, strict=True)
    ]
    round_ = replace(round_, candidates=tuple(candidates))
    view = RoundView(
        Room(RoomId(1), GuildId(1), ChannelId(1), "The Room", "UTC", UserId(1)),
        EPISODE,
        round_,
        Turnout(0, 4),
    )
    posted = dict(re.findall(r"(\d+)\\\. \*\*\[?(Song \d)", told(ballot_message(view))))
    chosen_songs = [song for song in (2, 4) if song not in own_songs]
    shown = own.my_ballot(view_of(round_, ballot_of(method, *chosen_songs), own_songs))
    menus = [menu(item) for item in offered(shown) if isinstance(item.item, ui.Select)]
    assert menus
    for option in (option for one in menus for option in one.options):
        found = re.fullmatch(r"(?:\d+ points?: )?(\d+)\. (Song \d)", option.label)
        assert found
        number, title = found.groups()
        assert posted[number] == title
        note = texts.clean(notes[int(number) - 1])
        assert len(option.description or "") <= 100
        assert note[:40] in (option.description or "")
        if not note and method != "points":
            assert option.description == f"Artist {number}"


# Points.


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ([(1, 5)], "5 of 10 points given (5 left):\n- 5 points: **Song 1**"),
        ([(1, 1)], "1 of 10 points given (9 left):\n- 1 point: **Song 1**"),
        ([(1, 5), (3, 4)], "9 of 10 points given (1 left):\n- 5 points: **Song 1**"),
        ([(1, 5), (3, 5)], "10 of 10 points given (none left):\n- 5 points: **Song 1**"),
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
