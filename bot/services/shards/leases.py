"""The shards that this process holds where several divide them, by leases in the database."""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence

from typing_extensions import override

from bot.domain.errors import StorageError
from bot.domain.shards import Share
from bot.services.ports.repositories.shards import Lease
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.ports.world import Clock
from bot.services.shards.attendance import (
    MAX_SILENCE,
    AllByOne,
    Attendance,
    Sign,
    seen_everywhere,
    seen_undivided,
)
from bot.services.shards.presence import SEEN_BESIDE
from bot.services.shards.slots import IdentifySlots

log = logging.getLogger(__name__)

LEASE = 90
"""How long (seconds) a shard stays held unless renewed: two signs of life may fail to be left."""

NODES = 64
"""How many processes can hold shards at the same time; see `storage.ids`."""

_CLAIMS = "shards"
"""The fact that whoever claims a shard holds, so that claims take turns."""


class Leases(Attendance):
    """Holds shards by rows in the database, each by compare-and-set.

    A process acts for a shard while the row names it and people can reach it there. What is done
    for a shard leaves a sign of life in the same transaction, which fails where somebody else has
    taken the shard: so nobody acts on a lease that ended, whatever their clock says.

    Attributes:
        slots: Where sessions take turns at beginning.
        wanted: The shards that this process is to hold.
        on_lost: Called with each shard that another process has taken.
        on_node: Called with the number that sets this process's ids apart while it holds a shard,
            and with None when it holds none any more.
    """

    def __init__(
        self, store: Store, clock: Clock, total: int, wanted: Collection[int], holder: int
    ) -> None:
        self._store = store
        self._clock = clock
        self._total = total
        self._holder = holder
        self._node: int | None = None
        self._held: set[int] = set()
        self._reached: set[int] = set()
        self._told: set[int] = set()
        self._undivided: int | None = None
        self._released = False
        self.slots = IdentifySlots(store, clock)
        self.wanted = tuple(sorted(wanted))
        self.on_lost: Callable[[int], Awaitable[None]] = _leave
        self.on_node: Callable[[int | None], None] = _ignore

    @property
    @override
    def divided(self) -> bool:
        return True

    @property
    @override
    def part(self) -> float:
        return max(1, len(self._held)) / self._total

    @override
    def acts_for(self, guild_id: int) -> bool:
        return any(Share(shard, self._total).holds(guild_id) for shard in self._held)

    @property
    @override
    def shares(self) -> Sequence[Share]:
        return tuple(Share(shard, self._total) for shard in sorted(self._held & self._reached))

    @override
    def came(self, shard: int) -> None:
        self._reached.add(shard)

    @override
    def went(self, shard: int) -> None:
        self._reached.discard(shard)

    def holds(self, shard: int) -> bool:
        """Tell whether this process holds a shard, as far as it knows."""
        return shard in self._held

    async def claim(self, shard: int) -> bool:
        """Take a shard, or keep it; False where another process holds it, which is logged once.

        Raises:
            StorageError: It could not be claimed.
        """
        now = int(self._clock.now())
        share = Share(shard, self._total)
        if self._released:
            return False
        if in_the_way := _in_the_way(await self._store.read.shards.all(), share, self._holder, now):
            self._say_that_it_waits(shard, in_the_way)
            return False
        if not await self._take(share, now) or self._released:
            return False
        if shard not in self._held:
            self._held.add(shard)
            self._told.discard(shard)
            log.info("shard %d of %d is held", shard, self._total)
        return True

    async def _take(self, share: Share, now: int) -> bool:
        async with self._store.transaction(None) as unit:
            await unit.facts.hold(_CLAIMS)
            if self._released:
                return False
            leases = await unit.shards.all()
            node = _free_node(leases, self._holder, now) if self._node is None else self._node
            seen = await self._last_seen(unit, leases) or now
            lease = Lease(share, self._holder, node, now + LEASE, seen)
            taken = await unit.shards.claim(lease, now, _believed(now))
        if taken and self._node is None:
            self._node = node
            self.on_node(node)
        return taken

    async def _last_seen(self, unit: UnitOfWork, leases: Sequence[Lease]) -> int:
        """Return the last sign of life (UTC seconds) for a shard that was never held; 0 for none.

        Where others have divided the servers otherwise since, or a process has served all of them,
        nobody was away meanwhile, whichever shards of this division are claimed now.
        """
        ours = [one.seen_at for one in leases if one.share.total == self._total]
        seen = await seen_everywhere(unit, leases)
        if ours and seen > max(ours):
            await unit.shards.seen_otherwise(self._total, seen)
        return seen

    @override
    async def renew(self) -> None:
        now = int(self._clock.now())
        before, instants = set(self._held), (now, now + LEASE, _believed(now))
        async with self._store.transaction(None) as unit:
            held = await unit.shards.renew(self._total, self._holder, *instants)
        await self._lose(before - set(held))

    @override
    async def release(self) -> None:
        self._released = True
        self._held.clear()
        async with self._store.transaction(None) as unit:
            # Behind a claim that is under way, which is released with the others.
            await unit.facts.hold(_CLAIMS)
            await unit.shards.release(self._total, self._holder)
        log.info("the shards are released")

    @override
    async def sign(self, unit: UnitOfWork, share: Share, now: int) -> Sign:
        instants = (now, now - MAX_SILENCE, _believed(now))
        seen = await unit.shards.sign(share, self._holder, *instants)
        if seen is None:
            return Sign.LOST
        return Sign.SILENT if seen < now - MAX_SILENCE else Sign.LEFT

    @override
    async def last_seen(self, share: Share, now: int) -> int:
        return await self._store.read.shards.seen(share) or now

    @override
    async def end_silence(self, unit: UnitOfWork, share: Share, now: int) -> None:
        await unit.shards.end_silence(share, self._holder, now, _believed(now))

    @override
    async def look_beside(self, unit: UnitOfWork, now: int) -> None:
        """Look whether a process that acts for all servers is at work, too."""
        seen = await seen_undivided(unit)
        before, self._undivided = self._undivided, seen
        if before is None or before == seen:
            return
        await unit.facts.set(SEEN_BESIDE, str(now))
        log.warning(
            "another process of this bot, without SHARD_IDS, runs on the same database and acts for"
            " all servers. Nothing is done twice, but stop it, or give it SHARD_IDS"
        )

    @override
    def looked_beside(self) -> None:
        """Do nothing: what others write is noticed by its change."""

    async def _lose(self, shards: Collection[int]) -> None:
        for shard in sorted(shards):
            self._held.discard(shard)
            log.error(
                "shard %d was lost: this process left no sign of life for %d seconds, and another"
                " has taken it. Its servers are left to that one",
                shard,
                LEASE,
            )
            await self.on_lost(shard)
        if shards and not self._held:
            self._node = None
            self.on_node(None)

    def _say_that_it_waits(self, shard: int, lease: Lease) -> None:
        if shard in self._told:
            return
        self._told.add(shard)
        if lease.share.total != self._total:
            log.warning(
                "shard %d waits: another process divides the servers into %d shards, and this one"
                " into %d. Give all of them the same SHARD_COUNT",
                shard,
                lease.share.total,
                self._total,
            )
            return
        log.info("shard %d waits: another process holds it, and this one takes it after", shard)


def attendance_of(
    kept: tuple[Store, Clock],
    total: int | None,
    shards: Collection[int],
    draw_bits: Callable[[int], int],
    use_node: Callable[[int | None], None],
) -> Attendance:
    """Return what a process attends to.

    Args:
        kept: Where leases are kept, and by which clock.
        total: How many shards there are; None for as many as Discord recommends.
        shards: Those of this process; empty for all of them, in no other process.
        draw_bits: Draws a number of so many bits.
        use_node: Has ids be made with a number that this process has for itself.
    """
    if total is None or not shards:
        return AllByOne(kept[0])
    leases = Leases(*kept, total, shards, draw_bits(62))
    leases.on_node = use_node
    return leases


def _believed(now: float) -> int:
    """Return until when a lease can be; one that ends later is the work of a wrong clock."""
    return int(now) + 2 * LEASE


def _is_held(lease: Lease, now: float) -> bool:
    return now < lease.held_until <= _believed(now)


def _in_the_way(leases: Sequence[Lease], share: Share, holder: int, now: int) -> Lease | None:
    """Return the lease that keeps a process from holding a share."""
    for lease in leases:
        same = lease.share == share and lease.holder != holder
        if (same or lease.share.total != share.total) and _is_held(lease, now):
            return lease
    return None


def _free_node(leases: Sequence[Lease], holder: int, now: int) -> int:
    """Return what sets a process's ids apart.

    Raises:
        StorageError: Too many processes hold shards.
    """
    taken = {one.node for one in leases if _is_held(one, now) and one.holder != holder}
    free = [node for node in range(NODES) if node not in taken]
    if not free:
        raise StorageError(f"more than {NODES} processes would hold shards")
    # Whoever had one just now may have had a clock ahead of ours, or may not know that it is lost:
    # in the same millisecond by its clock it makes the same ids.
    used = {one.node for one in leases}
    return min(free, key=lambda node: (node in used, node))


async def _leave(shard: int) -> None:
    del shard


def _ignore(node: int | None) -> None:
    del node
