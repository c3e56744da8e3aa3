"""A cache of recent counts, so that a close counts its round once."""

import threading

from msgspec import Struct

from bot.domain.counting import Outcome
from bot.domain.model import Round, RoundId

MAX_COUNTS = 64
"""How many counts are cached: more than the closes whose messages are pending at any time."""


class Count(Struct, frozen=True):
    """The count of a round.

    `alone` is the outcome without pins, vetoes and the casting vote; None if there are no pins and
    vetoes, or if it was not counted.
    """

    outcome: Outcome
    alone: Outcome | None = None


class RecentCounts:
    """The recent counts of this process. Other rounds are counted again.

    The key includes the hash of the record, so a close that was rolled back cannot leave a wrong
    count for a later close.
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[RoundId, str], Count] = {}
        # Rounds are closed in the database's thread as well as in the event loop.
        self._lock = threading.Lock()

    def keep(self, round_id: RoundId, record_sha256: str, count: Count) -> None:
        """Remember a count; forget the oldest if there are too many."""
        with self._lock:
            self._counts.pop((round_id, record_sha256), None)
            self._counts[round_id, record_sha256] = count
            while len(self._counts) > MAX_COUNTS:
                del self._counts[next(iter(self._counts))]

    def of(self, round_: Round) -> Count | None:
        """Return the count that closed a round, if it is remembered."""
        return self._counts.get((round_.id, round_.record_sha256))
