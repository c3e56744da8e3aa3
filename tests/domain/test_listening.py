"""Sessions as steps, who has answered, and the order in which lines are shown."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.listening import (
    EDIT_EVERY,
    Card,
    CardId,
    Listening,
    ListeningId,
    Stage,
    advanced,
    all_answered,
    back,
    drawn_place,
    ended,
    in_drawn_order,
    next_edit,
    paused,
    resumed,
)
from bot.domain.listening.session import AFTER_SONG, TALK, UNKNOWN_LENGTH
from bot.domain.model import EpisodeId, Note, ProposalId, RoomId, Song, SongId, UserId
from bot.domain.structs import replace
from tests.builders import NOW, recording


def cards(songs: int, *, length: int = 200, gone: frozenset[int] = frozenset()) -> list[Card]:
    """Return the cards of a session over so many songs, some of which were withdrawn."""
    middle = [
        Card(CardId(100 + n), n, ProposalId(n), length, there=n not in gone)
        for n in range(1, songs + 1)
    ]
    return [Card(CardId(100), 0), *middle, Card(CardId(199), songs + 1)]


def begun(minutes: int | None = None) -> Listening:
    return Listening(ListeningId(1), RoomId(2), EpisodeId(3), minutes=minutes)


def walked(listening: Listening, over: list[Card]) -> list[tuple[Stage, int]]:
    """Return each step of a session until it ends, with its place."""
    steps = []
    while not listening.over:
        listening = advanced(listening, over, NOW)
        steps.append((listening.stage, listening.place))
    return steps


def test_each_song_is_hidden_then_shown() -> None:
    assert walked(begun(), cards(2)) == [
        (Stage.HIDDEN, 1),
        (Stage.SHOWN, 1),
        (Stage.HIDDEN, 2),
        (Stage.SHOWN, 2),
        (Stage.ENDED, 3),
    ]


@given(st.integers(1, 25), st.sets(st.integers(1, 25)))
def test_withdrawn_songs_are_passed_over_and_every_other_is_heard(
    songs: int, gone: set[int]
) -> None:
    steps = walked(begun(), cards(songs, gone=frozenset(gone)))
    heard = [place for stage, place in steps if stage is Stage.HIDDEN]
    assert heard == [n for n in range(1, songs + 1) if n not in gone]
    assert steps[-1] == (Stage.ENDED, songs + 1)


@pytest.mark.parametrize(
    ("minutes", "length", "due"),
    [
        (None, 200, NOW + 200 + AFTER_SONG),
        (None, 0, NOW + UNKNOWN_LENGTH + AFTER_SONG),
        (5, 200, NOW + 300),
        (0, 200, None),
    ],
)
def test_a_song_has_its_length_or_the_minutes_that_were_chosen(
    minutes: int | None, length: int, due: int | None
) -> None:
    assert advanced(begun(minutes), cards(1, length=length), NOW).due_at == due


@pytest.mark.parametrize(("minutes", "due"), [(None, None), (0, None), (5, NOW + TALK)])
def test_only_fixed_times_go_on_by_themselves_to_the_next_song(
    minutes: int | None, due: int | None
) -> None:
    hidden = advanced(begun(minutes), cards(2), NOW)
    assert advanced(hidden, cards(2), NOW).due_at == due


def test_a_song_whose_lines_were_shown_stays_shown_when_the_room_comes_back_to_it() -> None:
    over = cards(3)
    over[1] = replace(over[1], shown=True)
    at_two = replace(begun(), stage=Stage.HIDDEN, place=2, due_at=NOW + 9)
    earlier = back(at_two, over, NOW)
    assert earlier is not None
    assert (earlier.stage, earlier.place, earlier.due_at) == (Stage.SHOWN, 1, None)
    assert advanced(earlier, over, NOW).stage is Stage.HIDDEN
    assert back(earlier, over, NOW) is None


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_pause_keeps_the_time_that_is_left(before: int, pause: int) -> None:
    hidden = replace(begun(), stage=Stage.HIDDEN, place=1, due_at=NOW + 5_000)
    stopped = paused(hidden, NOW + before)
    assert stopped.due_at is None
    on = resumed(stopped, NOW + before + pause)
    assert not on.paused
    assert on.due_at == NOW + before + pause + max(0, 5_000 - before)


def test_a_session_paused_by_hand_has_no_time_to_keep() -> None:
    hidden = advanced(begun(0), cards(1), NOW)
    assert resumed(paused(hidden, NOW), NOW + 60).due_at is None


def test_an_ended_session_is_due_for_nothing() -> None:
    over = ended(advanced(begun(), cards(2), NOW), cards(2))
    assert (over.over, over.due_at, over.place) == (True, None, 3)


@pytest.mark.parametrize(
    ("here", "answered", "all_of_them"),
    [
        ({1, 2}, {1, 2}, True),
        ({1, 2}, {1, 2, 3}, True),
        ({1, 2, 3}, {1, 2}, False),
        ({1}, {1}, False),
        (set(), set(), False),
        ({1}, {1, 2, 3}, False),
        (set(), {1, 2}, False),
    ],
)
def test_all_have_answered(here: set[int], answered: set[int], all_of_them: bool) -> None:
    there, said = ({UserId(one) for one in people} for people in (here, answered))
    assert all_answered(there, said) is all_of_them


@given(st.lists(st.integers(0, 5), max_size=60))
def test_a_card_is_edited_at_most_every_two_seconds_and_soon(pauses: list[int]) -> None:
    card, now, edits = Card(CardId(1), 1, edit_due=NOW), NOW, {NOW}
    for pause in pauses:
        now += pause
        due = next_edit(card, now)
        assert now <= due <= now + EDIT_EVERY
        card = replace(card, edit_due=due)
        edits.add(due)
    times = sorted(edits)
    assert all(later - earlier >= EDIT_EVERY for earlier, later in pairwise(times))


@pytest.mark.parametrize("ahead", [EDIT_EVERY + 1, 3600, 365 * 86_400])
def test_a_card_that_a_clock_ahead_has_edited_is_edited_at_once(ahead: int) -> None:
    card = Card(CardId(1), 1, edit_due=NOW + ahead)
    assert next_edit(card, NOW) == NOW


lines = st.lists(
    st.tuples(st.integers(1, 40), st.text(min_size=1, max_size=20)), unique_by=lambda t: t[1]
)


def song(number: int) -> Song:
    return Song(SongId(number), recording(number))


@given(st.integers(1, 2**30), lines, st.randoms())
def test_the_order_says_nothing_of_who_wrote_or_when(
    number: int, said: list[tuple[int, str]], chance: Random
) -> None:
    def shown(order: list[tuple[int, str]]) -> list[str]:
        notes = [
            Note(UserId(who), text, NOW, place, drawn_place(song(number), text))
            for place, (who, text) in enumerate(order, 1)
        ]
        return [note.text for note in in_drawn_order(notes)]

    shuffled = list(said)
    chance.shuffle(shuffled)
    by_others = [(41 - who, text) for who, text in shuffled]
    assert shown(said) == shown(shuffled) == shown(by_others)


def test_the_order_is_drawn_for_each_song() -> None:
    said = [f"line {n}" for n in range(12)]
    orders = {
        tuple(sorted(said, key=lambda text: drawn_place(song(number), text))) for number in range(4)
    }
    assert len(orders) == 4


def test_what_was_added_elsewhere_is_no_line() -> None:
    notes = [Note(UserId(1), "a note", NOW, 1), Note(UserId(2), "a line", NOW, 2, drawn=7)]
    assert [note.text for note in in_drawn_order(notes)] == ["a line"]
