"""Instants and the clock on the wall: daylight saving, what is past, and how to say a time.

A *wall time* is a naive `datetime`: what the clock in the writers' room shows. Instants are UTC
seconds. Twice a year the two do not match: in spring an hour is skipped, in autumn one happens
twice. What cannot be known is asked, never guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import InvalidInput, NeedsTime

LONGEST_AHEAD = timedelta(days=366)
"""Nothing is scheduled further ahead: a time beyond it is more likely a slip."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - arithmetic on wall times is naive
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, with the words of the clock it came from.

    Attributes:
        at: UTC seconds.
        wall: The wall time, `YYYY-MM-DD HH:MM`.
        timezone: The IANA name of the time zone of that clock.
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


def resolve(wall: datetime, zone: ZoneInfo, fold: int | None = None, given: str = "") -> int:
    """Return the instant (UTC seconds, rounded down) of a wall time.

    Args:
        wall: A naive datetime.
        zone: The zone of the clock.
        fold: For a time that happens twice: 0 for the first, 1 for the second, None to be asked.
        given: The words it came from, for the error.

    Raises:
        NeedsTime: The time is `skipped` or `doubled`; its options are the two instants it may mean.
    """
    # PEP 495: where a clock skips, fold 0 reads the wall time by the offset before and fold 1 by
    # the one after; where it repeats, they are the first and the second time around.
    first, second = (_read(wall, zone, each) for each in (0, 1))
    if first == second:
        return first
    if first > second:
        raise NeedsTime("skipped", given or _written(wall), (second, first))
    if fold is None:
        raise NeedsTime("doubled", given or _written(wall), (first, second))
    return (first, second)[fold]


def _read(wall: datetime, zone: ZoneInfo, fold: int) -> int:
    offset = wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()
    return (wall - _EPOCH - offset) // timedelta(seconds=1)


def ahead(at: int, now: float, timezone: str, given: str) -> Instant:
    """Return an instant with its wall time, if it can be scheduled.

    Args:
        at: UTC seconds.
        now: The present, UTC seconds.
        timezone: An IANA name.
        given: The words it came from, for the error.

    Raises:
        NeedsTime: It is not after now (`past`), or more than a year away (`too_far`).
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

    A time that happens twice is no question once only one of the two is still to come.

    Raises:
        NeedsTime: As `resolve` and `ahead` say.
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


def describe(instant: Instant, now: float) -> str:
    """Say a time in one line: `Fri 4 Dec, 17:00 PST, in 3 days`.

    The year is named only where it is not the present one. For places where Discord does not turn
    timestamps into each reader's own time, such as autocomplete.

    Args:
        instant: The time, said in its own zone.
        now: The present, UTC seconds.
    """
    then, today = _local(instant.at, instant), _local(now, instant)
    distance = _distance(instant.at - now, then, today)
    return f"{_said(then, today)} {_zone_name(then)}, {distance}"


def describe_all(instants: Sequence[Instant], now: float) -> str:
    """Say several times of one zone in one line: `Fri 4 Dec, 17:00; Sat 5 Dec, 17:00 PST`.

    One alone is said as `describe` says it. The zone is named where it changes, and at the end.
    """
    if len(instants) == 1:
        return describe(instants[0], now)
    thens = [_local(one.at, one) for one in instants]
    names = [_zone_name(then) for then in thens]
    parts = []
    for one, then, name, following in zip(instants, thens, names, (*names[1:], ""), strict=True):
        zone = "" if name == following else f" {name}"
        parts.append(f"{_said(then, _local(now, one))}{zone}")
    return "; ".join(parts)


def _local(at: float, instant: Instant) -> datetime:
    """Return an instant in the zone of another."""
    return datetime.fromtimestamp(at, UTC).astimezone(zone_named(instant.timezone))


def _said(then: datetime, today: datetime) -> str:
    """Return `Fri 4 Dec, 17:00`, with the year where it is not the present one."""
    year = "" if then.year == today.year else f" {then.year}"
    return f"{_DAYS[then.weekday()]} {then.day} {_MONTHS[then.month - 1]}{year}, {then:%H:%M}"


def _zone_name(moment: datetime) -> str:
    """Return `PST`, or `UTC+3` for the zones that have only a number for a name."""
    name = moment.tzname() or ""
    if not name.startswith(("+", "-")):
        return name
    hours, minutes = name[1:3], name[3:5]
    return f"UTC{name[0]}{int(hours)}" + (f":{minutes}" if minutes else "")


def _distance(seconds: float, then: datetime, today: datetime) -> str:
    """Say how far off it is: to the minute when near, in hours up to two days, then in days.

    Days are counted as on a calendar, so that Tuesday evening to Friday morning is three days.
    """
    minutes = round(abs(seconds) / 60)
    if minutes == 0:
        return "now"
    if minutes < 60:
        words = _many(minutes, "minute")
    elif minutes < 6 * 60 and minutes % 60:
        words = f"{_many(minutes // 60, 'hour')} {_many(minutes % 60, 'minute')}"
    elif minutes < 48 * 60:
        words = _many(round(abs(seconds) / _HOUR), "hour")
    else:
        words = _many(abs((then.date() - today.date()).days), "day")
    return f"in {words}" if seconds > 0 else f"{words} ago"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def dated(at: float, timezone: str) -> str:
    """Say an instant (UTC seconds) for paper: `Fri 4 Dec 2026, 17:00 PST (UTC-8)`.

    For whatever is read long after, and in other zones: year and offset are always named.

    Raises:
        InvalidInput: There is no such time zone.
    """
    then = datetime.fromtimestamp(at, zone_named(timezone))
    day = f"{_DAYS[then.weekday()]} {then.day} {_MONTHS[then.month - 1]} {then.year}"
    name, offset = _zone_name(then), _offset(then)
    return f"{day}, {then:%H:%M} {name}" + (f" ({offset})" if name != offset else "")


def day_of(at: float, timezone: str) -> str:
    """Return the day of an instant (UTC seconds) on the wall: `4 Dec 2026`.

    Raises:
        InvalidInput: There is no such time zone.
    """
    then = datetime.fromtimestamp(at, zone_named(timezone))
    return f"{then.day} {_MONTHS[then.month - 1]} {then.year}"


def iso(at: float, timezone: str) -> str:
    """Return an instant (UTC seconds) for programs: `2026-12-04T17:00:00-08:00`.

    Raises:
        InvalidInput: There is no such time zone.
    """
    return datetime.fromtimestamp(int(at), zone_named(timezone)).isoformat()


def _offset(moment: datetime) -> str:
    """Return how far a zone is from UTC: `UTC-8`, `UTC+5:30`; `UTC` where it is not."""
    written = f"{moment:%z}"
    sign, hours, minutes = written[0], int(written[1:3]), written[3:5]
    if hours == 0 and minutes == "00":
        return "UTC"
    return f"UTC{sign}{hours}" + (f":{minutes}" if minutes != "00" else "")
