"""The storage of boards. The songs that a round seated are stored with the round."""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct, field

from bot.domain.board import BoardChange, ClearanceStep
from bot.domain.model import CharacterId, EpisodeId, RoundId, SongId
from bot.domain.shared_slots import SharedSlot


class StoredBoard(Struct, frozen=True):
    """A board as it was arranged and swapped. `songs` are in story order.

    `added` and `removed` lead from the songs that the showrunner added or took off to the reasons.
    The two songs of each slot of `shared` are next to each other in `songs`.
    """

    episode_id: EpisodeId
    round_id: RoundId
    songs: tuple[SongId, ...]
    revision: int
    added: Mapping[SongId, str] = field(default_factory=dict)
    removed: Mapping[SongId, str] = field(default_factory=dict)
    shared: tuple[SharedSlot, ...] = ()


class StoredEntry(Struct, frozen=True):
    """What is said of a song on a board; the fields of `bot.domain.board.Entry` but its clearance.

    Where `note` is empty, or `character_id` None, the proposal says it; with `for_nobody` the song
    is nobody's all the same.
    """

    song_id: SongId
    beat: str = ""
    character_id: CharacterId | None = None
    note: str = ""
    lost_without: str = ""
    for_nobody: bool = False


class BoardRepository(Protocol):
    """The boards of episodes."""

    async def get(self, episode_id: EpisodeId) -> StoredBoard | None:
        """Return a stored board; None if it was never changed."""
        ...

    async def entries(self, episode_id: EpisodeId) -> tuple[StoredEntry, ...]:
        """Return the entries of all songs, whether on the board or not, in no order."""
        ...

    async def save(self, board: StoredBoard, was: int) -> bool:
        """Store a board; False if its revision is not `was` any more (0 for a new one)."""
        ...

    async def save_entry(self, episode_id: EpisodeId, entry: StoredEntry) -> None:
        """Store the entry of a song."""
        ...

    async def log(
        self, entry_id: int, episode_id: EpisodeId, change: BoardChange, details: dict[str, object]
    ) -> None:
        """Log what somebody did to a board, and what it became."""
        ...

    async def changes(self, episode_id: EpisodeId, since: int) -> tuple[BoardChange, ...]:
        """Return the changes to a board after a revision, in order."""
        ...

    async def clearances(self, episode_id: EpisodeId) -> tuple[ClearanceStep, ...]:
        """Return all steps of getting an episode's songs cleared, in order."""
        ...
