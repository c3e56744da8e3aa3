"""How a vote ends, on its screens: the casting vote, the results, and the record's files."""

import csv
import io
from collections.abc import Sequence
from random import Random
from typing import Any, cast

import discord
import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ballot_forms.picks import ChosenPicks
from bot.domain.ballots import Ballot
from bot.domain.counting import METHODS, outcome_texts
from bot.domain.counting.crowds import Hiding
from bot.domain.counting.record import recount
from bot.domain.cut import count_tally, count_without_rulings, songs_by_record_id
from bot.domain.model import ChannelId, GuildId, Room, RoomId, Round, RoundState, UserId
from bot.domain.structs import replace
from bot.services.ports.read_models import RecordView, Results, TieView
from cogs.ui.rounds import casting_vote
from cogs.ui.rounds.record import record_message
from cogs.ui.rounds.results import results_message
from tests.cogs import counted
from tests.cogs.own_ballots import EPISODE, ids, round_of, told

ROOM = Room(RoomId(1), GuildId(1), ChannelId(1), "The Room", "UTC", UserId(1))
SOME = settings(max_examples=40, deadline=None)

# The casting vote.


def tie_of(songs: int, seats: int) -> TieView:
    """Return a tie of all songs: one ballot picks them all."""
    round_ = round_of("approval", songs, seats=seats, max_picks=songs, state=RoundState.CASTING)
    round_ = replace(round_, seed=counted.SEED, casting_until=3)
    outcome = count_tally(round_, [(Ballot(ChosenPicks(ids(*range(1, songs + 1)))), 1)])
    assert (len(outcome.tied), outcome.open_seats) == (songs, seats)
    return TieView(ROOM, EPISODE, round_, outcome, songs_by_record_id(round_))


Placing = casting_vote.TiedMenu | casting_vote.CastingBack | casting_vote.SeatButton


def offered(message: ui.LayoutView) -> list[Placing]:
    return [item for item in message.walk_children() if isinstance(item, Placing)]


async def carried(item: Placing) -> tuple[int, ...]:
    """Return the places that come back with a press, read from its custom id."""
    match = item.template.fullmatch(item.custom_id)
    assert match
    nobody = cast("discord.Interaction[Any]", None)
    press = await type(item).from_custom_id(nobody, item.item, match)
    assert press.round_id == 7
    return press.places


@SOME
@given(
    st.integers(2, 25).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n - 1))), st.data()
)
async def test_only_songs_not_chosen_yet_can_be_seated_and_only_all_at_once(
    size: tuple[int, int], data: st.DataObject
) -> None:
    songs, seats = size
    view = tie_of(songs, seats)
    order = data.draw(st.permutations(range(1, songs + 1)))[:seats]
    for chosen in range(seats + 1):
        message = casting_vote.casting_screen(view, order[:chosen])
        menus = [item for item in offered(message) if isinstance(item, casting_vote.TiedMenu)]
        backs = [item for item in offered(message) if isinstance(item, casting_vote.CastingBack)]
        seat = [item for item in offered(message) if isinstance(item, casting_vote.SeatButton)]
        assert [await carried(item) for item in offered(message)] == [tuple(order[:chosen])] * len(
            offered(message)
        )
        complete = chosen == seats
        assert (len(menus), len(backs), len(seat)) == (not complete, chosen > 0, complete)
        for item in menus:
            left = {str(place) for place in range(1, songs + 1)} - {str(n) for n in order[:chosen]}
            assert {option.value for option in item.item.options} == left


@pytest.mark.parametrize(
    ("seats", "places", "says"),
    [
        (1, (), ["for 1 seat:"]),
        (2, (), ["for 2 seats:", "Choose the 1st of 2."]),
        (2, (3,), ["You chose: **Song 3**", "Choose the 2nd of 2."]),
        (2, (3, 1), ["You chose: **Song 3** \u2013 Artist 3 and **Song 1**", "press *Confirm*"]),
        (1, (2,), ["You chose: **Song 2**", "press *Confirm*"]),
    ],
)
def test_the_casting_screen_says_how_far_it_is(
    seats: int, places: Sequence[int], says: list[str]
) -> None:
    text = told(casting_vote.casting_screen(tie_of(4, seats), places))
    assert all(one in text for one in says)
    assert ("*Confirm*" in text) == (len(places) == seats)
    assert ("Choose the" in text) == (len(places) < seats > 1)
    assert all(f"\n- **Song {n}**" in text for n in range(1, 5))


def test_what_was_chosen_is_no_part_of_the_list_of_tied_songs() -> None:
    screen = casting_vote.casting_screen(tie_of(4, 2), (3,))
    blocks = [one.content for one in screen.walk_children() if isinstance(one, ui.TextDisplay)]
    assert [one.startswith("You chose: ") for one in blocks] == [False, True]


def ended(view: TieView, **changes: Any) -> Round:
    return replace(view.round, state=RoundState.CLOSED, **changes)


def test_everybody_is_told_how_a_tie_ended() -> None:
    view = tie_of(4, 2)
    waiting = casting_vote.casting_message(view)
    assert "The showrunner or a delegate chooses until" in told(waiting)
    assert any(isinstance(item, casting_vote.CastingButton) for item in waiting.walk_children())
    drawn = " and ".join(f"**{song.title}** \u2013 {song.artist}" for song in view.tied[:2])
    chosen = "**Song 4** \u2013 Artist 4 and **Song 2** \u2013 Artist 2"
    for round_, says in (
        (ended(view, casting="lot"), f"nobody chose, so the draw seated {drawn}."),
        (ended(view, casting=ids(4, 2)), f"the showrunner's casting vote seated {chosen}."),
        (replace(view.round, state=RoundState.CANCELLED), "The vote was canceled,"),
    ):
        over = casting_vote.casting_message(replace(view, round=round_))
        assert says in told(over)
        assert not any(
            isinstance(item, casting_vote.CastingButton) for item in over.walk_children()
        )


# The results.


def results_of(method: str, seed: int, **rules: Any) -> Results:
    """Return the results of a round with ballots at random; few of them, so that songs are tied."""
    random = Random(seed)
    round_ = round_of(method, 6, **({"seats": 3, "max_picks": 3, "max_stars": 2} | rules))
    over = counted.played(round_, EPISODE, random, random.randint(0, 9))
    made, settled = over.cut, over.settled
    ruled = settled.pinned or settled.vetoed
    return Results(
        room=ROOM,
        episode=EPISODE,
        round=settled,
        outcome=made.outcome,
        songs=songs_by_record_id(settled),
        record_sha256=made.record_sha256,
        playlist_state="off",
        alone=count_without_rulings(settled, over.tally) if ruled else None,
    )


def named(results: Results) -> outcome_texts.Names:
    def names(songs: Sequence[str]) -> str:
        *others, last = (f"**{results.songs[song].title}**" for song in songs)
        return f"{', '.join(others)} and {last}" if others else last

    return names


def under(text: str, head: str) -> list[str]:
    """Return the lines of a list under its heading."""
    _, found, rest = text.partition(f"**{head}**\n")
    lines = []
    for line in rest.splitlines() if found else []:
        if not line.startswith("- "):
            break
        lines.append(line.removeprefix("- "))
    return lines


@SOME
@given(st.sampled_from(list(METHODS)), st.integers(0, 2**32))
def test_results_explain_every_seat_tie_and_stage(method: str, seed: int) -> None:
    results = results_of(method, seed)
    outcome, text = results.outcome, told(results_message(results))
    for seat in outcome.seats:
        [line] = [one for one in text.splitlines() if one.startswith(f"{seat.rank}\\. ")]
        assert f"**{results.songs[seat.song].title}**" in line
        assert line.endswith(outcome_texts.reason(outcome, seat.decided_by))
    ties, stages = under(text, "Ties"), under(text, "Stages")
    assert ties == list(outcome_texts.ties(outcome, named(results)))
    assert len(ties) == len(outcome.ties)
    assert stages == list(outcome_texts.stages(outcome, named(results)))
    assert len(stages) == len(outcome.stages or ())
    assert bool(stages) == (method == "ranked")


@SOME
@given(
    st.sampled_from(list(METHODS)),
    st.integers(0, 2**32),
    st.sampled_from([(), (1,), (1, 2)]),
    st.sampled_from([(), (5,), (5, 6)]),
)
def test_what_the_votes_alone_would_have_given_is_told_where_they_were_not_alone(
    method: str, seed: int, pinned: tuple[int, ...], vetoed: tuple[int, ...]
) -> None:
    results = results_of(
        method, seed, pinned=pinned, vetoed={song: f"Reason {song}" for song in vetoed}
    )
    text = told(results_message(results))
    if results.alone is None:
        assert not pinned
        assert not vetoed
        assert "votes alone" not in text
        assert "Without the" not in text
        assert "Pinned" not in text
        assert "Vetoed" not in text
        return
    assert outcome_texts.effect_of_rulings(results.outcome, results.alone, named(results)) in text
    assert ("Pinned by the showrunner" in text) == bool(pinned)
    assert all(f"- **Song {song}**: the finale" in text for song in pinned)
    assert ("Vetoed by the showrunner" in text) == bool(vetoed)
    assert all(f"- **Song {song}**: Reason {song}" in text for song in vetoed)


# The record.


def record_of(number: str, *, method: str = "approval", handed_out: bool = True) -> RecordView:
    episode = replace(EPISODE, number=number)
    over = counted.played(round_of(method), episode, Random(1), 6)
    made = over.cut
    return RecordView(
        room=ROOM,
        episode=episode,
        round=over.settled,
        outcome=made.outcome,
        songs=songs_by_record_id(over.settled),
        document=made.document if handed_out else None,
        record_sha256=made.record_sha256,
    )


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("104", "record-104"),
        ("1x04", "record-1x04"),
        ("S01E04 (b)", "record-S01E04-b"),
        ("../../etc", "record-etc"),
        ("..\\..\\CON", "record-CON"),
        ("1/4", "record-1-4"),
        ("第4話", "record-4"),
        ("第四話", "record-episode"),
        ("👩‍👩‍👧‍👦🎵", "record-episode"),
        ("٤", "record-episode"),
        ("\u202e401", "record-401"),
        ("a\x00b\nc", "record-a-b-c"),
        ("`rm -rf`", "record-rm-rf"),
        (" ", "record-episode"),
    ],
)
def test_a_file_has_a_safe_name(number: str, name: str) -> None:
    message, files = record_message(record_of(number))
    assert [file.filename for file in files] == [f"{name}.json", f"{name}.csv"]
    assert f"`python -m bot recount {name}.json`" in told(message)
    enclosed = [item.media.url for item in message.walk_children() if isinstance(item, ui.File)]
    assert enclosed == [f"attachment://{name}.json", f"attachment://{name}.csv"]


@pytest.mark.parametrize("method", METHODS)
def test_the_files_are_the_record_and_its_table(method: str) -> None:
    view = record_of("104", method=method)
    message, (record, table) = record_message(view)
    again = recount(record.fp.read())
    assert again.sha256 == view.record_sha256
    assert again.outcome == view.outcome
    assert f"Record: `{again.sha256}`" in told(message)
    _, *lines = csv.reader(io.StringIO(table.fp.read().decode("utf-8-sig"), newline=""))
    assert [line[0].removeprefix("'") for line in lines] == list(again.record.ballots)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("hiding", [Hiding.FEW_BALLOTS, Hiding.SMALL_CROWD])
def test_where_the_record_is_withheld_it_says_why(method: str, hiding: Hiding) -> None:
    view = replace(record_of("104", method=method, handed_out=False), hiding=hiding)
    message, files = record_message(view)
    assert files == []
    assert outcome_texts.withheld(hiding) in told(message)
    assert f"Record: `{view.record_sha256}`" in told(message)
