"""Lengths of time from now in words: `in 36 hours`, `3 days from now`."""

import re
from datetime import datetime, timedelta
from fractions import Fraction

from bot.domain.errors import NeedsTime
from bot.domain.lengths import parts_of_length
from bot.domain.when import LONGEST_AHEAD, Instant, ahead, at_wall, wall_at, zone_named
from bot.words.days import months_after

_FROM_NOW = re.compile(r"(?:in (?:the next )?|within |\+ ?)?(.*?)(?: from now| later)?")
_MONTHS = re.compile(r"(?:(?P<number>[0-9]{1,3})|an?) months?")
_HOUR_OF_DAY = re.compile(r"[0-9]{4} ?(?:h|hrs?|hours?)")
"""`1700 hours`, which nobody counts from now."""
_EITHER = re.compile(r"(?:1[3-9]|2[0-3])h|[0-9]h[0-5][0-9]")
"""Also a time of day: `17h`, `2h30`."""
_MINUTES = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}


def is_duration(phrase: str) -> bool:
    """Return whether a phrase is a length of time."""
    return bool(_months(phrase) or _parts(phrase))


def may_be_time_of_day(phrase: str) -> bool:
    """Return whether a phrase that is a length of time may also be a time of day."""
    return _EITHER.fullmatch(phrase) is not None


def from_now(phrase: str, now: float, timezone: str, words: str) -> Instant:
    """Parse a length of time: add days by the calendar first, then hours and minutes in UTC.

    Months are counted by themselves, and keep the time of day as days and weeks do.

    Raises:
        NeedsTime: It cannot be used; `words` are what was typed.
    """
    wall = wall_at(now, zone_named(timezone)).replace(second=0, microsecond=0)
    if months := _months(phrase):
        day = months_after(wall.date(), months)
        return at_wall(datetime.combine(day, wall.time()), now, timezone, words)
    days = minutes = Fraction()
    for amount, unit in _parts(phrase):
        length = amount * _MINUTES[unit]
        if unit in "wd":
            days += length / _MINUTES["d"]
        else:
            minutes += length
    if days.denominator > 1:
        raise NeedsTime("unreadable", words)
    if days > LONGEST_AHEAD.days:
        raise NeedsTime("too_far", words)
    at = int(now)
    if days:
        at = at_wall(wall + timedelta(days=int(days)), now, timezone, words).at
    return ahead(at + int(minutes * 60), now, timezone, words)


def _months(phrase: str) -> int:
    found = _FROM_NOW.fullmatch(phrase)
    months = _MONTHS.fullmatch(found[1]) if found else None
    return int(months["number"] or 1) if months else 0


def _parts(phrase: str) -> list[tuple[Fraction, str]]:
    found = _FROM_NOW.fullmatch(phrase)
    return parts_of_length(found[1]) if found and not _HOUR_OF_DAY.fullmatch(phrase) else []
