"""What happened, a line each, so that a person can follow it."""

from collections.abc import Callable
from dataclasses import dataclass, field

_DAY = 86_400


@dataclass
class Trace:
    """Lines with the time at which each happened.

    Args:
        time: Gives the virtual seconds since the start.
    """

    time: Callable[[], float]
    lines: list[str] = field(default_factory=list)

    def note(self, who: str, what: str) -> None:
        """Add a line."""
        now = self.time()
        day, rest = divmod(now, _DAY)
        hour, rest = divmod(rest, 3600)
        minute, second = divmod(rest, 60)
        stamp = f"{int(day)}d {int(hour):02}:{int(minute):02}:{second:06.3f}"
        self.lines.append(f"{stamp}  {who:<10} {what}")


def short(text: str, most: int = 110) -> str:
    """Return a text on one line, cut."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
