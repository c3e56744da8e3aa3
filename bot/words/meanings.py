"""What a day and a time of day in words may mean: all of it, so that doubts can be asked about."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from bot.words.clock import END, NOON, PartOfDay, part_of_day, times_of_day
from bot.words.days import days_meant, is_today, numbered_days

Meaning = tuple[datetime, ...]
"""One meaning: a wall time, and behind it those meant instead if the one before is past."""

_BEFORE = re.compile(r"^(?:by|until|till) ")
_PART_OF_TODAY = re.compile(r"\bthis (?=morning|afternoon|evening)")
_YEAR_BEHIND = re.compile(r" (20[0-9]{2})$")
_LONGEST_PART = 4
"""Words that name a part of the day at most."""


def meanings_of(phrase: str, today: date) -> Sequence[Meaning]:
    """Return what a day and a time of day mean, either of which may be missing."""
    phrase = _BEFORE.sub("", phrase)
    phrase = re.sub(r"\btonight\b", "today night", _PART_OF_TODAY.sub("today ", phrase))
    found = list(_walls(phrase, today, None))
    for rest, part in _without_part(phrase):
        found += _walls(rest, today, part)
    found += [_at(days, NOON) for days in numbered_days(phrase, today)]
    if re.fullmatch(r"[0-9]{1,2}", phrase):
        found += [*_walls(f"at {phrase}", today, None), *_walls(f"the {phrase}th", today, None)]
    return tuple(dict.fromkeys(found))


def is_day(phrase: str, today: date) -> bool:
    """Return whether words are a day without a time."""
    return bool(phrase and days_meant(phrase, today))


def is_time_of_day(phrase: str) -> bool:
    """Return whether words are a time of day without a day."""
    return bool(times_of_day(phrase, beside_day=True))


def _without_part(phrase: str) -> Iterator[tuple[str, PartOfDay]]:
    words = phrase.split()
    for length in range(1, _LONGEST_PART + 1):
        for start in range(len(words) - length + 1):
            if part := part_of_day(" ".join(words[start : start + length])):
                yield " ".join(words[:start] + words[start + length :]), part


def _walls(phrase: str, today: date, part: PartOfDay | None) -> Iterator[Meaning]:
    """Yield the meanings of a phrase that name a time within a part of the day, if one is named."""
    words = phrase.split()
    whole = len(words) if _ends_in_its_year(phrase, today) else 0
    for cut in range(whole, len(words) + 1):
        one, other = " ".join(words[:cut]), " ".join(words[cut:])
        for day, clock in dict.fromkeys(((one, other), (other, one))):
            if not phrase and part is None:
                continue
            days = days_meant(day, today)
            for minute in _minutes(day, clock, part) if days else ():
                yield from (_at(each, minute) for each in days)


def _ends_in_its_year(phrase: str, today: date) -> bool:
    """Return whether a phrase is a date with its year behind, which is not a time of day then."""
    found = _YEAR_BEHIND.search(phrase)
    return found is not None and int(found[1]) - today.year in (0, 1) and is_day(phrase, today)


def _minutes(day: str, clock: str, part: PartOfDay | None) -> Sequence[int]:
    if not clock:
        return (part.usual if part else NOON,)
    minutes = times_of_day(clock, beside_day=bool(day) or part is not None)
    if is_today(day) and END in minutes:
        minutes = [minute for minute in minutes if minute > 0]  # the midnight that comes
    if part is None:
        return minutes
    small = [minute for minute in minutes if minute < part.beyond] if day else []
    # Behind midnight, tonight may be the night that goes on, or the one that comes.
    late = [*(small if is_today(day) else ()), *(minute + END for minute in small)]
    return [*late, *(minute for minute in minutes if part.has(minute) and minute not in small)]


def _at(days: Sequence[date], minute: int) -> Meaning:
    return tuple(datetime.combine(each, time()) + timedelta(minutes=minute) for each in days)
