"""Runs seeds, each in a process of its own, a few at a time."""

import os
import pickle
import selectors
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.simulation.simulation import Outcome, simulate
from tests.simulation.world import Broken

HARNESS = "the_harness_works"
"""What is broken where a run fails by itself: that says nothing of the product."""


@dataclass(frozen=True, slots=True)
class Run:
    """A seed, and what of its plan is left out."""

    seed: int
    left_out: frozenset[int] = frozenset()
    mutation: str = ""


def outcomes(runs: Iterable[Run], at_once: int) -> Iterator[Outcome]:
    """Yield the outcomes of runs as they end.

    Each is a fork: it has the simulation's time and chance to itself, and leaves nothing behind.
    """
    waiting = iter(runs)
    with selectors.DefaultSelector() as selector:
        try:
            while True:
                while len(selector.get_map()) < at_once and (run := next(waiting, None)):
                    file, child = _begin(run)
                    selector.register(file, selectors.EVENT_READ, child)
                if not selector.get_map():
                    return
                for key, _ in selector.select():
                    selector.unregister(key.fd)
                    yield _end(key.fd, key.data)
        finally:
            for key in list(selector.get_map().values()):
                os.kill(key.data, signal.SIGKILL)
                os.close(key.fd)
                os.waitpid(key.data, 0)


def _begin(run: Run) -> tuple[int, int]:
    """Fork a process for a run; return where its outcome can be read, and its id."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.close(writing)
        return reading, child
    os.close(reading)
    try:
        outcome = _simulated(run)
    except BaseException as error:  # noqa: BLE001 - told by the parent
        import traceback  # noqa: PLC0415

        fault = Broken(HARNESS, f"{error!r}\n{traceback.format_exc()}")
        outcome = Outcome(run.seed, (fault,), (), (), 0)
    with os.fdopen(writing, "wb") as file:
        pickle.dump(outcome, file)
    os._exit(0)


def _simulated(run: Run) -> Outcome:
    if run.mutation:
        from tests.simulation.mutations import MUTATIONS  # noqa: PLC0415

        MUTATIONS[run.mutation].apply()
    return simulate(run.seed, left_out=run.left_out)


def _end(file: int, child: int) -> Outcome:
    with os.fdopen(file, "rb") as pipe:
        outcome: Outcome = pickle.loads(pipe.read())  # noqa: S301 - our own child's
    os.waitpid(child, 0)
    return outcome
