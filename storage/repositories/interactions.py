"""The interactions that something came of."""

from typing_extensions import override

from bot.services.ports.repositories.interactions import InteractionRepository
from storage.repositories.repository import SqlRepository


class SqlInteractionRepository(SqlRepository, InteractionRepository):
    """`InteractionRepository` in SQL."""

    @override
    async def claim(self, interaction_id: int, at: int) -> bool:
        return (await self._sql.claim_interaction(id=interaction_id, claimed_at=at)) is not None

    @override
    async def claimed(self, interaction_id: int) -> bool:
        return await self._sql.interaction(id=interaction_id) is not None

    @override
    async def sweep(self, before: int) -> None:
        await self._sql.sweep_interactions(before=before)
