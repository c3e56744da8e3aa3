"""Lengths of time from now in words: `in 36 hours`, `3 days from now`."""

import re
from datetime import timedelta
from fractions import Fraction

from bot.domain.errors import NeedsTime
from bot.domain.lengths import parts_of_length
from bot.domain.when import LONGEST_AHEAD, Instant, ahead, at_wall, wall_at, zone_named

_FROM_NOW = re.compile(r"(?:in (?:the next )?|within |\+ ?)?(.*?)(?: from now| later)?")
_HOUR_OF_DAY = re.compile(r"[0-9]{4} ?(?:h|hrs?|hours?)")
"""`1700 hours`, which nobody counts from now."""
_EITHER = re.compile(r"(?:1[3-9]|2[0-3])h|[0-9]h[0-5][0-9]")
"""Also a time of day: `17h`, `2h30`."""
_MINUTES = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}


def is_duration(phrase: str) -> bool:
    """Return whether a phrase is a length of time."""
    return bool(_parts(phrase))


def may_be_time_of_day(phrase: str) -> bool:
    """Return whether a phrase that is a length of time may also be a time of day."""
    return _EITHER.fullmatch(phrase) is not None


def from_now(phrase: str, now: float, timezone: str, words: str) -> Instant:
    """Parse a length of time: add days by the calendar first, then hours and minutes in UTC.

    Raises:
        NeedsTime: It cannot be used; `words` are what was typed.
    """
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
        wall = wall_at(now, zone_named(timezone)).replace(second=0, microsecond=0)
        at = at_wall(wall + timedelta(days=int(days)), now, timezone, words).at
    return ahead(at + int(minutes * 60), now, timezone, words)


def _parts(phrase: str) -> list[tuple[Fraction, str]]:
    found = _FROM_NOW.fullmatch(phrase)
    return parts_of_length(found[1]) if found and not _HOUR_OF_DAY.fullmatch(phrase) else []
