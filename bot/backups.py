"""The copies that the bot makes of its own database, at an interval, while it runs.

When the next one is due follows from the newest one in the folder, so a restart neither skips one
nor repeats it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from bot import backup_files
from bot.backup_files import BackupState
from bot.domain.errors import StorageError
from bot.domain.structs import replace
from bot.host_files import in_the_way, make_folder, why_not
from bot.services.ports.world import Agenda, Clock
from bot.settings_backups import BackupPlan

log = logging.getLogger(__name__)

KEY = "backup"
"""The key under which the agenda holds the next copy."""
AGAIN_AFTER = 3600
"""Seconds after which a copy that failed is tried again, where the interval is no shorter."""


class Copier(Protocol):
    """Makes a copy where that holds nothing up."""

    async def require(self) -> None:
        """Return if copies can be made here.

        Raises:
            StorageError: Something is missing that it takes.
        """
        ...

    async def make(self, target: Path) -> None:
        """Write a copy to a new file, and check it; it is there whole, or not at all.

        Raises:
            StorageError: There is none.
        """
        ...

    def stop(self) -> None:
        """Give up the copy that is being made, which then fails; safe to call at any time."""
        ...


class Backups:
    """Makes copies as planned, one at a time, and removes those that are not kept.

    Args:
        plan: None for no copies at all.
        copier: Makes a copy.
        clock: Says what is due.
        agenda: Is told when to look next.
        ours: Tells whether this process is the one that makes them, where several share a database.
    """

    def __init__(
        self,
        plan: BackupPlan | None,
        copier: Copier,
        clock: Clock,
        agenda: Agenda,
        ours: Callable[[], bool],
    ) -> None:
        self._plan = plan
        self._copier = copier
        self._clock = clock
        self._agenda = agenda
        self._ours = ours
        self._tried = False
        self._stopped = False
        self._state = BackupState(every=plan.every if plan else None)

    @property
    def state(self) -> BackupState:
        """How the copies are, as this process knows."""
        return self._state

    async def plan(self) -> None:
        """Have the agenda know when the next copy is due; the first time, see that one can be made.

        What keeps the bot from it is logged.
        """
        plan = self._plan
        if plan is None or self._stopped or not self._ours():
            return
        if not self._tried:
            self._tried = True
            await self._noting_failures(plan, self._require)
        self._agenda.at(KEY, await self._due(plan))

    async def look(self) -> None:
        """Make a copy if one is due. One that fails is logged, and tried again later."""
        plan = self._plan
        if plan is None or self._stopped or not self._ours():
            return
        if await self._due(plan) <= self._clock.now():
            await self._noting_failures(plan, self._make)
        self._agenda.at(KEY, await self._due(plan))

    def stop(self) -> None:
        """Make no more copies; one that is being made is left to the next start."""
        self._stopped = True
        self._copier.stop()

    async def _due(self, plan: BackupPlan) -> float:
        now = self._clock.now()
        newest = await asyncio.to_thread(backup_files.newest_copy, plan, now)
        failed = self._state.failed_at
        if failed is not None and newest is not None and newest > failed:
            failed = None  # another process has made one since
        if failed is None:
            self._state = BackupState(plan.every, newest)
            return now if newest is None else newest + plan.every
        self._state = replace(self._state, newest_at=newest)
        return failed + min(plan.every, AGAIN_AFTER)

    async def _require(self, plan: BackupPlan) -> None:
        await asyncio.to_thread(make_folder, plan.folder)
        reason = in_the_way(backup_files.target(plan, self._clock.now()))
        if reason:
            raise StorageError(f"{reason}.")
        await self._copier.require()

    async def _make(self, plan: BackupPlan) -> None:
        now = self._clock.now()
        target = backup_files.target(plan, now)
        await asyncio.to_thread(make_folder, plan.folder)
        await self._copier.make(target)
        self._state = BackupState(plan.every, now)
        log.info("the database was copied to %s", target)
        await asyncio.to_thread(backup_files.remove_old, plan, now)

    async def _noting_failures(
        self, plan: BackupPlan, work: Callable[[BackupPlan], Awaitable[None]]
    ) -> None:
        try:
            await work(plan)
        except (OSError, StorageError) as fault:
            if self._stopped:
                return
            words = f"{why_not(plan.folder, fault)}." if isinstance(fault, OSError) else str(fault)
            now = self._clock.now()
            self._state = replace(self._state, failed_at=now, failure=words)
            pause = min(plan.every, AGAIN_AFTER) // 60
            # Somebody has to do something about it, and the words say what.
            log.log(logging.ERROR, "no copy of the database: %s (Next try in %d min)", words, pause)
