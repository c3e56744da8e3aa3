"""Copies of the database, each made by a process of its own, so that nothing waits for one."""

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from typing_extensions import override

from bot.backups import Backups, Copier
from bot.domain.errors import StorageError
from bot.services.ports.world import Agenda, Clock
from bot.services.shards.attendance import Attendance
from bot.settings import Settings

_COMMAND = ("-m", "bot", "backup")
_GENTLY = 10
"""How much the processor prefers other processes, up to 19."""


class CopyProcess(Copier):
    """Has `needledrop backup` make each copy.

    A slow disk or a large database holds up no vote then, and a copy can be given up at once.

    Args:
        database_url: What to copy.
        programs: Raises StorageError where a program is missing that it takes; blocks.
    """

    def __init__(self, database_url: str, programs: Callable[[], object]) -> None:
        self._database_url = database_url
        self._programs = programs
        self._process: asyncio.subprocess.Process | None = None
        self._stopped = False

    @override
    async def require(self) -> None:
        await asyncio.to_thread(self._programs)

    @override
    async def make(self, target: Path) -> None:
        # The address as it was when the bot was started, whatever `.env` says by now.
        environment = {**os.environ, "DATABASE_URL": self._database_url}
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, *_COMMAND, str(target)),
            env=environment | {"PYTHONPATH": os.pathsep.join(filter(None, _modules()))},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            if self._stopped:
                process.kill()
            _give_way(process.pid)
            _, told = await process.communicate()
        finally:
            self._kill()
            self._process = None
        if process.returncode:
            raise StorageError(_sentence(told.decode(errors="replace"), process.returncode))

    @override
    def stop(self) -> None:
        self._stopped = True
        self._kill()

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()


def backups_of(
    settings: Settings,
    clock: Clock,
    agenda: Agenda,
    attendance: Attendance,
    copier: Copier | None = None,
) -> Backups:
    """Return what makes the copies that the settings ask for, each in a process of its own.

    Where several processes share a database, the holder of the first shard makes them for all.
    """
    process = copier or CopyProcess(settings.database_url, programs_for_copies(settings))
    return Backups(settings.backups, process, clock, agenda, lambda: attendance.acts_for(0))


def programs_for_copies(settings: Settings) -> Callable[[], object]:
    """Return what raises StorageError where a program is missing that makes copies; it blocks."""
    server = settings.server
    if server is None:
        return lambda: None
    from storage.postgres_backup import require_programs  # noqa: PLC0415 - loads asyncpg

    return partial(require_programs, server)


def _modules() -> list[str]:
    """Return where this process finds its modules, and so the other one."""
    return [entry or str(Path.cwd()) for entry in sys.path]


def _give_way(pid: int) -> None:
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, _GENTLY)


def _sentence(told: str, status: int) -> str:
    """Return why there is no copy, as the command says it."""
    from bot.entrance import not_done  # noqa: PLC0415 - seldom needed

    words = " ".join(told.split()).removeprefix(not_done("backup")).strip()
    return words or f"The process that makes it ended ({status})."
