"""Lengths of time in words, as people type and read them: `24h`, `1 day 12 hours`."""

import re

from bot.domain.errors import InvalidInput

_UNITS = {"d": 24 * 3600, "h": 3600, "m": 60}
_PART = re.compile(
    r"(\d{1,4})\s*(d|h|m)(?:ays?|ours?|rs?|in(?:ute)?s?)?(?![a-z])\s*", re.IGNORECASE
)
_NAMES = (("day", _UNITS["d"]), ("hour", _UNITS["h"]), ("minute", _UNITS["m"]))


def read_length(words: str, what: str) -> int:
    """Return the length in seconds; `0`, `none` and an empty text mean 0.

    Args:
        words: A number and a unit, or several: `90 min`, `1 day 12 hours`.
        what: The key of the error.

    Raises:
        InvalidInput: The words are not a length of time.
    """
    text = words.strip()
    if text.casefold() in ("", "0", "none"):
        return 0
    seconds, end = 0, 0
    while part := _PART.match(text, end):
        seconds += int(part[1]) * _UNITS[part[2].lower()]
        end = part.end()
    if end == 0 or end != len(text):
        raise InvalidInput(what, words)
    return seconds


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
