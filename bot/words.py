"""Parse times in words, such as `fri 17:00`, in the room's time zone.

A phrase is parsed by strict rules: a length of time from now, or a day and a time of day, each in a
known form. Anything else is refused, not guessed; so is a bare `at 5`, which may be morning or
afternoon. The result depends on the phrase, the current time and the room's time zone only, not on
the host's time zone or language.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.domain.errors import NeedsTime
from bot.domain.when import LONGEST_AHEAD, Instant, ahead, at_wall, wall_at, zone_named
from bot.services.ports.world import Words

LONGEST_WORDS = 80
_NOON = time(12)
"""A day without a time of day means noon, when the room is awake."""

_STAMP = re.compile(r"<t:([0-9]{1,12})(?::[a-z])?>", re.IGNORECASE)

_AMOUNT = r"([0-9]{1,5}(?:\.[0-9])? ?|an? |half an )"
_UNIT = r"(w|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?)(?![a-z])"
_PART = re.compile(_AMOUNT + _UNIT)
_DURATION = re.compile(
    rf"(?:in )?{_AMOUNT}{_UNIT}(?: ?(?:and )?{_AMOUNT}{_UNIT}){{0,3}}(?: from now)?"
)
_MINUTES = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}

_TIME = (
    r"(?:at )?(?:(?P<named>noon|midday|midnight)"
    r"|(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?P<half>[ap])m"
    r"|(?P<hour24>[0-9]{1,2}):(?P<minute24>[0-9]{2}))"
)
_DAY_THEN_TIME = re.compile(rf"(?:(?P<day>(?!at ).+?) )?{_TIME}")
_TIME_THEN_DAY = re.compile(rf"{_TIME} (?P<day>.+)")

_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = r"(?:the )?(?P<date>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?: (?P<year>20[0-9]{2}))?"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NEAR_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2}
_ONE_DAY = timedelta(days=1)
_LEAP_YEARS_APART = 8
"""The longest time, in years, from one February 29 to the next."""


class TimesInWords(Words):
    """Parses times with `read_words`."""

    @override
    async def read(self, words: str, now: float, timezone: str) -> Instant:
        return read_words(words, now, timezone)


def read_words(words: str, now: float, timezone: str) -> Instant:
    """Return the instant that a phrase in English means in a time zone.

    Hours and minutes from now are exact; wall times are whole minutes. A bare time that has passed
    today means tomorrow, and today's weekday with a time that has passed means next week.
    `midnight` is the one that ends the day named.

    Args:
        words: Such as `fri 17:00`, `tomorrow noon`, `in 36 hours`, `2026-12-04 17:00`, or one of
            Discord's own timestamps (`<t:1796432400:F>`).
        now: The current time (UTC seconds).
        timezone: An IANA name.

    Raises:
        NeedsTime: The words are `unreadable`, or the time is `past`, `too_far`, `skipped` or
            `doubled`.
        InvalidInput: There is no such time zone.
    """
    zone = zone_named(timezone)
    if stamp := _STAMP.fullmatch(words.strip()):
        return ahead(int(stamp[1]), now, timezone, words)
    phrase = _tidy(words)
    if not phrase or len(phrase) > LONGEST_WORDS:
        raise NeedsTime("unreadable", words)
    if _DURATION.fullmatch(phrase):
        return _from_now(phrase, now, timezone, words)
    return _wall_time(phrase, now, zone, words)


def _tidy(words: str) -> str:
    phrase = " ".join(words.lower().replace(",", " ").split())
    phrase = re.sub(r"\b([ap])\.m\b\.?", r"\1m", phrase)
    return re.sub(r"(?<=[0-9]-[0-9]{2})t(?=[0-9])", " ", phrase, flags=re.ASCII)


def _from_now(phrase: str, now: float, timezone: str, words: str) -> Instant:
    """Parse a length of time: add days by the calendar first, then hours and minutes in UTC."""
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


def _wall_time(phrase: str, now: float, zone: ZoneInfo, words: str) -> Instant:
    """Parse a day and a time of day, either of which may be missing."""
    today = wall_at(now, zone).date()
    timed = _DAY_THEN_TIME.fullmatch(phrase) or _TIME_THEN_DAY.fullmatch(phrase)
    hour = _time_of_day(timed) if timed else _NOON
    day = (timed["day"] or "") if timed else phrase
    dates = _dates(day, today) if hour else ()
    if hour is None or not dates or (day == "tonight" and not _is_evening(timed, hour)):
        raise NeedsTime("unreadable", words)
    if timed and timed["named"] == "midnight":
        dates = [each + timedelta(days=1) for each in dates]
    for each in dates[:-1]:
        try:
            return at_wall(datetime.combine(each, hour), now, zone.key, words)
        except NeedsTime as doubt:
            if doubt.why != "past":
                raise
    return at_wall(datetime.combine(dates[-1], hour), now, zone.key, words)


def _time_of_day(found: re.Match[str]) -> time | None:
    """Return the time of day; None if there is no such time."""
    if found["named"]:
        return time(0) if found["named"] == "midnight" else _NOON
    if found["half"]:
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if not 1 <= hour <= 12 or minute > 59:
            return None
        return time(hour % 12 + (12 if found["half"] == "p" else 0), minute)
    hour, minute = int(found["hour24"]), int(found["minute24"])
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _is_evening(timed: re.Match[str] | None, hour: time) -> bool:
    return timed is not None and (timed["named"] == "midnight" or hour >= time(16))


def _dates(day: str, today: date) -> Sequence[date]:
    """Return the days that a phrase may mean, in order of preference; none if it is unreadable."""
    if not day:
        return (today, today + _ONE_DAY)
    for pattern, dates in _DAYS:
        if found := pattern.fullmatch(day):
            return dates(found, today)
    return ()


def _near_day(found: re.Match[str], today: date) -> Sequence[date]:
    return (today + _NEAR_DAYS[found["near"]] * _ONE_DAY,)


def _days_from_now(found: re.Match[str], today: date) -> Sequence[date]:
    days = 7 if found["unit"] == "week" else 1
    return (today + int(found["number"] or 1) * days * _ONE_DAY,)


def _weekday(found: re.Match[str], today: date) -> Sequence[date]:
    """Return the next such day; if that is today, also in a week, or with `next` only in a week."""
    days = (_WEEKDAYS.index(found["weekday"][:3]) - today.weekday()) % 7
    if days:
        return (today + days * _ONE_DAY,)
    following = today + 7 * _ONE_DAY
    return (following,) if found["which"] == "next" else (today, following)


def _month_and_day(found: re.Match[str], today: date) -> Sequence[date]:
    """Return the date in the year named; without a year, the first that has not passed."""
    month, day = _MONTHS.index(found["month"][:3]) + 1, int(found["date"])
    weekday = (found["weekday"] or "")[:3]

    def fits(each: date) -> bool:
        return weekday in ("", _WEEKDAYS[each.weekday()])

    if found["year"]:
        dates = _dates_of(int(found["year"]), month, day)
    else:
        years = range(today.year, today.year + _LEAP_YEARS_APART + 1)
        coming = [each for year in years for each in _dates_of(year, month, day)]
        dates = [each for each in coming if each > today or (each == today and fits(each))][:1]
    return [each for each in dates if fits(each)]


def _iso_date(found: re.Match[str], _: date) -> Sequence[date]:
    return _dates_of(int(found["year"]), int(found["month"]), int(found["date"]))


def _dates_of(year: int, month: int, day: int) -> Sequence[date]:
    """Return a date; none if the calendar does not have it."""
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


_DAYS: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str], date], Sequence[date]]]] = tuple(
    (re.compile(pattern), dates)
    for pattern, dates in (
        (r"(?P<near>yesterday|today|tonight)", _near_day),
        (r"(?:on )?(?:the )?(?P<near>(?:day after )?tomorrow)", _near_day),
        (r"(?:on )?in (?:(?P<number>[0-9]{1,3})|an?) (?P<unit>day|week)s?", _days_from_now),
        (rf"(?:on )?(?:(?P<which>this|coming|next) )?{_WEEKDAY}", _weekday),
        (rf"(?:on )?(?:{_WEEKDAY} )?{_DATE} (?:of )?{_MONTH}{_YEAR}", _month_and_day),
        (rf"(?:on )?(?:{_WEEKDAY} )?{_MONTH} {_DATE}{_YEAR}", _month_and_day),
        (r"(?:on )?(?P<year>20[0-9]{2})-(?P<month>[0-9]{2})-(?P<date>[0-9]{2})", _iso_date),
    )
)
"""The forms in which a day may be written, and for each the days it may mean."""
