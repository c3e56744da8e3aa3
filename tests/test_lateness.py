"""What came too late to be answered is told from what did not, whatever the clocks say."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.lateness import BELIEVED, LATE, Lateness

DAY = 86_400


@dataclass
class Machine:
    """A machine and Discord: each has a clock of its own."""

    discord: float = 1_000_000.0
    wall: float = 5_000_000.0
    monotonic: float = 70.0
    lateness: Lateness = field(init=False)

    def __post_init__(self) -> None:
        self.lateness = Lateness(lambda: self.wall, lambda: self.monotonic)
        assert not self.late()

    def pass_(self, seconds: float, *, asleep: bool = False, fast: float = 0.0) -> None:
        """Let time pass, which both of its clocks may count a little too fast."""
        self.discord += seconds
        self.wall += seconds * (1 + fast)
        self.monotonic += 0 if asleep else seconds * (1 + fast)

    def late(self, on_the_way: float = 0.2) -> bool:
        """Tell whether what was pressed so long ago is late."""
        return self.lateness.of(int((self.discord - on_the_way) * 1000) << 22)


def frozen(machine: Machine) -> None:
    machine.pass_(100)


def slept(machine: Machine) -> None:
    machine.pass_(100, asleep=True)


def set_ahead(machine: Machine) -> None:
    machine.wall += 3600


def set_back(machine: Machine) -> None:
    machine.wall -= 3600


def ran_fast(machine: Machine) -> None:
    for _ in range(30):
        machine.pass_(DAY, fast=5e-5)


@pytest.mark.parametrize("before", [frozen, slept, set_ahead, set_back, ran_fast])
def test_what_comes_in_time_is_never_late(before: Callable[[Machine], None]) -> None:
    machine = Machine()
    before(machine)
    for on_the_way in (0.1, 3.0, 0.2):
        assert not machine.late(on_the_way)
        machine.pass_(60)


@pytest.mark.parametrize("before", [frozen, set_ahead, set_back, ran_fast])
def test_what_was_pressed_while_the_process_was_frozen_is_late(
    before: Callable[[Machine], None],
) -> None:
    machine = Machine()
    before(machine)
    machine.late()
    frozen(machine)
    assert machine.late(on_the_way=90)
    assert machine.late(on_the_way=LATE + 1)
    assert not machine.late()


def too_fast(_minute: int) -> float:
    return 2e-4


def brought_back(minute: int) -> float:
    """As after a pause of half a minute that no clock counted, which is made up for slowly."""
    return 5e-4 if minute * 60 * 5e-4 < 30 else 0.0


@pytest.mark.parametrize("every", [1, 7, 600])
@pytest.mark.parametrize("fast", [too_fast, brought_back])
def test_a_clock_that_runs_too_fast_makes_people_late_for_a_minute_at_most(
    fast: Callable[[int], float], every: int
) -> None:
    machine, late_since, refused = Machine(), None, 0
    for minute in range(10 * 24 * 60):
        machine.pass_(60, fast=fast(minute))
        if minute % every:
            continue
        if not machine.late():
            late_since = None
            continue
        refused += 1
        late_since = machine.monotonic if late_since is None else late_since
        assert machine.monotonic - late_since <= BELIEVED
    assert refused <= 20
    machine.pass_(BELIEVED + 1, fast=fast(minute))
    assert not machine.late()
    frozen(machine)
    assert machine.late(on_the_way=90)


def test_after_the_comparison_began_anew_what_a_freeze_held_back_is_late_again() -> None:
    machine = Machine()
    frozen(machine)
    assert machine.late(on_the_way=90)
    machine.pass_(BELIEVED + 1)
    assert not machine.late(on_the_way=90)
    assert not machine.late()
    frozen(machine)
    assert machine.late(on_the_way=90)
    assert not machine.late()
