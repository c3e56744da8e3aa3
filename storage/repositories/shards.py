"""The shards that processes divide among themselves."""

from typing_extensions import override

from bot.domain.model import RoundId
from bot.domain.shards import Share
from bot.services.ports.repositories.shards import Lease, ShardRepository
from storage.repositories.repository import SqlRepository


class SqlShardRepository(SqlRepository, ShardRepository):
    """`ShardRepository` in SQL."""

    @override
    async def all(self) -> list[Lease]:
        return [
            Lease(
                Share(row["shard"], row["total"]),
                row["holder"],
                row["node"],
                row["held_until"],
                row["seen_at"],
            )
            async for row in self._sql.shards()
        ]

    @override
    async def claim(self, lease: Lease, now: int, believed: int) -> bool:
        claimed = await self._sql.claim_shard(
            **lease.share._asdict(),
            holder=lease.holder,
            node=lease.node,
            now=now,
            until=lease.held_until,
            believed=believed,
            seen=lease.seen_at,
        )
        return claimed is not None

    @override
    async def seen_otherwise(self, total: int, seen: int) -> None:
        await self._sql.shards_seen(total=total, seen=seen)

    @override
    async def renew(
        self, total: int, holder: int, now: int, until: int, believed: int
    ) -> list[int]:
        rows = self._sql.renew_shards(
            total=total, holder=holder, now=now, until=until, believed=believed
        )
        return [row["shard"] async for row in rows]

    @override
    async def sign(
        self, share: Share, holder: int, now: int, silent_before: int, believed: int
    ) -> int | None:
        seen: int | None = await self._sql.sign_shard(
            **share._asdict(),
            holder=holder,
            now=now,
            silent_before=silent_before,
            believed=believed,
        )
        return seen

    @override
    async def end_silence(self, share: Share, holder: int, now: int, believed: int) -> None:
        await self._sql.end_silence(**share._asdict(), holder=holder, now=now, believed=believed)

    @override
    async def seen(self, share: Share) -> int | None:
        seen: int | None = await self._sql.shard_seen(**share._asdict())
        return seen

    @override
    async def release(self, total: int, holder: int) -> None:
        await self._sql.release_shards(total=total, holder=holder)

    @override
    async def take_identify_slot(
        self, slot: int, now: float, free_at: float, believed: float
    ) -> bool:
        taken = await self._sql.take_identify_slot(
            slot=slot, now=now, free_at=free_at, believed=believed
        )
        return taken is not None

    @override
    async def mark_unshown(self, round_id: RoundId) -> None:
        await self._sql.mark_unshown(round_id=round_id)

    @override
    async def take_unshown(self, share: Share) -> list[RoundId]:
        rows = self._sql.take_unshown(**share._asdict())
        return [RoundId(row["round_id"]) async for row in rows]
