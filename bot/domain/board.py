"""The board: an episode's seated songs in story order, and what the episode does with each."""

from collections.abc import Container, Sequence
from enum import StrEnum
from hashlib import sha256

from msgspec import Struct

from bot.domain.model import CharacterId, EpisodeId, RoundId, Song, SongId, UserId
from bot.domain.shared_slots import SharedSlot, Slots, shared_by, slots_of
from bot.domain.structs import replace
from bot.domain.typed_text import fingerprint, one_line, paragraphs

BEAT_MAX = 200
LOST_WITHOUT_MAX = 200
CLEARANCE_NOTE_MAX = 200


class Clearance(StrEnum):
    """The state of the rights to use a song."""

    TO_CLEAR = "to_clear"
    PENDING = "pending"
    CLEARED = "cleared"
    DENIED = "denied"


class Entry(Struct, frozen=True):
    """A song on a board. Texts that nobody has written are empty.

    `beat` is the story beat the song plays over, `note` what the song tells us, `lost_without` what
    the episode loses without it, in one line. `character_id` is whose song it is. `added` is why
    the showrunner added a song that the vote did not seat; None for a song of the vote.
    `cleared_for` are the numbers of the episodes it is cleared for, where it is not for this one.
    """

    song: Song
    beat: str = ""
    character_id: CharacterId | None = None
    note: str = ""
    lost_without: str = ""
    clearance: Clearance = Clearance.TO_CLEAR
    added: str | None = None
    cleared_for: tuple[str, ...] = ()

    @property
    def cleared(self) -> bool:
        """Whether its rights are cleared for this episode."""
        return self.clearance is Clearance.CLEARED and not self.cleared_for


class Removed(Struct, frozen=True):
    """A song that the showrunner took off a board without another in its place, and why."""

    song: Song
    reason: str


class Board(Struct, frozen=True):
    """An episode's seated songs, in story order.

    `entries` are all the songs, each with what is said of it; two of them may share a slot, as
    `shared` says, and are next to each other then. `fallen` are the songs that shared one before
    they came off the board. `round_id` is the round that seated the songs. `runners_up` are the
    songs that may be called up, in order; none of them is on the board. `removed` are those of the
    vote that the showrunner took off without another in their place; they may be called up, too.
    `revision` counts the changes to the board. While it is `locked`, only the rights can change,
    not the songs, their order or their texts.
    """

    episode_id: EpisodeId
    round_id: RoundId
    entries: tuple[Entry, ...]
    runners_up: tuple[Song, ...] = ()
    revision: int = 0
    locked: bool = False
    removed: tuple[Removed, ...] = ()
    shared: tuple[SharedSlot, ...] = ()
    fallen: tuple[Song, ...] = ()

    @property
    def by_slot(self) -> Slots:
        """The songs of each slot, in story order."""
        return slots_of(tuple(entry.song.id for entry in self.entries), self.shared)

    def entry(self, song_id: SongId | None) -> Entry | None:
        """Return what is said of a song; None if it is not on the board."""
        return next((entry for entry in self.entries if entry.song.id == song_id), None)

    def slot_of(self, song_id: SongId) -> int | None:
        """Return the slot of a song, counted from 1; None if it is not on the board."""
        slots = enumerate(self.by_slot, start=1)
        return next((slot for slot, songs in slots if song_id in songs), None)

    def number_of(self, song_id: SongId) -> str:
        """Return what a song's slot is called: `3`; `3a` and `3b` where two share it.

        It is empty for a song that is not on the board.
        """
        numbers = (
            f"{slot}{'ab'[songs.index(song_id)] if len(songs) > 1 else ''}"
            for slot, songs in enumerate(self.by_slot, start=1)
            if song_id in songs
        )
        return next(numbers, "")

    def beside(self, song_id: SongId) -> Entry | None:
        """Return the song with which one shares its slot; None if it has it to itself."""
        slot = shared_by(self.shared, song_id)
        songs = slot.songs if slot else ()
        return self.entry(next((one for one in songs if one != song_id), None))

    def fallen_beside(self, song_id: SongId) -> Song | None:
        """Return the song that was in a song's slot and came off the board; None for none."""
        slot = shared_by(self.shared, song_id)
        fallen = slot.fallen if slot else None
        if fallen is None or self.entry(fallen) is not None:
            return None  # it may be back, in a slot of its own
        return next((song for song in self.fallen if song.id == fallen), None)

    def how(self, song_id: SongId) -> str:
        """Return how a song meets the one beside it; empty if nobody has said."""
        slot = shared_by(self.shared, song_id)
        return slot.how if slot else ""

    @property
    def songs(self) -> tuple[Song, ...]:
        """The songs on the board in story order, then the runners-up."""
        return (*(entry.song for entry in self.entries), *self.runners_up)

    @property
    def mark(self) -> int:
        """A number that stands for the board and where its songs' rights stand.

        The rights may change without the board, so its revision does not tell.
        """
        clearances = ((e.song.id, e.clearance.value, e.cleared_for) for e in self.entries)
        text = repr((self.revision, *clearances))
        return int.from_bytes(sha256(text.encode()).digest()[:6])


class BoardAction(StrEnum):
    """What can be done to a board."""

    PLACE = "place"
    EDIT = "edit"
    SWAP = "swap"
    ADD = "add"
    REMOVE = "remove"
    PAIR = "pair"
    APART = "apart"
    CLEARANCE = "clearance"
    LOCK = "lock"
    UNLOCK = "unlock"


class BoardChange(Struct, frozen=True):
    """A change that somebody made to a board.

    `revision` is the board's after the change. `song_id` is the song that was changed, None if the
    change concerns the whole board. In a swap, `song_id` is the song that left the board and
    `called_up` the one that replaced it. `at` is UTC seconds.
    """

    revision: int
    action: BoardAction
    song_id: SongId | None
    user_id: UserId
    at: int
    called_up: SongId | None = None


class ClearanceStep(Struct, frozen=True):
    """One step in clearing the rights to a song. `at` is UTC seconds."""

    song_id: SongId
    status: Clearance
    note: str
    user_id: UserId
    at: int


def arranged(seated: Sequence[SongId], before: Sequence[SongId]) -> tuple[SongId, ...]:
    """Return newly seated songs in the order they had on the board before; new songs come last.

    This way a second vote does not undo the order that the showrunner chose.
    """
    stayed = [song_id for song_id in before if song_id in seated]
    return (*stayed, *(song_id for song_id in seated if song_id not in stayed))


def swap_song(order: Sequence[SongId], out: SongId, called_up: SongId) -> tuple[SongId, ...]:
    """Return the order with the song called up in the slot of the song that is out."""
    return tuple(called_up if song_id == out else song_id for song_id in order)


def songs_in_waiting(
    order: Sequence[SongId],
    seated: Sequence[SongId],
    runners_up: Sequence[SongId],
    removed: Container[SongId] = (),
) -> tuple[SongId, ...]:
    """Return the songs that may be called up, in order.

    These are the runners-up, then the songs swapped out, and last whatever the showrunner took off:
    that is not to be the next in line for another song.

    Args:
        order: The songs on the board.
        seated: The songs that the vote seated, in order.
        runners_up: The other songs of the vote, in the order they would be called up.
        removed: The songs that the showrunner took off without another in their place.
    """
    waiting = (song_id for song_id in (*runners_up, *seated) if song_id not in order)
    return tuple(sorted(waiting, key=lambda song_id: song_id in removed))


class EntryText(Struct, frozen=True):
    """What people type about a song on the board; `character` is a name, empty for nobody."""

    beat: str = ""
    character: str = ""
    note: str = ""
    lost_without: str = ""


def tidy_text(text: EntryText) -> EntryText:
    """Return a text as it is stored: stripped, and in one line except for the note."""
    return EntryText(
        one_line(text.beat),
        one_line(text.character),
        paragraphs(text.note),
        one_line(text.lost_without),
    )


def fingerprints(text: EntryText) -> tuple[str, ...]:
    """Return the fingerprint of each field, in order: all that a merge has to know of a start."""
    return tuple(fingerprint(getattr(text, name)) for name in EntryText.__struct_fields__)


def merge_texts(
    was: Sequence[str], now: EntryText, typed: EntryText
) -> tuple[EntryText, tuple[str, ...]]:
    """Merge the changes of two people; return the result and the names of the clashing fields.

    A field clashes if both people changed it, each in a different way. It keeps its text of `now`.

    Args:
        was: The fingerprints of the text that the person who typed started from.
        now: The current text.
        typed: The text that they typed.
    """
    merged, clashes = now, []
    for name, before in zip(EntryText.__struct_fields__, was, strict=True):
        current, wanted = getattr(now, name), getattr(typed, name)
        if wanted == current or fingerprint(wanted) == before:
            continue
        if fingerprint(current) != before:
            clashes.append(name)
        else:
            merged = replace(merged, **{name: wanted})
    return merged, tuple(clashes)
