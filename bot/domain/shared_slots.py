"""Slots of a board that two songs share, one running into the other."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.model import SongId
from bot.domain.structs import replace

HOW_MAX = 200
"""Characters of the words on how two songs meet."""

Slots = tuple[tuple[SongId, ...], ...]
"""The songs of each slot, in story order; one or two songs in a slot."""


class SharedSlot(Struct, frozen=True):
    """A slot that two songs share, or that one of them is left of.

    `songs` are those on the board, in the order they begin: two, or the one that stayed. `how` says
    how the two meet; it may be empty. `fallen` is the song that was in the slot before, and came
    off the board; None if the two are those that were put together.
    """

    songs: tuple[SongId, ...]
    how: str = ""
    fallen: SongId | None = None


def slots_of(order: Sequence[SongId], shared: Sequence[SharedSlot]) -> Slots:
    """Return the songs of each slot, given all songs on the board in story order."""
    second = {one.songs[0]: one.songs[1] for one in shared if len(one.songs) > 1}
    behind = set(second.values())
    return tuple(
        (song_id, second[song_id]) if song_id in second else (song_id,)
        for song_id in order
        if song_id not in behind
    )


def shared_by(shared: Sequence[SharedSlot], song_id: SongId) -> SharedSlot | None:
    """Return the shared slot of a song; None if it always had its slot to itself."""
    return next((one for one in shared if song_id in one.songs), None)


def move_slot(slots: Slots, song_id: SongId, slot: int) -> Slots:
    """Return the slots with that of a song moved to another place, counted from 1.

    A place beyond either end means the first or the last one.
    """
    [moved] = [one for one in slots if song_id in one]
    rest = [one for one in slots if one is not moved]
    place = min(max(slot, 1), len(slots)) - 1
    return (*rest[:place], moved, *rest[place:])


def put_together(
    order: Sequence[SongId], song_id: SongId, pair: tuple[SongId, SongId]
) -> tuple[SongId, ...]:
    """Return the order with two songs next to each other, where one of them (`song_id`) was."""
    rest = [one for one in order if one not in pair]
    before = order[: order.index(song_id)]
    place = sum(one not in pair for one in before)
    return (*rest[:place], *pair, *rest[place:])


def sharing(shared: Sequence[SharedSlot], slot: SharedSlot) -> tuple[SharedSlot, ...]:
    """Return the shared slots with one more, in place of those its songs were in before."""
    rest = (one for one in shared if not set(one.songs) & set(slot.songs))
    return (*rest, slot)


def apart(shared: Sequence[SharedSlot], song_id: SongId) -> tuple[SharedSlot, ...]:
    """Return the shared slots without that of a song."""
    return tuple(one for one in shared if song_id not in one.songs)


def replaced(
    shared: Sequence[SharedSlot], out: SongId, called_up: SongId
) -> tuple[SharedSlot, ...]:
    """Return the shared slots after a swap: the song called up is beside the one that stayed.

    The words on how two songs meet stay, and it is known which song they were written for.
    """
    return tuple(_replaced(one, out, called_up) for one in shared)


def _replaced(slot: SharedSlot, out: SongId, called_up: SongId) -> SharedSlot:
    if out not in slot.songs or len(slot.songs) == 1:
        return slot
    songs = tuple(called_up if one == out else one for one in slot.songs)
    # Back with the song it was put together with: nothing is missing any more.
    fallen = None if slot.fallen == called_up else slot.fallen or out
    return replace(slot, songs=songs, fallen=fallen)


def standing(shared: Sequence[SharedSlot], order: Sequence[SongId]) -> tuple[SharedSlot, ...]:
    """Return what is left of shared slots when these songs are on the board.

    Where one of two songs fell, the other is left, and it is known which one fell.
    """
    left = []
    for one in shared:
        here = tuple(song_id for song_id in one.songs if song_id in order)
        if here == one.songs:
            left.append(one)
        elif here:
            [gone] = set(one.songs) - set(here)
            left.append(replace(one, songs=here, fallen=gone))
    return tuple(left)
