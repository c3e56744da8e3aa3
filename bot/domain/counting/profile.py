"""The input of a count: candidates, seats, ballots, and what the showrunner decided."""

from typing import Final, Literal

from msgspec import Struct

from bot.domain.ballot_forms.form import CountedBallot, CountedT
from bot.domain.counting.lot import lot_order
from bot.domain.errors import BadRecord

BY_LOT: Final = "lot"
"""In place of a casting vote: nobody cast one in time, so the lot decides."""

Casting = Literal["lot"] | tuple[str, ...] | None
"""`None` while a casting vote is possible, `BY_LOT` if it was missed, or the songs in the order
chosen."""


class Profile(Struct, frozen=True):
    """One round, ready to be counted.

    Attributes:
        method: The name of the method, such as `approval`.
        seats: How many songs are wanted.
        seed: The seed of the lot order.
        songs: The ids of all candidates, each once.
        ballots: In any order. Large rounds count fastest if equal choices share one object.
        pinned: Songs that take seats first, whatever the votes; at most `seats` of them.
        vetoed: Songs that are left out of the count; none of them pinned.
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
    """Return a round's ballots, checked to be of one type.

    Raises:
        TypeError: A ballot is of another type.
    """
    ballots = [ballot for ballot in profile.ballots if isinstance(ballot, kind)]
    if len(ballots) != len(profile.ballots):
        raise TypeError(f"{profile.method} counts ballots of {kind.__name__} only")
    return ballots


class LineUp(Struct, frozen=True):
    """Which songs compete for how many seats, before any vote is counted.

    Attributes:
        pinned: The songs that are already seated, in lot order.
        free: The songs neither pinned nor vetoed, in lot order.
        seats: How many seats the pins leave.
    """

    pinned: tuple[str, ...]
    free: tuple[str, ...]
    seats: int

    @property
    def unopposed(self) -> bool:
        """Whether there are enough seats for every free song, supported or not."""
        return len(self.free) <= self.seats


def line_up(profile: Profile) -> LineUp:
    """Leave out the vetoed songs and seat the pinned ones; the same for every method."""
    order = lot_order(profile.seed, profile.songs)
    pinned = tuple(song for song in order if song in profile.pinned)
    gone = profile.pinned | profile.vetoed
    free = tuple(song for song in order if song not in gone)
    return LineUp(pinned, free, profile.seats - len(pinned))
