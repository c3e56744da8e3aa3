"""How many calls Spotify is asked in 24 hours, and how many of them are for whom. Pure."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from msgspec import Struct

HOUR = 3600
HOURS = 25
"""How many hours are counted, the present one too: any 24 hours are among them."""
RESERVE = 150
"""How many of the calls are reserved for syncs: lookups may not use them."""


class Payer(Struct, frozen=True):
    """Whose share a call is taken from; 0 for nobody's.

    Attributes:
        room_id: The room that it is made for.
        user_id: The person who asked for it.
    """

    room_id: int = 0
    user_id: int = 0


NOBODY = Payer()


class Use(Struct, frozen=True):
    """What calls are made for; `lookup` unless they keep what was promised."""

    payer: Payer = NOBODY
    lookup: bool = False


class Limit(StrEnum):
    """Why no call may be made before an instant."""

    SPOTIFY = "spotify"
    """Spotify asks for a pause."""
    LOOKUPS = "lookups"
    """Spotify's quota is used up for lookups; what was promised is tried all the same."""
    DAY = "day"
    """The calls that the host allows are used up."""
    ROOM = "room"
    """The room's share of them is."""
    PERSON = "person"
    """The person's share of them is."""


class HourOfCalls(Struct, frozen=True):
    """The calls of an hour, counted from 1970: all, those for a room, and those for a person."""

    hour: int
    calls: int
    of_room: int = 0
    of_person: int = 0


class Spent(Struct, frozen=True):
    """What was spent in the hours that count, the earliest first.

    `rooms_share` says whether several rooms have to get by with it.
    """

    hours: Sequence[HourOfCalls] = ()
    rooms_share: bool = False


class Exhausted(Struct, frozen=True):
    """Which limit is reached, and until when (UTC seconds)."""

    why: Limit
    until: float


Bound = tuple[Limit, Callable[[HourOfCalls], int], int]
"""A limit, which calls of an hour count for it, and how many of them may be made."""


class Budget(Struct, frozen=True):
    """How many calls may be made in any 24 hours.

    Where several rooms share it, each may use half. A person may use half of what a room has for
    lookups, so that nobody spends it for the others.
    """

    calls: int

    def exhausted(self, use: Use, spent: Spent) -> Exhausted | None:
        """Return which limit keeps a call from being made; None if it may be made."""
        reached = [
            Exhausted(why, until)
            for why, count, limit in self._limits(use, spent)
            if (until := _free_at(spent.hours, count, limit))
        ]
        return max(reached, key=lambda one: one.until, default=None)

    def left(self, use: Use, spent: Spent) -> int:
        """Return how many calls may be made before a limit is reached."""
        limits = self._limits(use, spent)
        return max(0, min(limit - sum(map(count, spent.hours)) for _, count, limit in limits))

    def _limits(self, use: Use, spent: Spent) -> Sequence[Bound]:
        most = self.calls - RESERVE if use.lookup else self.calls
        of_room = most // 2 if spent.rooms_share else most
        limits: Sequence[Bound] = (
            (Limit.DAY, lambda hour: hour.calls, most),
            (Limit.ROOM, lambda hour: hour.of_room, of_room),
            (Limit.PERSON, lambda hour: hour.of_person, max(1, of_room // 2)),
        )
        known = {Limit.DAY}
        if use.payer.room_id:
            known.add(Limit.ROOM)
        if use.payer.user_id and use.lookup:
            known.add(Limit.PERSON)
        return [bound for bound in limits if bound[0] in known]


def _free_at(
    hours: Sequence[HourOfCalls], count: Callable[[HourOfCalls], int], limit: int
) -> float:
    """Return when fewer calls than a limit count; 0 if they do now."""
    total = sum(map(count, hours))
    if total < limit:
        return 0.0
    for hour in hours:
        total -= count(hour)
        if total < limit:
            return float((hour.hour + HOURS) * HOUR)
    return float((hours[-1].hour + HOURS) * HOUR) if hours else 0.0
