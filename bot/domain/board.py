"""The board: the seated songs in story order, and what the episode does with each. Pure rules."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from bot.domain.model import CharacterId, EpisodeId, RoundId, Song, SongId, UserId
from bot.domain.typed_text import one_line, paragraphs

BEAT_MAX = 200
LOST_MAX = 200
CLEARANCE_NOTE_MAX = 200


class Clearance(StrEnum):
    """How far the rights to use a song are."""

    TO_CLEAR = "to_clear"
    PENDING = "pending"
    CLEARED = "cleared"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one song on a board. Texts are empty where nobody said anything.

    `beat` is where in the story it plays, `note` what it tells us, and `lost_without` what the
    episode loses without it, in one line. `character_id` is whose song it is.
    """

    song: Song
    beat: str = ""
    character_id: CharacterId | None = None
    note: str = ""
    lost_without: str = ""
    clearance: Clearance = Clearance.TO_CLEAR


@dataclass(frozen=True, slots=True)
class Board:
    """An episode's seated songs, in story order: slot 1 is the first.

    `round_id` is the round that seated them. `runners_up` are the songs that may be called up, in
    order, without those on the board. `revision` counts the changes, 0 before the first. `locked`
    says that the episode is: songs, order and words stay as they are, and only the rights go on.
    """

    episode_id: EpisodeId
    round_id: RoundId
    slots: tuple[Entry, ...]
    runners_up: tuple[Song, ...] = ()
    revision: int = 0
    locked: bool = False

    def slot_of(self, song_id: SongId) -> int | None:
        """Return the slot of a song, counted from 1; None where it is not on the board."""
        return next((n for n, one in enumerate(self.slots, 1) if one.song.id == song_id), None)


class Deed(StrEnum):
    """What somebody can do to a board."""

    PLACE = "place"
    EDIT = "edit"
    SWAP = "swap"
    CLEARANCE = "clearance"
    LOCK = "lock"
    UNLOCK = "unlock"


@dataclass(frozen=True, slots=True)
class BoardChange:
    """What somebody did to a board.

    `revision` is the one it led to. `song_id` is the song it was done to: with a swap the one that
    fell, and `called_up` the one that stepped in. None where it was done to all of them. `at` is
    UTC seconds.
    """

    revision: int
    deed: Deed
    song_id: SongId | None
    user_id: UserId
    at: int
    called_up: SongId | None = None


@dataclass(frozen=True, slots=True)
class ClearanceStep:
    """One step of getting a song cleared. `at` is UTC seconds."""

    song_id: SongId
    status: Clearance
    note: str
    user_id: UserId
    at: int


def arranged(seated: Sequence[SongId], before: Sequence[SongId]) -> tuple[SongId, ...]:
    """Return newly seated songs in the order they had on the board before; new ones follow.

    So a second vote does not undo what the showrunner has arranged.
    """
    stay = [song_id for song_id in before if song_id in seated]
    return (*stay, *(song_id for song_id in seated if song_id not in stay))


def moved(order: Sequence[SongId], song_id: SongId, slot: int) -> tuple[SongId, ...]:
    """Return the order with a song of it in a slot, counted from 1; the others stay in theirs.

    Beyond either end it is the first or the last slot.
    """
    rest = [one for one in order if one != song_id]
    place = min(max(slot, 1), len(order)) - 1
    return (*rest[:place], song_id, *rest[place:])


def swapped(order: Sequence[SongId], out: SongId, in_: SongId) -> tuple[SongId, ...]:
    """Return the order with one song in the slot of another."""
    return tuple(in_ if one == out else one for one in order)


def in_waiting(
    order: Sequence[SongId], seated: Sequence[SongId], runners_up: Sequence[SongId]
) -> tuple[SongId, ...]:
    """Return the songs that may be called up, in order: the runners-up, then those that fell.

    Args:
        order: The board.
        seated: What the vote seated, in order.
        runners_up: What it did not, in the order they would step in.
    """
    return tuple(one for one in (*runners_up, *seated) if one not in order)


@dataclass(frozen=True, slots=True)
class EntryText:
    """What can be typed about a song on the board; `character` is a name, empty for nobody."""

    beat: str = ""
    character: str = ""
    note: str = ""
    lost_without: str = ""


def tidied(text: EntryText) -> EntryText:
    """Return a text as it is stored: without spaces around, one line each but for the note."""
    return EntryText(
        one_line(text.beat),
        one_line(text.character),
        paragraphs(text.note),
        one_line(text.lost_without),
    )


def merged(was: EntryText, now: EntryText, typed: EntryText) -> tuple[EntryText, tuple[str, ...]]:
    """Merge what two people changed; return the result, and the names of fields that clash.

    A field clashes where both changed it, each in another way: there it is left as it is `now`.

    Args:
        was: What the person who typed had before them.
        now: What there is now.
        typed: What they made of it.
    """
    became, clashes = now, []
    for one in fields(EntryText):
        before, there, given = (getattr(text, one.name) for text in (was, now, typed))
        if given in (before, there):
            continue
        if there != before:
            clashes.append(one.name)
        else:
            became = replace(became, **{one.name: given})
    return became, tuple(clashes)
