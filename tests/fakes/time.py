"""Stand-ins for whatever has to do with time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.instant = now

    def now(self) -> float:
        return self.instant

    def move(self, seconds: float) -> None:
        self.instant += seconds


class FakeAgenda:
    """Remembers what wants looking at, and when; looks at nothing by itself."""

    def __init__(self) -> None:
        self.due: dict[str, float] = {}

    def at(self, key: str, due: float) -> None:
        self.due[key] = min(due, self.due.get(key, due))

    def next_due(self) -> float | None:
        return min(self.due.values(), default=None)

    async def start(
        self,
        look: Callable[[str], Awaitable[None]],
        sweep: Callable[[], Awaitable[None]],
        heartbeat: Callable[[], Awaitable[None]],
    ) -> None:
        """Leave it to the test to look."""

    def stop(self) -> None:
        """Do nothing: nothing was started."""

    async def idle(self) -> None:
        """Return at once."""

    def sweep_now(self) -> None:
        """Leave it to the test to look."""

    def clock_moved(self) -> None:
        """Leave it to the test to look."""


@dataclass
class FakeAlarm:
    """Something to be called at an instant, unless it is cancelled."""

    at: float
    callback: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


class FakeTimer:
    """Real time that stands until it is moved."""

    def __init__(self) -> None:
        self.instant = 0.0
        self.alarms: list[FakeAlarm] = []

    def time(self) -> float:
        return self.instant

    def call_later(self, delay: float, callback: Callable[[], None]) -> FakeAlarm:
        alarm = FakeAlarm(self.instant + delay, callback)
        self.alarms.append(alarm)
        return alarm

    def move(self, seconds: float) -> None:
        self.instant += seconds
        due = [one for one in self.alarms if one.at <= self.instant]
        self.alarms = [one for one in self.alarms if one.at > self.instant]
        for alarm in due:
            if not alarm.cancelled:
                alarm.callback()
