"""Lengths of time in words, as people type and read them: `24h`, `a day`, `1 day 12 hours`."""

import re
from fractions import Fraction

from bot.domain.errors import InvalidInput

_DAY = 24 * 3600
_UNITS = {"w": 7 * _DAY, "d": _DAY, "h": 3600, "m": 60}
_NAMES = (("day", _DAY), ("hour", 3600), ("minute", 60))
_AMOUNT = r"([0-9]{1,5}(?:\.[0-9])? ?|(?:an?|one|half an?) )"
_UNIT = r"(w|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?)(?![a-z])"
_PART = re.compile(_AMOUNT + _UNIT)
_PARTS = re.compile(rf"{_AMOUNT}{_UNIT}(?:,? ?(?:and )?{_AMOUNT}{_UNIT}){{0,3}}")


def parts_of_length(words: str) -> list[tuple[Fraction, str]]:
    """Return the amounts that a length of time is made of, each with its unit: w, d, h or m.

    Empty if the words are not a length of time.
    """
    text = " ".join(words.casefold().split())
    if not _PARTS.fullmatch(text):
        return []
    return [(_amount(amount), unit[0]) for amount, unit in _PART.findall(text)]


def _amount(text: str) -> Fraction:
    if text.startswith("half"):
        return Fraction(1, 2)
    return Fraction(text) if text[0].isdecimal() else Fraction(1)


def read_length(words: str, what: str) -> int:
    """Return the length in seconds, whole minutes; `0`, `none` and an empty text mean 0.

    Args:
        words: A number and a unit, or several: `90 min`, `an hour`, `1 day 12 hours`.
        what: The key of the error.

    Raises:
        InvalidInput: The words are not a length of time.
    """
    if words.strip().casefold() in ("", "0", "none"):
        return 0
    parts = parts_of_length(words)
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
