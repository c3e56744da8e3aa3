"""What a process attends to: all servers, or those of the shards it holds."""

import enum
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from typing_extensions import override

from bot.domain.shards import EVERYTHING, Share
from bot.services.ports.repositories.shards import Lease
from bot.services.ports.unit_of_work import Store, UnitOfWork
from bot.services.shards.presence import Presence

MAX_SILENCE = 120
"""Seconds without a sign of life after which the bot counts as down."""

_LAST_SEEN = "last_seen"


class Sign(enum.Enum):
    """What came of leaving a sign of life."""

    LEFT = enum.auto()
    SILENT = enum.auto()
    """There was none for too long: first the downtime has to end."""
    LOST = enum.auto()
    """Another process acts for these servers."""


class Attendance(Protocol):
    """Which servers this process acts for, and when people could last reach the bot there."""

    @property
    def divided(self) -> bool:
        """Whether other processes act for other servers."""
        ...

    @property
    def part(self) -> float:
        """How much of all shards is this process's, above 0 and up to 1."""
        ...

    def acts_for(self, guild_id: int) -> bool:
        """Tell whether a server is this process's, also while people cannot reach it there."""
        ...

    @property
    def shares(self) -> Sequence[Share]:
        """What this process acts for at the moment: where people can reach it."""
        ...

    def came(self, shard: int) -> None:
        """Note that the people of a shard can reach this process."""
        ...

    def went(self, shard: int) -> None:
        """Note that they cannot any more."""
        ...

    async def sign(self, unit: UnitOfWork, share: Share, now: int) -> Sign:
        """Leave a sign of life for a share, unless there was none for too long."""
        ...

    async def last_seen(self, share: Share, now: int) -> int:
        """Return when (UTC seconds) the last one was left; now if there has been none."""
        ...

    async def end_silence(self, unit: UnitOfWork, share: Share, now: int) -> None:
        """Leave a sign of life, however long there was none."""
        ...

    async def look_beside(self, unit: UnitOfWork, now: int) -> None:
        """Look whether another process acts for the same servers; then call `looked_beside`."""
        ...

    def looked_beside(self) -> None:
        """Note that what `look_beside` wrote is committed."""
        ...

    async def renew(self) -> None:
        """Keep what this process holds; give up what another one has taken."""
        ...

    async def release(self) -> None:
        """Give up everything, so that another process can go on at once."""
        ...


class AllByOne(Attendance):
    """One process for all servers. Two of them may overlap while one takes over from the other."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._presence = Presence(store)
        self._away: set[int] = set()

    @property
    @override
    def divided(self) -> bool:
        return False

    @property
    @override
    def part(self) -> float:
        return 1.0

    @override
    def acts_for(self, guild_id: int) -> bool:
        return True

    @property
    @override
    def shares(self) -> Sequence[Share]:
        return () if self._away else (EVERYTHING,)

    @override
    def came(self, shard: int) -> None:
        self._away.discard(shard)

    @override
    def went(self, shard: int) -> None:
        self._away.add(shard)

    @override
    async def sign(self, unit: UnitOfWork, share: Share, now: int) -> Sign:
        seen = await unit.facts.get(_LAST_SEEN)
        if not seen or now - int(seen) > MAX_SILENCE:
            # Until now, others may have divided the servers.
            last = await seen_everywhere(unit, await unit.shards.all())
            if last and now - last > MAX_SILENCE:
                return Sign.SILENT
        if seen != str(now):
            await self.end_silence(unit, share, now)
        return Sign.LEFT

    @override
    async def last_seen(self, share: Share, now: int) -> int:
        read = self._store.read
        return await seen_everywhere(read, await read.shards.all()) or now

    @override
    async def end_silence(self, unit: UnitOfWork, share: Share, now: int) -> None:
        await unit.facts.set(_LAST_SEEN, str(now))

    @override
    async def look_beside(self, unit: UnitOfWork, now: int) -> None:
        await self._presence.sign(unit, now)

    @override
    def looked_beside(self) -> None:
        self._presence.signed()

    @override
    async def renew(self) -> None:
        """Do nothing: it holds nothing that could be taken."""

    @override
    async def release(self) -> None:
        """Do nothing."""


async def seen_undivided(unit: UnitOfWork) -> int:
    """Return when (UTC seconds) a process for all servers left a sign of life; 0 if none has."""
    return int(await unit.facts.get(_LAST_SEEN) or 0)


async def seen_everywhere(unit: UnitOfWork, leases: Sequence[Lease]) -> int:
    """Return when (UTC seconds) there was a sign of life for all servers; 0 if never.

    Of a division, that is the shard that was silent for longest: where the servers were divided
    otherwise, nobody knows whose a server was. One of which some shard was never held did not
    serve all of them, and counts only where nobody ever did.
    """
    divisions = defaultdict[int, list[int]](list)
    for one in leases:
        divisions[one.share.total].append(one.seen_at)
    whole = [min(seen) for total, seen in divisions.items() if len(seen) == total]
    last = max([await seen_undivided(unit), *whole])
    return last or min((one.seen_at for one in leases), default=0)
