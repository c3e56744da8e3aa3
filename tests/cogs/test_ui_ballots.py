"""What the screens of a vote offer, by every method: a press on them is always a legal change."""

import re
from collections.abc import Sequence
from random import Random

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ballot_forms.points import ChosenPoints
from bot.domain.ballots import Ballot, form_of
from bot.domain.counting import METHODS
from bot.domain.model import (
    RoundState,
)
from bot.domain.structs import replace
from bot.services.ports.read_models import BallotView
from cogs.ui.ballots import own
from cogs.ui.ballots.picks import SCREEN
from cogs.ui.ballots.points import PointsMenu
from tests import chosen
from tests.cogs.own_ballots import (
    ballot_of,
    menu,
    merged,
    offered,
    pressed,
    round_of,
    ticked,
    told,
    values,
    view_of,
)

SOME = settings(max_examples=60, deadline=None)


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
            assert f"({left or 'none'} left):" in told(own.my_ballot(view))


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


LONG = "A title as long as the catalogue has them, and then some more of it " * 4


@pytest.mark.parametrize("title", ["Song", LONG])
@pytest.mark.parametrize("method", METHODS)
def test_pins_and_vetoes_are_marked_in_words(method: str, title: str) -> None:
    round_ = round_of(method, title=title, pinned=[1], vetoed={2: "The rights are gone."})
    message = own.my_ballot(view_of(round_, ballot_of(method, 1, 2)))
    lines = told(message).splitlines()
    assert sum("(pinned: has its seat already)" in line for line in lines) == 1
    assert sum("(vetoed: doesn't count)" in line for line in lines) == 1
    for item in offered(message):
        for option in menu(item).options if isinstance(item.item, ui.Select) else []:
            of_song = item.song_id if isinstance(item, PointsMenu) else int(option.value)
            words = f"{option.label} {option.description}".casefold()
            assert ("pinned: has its seat already" in words) == (of_song == 1)
            assert ("vetoed: doesn't count" in words) == (of_song == 2)


@pytest.mark.parametrize("method", METHODS)
def test_own_songs_are_left_out_and_it_says_so(method: str) -> None:
    message = own.my_ballot(view_of(round_of(method), own=[2, 4]))
    [first, *_] = offered(message)
    assert values(first) == ["1", "3", "5"]
    assert "because you proposed them: **Song 2** \u2013 Artist 2 and **Song 4**" in told(message)
    nothing_left = view_of(round_of(method), own=range(6))
    [alone] = offered(own.my_ballot(nothing_left))
    assert alone.item.label == "Abstain"
    words = told(own.my_ballot(nothing_left))
    assert "There's no song in this vote that you can vote for. You can still abstain." in words
    assert "all the other songs" not in words
    abstained = told(own.my_ballot(replace(nothing_left, ballot=Ballot(abstained=True))))
    assert "Pick a song" not in abstained


@pytest.mark.parametrize("method", METHODS)
def test_who_abstains_is_told_how_to_take_it_back(method: str) -> None:
    message = own.my_ballot(view_of(round_of(method), Ballot(abstained=True)))
    assert "You abstain. Pick a song to vote after all." in told(message)
    *_, abstain = offered(message)
    assert abstain.item.disabled
    assert abstain.item.label == "You abstain"


@pytest.mark.parametrize("method", METHODS)
def test_an_emptied_ballot_is_no_abstention(method: str) -> None:
    message = own.my_ballot(view_of(round_of(method), Ballot(receipt="7F3A91C2", cast_at=5)))
    assert "empty ballots don't count" in told(message)
    *_, abstain = offered(message)
    assert not abstain.item.disabled


# After the close.

COUNTED = "Counted as cast: `/round record` lists it under this receipt."
WITHHELD = "Counted as cast. The record isn't shown"
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
        assert "vote after all" not in told(message)
    without = told(own.my_ballot(view_of(round_)))
    over = state in {RoundState.CASTING, RoundState.CLOSED, RoundState.CANCELLED}
    waits = state in {RoundState.PAUSED, RoundState.CLOSING, RoundState.HELD}
    assert ("You didn't vote." in without) == over
    assert ("You haven't voted." in without) == waits


@pytest.mark.parametrize(
    ("picks", "stars", "told_all", "told_first"),
    [
        (6, 2, "Pick up to 6 and star up to 2 of them.", "Pick up to 6 songs."),
        (2, 3, "Pick up to 2 and star up to 2 of them.", "Pick up to 2 songs."),
        (3, 0, "Pick up to 3.", "Pick up to 3 songs."),
        (1, 2, "Pick one, and star it if you like.", "Pick up to 1 song."),
        (1, 0, "Pick one.", "Pick up to 1 song."),
    ],
)
def test_how_much_may_be_picked_is_said_as_people_would(
    picks: int, stars: int, told_all: str, told_first: str
) -> None:
    view = view_of(round_of("approval", 8, max_picks=picks, max_stars=stars))
    assert SCREEN.instructions(view.round.rules) == told_all
    assert SCREEN.first_step(view) == told_first
