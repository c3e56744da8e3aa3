"""The storage of which letters were drafted together."""

from typing import Protocol

from msgspec import Struct

from bot.domain.model import EpisodeId, RoomId
from bot.domain.rights import HolderId, LettersId


class StoredLetters(Struct, frozen=True):
    """Letters that were drafted together, for an episode.

    `addressed` are the holders they are to, each with the id of their latest step then. `answer_by`
    (UTC seconds) is until when an answer would help; None for no date. `sent_at` (UTC seconds) is
    None until they are marked as sent.
    """

    id: LettersId
    episode_id: EpisodeId
    addressed: tuple[tuple[HolderId, int], ...]
    answer_by: int | None = None
    sent_at: int | None = None


class RightsLettersRepository(Protocol):
    """Which letters were drafted together; what they say is not kept."""

    async def get(self, room_id: RoomId, letters_id: LettersId) -> StoredLetters | None:
        """Return letters of a room; None if it has none of that id."""
        ...

    async def add(self, room_id: RoomId, letters: StoredLetters, keep: int) -> None:
        """Store new letters, and forget the room's oldest so that only so many are kept."""
        ...

    async def mark_sent(self, room_id: RoomId, letters_id: LettersId, at: int) -> None:
        """Store that letters were sent at an instant (UTC seconds)."""
        ...
