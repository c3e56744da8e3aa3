"""Times as text: for people in one line, for paper, and for programs.

A room in the United States reads `Fri, Dec 4, 5:00 PM`, any other `Fri 4 Dec, 17:00`: the month's
name keeps both from being misread.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bot.domain.when import Instant, zone_named

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS = tuple(name[:3] for name in _MONTH_NAMES)
_HOUR = 3600

_AMERICAN = frozenset(
    f"America/{city}"
    for city in (
        *("New_York", "Detroit", "Chicago", "Menominee", "Denver", "Boise", "Phoenix"),
        *("Los_Angeles", "Anchorage", "Juneau", "Sitka", "Metlakatla", "Yakutat", "Nome", "Adak"),
        *("Fort_Wayne", "Indianapolis", "Louisville", "Shiprock", "Atka", "Puerto_Rico"),
    )
) | {"Pacific/Honolulu", "Pacific/Guam"}
_AMERICAN_AREAS = ("US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")
"""The time zones of the United States, by their IANA names."""


def describe(instant: Instant, now: float) -> str:
    """Return a time in one line: `Fri, Dec 4, 5:00 PM PST, in 3 days`.

    The year is given only if it is not the current one. For places where Discord does not convert
    timestamps to each reader's own time, such as autocomplete.

    Args:
        instant: The time; it is written in its own zone.
        now: The present, UTC seconds.
    """
    then, today = _local(instant.at, instant), _local(now, instant)
    distance = _distance(instant.at - now, then, today)
    return f"{_day_and_time(then, today)} {_zone_name(then)}, {distance}"


def describe_all(instants: Sequence[Instant], now: float, limit: int) -> str:
    """Return several times of one zone in one line: `Fri 4 Dec, 17:00; Sat 5 Dec, 17:00 CET`.

    The zone is given at the end, where it changes, and where a time happens twice. Weekdays are
    left out if there is no room for them.

    Args:
        instants: The times.
        now: The present, UTC seconds.
        limit: The most characters; if that is too few, the line is longer.
    """
    whole = _in_line(instants, now, _day_and_time)
    return whole if len(whole) <= limit else _in_line(instants, now, _date_and_time)


def _in_line(
    instants: Sequence[Instant], now: float, write: Callable[[datetime, datetime], str]
) -> str:
    thens = [_local(instant.at, instant) for instant in instants]
    names = [_zone_name(then) for then in thens]
    parts = []
    zones = zip(names, (*names[1:], ""), strict=True)
    for instant, then, (name, following) in zip(instants, thens, zones, strict=True):
        zone = "" if name == following and not _happens_twice(then) else f" {name}"
        parts.append(f"{write(then, _local(now, instant))}{zone}")
    return "; ".join(parts)


def _happens_twice(then: datetime) -> bool:
    return then.utcoffset() != then.replace(fold=1 - then.fold).utcoffset()


def _local(at: float, instant: Instant) -> datetime:
    """Return the local time at a moment (UTC seconds) in the zone of an instant."""
    return datetime.fromtimestamp(at, UTC).astimezone(zone_named(instant.timezone))


def _day_and_time(then: datetime, today: datetime) -> str:
    """Return `Fri, Dec 4, 5:00 PM`, with the year if it is not the current one."""
    return f"{_weekday(then)} {_date_and_time(then, today)}"


def _date_and_time(then: datetime, today: datetime) -> str:
    """Return `Dec 4, 5:00 PM`, with the year if it is not the current one."""
    return f"{_date(then, year=then.year != today.year)}, {_time(then)}"


def _is_american(then: datetime) -> bool:
    zone = str(then.tzinfo)
    return zone in _AMERICAN or zone.startswith(_AMERICAN_AREAS)


def _weekday(then: datetime) -> str:
    """Return `Fri,` as it stands before the date in the United States, elsewhere `Fri`."""
    return _DAYS[then.weekday()] + ("," if _is_american(then) else "")


def _date(then: datetime, *, year: bool) -> str:
    """Return `Dec 4` or `Dec 4, 2026`, outside of the United States `4 Dec` or `4 Dec 2026`."""
    month = _MONTHS[then.month - 1]
    if _is_american(then):
        return f"{month} {then.day}" + (f", {then.year}" if year else "")
    return f"{then.day} {month}" + (f" {then.year}" if year else "")


def _time(then: datetime) -> str:
    """Return `5:00 PM`, outside of the United States `17:00`."""
    if not _is_american(then):
        return f"{then:%H:%M}"
    return f"{then.hour % 12 or 12}:{then:%M} {'AM' if then.hour < 12 else 'PM'}"


def _zone_name(moment: datetime) -> str:
    """Return `PST`, or `UTC+3` for zones without a name."""
    name = moment.tzname() or ""
    if not name.startswith(("+", "-")):
        return name
    hours, minutes = name[1:3], name[3:5]
    return f"UTC{name[0]}{int(hours)}" + (f":{minutes}" if minutes else "")


def _distance(seconds: float, then: datetime, today: datetime) -> str:
    """Return how far away a time is: in minutes if near, in hours up to two days, then in days.

    Days are calendar days, so Tuesday evening to Friday morning is three days.
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


def write_in_zone(at: float, timezone: str) -> str:
    """Return an instant (UTC seconds) in a time zone, without the year: `Fri, Dec 4, 5:00 PM PST`.

    Raises:
        InvalidInput: There is no such time zone.
    """
    then = datetime.fromtimestamp(at, zone_named(timezone))
    return f"{_day_and_time(then, then)} {_zone_name(then)}"


def write_moment(at: float, timezone: str) -> str:
    """Return an instant (UTC seconds) for paper: `Fri, Dec 4, 2026, 5:00 PM PST (UTC-8)`.

    For readers in other zones or years later: year and offset are always given.

    Raises:
        InvalidInput: There is no such time zone.
    """
    then = datetime.fromtimestamp(at, zone_named(timezone))
    day = f"{_weekday(then)} {_date(then, year=True)}"
    name, offset = _zone_name(then), _offset(then)
    return f"{day}, {_time(then)} {name}" + (f" ({offset})" if name != offset else "")


def write_day(at: float, timezone: str) -> str:
    """Return the day of an instant (UTC seconds) in a time zone: `Dec 4, 2026`.

    Raises:
        InvalidInput: There is no such time zone.
    """
    then = datetime.fromtimestamp(at, zone_named(timezone))
    return _date(then, year=True)


def write_month(at: float, timezone: str) -> str:
    """Return the month of an instant (UTC seconds) in a time zone: `December 2026`.

    Raises:
        InvalidInput: There is no such time zone.
    """
    then = datetime.fromtimestamp(at, zone_named(timezone))
    return f"{_MONTH_NAMES[then.month - 1]} {then.year}"


def write_iso(at: float, timezone: str) -> str:
    """Return an instant (UTC seconds) for programs: `2026-12-04T17:00:00-08:00`.

    Raises:
        InvalidInput: There is no such time zone.
    """
    return datetime.fromtimestamp(int(at), zone_named(timezone)).isoformat()


def _offset(moment: datetime) -> str:
    """Return the offset of a zone: `UTC-8`, `UTC+5:30`, or `UTC`."""
    written = f"{moment:%z}"
    sign, hours, minutes = written[0], int(written[1:3]), written[3:5]
    if hours == 0 and minutes == "00":
        return "UTC"
    return f"UTC{sign}{hours}" + (f":{minutes}" if minutes != "00" else "")
