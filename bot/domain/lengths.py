"""Lengths of time in words, as people type and read them: `24h`, `a day`, `1 day 12 hours`."""

import re
from fractions import Fraction
from itertools import pairwise

from bot.domain.errors import InvalidInput
from bot.domain.numerals import in_digits

_DAY = 24 * 3600
_UNITS = {"w": 7 * _DAY, "d": _DAY, "h": 3600, "m": 60}
_NAMES = (("day", _DAY), ("hour", 3600), ("minute", 60))
_AMOUNT = r"([0-9]{1,5}(?:\.[0-9]{1,2})? ?|(?:an?|half(?: an?)?) )"
_UNIT = r"(w|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?)(?![a-z])"
_PART = re.compile(_AMOUNT + _UNIT)
_MINUTES_BEHIND = re.compile(r"(?<![0-9])[0-9]h[0-5][0-9]$")
"""Hours and minutes as in `1h30`."""
_PARTS = re.compile(rf"{_AMOUNT}{_UNIT}(?:,? ?(?:and )?{_AMOUNT}{_UNIT}){{0,3}}")


def parts_of_length(words: str) -> list[tuple[Fraction, str]]:
    """Return the amounts that a length of time is made of, each with its unit: w, d, h or m.

    Empty if the words are not a length of time.
    """
    text = _MINUTES_BEHIND.sub(r"\g<0>m", " ".join(in_digits(words).casefold().split()))
    if not _PARTS.fullmatch(text):
        return []
    parts = [(_amount(amount), unit[0]) for amount, unit in _PART.findall(text)]
    units = [_UNITS[unit] for _, unit in parts]
    # `24h 2h` is a list of two lengths that lacks its comma, and not their sum.
    return parts if all(longer > shorter for longer, shorter in pairwise(units)) else []


def _amount(text: str) -> Fraction:
    if text.startswith("half"):
        return Fraction(1, 2)
    return Fraction(text) if text[0].isdecimal() else Fraction(1)


def read_length(words: str, what: str) -> int:
    """Return the length in seconds, whole minutes; `0`, `none`, `off` and nothing mean 0.

    Args:
        words: A number and a unit, or several: `90 min`, `an hour`, `1 day 12 hours`.
        what: The key of the error.

    Raises:
        InvalidInput: The words are not a length of time.
    """
    text = words.strip().rstrip(".").casefold()
    if text in ("", "0", "none", "no", "never", "off"):
        return 0
    parts = parts_of_length(text)
    seconds = sum(amount * _UNITS[unit] for amount, unit in parts)
    if not parts or seconds % 60:
        raise InvalidInput(what, words)
    return int(seconds)


def write_length(seconds: float, max_units: int = 3) -> str:
    """Return a length in words, to the minute: `1 hour 30 minutes`."""
    rest = max(1, round(seconds / 60)) * 60
    parts = []
    for name, unit in _NAMES:
        number, rest = divmod(rest, unit)
        if number:
            parts.append(f"{number} {name}" if number == 1 else f"{number} {name}s")
    return " ".join(parts[:max_units])


def write_duration(milliseconds: int) -> str:
    """Return how long a song plays, as `3:45` or `1:02:03`; empty if unknown."""
    if milliseconds <= 0:
        return ""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
