"""The storage of who wrote and published songs, on which label, and when."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.credits import Credit, CreditId, Credits, Found
from bot.domain.model import RoomId, SongId, UserId


class CreditRepository(Protocol):
    """Credits of a room's songs: suggestions, and what people have confirmed."""

    async def of_room(self, room_id: RoomId) -> Credits:
        """Return all credits of a room's songs."""
        ...

    async def suggest(
        self,
        room_id: RoomId,
        song_id: SongId,
        source: str,
        found: Sequence[tuple[CreditId, Found]],
        at: int,
    ) -> None:
        """Store what a source suggests for a song, in place of its earlier suggestions.

        What is kept under the same name, confirmed or typed, stays as it is.
        """
        ...

    async def write(self, room_id: RoomId, credit: Credit, user_id: UserId, at: int) -> None:
        """Store what a person says; under a name that is kept already, its share alone is new.

        A share of None leaves the one that is kept.
        """
        ...

    async def confirm(self, room_id: RoomId, credit_id: CreditId, user_id: UserId, at: int) -> bool:
        """Store that a person confirmed a credit; False if the room has no such credit."""
        ...

    async def withdraw(self, room_id: RoomId, credit_id: CreditId) -> bool:
        """Make a credit a suggestion again, or delete a typed one; False if there is no such."""
        ...
