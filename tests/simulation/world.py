"""Everything there is in one simulation."""

import asyncio
import logging
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord

from bot.domain.errors import RoomError
from bot.services.effects import failures
from cogs.ui.kit import errors
from tests.simulation import disk, seams
from tests.simulation.deeds import Deed
from tests.simulation.discord_side import DiscordSide, Session
from tests.simulation.disk import Disk
from tests.simulation.loop import CAUSE, VirtualLoop, within
from tests.simulation.process import RESTART_AFTER, Process
from tests.simulation.spotify_side import SpotifySide
from tests.simulation.trace import Trace, short
from tests.simulation.weather import REFUSED, Weather
from tests.wire.call import Call
from tests.wire.faults import Fault
from tests.wire.interactions import Interaction
from tests.wire.shapes import text_of


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that was not kept: the invariant's name, and what it saw."""

    invariant: str
    what: str


class World:
    """One simulation: the clock, the outside, the processes, and what was seen.

    Args:
        seed: Everything follows from it.
        folder: Where the database is.
    """

    def __init__(self, seed: int, folder: Path) -> None:
        self.seed = seed
        self._draws: dict[str, random.Random] = {}
        self.loop = VirtualLoop(self.draw("order"))
        self.clock = seams.Clock(self.loop)
        self.trace = Trace(self.loop.time)
        self.database = folder / "needledrop.db"
        self.disk = Disk()
        self.discord = DiscordSide(self.clock.outside, self.latency)
        self.spotify = SpotifySide(self.clock.outside)
        self.weather = Weather(self)
        self.processes: list[Process] = []
        self.wanted = 1
        self.deeds: list[Deed] = []
        self.by_interaction: dict[int, Deed] = {}
        self.broken: list[Broken] = []
        self.kept: list[Any] = []
        """Tasks that nobody else holds, so that they are not collected."""
        self.after_commit: list[Callable[[World, list[str]], None]] = []
        self.committing: object = None
        """What led to the commit that is being looked at: a deed, or something else."""
        self.after_post: list[Callable[[World, str], None]] = []
        self.after_answer: list[Callable[[World, Deed, Call], None]] = []
        self._waiting: dict[int, asyncio.Future[None]] = {}
        self._reader: sqlite3.Connection | None = None

    def install(self) -> None:
        """Put everything in its place; once in a process."""
        disk.install(self.disk)
        seams.install(
            self.loop,
            self.clock,
            self.draw("chance"),
            session=lambda *_, **__: Session(self.discord),
            spotify=self.spotify.send,
        )
        self.disk.committed = self._committed
        self.discord.answered = self._answered
        self.discord.arrives = lambda: self.draw("death").random() < 0.5
        self.discord.sending = self._sent
        self.spotify.called = lambda *call: self.trace.note("spotify", " ".join(call))
        logging.getLogger().addHandler(_Log(self))
        self.loop.set_exception_handler(self._unhandled)
        self._observe_errors()

    def _observe_errors(self) -> None:
        present = errors.error_text
        named: Any = errors

        def error_text(error: BaseException, *given: Any) -> str:
            deed = CAUSE.get()
            text = present(error, *given)
            if isinstance(deed, Deed):
                deed.errors.append(error)
                deed.refusals.append(text)
            return text

        named.error_text = error_text

    def draw(self, name: str) -> random.Random:
        """Return the chance of one part of the world, which no other part disturbs."""
        made = self._draws.get(name)
        if made is None:
            made = self._draws[name] = random.Random(f"{self.seed}:{name}")
        return made

    def latency(self) -> float:
        """Return how long (seconds) something is on its way to Discord or back."""
        return 0.02 + 0.08 * self.draw("network").random()

    def break_(self, invariant: str, what: str) -> None:
        """Note that a promise was not kept."""
        found = Broken(invariant, what)
        if found not in self.broken:
            self.broken.append(found)
            self.trace.note("BROKEN", f"{invariant}: {what}")

    def rows(self, sql: str, *parameters: object) -> list[sqlite3.Row]:
        """Return what is committed in the database."""
        if self._reader is None:
            self._reader = disk.real_connect(self.database, isolation_level=None)
            self._reader.row_factory = sqlite3.Row
        with closing(self._reader.execute(sql, parameters)) as cursor:
            return cursor.fetchall()

    def want(self, processes: int) -> None:
        """Have so many processes run from now on."""
        self.wanted = processes
        for _ in range(processes - len(self.alive)):
            self._start()

    def _start(self) -> None:
        process = Process(self, len(self.processes) + 1)
        self.processes.append(process)
        process.start()

    def gone(self, process: Process) -> None:
        """Have another process started in the place of one that has ended."""
        for deed in self.deeds:
            if deed.process is process and deed.answered_at is None:
                deed.disturbed = deed.disturbed or "its process ended"
        if len(self.alive) < self.wanted:
            outside = within(None, "the host")  # nothing of what has died runs any more
            self.loop.call_later(RESTART_AFTER, lambda: self.want(self.wanted), context=outside)

    @property
    def alive(self) -> list[Process]:
        """The processes that run."""
        return [one for one in self.processes if not one.dead]

    def _committed(self, process: Process | None, cause: object, tables: list[str]) -> None:
        if "migrations" in tables:
            return  # what is checked is not there yet
        told = dict.fromkeys(tables)
        if isinstance(cause, Deed):
            cause.commits.append((process, tables))
        if set(told) - {"facts", "known_songs", "outbox"} or (told and isinstance(cause, Deed)):
            about = f" for {cause!r}" if isinstance(cause, Deed) else ""
            self.trace.note(repr(process), f"committed {', '.join(told)}{about}")
        self.committing = cause
        for check in self.after_commit:
            check(self, list(told))
        self.weather.committed(process)

    def _answered(self, call: Call, status: int, body: Any) -> None:
        asked = call.recorded
        deed = self._deed_of(call)
        if deed is None:
            if asked.method != "GET":
                said = text_of(body) if isinstance(body, dict) and "components" in body else ""
                done = f"{asked.method} {asked.path} → {status}"
                self.trace.note("discord", f"{done}: {short(said)}" if said else done)
                for told in self.after_post if said else ():
                    told(self, said)
            return
        if status >= 400:
            self.trace.note("discord", f"{asked.method} answer to {deed!r} → {status} {body}")
            return
        if deed.interaction.answered and deed.answered_at is None:
            deed.answered_at = self.loop.time()
            self.trace.note(deed.who.name, f"sees: {short(_said(deed.interaction))}")
        for check in self.after_answer:
            check(self, deed, call)
        waiting = self._waiting.get(deed.interaction.id)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)

    def _sent(self, process: Process, call: Call, fault: Fault | None) -> None:
        if fault is not None:
            lost = f"{'answer' if fault.after else 'request'} lost"
            what = fault.status or (lost if fault.dropped else "slow")
            deed = self._deed_of(call)
            if deed is not None:
                deed.disturbed = f"Discord: {what}"
            self.trace.note("trouble", f"{call.recorded.method} {call.recorded.route}: {what}")
        self.weather.sent(process)

    def _deed_of(self, call: Call) -> Deed | None:
        """Return what somebody did that a request answers; None for all other requests."""
        token = call.parts.get("interaction_token") or call.parts.get("webhook_token")
        return self.by_interaction.get(int(token.removeprefix("token-"))) if token else None

    async def answer(self, deed: Deed, patience: float) -> bool:
        """Wait until somebody sees an answer; say whether it came."""
        while not deed.interaction.answered:
            left = deed.at + patience - self.loop.time()
            if left <= 0:
                return False
            future = self._waiting[deed.interaction.id] = self.loop.create_future()
            await asyncio.wait([future], timeout=left)
            if not deed.interaction.callbacks and self.loop.time() - deed.at > 4:
                return False
        return True

    def spawn(self, work: Any, name: str) -> asyncio.Task[Any]:
        """Have somebody outside do something beside everything else."""
        task = self.loop.create_task(work, name=name, context=within(None, name))
        self.kept.append(task)
        return task

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    async def until_ready(self) -> None:
        """Wait until a process of the bot can be reached."""
        while not any(process.online for process in self.processes):
            await self.sleep(5)

    def _unhandled(self, loop: object, context: dict[str, Any]) -> None:
        self.break_("no_unforeseen_error", short(str(context.get("exception") or context), 300))


def _said(interaction: Interaction) -> str:
    if interaction.modal is not None:
        return f"a form: {interaction.modal['title']}"
    if interaction.choices is not None:
        return f"{len(interaction.choices)} choices"
    return interaction.text or "nothing new"


_ALL_RIGHT = ("Attempting a reconnect", "Ignoring exception in autocomplete")
"""Errors of the library's that say nothing of the bot: it waits, or offers nothing."""


class _Log(logging.Handler):
    """Reads the bot's log: errors are faults, warnings are told."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.WARNING)
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        raised = record.exc_info[1] if record.exc_info else None
        self._world.trace.note("log", short(f"{record.levelname} {text} {raised or ''}", 200))
        if record.name.startswith("discord") and text.startswith(_ALL_RIGHT):
            return
        if record.name.startswith("spotipy"):
            return
        if isinstance(raised, discord.HTTPException) and raised.text == REFUSED:
            return  # so it was told, and nobody could have foreseen it
        if record.name == failures.__name__ and text.endswith(" given up"):
            return  # it failed with what was logged just before, and only what may lapse does so
        if record.levelno >= logging.ERROR and not isinstance(raised, RoomError):
            self._world.break_("no_unforeseen_error", short(f"{text}: {raised!r}", 300))
