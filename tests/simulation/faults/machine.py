"""What goes wrong with the machine: its clock and its disk."""

from collections.abc import Iterator
from random import Random

from tests.simulation.disk import TROUBLES
from tests.simulation.faults import fault
from tests.simulation.plan import STORM
from tests.simulation.stage import Stage


@fault(3)
def set_the_clock(stage: Stage, draw: Random) -> Iterator[float]:
    """Set the machine's clock, forward or back."""
    by = draw.choice((-7200, -600, -90, 90, 600, 7200))
    stage.world.trace.note("somebody", f"sets the clock by {by} seconds")
    stage.world.clock.skew += by
    stage.world.weather.excuse(5, "the clock was set")
    yield STORM
    stage.world.clock.skew -= by


@fault(2)
def sleep_deep(stage: Stage, draw: Random) -> None:
    """Have the machine sleep, and everything else go on."""
    seconds = draw.choice((30, 600, 7200))
    stage.world.trace.note("somebody", f"puts the machine to sleep for {seconds} seconds")
    stage.world.weather.excuse(10, "the machine slept")
    stage.world.loop.leap(seconds)


@fault(4)
def spoil_the_disk(stage: Stage, draw: Random) -> Iterator[float]:
    """Have the disk be full, locked, read-only or failing for a while."""
    disk = stage.world.disk
    disk.trouble = draw.choice(list(TROUBLES))
    stage.world.trace.note("trouble", f"the disk is {disk.trouble}")
    yield draw.choice((1, 20, 200))
    disk.trouble = ""
    stage.world.trace.note("trouble", "the disk is well again")


@fault(2)
def slow_the_disk(stage: Stage, draw: Random) -> Iterator[float]:
    """Have the disk be slow for a while."""
    stage.world.loop.slow, seconds = draw.choice((20.0, 200.0)), draw.choice((5, 60))
    stage.world.weather.excuse(seconds + 5, "the disk was slow")
    yield seconds
    stage.world.loop.slow = 1.0
