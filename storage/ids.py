"""IdGenerator made by the application: 63 bits that grow with time and never meet."""

import secrets
import threading
from collections.abc import Callable

_EPOCH_MS = 1_735_689_600_000  # 2025-01-01 UTC
_NODE_BITS = 10
_LENT_NODES = 64
"""The numbers below are lent to processes that hold shards; all others draw one from above."""
_SEQUENCE_BITS = 12
_AHEAD = 1 << _SEQUENCE_BITS - 1
"""The sequence from here on is for ids that follow one that a clock ahead has made."""


def made_at(made: int) -> float:
    """Return the instant (UTC seconds) that an id tells, by the clock of whoever made it."""
    return ((made >> (_NODE_BITS + _SEQUENCE_BITS)) + _EPOCH_MS) / 1000


def id_at(instant: float) -> int:
    """Return the least id that can be made at an instant (UTC seconds)."""
    return max(0, int(instant * 1000) - _EPOCH_MS) << (_NODE_BITS + _SEQUENCE_BITS)


class IdGenerator:
    """Makes ids from the time in milliseconds, a number of this process, and a sequence.

    The number is random, unless the process was lent one that no other has meanwhile. If the clock
    is set back, ids go on from the last millisecond used. An id that has to follow one from a clock
    that was ahead has a time past it; those after it have this clock's again. It is safe to call
    from any thread.
    """

    def __init__(
        self, now: Callable[[], float], draw_bits: Callable[[int], int] = secrets.randbits
    ) -> None:
        self._now = now
        self._drawn = _LENT_NODES + draw_bits(_NODE_BITS) % ((1 << _NODE_BITS) - _LENT_NODES)
        self._node = self._drawn
        self._last = (0, 0)
        self._ahead: dict[int, int] = {}
        """The last number in each millisecond that the clock has yet to come to."""
        self._lock = threading.Lock()

    def __call__(self, after: int = 0) -> int:
        """Return the next id: larger than another one, too, whatever clock that was made by."""
        with self._lock:
            milliseconds, sequence = self._next(after >> _NODE_BITS + _SEQUENCE_BITS)
        return (milliseconds << _NODE_BITS | self._node) << _SEQUENCE_BITS | sequence

    def use(self, node: int | None) -> None:
        """Use a number that this process was lent; None to go back to the random one."""
        with self._lock:
            self._node = self._drawn if node is None else node

    def _next(self, after: int) -> tuple[int, int]:
        """Return the time and the number in it, past a time in milliseconds since the epoch."""
        milliseconds = max(int(self._now() * 1000) - _EPOCH_MS, self._last[0])
        if milliseconds <= after:
            return self._next_ahead(after + 1)
        sequence = self._last[1] + 1 if milliseconds == self._last[0] else 0
        if sequence == _AHEAD:
            milliseconds, sequence = milliseconds + 1, 0
        self._last = (milliseconds, sequence)
        if self._ahead:
            self._ahead = {ms: last for ms, last in self._ahead.items() if ms > milliseconds}
        return self._last

    def _next_ahead(self, milliseconds: int) -> tuple[int, int]:
        # Not kept as the last: every other id would be ahead, too.
        while (sequence := self._ahead.get(milliseconds, _AHEAD - 1) + 1) >> _SEQUENCE_BITS:
            milliseconds += 1
        self._ahead[milliseconds] = sequence
        return milliseconds, sequence
