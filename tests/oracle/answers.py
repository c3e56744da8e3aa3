"""What a library is asked, and what it answers."""

from collections.abc import Callable

from bot.domain.counting import Profile

Seats = frozenset[str]
"""The songs that get a seat, without the pinned ones."""
Answer = frozenset[Seats]
"""Every set of songs that the library's rule can seat: several where it leaves a tie open."""
ReadyCount = Callable[[], Answer]
"""A count that is ready to run: the ballots are already in the library's own form."""
Library = Callable[[Profile], ReadyCount]
"""Puts a round into a library's form; raises NotComparable where the library has no such round."""


class NotComparable(Exception):
    """The library cannot be asked about this round; the text says why."""


def free_songs(profile: Profile) -> tuple[str, ...]:
    """Return the songs that are neither pinned nor vetoed, in the order of the candidates."""
    ruled_on = profile.pinned | profile.vetoed
    return tuple(song for song in profile.songs if song not in ruled_on)


def contested_seats(profile: Profile) -> int:
    """Return how many seats the pins leave.

    Raises:
        NotComparable: There is a seat for every song, so nothing is counted.
    """
    seats = profile.seats - len(profile.pinned)
    if len(free_songs(profile)) <= seats:
        raise NotComparable("a seat for every song")
    return seats
