"""Votes as they are about to be scheduled, and where a round stands in its plan."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.when import Instant


class PlannedCut(Struct, frozen=True):
    """One vote of a draft: how many songs it lets through, and when it closes."""

    seats: int
    closes: Instant


class VoteDraft(Struct, frozen=True):
    """A vote, or several in a row, each over what the one before it let through.

    `opens` is UTC seconds; None is at once. `songs` is how many there must be at first; None is
    however many are on the shortlist.
    """

    method: str
    cuts: tuple[PlannedCut, ...]
    opens: int | None = None
    songs: int | None = None


class PlanPlace(Struct, frozen=True):
    """Which cut of how many a round is, counted from 1, and the seats of those after it."""

    number: int
    of: int
    next_seats: tuple[int, ...]


def place_in(seats: Sequence[int], earlier: int) -> PlanPlace | None:
    """Return a round's place in its plan; None if it stands alone.

    Args:
        seats: The seats of all rounds of the plan that were not cancelled, in order.
        earlier: How many of them come before the round.
    """
    if len(seats) < 2:
        return None
    return PlanPlace(earlier + 1, len(seats), tuple(seats[earlier + 1 :]))
