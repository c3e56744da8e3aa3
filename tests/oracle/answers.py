"""What a library answers, and the way to ask one."""

from collections.abc import Callable

from bot.domain.counting import Profile

Seated = frozenset[str]
"""The songs that get a seat, pinned ones left out."""
Answer = frozenset[Seated]
"""Every set of songs the library's rule can seat: one, or several where it leaves a tie open."""
Asked = Callable[[], Answer]
"""A count that is ready to run: the ballots are in the library's own form already."""
Library = Callable[[Profile], Asked]
"""Puts a round into a library's form. Raises NotComparable where the library has no such thing."""


class NotComparable(Exception):
    """The library cannot be asked about this round; the text says why."""


def free_songs(profile: Profile) -> tuple[str, ...]:
    """Return the songs neither pinned nor vetoed, in the order of the candidates."""
    gone = profile.pinned | profile.vetoed
    return tuple(song for song in profile.songs if song not in gone)


def contested_seats(profile: Profile) -> int:
    """Return how many seats the pins leave.

    Raises:
        NotComparable: There is a seat for every song, so nothing is counted.
    """
    seats = profile.seats - len(profile.pinned)
    if len(free_songs(profile)) <= seats:
        raise NotComparable("a seat for every song")
    return seats
