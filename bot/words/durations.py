"""Lengths of time from now in words: `in 36 hours`, `3 days from now`."""

import re
from datetime import timedelta
from fractions import Fraction

from bot.domain.errors import NeedsTime
from bot.domain.lengths import parts_of_length
from bot.domain.when import LONGEST_AHEAD, Instant, ahead, at_wall, wall_at, zone_named

_FROM_NOW = re.compile(r"(?:in )?(.*?)(?: from now)?")
_MINUTES = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}


def is_duration(phrase: str) -> bool:
    """Return whether a phrase is a length of time."""
    return bool(_parts(phrase))


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
    return parts_of_length(found[1]) if found else []
