"""One simulation from a seed: the season, other deeds, trouble, then quiet, then checks."""

import asyncio
import gc
import logging
import tempfile
from collections.abc import Awaitable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from bot.schedule import SWEEP_EVERY
from bot.services.upkeep import EFFECTS_KEPT_FOR
from tests.simulation import invariants, told
from tests.simulation.actions import ACTIONS
from tests.simulation.crowd import Crowd
from tests.simulation.faults import FAULTS
from tests.simulation.loop import Stuck
from tests.simulation.plan import FAULT, QUIET, STORM, Step, plan_of
from tests.simulation.season import Season
from tests.simulation.stage import Stage
from tests.simulation.world import Broken, World


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a seed."""

    seed: int
    broken: tuple[Broken, ...]
    trace: tuple[str, ...]
    steps: tuple[Step, ...]
    seasons: int


_ENDED: list[World] = []
"""Worlds that are over, kept so that nothing left in them is cleaned up by running it."""


def simulate(seed: int, *, left_out: Collection[int] = ()) -> Outcome:
    """Run a seed to its end; once in a process.

    Args:
        seed: The seed.
        left_out: Steps of its plan that do not happen.
    """
    gc.disable()  # what is collected, and when, would be different in every run
    logging.getLogger("discord").setLevel(logging.WARNING)
    plan = plan_of(seed, ACTIONS, FAULTS)
    plan = replace(plan, steps=tuple(one for one in plan.steps if one.number not in left_out))
    shared = Path("/dev/shm")  # noqa: S108 - memory, where the machine has it
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        world = World(seed, Path(folder))
        _ENDED.append(world)
        world.install()
        stage = Stage(world, Crowd(world), plan)
        invariants.watch(world, stage)
        asyncio.set_event_loop(world.loop)
        try:
            world.loop.run_until_complete(_play(stage))
        except Stuck as stuck:
            world.break_("everything_comes_to_an_end", str(stuck))
    return Outcome(
        seed,
        tuple(world.broken),
        tuple(world.trace.lines),
        plan.steps,
        len(stage.rooms),
    )


async def _play(stage: Stage) -> None:
    """Play all of it."""
    world, plan = stage.world, stage.plan
    world.want(plan.processes)
    stage.crowd.redelivers = 0.0 if plan.calm else 0.05
    seasons = [
        world.spawn(Season(stage, room).run(), f"season of {room.name}") for room in stage.rooms
    ]
    for step in plan.steps:
        world.loop.call_at(step.at, _begin, stage, step)
    end = STORM if plan.steps else 0.0
    await world.sleep(end - world.loop.time())
    world.weather.calm()
    stage.crowd.redelivers = 0.0
    deadline = world.loop.time() + 40 * QUIET
    while not all(one.done() for one in seasons) and world.loop.time() < deadline:
        await world.sleep(60)
    await world.sleep(QUIET if plan.steps else 1800)
    if not all(one.done() for one in seasons):
        world.break_("every_season_gets_to_the_board", "it did not, long after all was quiet")
    for one in seasons:
        if one.done() and one.exception() is not None:
            raise one.exception() or AssertionError
    await told.ask(stage)
    invariants.look(world, stage, invariants.IN_QUIET)
    for _ in range(2):  # many rows are forgotten a few at a time
        world.loop.leap(EFFECTS_KEPT_FOR)
        await world.sleep(2 * SWEEP_EVERY)
    invariants.look(world, stage, invariants.MUCH_LATER)


def _begin(stage: Stage, step: Step) -> None:
    """Have a step of the plan happen."""
    world, draw = stage.world, Random(step.chance)
    if step.kind == FAULT:
        world.trace.note("trouble", step.name.replace("_", " "))
        world.weather.begin(FAULTS[step.name].run(stage, draw))
        return
    room = draw.choice(stage.rooms)
    who = stage.somebody(room, draw)
    world.spawn(_act(stage, step, ACTIONS[step.name].run(stage, room, who, draw)), step.name)


async def _act(stage: Stage, step: Step, acting: Awaitable[None]) -> None:
    await stage.world.until_ready()
    await acting
