"""What the songs of an episode may cost."""

from typing_extensions import override

from bot.domain.model import EpisodeId
from bot.domain.rights import Money
from bot.services.ports.repositories.budgets import BudgetRepository
from storage.repositories.repository import SqlRepository


class SqlBudgetRepository(SqlRepository, BudgetRepository):
    """`BudgetRepository` in SQL."""

    @override
    async def get(self, episode_id: EpisodeId) -> Money | None:
        row = await self._sql.budget(episode_id=episode_id)
        return None if row is None else Money(row["amount"], row["currency"])

    @override
    async def set(self, episode_id: EpisodeId, budget: Money | None) -> None:
        if budget is None:
            await self._sql.remove_budget(episode_id=episode_id)
            return
        await self._sql.set_budget(
            episode_id=episode_id, amount=budget.minor, currency=budget.currency
        )
