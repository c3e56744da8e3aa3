"""What goes wrong with processes of the bot: they end, and start again."""

from collections.abc import Iterator
from random import Random

from tests.simulation.faults import fault
from tests.simulation.stage import Stage


@fault(4)
def kill_a_process(stage: Stage, draw: Random) -> None:
    """End a process at some moment."""
    if stage.world.alive:
        draw.choice(stage.world.alive).kill()


@fault(6)
def kill_after_a_commit(stage: Stage, draw: Random) -> None:
    """End a process between its next commit and what follows it."""
    stage.world.weather.kill_at["commit"] = draw


@fault(6)
def kill_at_a_request(stage: Stage, draw: Random) -> None:
    """End a process while its next request is on its way to Discord, or the answer back."""
    stage.world.weather.kill_at["request"] = draw


@fault(2)
def stay_away(stage: Stage, draw: Random) -> Iterator[float]:
    """End all processes, and start them only after a while."""
    stage.world.wanted = 0
    for process in list(stage.world.alive):
        process.kill()
    yield draw.choice((30, 300, 3600))
    stage.world.want(stage.plan.processes)


@fault(2)
def deploy(stage: Stage, draw: Random) -> None:
    """Stop a process as a host does; another one follows."""
    running = [one for one in stage.world.alive if not one.stopping]
    if running:
        draw.choice(running).stop()
