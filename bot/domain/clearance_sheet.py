"""The clearance sheet: a board for people outside the room, complete in itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.board import Board, Clearance, ClearanceStep, Entry
from bot.domain.model import Character, CharacterId, Episode, Recording, Room, Song, SongId


@dataclass(frozen=True, slots=True)
class SheetSong:
    """A song on the board, with everything the room wrote about it.

    Texts that nobody has written are empty. `character` is the name of whose song it is, `tells`
    the song's note. `note` and `since` (UTC seconds) belong to the last step of its clearance;
    `since` is None before the first step. `added` is why the showrunner added a song that the vote
    did not seat; None for a song of the vote.
    """

    slot: int
    song: Recording
    beat: str = ""
    character: str = ""
    tells: str = ""
    lost_without: str = ""
    clearance: Clearance = Clearance.TO_CLEAR
    note: str = ""
    since: int | None = None
    added: str | None = None


@dataclass(frozen=True, slots=True)
class ClearanceSheet:
    """An episode's board at the moment `made_at` (UTC seconds).

    `songs` are in story order, `runners_up` in the order they would be called up, with nothing but
    their rights. `timezone` is the room's IANA name. A `locked` board is final.
    """

    show: str
    number: str
    title: str
    timezone: str
    made_at: int
    locked: bool
    songs: tuple[SheetSong, ...]
    runners_up: tuple[SheetSong, ...] = ()


def clearance_sheet(
    room: Room,
    episode: Episode,
    board: Board,
    characters: Mapping[CharacterId, Character],
    clearances: Sequence[ClearanceStep],
    made_at: float,
) -> ClearanceSheet:
    """Return the clearance sheet of a board.

    Args:
        room: The room.
        episode: The episode of the board.
        board: The current board.
        characters: The room's characters by id.
        clearances: All clearance steps of the episode's songs, in order.
        made_at: The present, UTC seconds.
    """
    steps = {step.song_id: step for step in clearances}
    return ClearanceSheet(
        show=room.title,
        number=episode.number,
        title=episode.title,
        timezone=room.timezone,
        made_at=int(made_at),
        locked=board.locked,
        songs=tuple(
            _entry(slot, entry, characters, steps) for slot, entry in enumerate(board.slots, 1)
        ),
        runners_up=tuple(
            _entry(place, _waiting(song, steps), characters, steps)
            for place, song in enumerate(board.runners_up, 1)
        ),
    )


def _waiting(song: Song, steps: Mapping[SongId, ClearanceStep]) -> Entry:
    step = steps.get(song.id)
    return Entry(song) if step is None else Entry(song, clearance=step.status)


def _entry(
    slot: int,
    entry: Entry,
    characters: Mapping[CharacterId, Character],
    steps: Mapping[SongId, ClearanceStep],
) -> SheetSong:
    whose = None if entry.character_id is None else characters.get(entry.character_id)
    step = steps.get(entry.song.id)
    return SheetSong(
        slot=slot,
        song=entry.song.recording,
        beat=entry.beat,
        character="" if whose is None else whose.name,
        tells=entry.note,
        lost_without=entry.lost_without,
        clearance=entry.clearance,
        note="" if step is None else step.note,
        since=None if step is None else step.at,
        added=entry.added,
    )
