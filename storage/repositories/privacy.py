"""Taking somebody's name out of everything that is kept of a room."""

from typing import Any

from bot.domain.model import ProposalId, RoomId, UserId
from bot.services.ports.destinations import person
from storage.queries import queries

_STATEMENTS = (
    "proposals",
    "notes",
    "seconds",
    "candidates",
    "ballots",
    "ballot_log",
    "schedulings",
    "rulings",
    "accounts",
    "imports",
    "characters",
    "board_log",
)


class SqlPrivacyRepository:
    """Implements `PrivacyRepository`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def votes(self, room_id: RoomId, user_id: UserId) -> int:
        """Return in how many votes that are not over somebody has a ballot or a song."""
        held = await queries.held_by_votes(self._connection, room_id=room_id, user_id=user_id)
        return int(held)

    async def accounts(self, room_id: RoomId, user_id: UserId) -> int:
        """Return how many Spotify accounts that are in use somebody connected to a room."""
        held = await queries.held_by_accounts(self._connection, room_id=room_id, user_id=user_id)
        return int(held)

    async def cards(self, room_id: RoomId, user_id: UserId) -> tuple[ProposalId, ...]:
        """Return the proposals of somebody that have a card in the channel."""
        rows = queries.cards_of(self._connection, room_id=room_id, user_id=user_id)
        return tuple([ProposalId(row["id"]) async for row in rows])

    async def forget(self, room_id: RoomId, user_id: UserId, becomes: UserId) -> None:
        """Put another id in somebody's place, wherever they are named; see `PrivacyRepository`."""
        at = {"room_id": room_id, "user_id": user_id}
        await queries.leave_roster(self._connection, **at)
        for name in _STATEMENTS:
            await getattr(queries, f"forget_{name}")(self._connection, **at, becomes=becomes)
        await queries.forget_links(self._connection, **at)
        await queries.forget_messages(
            self._connection, room_id=room_id, destination=person(user_id)
        )
