"""Slots that two songs share: the two stay together, and where one falls the other stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.board import arranged, swap_song
from bot.domain.model import SongId
from bot.domain.shared_slots import (
    SharedSlot,
    Slots,
    apart,
    move_slot,
    put_together,
    replaced,
    shared_by,
    sharing,
    slots_of,
    standing,
)

A, B, C, D, E = map(SongId, range(1, 6))
PAIR = SharedSlot((B, C), "One hums the other")
COME_OFF = st.integers(0, 24)


@pytest.mark.parametrize(
    ("shared", "slots"),
    [
        ((), ((A,), (B,), (C,), (D,))),
        ((PAIR,), ((A,), (B, C), (D,))),
        ((SharedSlot((C, D)), SharedSlot((A, B))), ((A, B), (C, D))),
        ((SharedSlot((B,), fallen=E),), ((A,), (B,), (C,), (D,))),
    ],
)
def test_two_songs_are_in_one_slot(shared: tuple[SharedSlot, ...], slots: Slots) -> None:
    assert slots_of((A, B, C, D), shared) == slots


def test_a_slot_moves_with_both_songs() -> None:
    slots = ((A,), (B, C), (D,))
    for song in (B, C):
        assert move_slot(slots, song, 1) == ((B, C), (A,), (D,))
        assert move_slot(slots, song, 9) == ((A,), (D,), (B, C))
        assert move_slot(slots, song, 2) == slots
    assert move_slot(slots, A, 2) == ((B, C), (A,), (D,))


@pytest.mark.parametrize(
    ("song", "pair", "order"),
    [
        (A, (A, D), (A, D, B, C)),
        (A, (D, A), (D, A, B, C)),
        (D, (D, A), (B, C, D, A)),
        (C, (B, C), (A, B, C, D)),
    ],
)
def test_songs_meet_where_the_one_was(
    song: SongId, pair: tuple[SongId, SongId], order: tuple[SongId, ...]
) -> None:
    assert put_together((A, B, C, D), song, pair) == order


def test_one_falls_and_the_other_stays() -> None:
    assert standing((PAIR,), (A, B, C)) == (PAIR,)
    assert standing((PAIR,), (A, B)) == (SharedSlot((B,), PAIR.how, fallen=C),)
    assert standing((PAIR,), (A, C)) == (SharedSlot((C,), PAIR.how, fallen=B),)
    assert standing((PAIR,), (A, D)) == ()
    assert standing((SharedSlot((B,), fallen=C),), (B, C)) == (SharedSlot((B,), fallen=C),)


def test_a_song_called_up_is_beside_the_one_that_stayed() -> None:
    stood_in = replaced((PAIR,), C, D)
    assert stood_in == (SharedSlot((B, D), PAIR.how, fallen=C),)
    assert replaced(stood_in, D, C) == (PAIR,)  # as if nothing had been
    another = replaced(stood_in, D, E)
    assert another == (SharedSlot((B, E), PAIR.how, fallen=C),)  # the words are still about C
    assert replaced(another, E, C) == (PAIR,)
    alone = SharedSlot((B,), fallen=C)
    assert standing(replaced((alone,), B, D), (A, D)) == ()


@given(st.permutations(range(1, 10)), st.integers(-3, 12))
def test_a_slot_moves_and_the_others_keep_their_order(songs: list[int], place: int) -> None:
    first, second, *_ = order = tuple(map(SongId, songs))
    slots = slots_of(order, (SharedSlot((first, second)),))
    after = move_slot(slots, second, place)
    assert after[min(max(place, 1), len(slots)) - 1] == (first, second)
    assert [one for one in after if one != (first, second)] == list(slots[1:])
    assert move_slot(after, first, 1) == slots


class ABoard(RuleBasedStateMachine):
    """Everything that can happen to a board, again and again."""

    @initialize()
    def begin(self) -> None:
        self.order = tuple(map(SongId, range(1, 7)))
        self.waiting = tuple(map(SongId, range(7, 12)))
        self.shared: tuple[SharedSlot, ...] = ()

    def _stand(self, order: tuple[SongId, ...]) -> None:
        self.order, self.shared = order, standing(self.shared, order)

    def _pick(self, number: int) -> SongId:
        return self.order[number % len(self.order)]

    @precondition(lambda self: len(self.order) > 1)
    @rule(one=COME_OFF, other=COME_OFF)
    def pair(self, one: int, other: int) -> None:
        first, second = self._pick(one), self._pick(other)
        taken = [slot for slot in self.shared if len(slot.songs) > 1]
        if first == second or shared_by(taken, first) or shared_by(taken, second):
            return
        self.shared = sharing(self.shared, SharedSlot((first, second)))
        self._stand(put_together(self.order, first, (first, second)))
        assert (first, second) in slots_of(self.order, self.shared)

    @precondition(lambda self: self.order)
    @rule(one=COME_OFF)
    def part(self, one: int) -> None:
        self.shared = apart(self.shared, self._pick(one))
        assert (self._pick(one),) in slots_of(self.order, self.shared)

    @precondition(lambda self: self.order)
    @rule(one=COME_OFF, place=st.integers(-2, 9))
    def move(self, one: int, place: int) -> None:
        slots = move_slot(slots_of(self.order, self.shared), self._pick(one), place)
        self._stand(tuple(song for songs in slots for song in songs))

    @precondition(lambda self: self.order)
    @rule(one=COME_OFF)
    def remove(self, one: int) -> None:
        out = self._pick(one)
        beside = {song for slot in self.shared if out in slot.songs for song in slot.songs} - {out}
        self.waiting += (out,)
        self._stand(tuple(song for song in self.order if song != out))
        for song in beside:
            slot = shared_by(self.shared, song)
            assert slot is not None
            assert (slot.songs, slot.fallen) == ((song,), out)

    @precondition(lambda self: self.order and self.waiting)
    @rule(one=COME_OFF)
    def swap(self, one: int) -> None:
        out, (called_up, *waiting) = self._pick(one), self.waiting
        before = slots_of(self.order, self.shared)
        self.shared = replaced(self.shared, out, called_up)
        self._stand(swap_song(self.order, out, called_up))
        self.waiting = (*waiting, out)
        after = slots_of(self.order, self.shared)
        swapped = tuple(tuple(called_up if one == out else one for one in each) for each in before)
        assert after == swapped

    @precondition(lambda self: self.waiting)
    @rule()
    def add(self) -> None:
        added, *waiting = self.waiting
        self.waiting = tuple(waiting)
        self._stand((*self.order, added))
        assert slots_of(self.order, self.shared)[-1] == (added,)

    @rule(seated=st.sets(st.integers(1, 11), min_size=1))
    def vote_again(self, seated: set[int]) -> None:
        everybody = {*self.order, *self.waiting}
        self._stand(arranged(sorted(map(SongId, seated)), self.order))
        self.waiting = tuple(sorted(everybody - set(self.order)))

    @invariant()
    def the_songs_of_the_slots_are_those_of_the_board_in_order(self) -> None:
        slots = slots_of(self.order, self.shared)
        assert tuple(song for songs in slots for song in songs) == self.order

    @invariant()
    def no_song_is_in_two_slots(self) -> None:
        songs = [song for slot in self.shared for song in slot.songs]
        assert len(songs) == len(set(songs))
        assert set(songs) <= set(self.order)


TestABoard = ABoard.TestCase
