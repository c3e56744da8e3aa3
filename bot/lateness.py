"""Which interactions come so late that Discord has told the person that nothing came of them.

A process that was frozen finds what people pressed meanwhile when it goes on, and so does a session
that was cut off. They have pressed again by then.
"""

from collections.abc import Callable, Sequence

LATE = 10.0
"""After so many seconds an interaction is late; Discord waits three for the first answer."""
BELIEVED = 60.0
"""For so many seconds all that comes may be late; from then on, a clock is wrong."""
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

    def begin_anew(self) -> None:
        self._least = float("inf")


class Lateness:
    """Compares the time in Discord's ids with clocks, none of which need agree with Discord's.

    What a freeze held back comes all at once, and what is pressed after it comes in time. Where
    people are late for longer than that, a clock runs faster than any should, as one does that is
    brought back to the right time little by little.

    Args:
        clocks: What returns seconds. One may be set, and another stand while the machine sleeps:
            only what is late by all of them is late. The last one is never set.
    """

    def __init__(self, *clocks: Callable[[], float]) -> None:
        self._measures: Sequence[_Measure] = [_Measure(now) for now in clocks]
        self._now = clocks[-1]
        self._late_since: float | None = None

    def of(self, interaction_id: int) -> bool:
        """Tell whether an interaction that has just come is late; the first is taken for timely."""
        made = (interaction_id >> 22) / 1000  # seconds since Discord began to count
        if self._lag(made) <= LATE:
            self._late_since = None
            return False
        now = self._now()
        if self._late_since is None:
            self._late_since = now
        if now - self._late_since <= BELIEVED:
            return True
        for one in self._measures:
            one.begin_anew()
        return self.of(interaction_id)

    def _lag(self, made: float) -> float:
        return min([one.lag(made) for one in self._measures])
