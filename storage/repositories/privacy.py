"""Removing somebody's name from everything that is stored about a room."""

from typing_extensions import override

from bot.domain.model import ProposalId, RoomId, UserId
from bot.services.ports.destinations import person
from bot.services.ports.repositories.privacy import PrivacyRepository
from storage.repositories.repository import SqlRepository

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


class SqlPrivacyRepository(SqlRepository, PrivacyRepository):
    """`PrivacyRepository` in SQL."""

    @override
    async def live_votes(self, room_id: RoomId, user_id: UserId) -> int:
        held = await self._sql.live_votes_of(room_id=room_id, user_id=user_id)
        return int(held)

    @override
    async def accounts_in_use(self, room_id: RoomId, user_id: UserId) -> int:
        held = await self._sql.accounts_in_use_of(room_id=room_id, user_id=user_id)
        return int(held)

    @override
    async def cards(self, room_id: RoomId, user_id: UserId) -> tuple[ProposalId, ...]:
        rows = self._sql.cards_of(room_id=room_id, user_id=user_id)
        return tuple([ProposalId(row["id"]) async for row in rows])

    @override
    async def forget(self, room_id: RoomId, user_id: UserId, becomes: UserId) -> None:
        at = {"room_id": room_id, "user_id": user_id}
        await self._sql.leave_roster(**at)
        for name in _STATEMENTS:
            await getattr(self._sql, f"forget_{name}")(**at, becomes=becomes)
        await self._sql.forget_links(**at)
        await self._sql.forget_messages(room_id=room_id, destination=person(user_id))
