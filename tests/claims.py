"""Claiming promised effects one at a time."""

from bot.services.ports.repositories.outbox import Effect
from bot.services.ports.unit_of_work import UnitOfWork


async def claim_one(unit: UnitOfWork, now: float, lease: int = 60) -> Effect | None:
    """Claim the first effect that is due; None if none is."""
    claimed = (await unit.outbox.claim(now, lease, 1)).effects
    return claimed[0] if claimed else None
