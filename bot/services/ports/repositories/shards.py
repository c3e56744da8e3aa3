"""The repository of shards, where several processes divide them."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from bot.domain.model import RoundId
from bot.domain.shards import Share


class Lease(Struct, frozen=True):
    """Who holds a shard. Times are UTC seconds.

    Attributes:
        share: The shard.
        holder: The process; 0 where it was released.
        node: What sets that process's ids apart.
        held_until: When it ends unless it is renewed.
        seen_at: The shard's last sign of life.
    """

    share: Share
    holder: int
    node: int
    held_until: int
    seen_at: int


class ShardRepository(Protocol):
    """The leases of shards, and what their holders tell each other."""

    async def all(self) -> Sequence[Lease]:
        """Return all that were ever held."""
        ...

    async def claim(self, lease: Lease, now: int, believed: int) -> bool:
        """Take a shard; False where somebody else holds it, or divides the servers otherwise.

        `seen_at` counts only for a shard that was never held. A lease that ends later than
        `believed` is none.
        """
        ...

    async def seen_otherwise(self, total: int, seen: int) -> None:
        """Note that all shards of a division were seen at an instant, in another division."""
        ...

    async def renew(
        self, total: int, holder: int, now: int, until: int, believed: int
    ) -> Sequence[int]:
        """Renew all leases of a holder; return which shards it still holds.

        None, where somebody divides the servers otherwise by now. A lease that ends later than
        `believed` is none.
        """
        ...

    async def sign(
        self, share: Share, holder: int, now: int, silent_before: int, believed: int
    ) -> int | None:
        """Leave a sign of life, unless the last one is too old; return the last one.

        None where somebody else holds the shard, or divides the servers otherwise by now. A lease
        that ends later than `believed` is none.
        """
        ...

    async def end_silence(self, share: Share, holder: int, now: int, believed: int) -> None:
        """Leave a sign of life however old the last one is, where `sign` would leave one."""
        ...

    async def seen(self, share: Share) -> int | None:
        """Return when (UTC seconds) the last sign of life was left."""
        ...

    async def release(self, total: int, holder: int) -> None:
        """End all leases of a holder."""
        ...

    async def take_identify_slot(
        self, slot: int, now: float, free_at: float, believed: float
    ) -> bool:
        """Take a turn at beginning a session; False where the slot is not free yet."""
        ...

    async def mark_unshown(self, round_id: RoundId) -> None:
        """Note that a round's ballot message does not show all votes."""
        ...

    async def take_unshown(self, share: Share) -> Sequence[RoundId]:
        """Return the rounds of a share that are noted, and forget the notes."""
        ...
