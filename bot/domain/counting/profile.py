"""What goes into a count, frozen: candidates, seats, ballots, and what the showrunner decided."""

from dataclasses import dataclass
from typing import Final, Literal

from bot.domain.ballot_forms.form import CountedBallot, CountedT
from bot.domain.counting.lot import lot_order
from bot.domain.errors import BadRecord

BY_LOT: Final = "lot"
"""Stands where a casting vote would: its time has passed unused, so the lot decides."""

Casting = Literal["lot"] | tuple[str, ...] | None
"""`None` while the casting vote may still come, `BY_LOT` after that, or the songs in the order
chosen."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One round, ready to be counted.

    Attributes:
        method: The name of the method, such as `approval`.
        seats: How many songs are wanted.
        seed: What the lot order follows from.
        songs: The ids of all candidates, each once.
        ballots: In any order. Large rounds count fastest where equal choices share one object.
        pinned: Songs that take seats first, whatever the votes; at most `seats` of them.
        vetoed: Songs that leave the count; none of them pinned.
        casting: Whether and how the showrunner has decided a tie.

    Raises:
        BadRecord: The pins and vetoes contradict the rest.
    """

    method: str
    seats: int
    seed: str
    songs: tuple[str, ...]
    ballots: tuple[CountedBallot, ...]
    pinned: frozenset[str] = frozenset()
    vetoed: frozenset[str] = frozenset()
    casting: Casting = None

    def __post_init__(self) -> None:
        if not (self.pinned | self.vetoed) <= frozenset(self.songs):
            raise BadRecord("the pins and vetoes", "only candidates can be pinned or vetoed")
        if both := self.pinned & self.vetoed:
            raise BadRecord(f"song {min(both)}", "it is both pinned and vetoed")
        if len(self.pinned) > self.seats:
            raise BadRecord(
                "pinned", f"{len(self.pinned)} songs are pinned and there are {self.seats} seats"
            )


def ballots_of(profile: Profile, kind: type[CountedT]) -> list[CountedT]:
    """Return a round's ballots, all of one kind.

    Raises:
        TypeError: One is of another kind.
    """
    ballots = [ballot for ballot in profile.ballots if isinstance(ballot, kind)]
    if len(ballots) != len(profile.ballots):
        raise TypeError(f"{profile.method} counts ballots of {kind.__name__} only")
    return ballots


@dataclass(frozen=True, slots=True)
class LineUp:
    """Which songs compete for how many seats, before the first vote is looked at.

    Attributes:
        pinned: The songs that are seated already, in lot order.
        free: The songs neither pinned nor vetoed, in lot order.
        seats: How many seats the pins leave.
    """

    pinned: tuple[str, ...]
    free: tuple[str, ...]
    seats: int

    @property
    def unopposed(self) -> bool:
        """Whether every free song gets a seat, supported or not, since there are enough seats."""
        return len(self.free) <= self.seats


def line_up(profile: Profile) -> LineUp:
    """Take out the vetoed songs and seat the pinned ones; the same for every method."""
    order = lot_order(profile.seed, profile.songs)
    pinned = tuple(song for song in order if song in profile.pinned)
    gone = profile.pinned | profile.vetoed
    free = tuple(song for song in order if song not in gone)
    return LineUp(pinned, free, profile.seats - len(pinned))
