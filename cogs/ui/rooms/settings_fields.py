"""The form fields for a room's numbers and times: how each is written and read."""

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from bot.domain.errors import InvalidInput
from bot.domain.lengths import read_length, write_length
from bot.domain.model import CASTING_WINDOW, RoomSettings


class Field(Struct, frozen=True):
    """A field of the form.

    `write` returns a setting as text, and `read` turns text into a value or raises `InvalidInput`.
    `most` is the limit in characters.
    """

    name: str
    hint: str
    write: Callable[[RoomSettings], str]
    read: Callable[[str], Any]
    most: int = 100


_BETWEEN = re.compile(r"[,;\n/&+]|\band\b", re.IGNORECASE)
"""What people write between reminders."""
_BEFORE = re.compile(r"(?<=\S) before(?: (?:it|the (?:end|close)))?$", re.IGNORECASE)


def _read_percent(text: str) -> int:
    digits = text.strip().rstrip("%").strip() or "0"
    if not digits.isdecimal() or len(digits) > 3:
        raise InvalidInput("settings.quorum", text, {"limit": 100})
    return int(digits)


def _read_reminders(text: str) -> tuple[int, ...]:
    """Return lengths of time in seconds, longest first, without repeats."""
    parts = filter(None, map(str.strip, _BETWEEN.split(text)))
    lengths = {read_length(_BEFORE.sub("", part), "settings.reminders") for part in parts}
    return tuple(sorted(lengths - {0}, reverse=True))


def _length_or_zero(seconds: int) -> str:
    return write_length(seconds) if seconds else "0"


FIELDS = {
    "quorum": Field(
        "Quorum, in percent", "0 for none", lambda settings: str(settings.quorum), _read_percent
    ),
    "reminders": Field(
        "Reminders before the end",
        "Such as: 24 hours, 2 hours. Empty for none",
        lambda settings: ", ".join(write_length(length) for length in settings.reminders),
        _read_reminders,
        most=200,  # five of the longest
    ),
    "casting_window": Field(
        "Time for the casting vote",
        f"Such as: {write_length(CASTING_WINDOW)}. 0 lets the draw decide at once",
        lambda settings: _length_or_zero(settings.casting_window),
        lambda text: read_length(text, "settings.casting_window"),
    ),
    "grace": Field(
        "Grace period",
        "Such as: 15 minutes. 0 for none",
        lambda settings: _length_or_zero(settings.grace),
        lambda text: read_length(text, "settings.grace"),
    ),
    "closes": Field(
        "Default closing time",
        "Such as: fri 17:00. Optional",
        lambda settings: settings.closes,
        str.strip,
    ),
}
"""The fields in order, by the name of the setting."""
