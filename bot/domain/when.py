"""Instants and wall times: daylight saving, and limits on what can be scheduled.

A *wall time* is a naive `datetime`: what the clock in the writers' room shows. Instants are UTC
seconds. Twice a year the two do not match: in spring an hour is skipped, in fall one happens
twice. The person is asked which time they mean.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from bot.domain.errors import InvalidInput, NeedsTime

LONGEST_AHEAD = timedelta(days=366)
"""How far ahead a round can be scheduled; a later time is probably a mistake."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - arithmetic on wall times is naive


class Instant(Struct, frozen=True):
    """A moment, with its wall time.

    Attributes:
        at: UTC seconds.
        wall: The wall time, `YYYY-MM-DD HH:MM`.
        timezone: The IANA name of the time zone.
    """

    at: int
    wall: str
    timezone: str


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name, such as `America/Los_Angeles`.

    Raises:
        InvalidInput: There is no such zone (`timezone`).
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput("timezone", name) from None


def resolve(wall: datetime, zone: ZoneInfo, given: str = "") -> int:
    """Return the instant (UTC seconds, rounded down) of a wall time.

    Args:
        wall: A naive datetime.
        zone: Its time zone.
        given: The original words, for the error.

    Raises:
        NeedsTime: The time is `skipped` or `doubled`; its options are the two possible instants.
    """
    # PEP 495: for a skipped time, fold 0 uses the offset before the gap and fold 1 the one after
    # it; for a repeated time, they are its first and second occurrence.
    first, second = (_read(wall, zone, each) for each in (0, 1))
    if first == second:
        return first
    if first > second:
        raise NeedsTime("skipped", given or _written(wall), (second, first))
    raise NeedsTime("doubled", given or _written(wall), (first, second))


def _read(wall: datetime, zone: ZoneInfo, fold: int) -> int:
    offset = wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()
    return (wall - _EPOCH - offset) // timedelta(seconds=1)


def ahead(at: int, now: float, timezone: str, given: str) -> Instant:
    """Return an instant with its wall time, if it can be scheduled.

    Args:
        at: UTC seconds.
        now: The present, UTC seconds.
        timezone: An IANA name.
        given: The original words, for the error.

    Raises:
        NeedsTime: It is not in the future (`past`), or more than a year away (`too_far`).
        InvalidInput: There is no such time zone.
    """
    if at <= now:
        raise NeedsTime("past", given)
    if at > now + LONGEST_AHEAD.total_seconds():
        raise NeedsTime("too_far", given)
    return Instant(at, _written(wall_at(at, zone_named(timezone))), timezone)


def present(now: float, timezone: str) -> Instant:
    """Return the present instant, to the second.

    Raises:
        InvalidInput: There is no such time zone.
    """
    return Instant(int(now), _written(wall_at(now, zone_named(timezone))), timezone)


def at_wall(wall: datetime, now: float, timezone: str, given: str) -> Instant:
    """Return the instant of a wall time, if it can be scheduled.

    A repeated time is unambiguous once only one of the two is still to come.

    Raises:
        NeedsTime: As in `resolve` and `ahead`.
        InvalidInput: There is no such time zone.
    """
    try:
        at = resolve(wall, zone_named(timezone), given=given)
    except NeedsTime as doubt:
        latest = ahead(doubt.options[-1], now, timezone, given)
        if doubt.why == "doubled" and doubt.options[0] <= now:
            return latest
        raise
    return ahead(at, now, timezone, given)


def wall_at(at: float, zone: ZoneInfo) -> datetime:
    """Return what the clock shows at an instant (UTC seconds): a naive datetime."""
    return datetime.fromtimestamp(at, zone).replace(tzinfo=None, fold=0)


def _written(wall: datetime) -> str:
    return wall.isoformat(" ", "minutes")
