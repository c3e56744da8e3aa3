"""The repository of interactions that something came of."""

from typing import Protocol


class InteractionRepository(Protocol):
    """Remembers interactions for an hour or so, so that none acts twice."""

    async def claim(self, interaction_id: int, at: int) -> bool:
        """Claim an interaction; False if another delivery of it has."""
        ...

    async def claimed(self, interaction_id: int) -> bool:
        """Return whether a delivery of it has claimed an interaction."""
        ...

    async def sweep(self, before: int) -> None:
        """Forget the interactions that were claimed before an instant (UTC seconds)."""
        ...
