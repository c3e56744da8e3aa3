"""What is kept of boards. What a round seated is kept with the round."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.board import BoardChange, Clearance, ClearanceStep
from bot.domain.model import CharacterId, EpisodeId, RoundId, SongId


@dataclass(frozen=True, slots=True)
class StoredBoard:
    """A board as it was arranged and swapped. `songs` are in story order."""

    episode_id: EpisodeId
    round_id: RoundId
    songs: tuple[SongId, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """What is said of a song on a board; the fields of `bot.domain.board.Entry`.

    Where `note` is empty, or `character_id` None, the proposal says it; with `for_nobody` the song
    is nobody's all the same.
    """

    song_id: SongId
    beat: str = ""
    character_id: CharacterId | None = None
    note: str = ""
    lost_without: str = ""
    clearance: Clearance = Clearance.TO_CLEAR
    for_nobody: bool = False


class BoardRepository(Protocol):
    """The boards of episodes."""

    async def get(self, episode_id: EpisodeId) -> StoredBoard | None:
        """Return a board that was touched."""
        ...

    async def entries(self, episode_id: EpisodeId) -> tuple[StoredEntry, ...]:
        """Return what is said of songs, also of songs that are not on the board, in no order."""
        ...

    async def save(self, board: StoredBoard, was: int) -> bool:
        """Keep a board; False where its revision is not `was` any more (0 for a new one)."""
        ...

    async def save_entry(self, episode_id: EpisodeId, entry: StoredEntry) -> None:
        """Keep what is said of a song."""
        ...

    async def log(
        self, entry_id: int, episode_id: EpisodeId, change: BoardChange, said: dict[str, object]
    ) -> None:
        """Write down what somebody did to a board, and what it became."""
        ...

    async def changes(self, episode_id: EpisodeId, since: int) -> tuple[BoardChange, ...]:
        """Return what was done to a board after a revision of it, in order."""
        ...

    async def clearances(self, episode_id: EpisodeId) -> tuple[ClearanceStep, ...]:
        """Return all steps of getting an episode's songs cleared, in order."""
        ...
