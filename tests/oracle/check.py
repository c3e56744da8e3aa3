"""Comparing our seats with a library's answers, round by round."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.counting import Profile, count
from tests.oracle.answers import Answer, Library, NotComparable, Seats


@dataclass(frozen=True, slots=True)
class Difference:
    """A round in which our seats are not among the library's answers."""

    profile: Profile
    ours: Seats
    theirs: Answer

    @property
    def size(self) -> tuple[int, int]:
        """Return how much there is to read, to find the shortest."""
        return len(self.profile.ballots), len(self.profile.songs)


@dataclass(slots=True)
class Tally:
    """The result of comparing many rounds.

    Attributes:
        rounds: How many there were.
        certain: In how many the library has one answer, which is ours.
        tied: In how many it has several, and ours is one of them.
        skipped: How many could not be compared, by reason.
        differing: The other rounds.
    """

    rounds: int = 0
    certain: int = 0
    tied: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    differing: list[Difference] = field(default_factory=list)

    @property
    def compared(self) -> int:
        """Return how many were compared, whatever the result."""
        return self.rounds - self.skipped.total()


def seated(profile: Profile) -> Seats:
    """Return the songs that our count seats, without the pinned ones."""
    return frozenset(seat.song for seat in count(profile).seats) - profile.pinned


def compare(rounds: Iterable[Profile], library: Library) -> Tally:
    """Count every round both ways."""
    tally = Tally()
    for profile in rounds:
        tally.rounds += 1
        try:
            theirs = library(profile)()
        except NotComparable as reason:
            tally.skipped[str(reason)] += 1
            continue
        ours = seated(profile)
        if ours not in theirs:
            tally.differing.append(Difference(profile, ours, theirs))
        elif len(theirs) == 1:
            tally.certain += 1
        else:
            tally.tied += 1
    return tally
