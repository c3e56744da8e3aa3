"""Which interactions come so late that Discord has told the person that nothing came of them.

A process that was frozen finds what people pressed meanwhile when it goes on, and so does a session
that was cut off. They have pressed again by then.
"""

from collections.abc import Callable, Sequence

LATE = 10.0
"""After so many seconds an interaction is late; Discord waits three for the first answer."""
DRIFT = 1e-4
"""How much faster (seconds a second) a clock may run than Discord's."""


class _Measure:
    """How much longer than the fastest a message from Discord took, by a clock of any zero."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._least = float("inf")
        self._at = 0.0

    def lag(self, made: float) -> float:
        now = self._now()
        grown = max(0.0, now - self._at) * DRIFT
        self._least, self._at = min(now - made, self._least + grown), now
        return now - made - self._least


class Lateness:
    """Compares the time in Discord's ids with clocks, none of which need agree with Discord's.

    Args:
        clocks: What returns seconds. One may be set, and another stand while the machine sleeps:
            only what is late by all of them is late.
    """

    def __init__(self, *clocks: Callable[[], float]) -> None:
        self._measures: Sequence[_Measure] = [_Measure(now) for now in clocks]

    def of(self, interaction_id: int) -> bool:
        """Tell whether an interaction that has just come is late; the first is taken for timely."""
        made = (interaction_id >> 22) / 1000  # seconds since Discord began to count
        return min([one.lag(made) for one in self._measures]) > LATE
