"""Removing a name from the database."""

from typing import Protocol

from bot.domain.model import ProposalId, RoomId, UserId


class PrivacyRepository(Protocol):
    """All places in the database that name a person."""

    async def live_votes(self, room_id: RoomId, user_id: UserId) -> int:
        """Return in how many votes that are not over somebody has a ballot or a song."""
        ...

    async def accounts_in_use(self, room_id: RoomId, user_id: UserId) -> int:
        """Return how many Spotify accounts that are in use somebody connected to a room."""
        ...

    async def cards(self, room_id: RoomId, user_id: UserId) -> tuple[ProposalId, ...]:
        """Return the proposals of somebody that have a card in the channel."""
        ...

    async def forget(self, room_id: RoomId, user_id: UserId, becomes: UserId) -> None:
        """Put another id in somebody's place, wherever a room names them; nothing else changes.

        They leave the roster, unless they were taken off it, which is remembered. What was still to
        be said to them directly is not said any more.
        """
        ...
