"""An event loop without an outside: time jumps, the seed picks the order, no threads."""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable
from contextvars import Context, ContextVar, copy_context
from random import Random
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

CAUSE: ContextVar[object] = ContextVar("cause", default=None)
"""What somebody did or what happened, of which a callback is a consequence."""
STRAND: ContextVar[int] = ContextVar("strand", default=0)
"""The task that a callback belongs to."""


class Mortal(Protocol):
    """Something whose callbacks end with it: a process."""

    dead: bool


PROCESS: ContextVar[Mortal | None] = ContextVar("process", default=None)
"""The process of the bot that a callback belongs to; None for the world outside."""

STEP = 1e-6
"""How long (seconds) a callback takes, so that whoever waits for a moment actively sees it come."""
MOST_STEPS = 800_000
"""So many callbacks are taken for a bot that runs in circles."""


class Stuck(AssertionError):
    """Nothing will ever happen again, or the same things for ever."""


_NUMBERS = itertools.count()
"""Hashes that are the same in every run, so that sets of tasks keep their order."""


class SimulatedTask(asyncio.Task[T]):
    """A task that knows its process, and whose place in a set does not depend on its address."""

    __slots__ = ("_number", "process")

    def __init__(self, *given: Any, **named: Any) -> None:
        self._number = next(_NUMBERS)
        self.process = named["context"].get(PROCESS)
        super().__init__(*given, **named)

    def __hash__(self) -> int:
        return self._number


class SimulatedFuture(asyncio.Future[T]):
    """A future whose place in a set does not depend on its address."""

    __slots__ = ("_number",)

    def __init__(self, *given: Any, **named: Any) -> None:
        self._number = next(_NUMBERS)
        super().__init__(*given, **named)

    def __hash__(self) -> int:
        return self._number


class Ready:
    """The callbacks that may run now, by the tasks they belong to.

    Callbacks of one task keep the order that asyncio promises them; tasks overtake each other.
    """

    def __init__(self, draw: Random) -> None:
        self._random = draw.random
        self._queues: dict[object, deque[asyncio.Handle]] = {}
        self._strands: list[object] = []

    def __len__(self) -> int:
        return len(self._strands)

    def append(self, handle: asyncio.Handle) -> None:
        strand = handle._context.get(STRAND)  # type: ignore[attr-defined]
        queue = self._queues.get(strand)
        if queue is None:
            queue = self._queues[strand] = deque()
            self._strands.append(strand)
        queue.append(handle)

    def take(self) -> asyncio.Handle:
        """Take the next callback of a task that the seed picks."""
        strands = self._strands
        place = int(self._random() * len(strands)) if len(strands) > 1 else 0
        queue = self._queues[strands[place]]
        handle = queue.popleft()
        if not queue:
            del self._queues[strands[place]]
            strands[place] = strands[-1]
            strands.pop()
        return handle


class VirtualLoop(asyncio.BaseEventLoop):
    """Runs callbacks in an order that the seed picks, and waits for nothing.

    Args:
        draw: Picks the order, and how long what would be a thread's takes.
    """

    def __init__(self, draw: Random) -> None:
        super().__init__()
        self._now = 0.0
        self._draw = draw
        self._steps = 0
        self._ready: Ready = Ready(draw)
        known: Any = self
        self._timers: list[Any] = known._scheduled
        self.set_task_factory(_task)
        self.slow = 1.0
        """How many times longer than usual a thread takes."""

    def time(self) -> float:
        """Return the virtual seconds since the start."""
        return self._now

    def create_future(self) -> asyncio.Future[Any]:
        """Return a future of the kind that runs the same in every run."""
        return SimulatedFuture(loop=self)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        """Run what would be a thread's inline after a wait; its answer comes after another."""
        future = self.create_future()

        def run() -> None:
            try:
                result = func(*args)
            except BaseException as error:  # noqa: BLE001 - handed on, as a thread's is
                self.call_later(self.delay(), _settle, future, None, error)
            else:
                self.call_later(self.delay(), _settle, future, result, None)

        self.call_later(self.delay(), run)
        return future

    def delay(self) -> float:
        """Return how long (seconds) a trip to a thread takes."""
        return 0.0005 * (1 + 4 * self._draw.random()) * self.slow

    def leap(self, seconds: float) -> None:
        """Let time pass in which nothing runs."""
        self._now += seconds

    def _run_once(self) -> None:
        ready, timers = self._ready, self._timers
        while timers and (not ready or timers[0]._when <= self._now):
            timer = heapq.heappop(timers)
            timer._scheduled = False
            if not timer._cancelled:
                self._now = max(self._now, timer._when)
                ready.append(timer)
        if not ready:
            raise Stuck("nothing will ever happen again")
        handle = ready.take()
        self._now += STEP
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise Stuck(f"more than {MOST_STEPS} steps")
        process = handle._context.get(PROCESS)  # type: ignore[attr-defined]
        if not handle._cancelled and (process is None or not process.dead):
            handle._run()

    def _write_to_self(self) -> None:
        """Wake nobody: there are no other threads."""

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Leave it in the heap: it is thrown away when its time comes."""


def _task(
    loop: asyncio.AbstractEventLoop, coro: Any, context: Context | None = None, **how: Any
) -> Any:
    its = copy_context() if context is None else context
    its.run(STRAND.set, next(_NUMBERS))
    return SimulatedTask(coro, loop=loop, context=its, **how)


def _settle(future: Any, result: object, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


def within(process: Mortal | None, cause: object) -> Context:
    """Return a context whose callbacks belong to a process and have a cause."""
    context = Context()
    context.run(PROCESS.set, process)
    context.run(CAUSE.set, cause)
    return context
