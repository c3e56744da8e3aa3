"""The parent: runs two processes on one database, and kills them at any moment."""

import asyncio
import json
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from storage.database import database_at
from tests.builders import NOW
from tests.crash import scene
from tests.crash.kept import Kept
from tests.crash.outside import Outside, World

ROOT = Path(__file__).parents[2]
DOWNTIME = 200
"""How far (seconds) the clock has advanced when both processes are back."""

PATIENCE = 90
"""How long (seconds) the processes have in the end for what is due or waiting."""

START = 30
"""How long (seconds) a process has to start, and to stop when ordered to."""

TROUBLE = 0.1
"""How often the database itself is in trouble, for each process that is killed."""

KILL_MOMENTS = ("moment", "moment", "vote", "effect", "effect")
"""When to kill: at a random moment, right after a vote is acknowledged, or after an effect."""


@dataclass
class Log:
    """What the processes reported: every acknowledgment, in the order of each process."""

    votes: list[tuple[int, int, str]] = field(default_factory=list)
    others: list[list[Any]] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    downtimes: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def busy(self) -> int:
        """How often nothing was saved, and somebody was told so."""
        return sum(what[0] == "busy" for what in self.others)


@dataclass
class Slot:
    """A slot for one running process; `next` has started and waits to take over."""

    number: int
    process: Process
    next: Process
    up: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Task[None] | None = None
    kill_at_vote: bool = False


class Arena:
    """Runs and kills two processes, and serves the world outside.

    In the end, `log` and `world` are compared with the database.
    """

    def __init__(self, folder: Path, seed: int, kept: Kept) -> None:
        self.kept = kept
        self.stderr = folder / "stderr.txt"
        self.log, self.world = Log(), World()
        self._draw = random.Random(seed)
        self._outside = Outside(self.world, random.Random(seed + 1), self._kill_now)
        self._slots: list[Slot] = []
        self._offset = 0
        self._port = 0
        self._errors: BinaryIO
        self._started: list[Process] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Run both processes; whatever happens, none is left running."""
        async with self.kept.open():
            store = database_at(self.kept.url, lambda: NOW)
            await store.open()
            await scene.make(store)
            await store.close()
            await self.kept.watch()
            self._port = await self._outside.start()
            async with self._running():
                yield

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        with self.stderr.open("wb") as self._errors:
            try:
                for number in range(scene.WORKERS):
                    self._slots.append(
                        Slot(number, await self._spawn(number), await self._spawn(number))
                    )
                    self._go(self._slots[number])
                yield
            finally:
                for process in self._started:
                    if process.returncode is None:
                        process.kill()
                await asyncio.gather(*(process.wait() for process in self._started))
                await asyncio.gather(*(slot.over for slot in self._slots if slot.over))
                await self._outside.stop()

    async def kill(self, times: int) -> None:
        """Kill processes that many times, one or both at once; replace each one."""
        while self.log.kills.total() < times:
            if self._draw.random() < TROUBLE and (what := await self.kept.trouble(self._draw)):
                self.log.troubles[what] += 1
            if self._draw.random() < 0.08:
                await self._kill_both()
                continue
            slot, how = self._draw.choice(self._slots), self._draw.choice(KILL_MOMENTS)
            await self._up(slot)
            await self._kill_at(slot, how)
            await self._replace(slot)

    async def drain(self, *, hurry: bool = False) -> None:
        """Start nothing new; return when nothing is due or waiting, and both have stopped.

        With `hurry`, the showrunners close by hand what is still open.
        """
        self._outside.calm = True
        for slot in self._slots:
            await self._up(slot)
            self._send(slot, "hurry" if hurry else "drain")
        for _ in range(PATIENCE * 10):
            if await self._is_finished():
                break
            await asyncio.sleep(0.1)
        else:
            self.log.faults.append("something was still due, or waited, in the end")
        for slot in self._slots:
            self._send(slot, "stop")
        for slot in self._slots:
            try:
                code = await asyncio.wait_for(slot.process.wait(), START)
            except TimeoutError:
                self.log.faults.append(f"process {slot.number} did not stop when told to")
                continue
            if code != 0:
                self.log.faults.append(f"process {slot.number} ended with {code}")

    async def _spawn(self, number: int) -> Process:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.crash.worker"),
            *(self.kept.url, str(self._port), str(number), str(self._draw.getrandbits(32))),
            cwd=ROOT,
            stdin=PIPE,
            stdout=PIPE,
            stderr=self._errors,
        )
        self._started.append(process)
        return process

    def _go(self, slot: Slot) -> None:
        slot.up.clear()
        slot.over = asyncio.create_task(self._read_lines(slot, slot.process))
        self._send(slot, f"go {self._offset}")

    @staticmethod
    def _send(slot: Slot, word: str) -> None:
        assert slot.process.stdin is not None
        slot.process.stdin.write(word.encode() + b"\n")

    async def _read_lines(self, slot: Slot, process: Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            if not line.endswith(b"\n"):
                return  # it was killed while it wrote
            what, *rest = json.loads(line)
            if what == "up":
                slot.up.set()
            elif what == "vote":
                self.log.votes.append((rest[0], rest[1], rest[2]))
                if slot.kill_at_vote:
                    self._kill_now(slot.number)
            else:
                self.log.others.append([what, *rest])

    async def _up(self, slot: Slot) -> None:
        """Wait until a process is at work.

        Raises:
            RuntimeError: It ended by itself, or did not start in time.
        """
        ups = asyncio.create_task(slot.up.wait())
        end = asyncio.create_task(slot.process.wait())
        await asyncio.wait((ups, end), timeout=START, return_when=asyncio.FIRST_COMPLETED)
        for task in (ups, end):
            task.cancel()
        if not slot.up.is_set() or slot.process.returncode is not None:
            raise RuntimeError(f"a process is not at work:\n{self.stderr.read_text()[-3000:]}")

    async def _kill_at(self, slot: Slot, how: str) -> None:
        """Kill a process at a certain moment; if that does not come, after a while."""
        if how == "vote":
            slot.kill_at_vote = True
        elif how == "effect":
            self._outside.kill_after_effect.add(slot.number)
        wait = self._draw.uniform(0.05, 0.5) if how == "moment" else 1.5
        try:
            await asyncio.wait_for(slot.process.wait(), wait)
        except TimeoutError:
            how = "moment"
            self._kill_now(slot.number)
        self.log.kills[how] += 1

    def _kill_now(self, number: int) -> None:
        slot = self._slots[number]
        slot.kill_at_vote = False
        self._outside.kill_after_effect.discard(number)
        if slot.process.returncode is None:
            slot.process.kill()

    async def _replace(self, slot: Slot) -> None:
        """Replace a killed process by the next one."""
        code = await slot.process.wait()
        if code != -9:
            self.log.faults.append(f"process {slot.number} ended with {code}")
        if slot.over is not None:
            await slot.over  # everything that it wrote has been read
        slot.process, slot.next = slot.next, await self._spawn(slot.number)
        self._go(slot)

    async def _kill_both(self) -> None:
        """Kill both at once; when they are back, minutes have passed and nonces are forgotten."""
        for slot in self._slots:
            await self._up(slot)
        for slot in self._slots:
            self._kill_now(slot.number)
            self.log.kills["both"] += 1
        self.log.downtimes += 1
        self._offset += DOWNTIME
        self.world.forget_nonces()
        for slot in self._slots:
            await self._replace(slot)

    async def _is_finished(self) -> bool:
        [row] = await self.kept.rows(
            "SELECT (SELECT count(*) FROM rounds WHERE state NOT IN ('closed', 'cancelled'))"
            " + (SELECT count(*) FROM outbox WHERE state = 'waiting') AS unfinished"
        )
        return bool(row["unfinished"] == 0)
