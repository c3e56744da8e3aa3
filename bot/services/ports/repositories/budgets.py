"""The storage of what the songs of an episode may cost."""

from typing import Protocol

from bot.domain.model import EpisodeId
from bot.domain.rights import Money


class BudgetRepository(Protocol):
    """The budgets of episodes."""

    async def get(self, episode_id: EpisodeId) -> Money | None:
        """Return an episode's budget; None if it has none."""
        ...

    async def set(self, episode_id: EpisodeId, budget: Money | None) -> None:
        """Store an episode's budget, in place of any before; None for none."""
        ...
