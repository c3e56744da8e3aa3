"""Times of day in words: each form, and the times that it may mean, in minutes of the day."""

import re
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

NOON, END = 12 * 60, 24 * 60
"""Minutes of the day; the end of one is the beginning of the next."""


class PartOfDay(Struct, frozen=True):
    """A part of the day, in minutes: from when, until when, and when it is meant by itself.

    A night goes on for so many minutes `beyond` midnight.
    """

    begins: int
    ends: int
    usual: int
    beyond: int = 0

    def has(self, minute: int) -> bool:
        """Return whether a time is in it; the end of the day is in what ends then."""
        return self.begins <= minute < self.ends or minute == self.ends == END


_PARTS = {
    "morning": PartOfDay(0, NOON, 9 * 60),
    "afternoon": PartOfDay(NOON, 18 * 60, 15 * 60),
    "evening": PartOfDay(16 * 60, END, 18 * 60),
    "night": PartOfDay(16 * 60, END, 20 * 60, beyond=4 * 60),
}
_PART = re.compile(rf"(?:(?:in|during) the |at |this )?(?P<part>{'|'.join(_PARTS)})(?: at)?")


def part_of_day(words: str) -> PartOfDay | None:
    """Return the part of the day that words name; None if they name none."""
    found = _PART.fullmatch(words)
    return _PARTS[found["part"]] if found else None


def times_of_day(words: str, *, beside_day: bool) -> Sequence[int]:
    """Return the times that words may mean; none if they are no time of day.

    Args:
        words: Such as `17:00`, `at 5`, `half past 5`, `noon`.
        beside_day: Whether a day is named, too: then a number alone is a time of day.
    """
    marked = re.sub(r"^(?:at|@|by|until|till) ?", "", words)
    for pattern, times in _FORMS:
        if found := pattern.fullmatch(marked):
            return tuple(dict.fromkeys(minute for minute in times(found) if 0 <= minute <= END))
    if re.fullmatch(r"[0-9]{1,2}", marked) and (beside_day or marked != words):
        return _either_half(int(marked), 0)
    if beside_day and (found := re.fullmatch(r"(?P<hour>[0-9]{2})(?P<minute>[0-5][0-9])", marked)):
        return _of_24_hours(found)
    return ()


def _either_half(hour: int, minute: int) -> Sequence[int]:
    """Return what an hour without `am` or `pm` may mean."""
    if hour == 12 and minute == 0:
        return (NOON, END)
    if not 0 < hour < 24 or minute > 59:
        return ()
    return [each * 60 + minute for each in ((hour, hour + 12) if hour < 12 else (hour,))]


def _either(found: re.Match[str]) -> Sequence[int]:
    return _either_half(int(found["hour"]), int(found["minute"] or 0))


def _of_half_days(found: re.Match[str]) -> Sequence[int]:
    hour, minute = int(found["hour"]), int(found.groupdict().get("minute") or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return ()
    return (hour % 12 * 60 + minute + (NOON if found["half"] == "p" else 0),)


def _of_24_hours(found: re.Match[str]) -> Sequence[int]:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    return (hour * 60 + minute,) if (hour < 24 and minute < 60) or (hour, minute) == (24, 0) else ()


def _past(found: re.Match[str]) -> Iterable[int]:
    shift = {"half": 30, "quarter": 15}.get(found["much"]) or int(found["much"])
    hours = _of_half_days(found) if found["half"] else _either_half(int(found["hour"]), 0)
    for minute in hours:
        yield (minute % END) + (shift if found["side"] == "past" else -shift)


Times = Callable[[re.Match[str]], Iterable[int]]
_FORMS: Sequence[tuple[re.Pattern[str], Times]] = tuple(
    (re.compile(pattern), times)
    for pattern, times in (
        (r"noon|midday", lambda _: (NOON,)),
        (r"midnight", lambda _: (0, END)),
        (r"eod|(?:the )?end of (?:the )?day", lambda _: (17 * 60, END)),
        (r"cob|(?:the )?close of business", lambda _: (17 * 60, 18 * 60)),
        (r"(?P<hour>1[3-9]|2[0-3])[:.](?P<minute>[0-9]{2}) ?pm?", _of_24_hours),
        (r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?P<half>[ap])m?", _of_half_days),
        (r"(?P<hour>1[0-2]|0?[1-9])(?P<minute>[0-5][0-9]) ?(?P<half>[ap])m", _of_half_days),
        (r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::00)?(?: ?(?:h|hrs?|uhr))?", _of_24_hours),
        (r"(?P<hour>[01][0-9]|2[0-4])(?P<minute>[0-5][0-9]) ?(?:h|hrs?|hours)", _of_24_hours),
        (r"(?P<hour>0|1[0-9]|2[0-9]) ?h(?P<minute>[0-9]{2})?", _of_24_hours),
        (r"(?P<hour>[1-6]):(?P<minute>[0-9]{2})", _either),  # hardly anybody is up then
        (r"(?P<hour>[0789]):(?P<minute>[0-9]{2})", _of_24_hours),
        (r"(?P<hour>[1-9])[.h](?P<minute>[0-9]{2})", _either),
        (r"(?P<hour>[0-9]{1,2})(?P<minute>) ?(?:oclock|uhr)", _either),
        (r"(?P<hour>[1-9])(?P<minute>)h", _either),
        (r"(?P<hour>1[0-9]|2[0-9])\.(?P<minute>[0-9]{2})", _of_24_hours),
        (
            (
                r"(?:a )?(?P<much>half|quarter|[1-5]?[0-9](?= min)) ?(?:min(?:ute)?s? )?"
                r"(?P<side>past|to) (?P<hour>1?[0-9])(?: ?(?P<half>[ap])m)?"
            ),
            _past,
        ),
    )
)
"""The forms of a time of day, and for each the minutes of the day that it may mean."""
