"""The board: the seated songs in story order, and what the episode does with each. Pure rules."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.model import CharacterId, EpisodeId, RoundId, Song, SongId, UserId

BEAT_MAX = 200
LOST_MAX = 200
TELLS_MAX = 1000
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

    `beat` is where in the story it plays, `tells` what it tells us, and `lost_without` what the
    episode loses without it, in one line. `character_id` is whose song it is.
    """

    song: Song
    beat: str = ""
    character_id: CharacterId | None = None
    tells: str = ""
    lost_without: str = ""
    clearance: Clearance = Clearance.TO_CLEAR


@dataclass(frozen=True, slots=True)
class Board:
    """An episode's seated songs, in story order: slot 1 is the first.

    `round_id` is the round that seated them. `runners_up` are the songs that may be called up, in
    order, without those on the board. `revision` counts the changes, 0 before the first. `locked`
    says that the episode is, so that nothing changes any more.
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


@dataclass(frozen=True, slots=True)
class ClearanceStep:
    """One step of getting a song cleared. `at` is UTC seconds."""

    song_id: SongId
    status: Clearance
    note: str
    user_id: UserId
    at: int
