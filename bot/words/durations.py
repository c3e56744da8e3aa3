"""Lengths of time from now in words: `in 36 hours`, `3 days from now`."""

import re
from datetime import timedelta
from fractions import Fraction

from bot.domain.errors import NeedsTime
from bot.domain.when import LONGEST_AHEAD, Instant, ahead, at_wall, wall_at, zone_named

_AMOUNT = r"([0-9]{1,5}(?:\.[0-9])? ?|an? |half an )"
_UNIT = r"(w|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?)(?![a-z])"
_PART = re.compile(_AMOUNT + _UNIT)
_DURATION = re.compile(
    rf"(?:in )?{_AMOUNT}{_UNIT}(?: ?(?:and )?{_AMOUNT}{_UNIT}){{0,3}}(?: from now)?"
)
_MINUTES = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}


def is_duration(phrase: str) -> bool:
    """Return whether a phrase is a length of time."""
    return _DURATION.fullmatch(phrase) is not None


def from_now(phrase: str, now: float, timezone: str, words: str) -> Instant:
    """Parse a length of time: add days by the calendar first, then hours and minutes in UTC.

    Raises:
        NeedsTime: It cannot be used; `words` are what was typed.
    """
    days = minutes = Fraction()
    for amount, unit in _PART.findall(phrase):
        length = _amount(amount) * _MINUTES[unit[0]]
        if unit[0] in "wd":
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


def _amount(text: str) -> Fraction:
    if text.startswith("a"):
        return Fraction(1)
    return Fraction(1, 2) if text.startswith("half") else Fraction(text)
