"""Ids made by the application: 63 bits that grow with time and never meet."""

import secrets
import threading
from collections.abc import Callable

_EPOCH_MS = 1_735_689_600_000  # 2025-01-01 UTC
_NODE_BITS = 10
_SEQUENCE_BITS = 12


class Ids:
    """Makes ids of milliseconds, a number drawn by this process, and a sequence.

    A clock set back does not matter: the last millisecond used is never gone below. Ids are asked
    for in SQLite's thread, too.
    """

    def __init__(
        self, now: Callable[[], float], draw_bits: Callable[[int], int] = secrets.randbits
    ) -> None:
        self._now = now
        self._node = draw_bits(_NODE_BITS)
        self._last = (0, 0)
        self._one_at_a_time = threading.Lock()

    def __call__(self) -> int:
        """Return the next id."""
        with self._one_at_a_time:
            milliseconds, sequence = self._next()
        return (milliseconds << _NODE_BITS | self._node) << _SEQUENCE_BITS | sequence

    def _next(self) -> tuple[int, int]:
        milliseconds = max(int(self._now() * 1000) - _EPOCH_MS, self._last[0])
        sequence = self._last[1] + 1 if milliseconds == self._last[0] else 0
        if sequence >> _SEQUENCE_BITS:
            milliseconds, sequence = milliseconds + 1, 0
        self._last = (milliseconds, sequence)
        return self._last
