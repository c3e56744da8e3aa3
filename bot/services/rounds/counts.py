"""What rounds were counted to lately, so that one close makes one count."""

import threading
from dataclasses import dataclass

from bot.domain.counting import Outcome
from bot.domain.model import Round, RoundId

MAX_COUNTS = 64
"""So many counts are remembered: more than follow-ups of closes are ever under way."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a round's ballots gave.

    `alone` is what they would have given without pins, vetoes and the casting vote; None where
    there were none, or where it was not worked out.
    """

    outcome: Outcome
    alone: Outcome | None = None


class RecentCounts:
    """Remembers the counts of this process. What it does not have is to be counted again.

    A round is remembered under the hash of its record: a close that was rolled back leaves nothing
    that another close could be told by mistake.
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[RoundId, str], Count] = {}
        # Rounds are closed in the database's thread as well as in the event loop's.
        self._lock = threading.Lock()

    def keep(self, round_id: RoundId, record_sha256: str, count: Count) -> None:
        """Remember a count, and forget the oldest where there are too many."""
        with self._lock:
            self._counts.pop((round_id, record_sha256), None)
            self._counts[round_id, record_sha256] = count
            while len(self._counts) > MAX_COUNTS:
                del self._counts[next(iter(self._counts))]

    def of(self, round_: Round) -> Count | None:
        """Return the count that closed a round, if it is remembered."""
        return self._counts.get((round_.id, round_.record_sha256))
