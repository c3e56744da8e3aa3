"""Days in words: each form, and the days that it may mean."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

Days = Sequence[date]
"""One meaning: the day meant, and behind it those meant instead if the time on it is past."""

_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\.?"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = r"(?:the )?(?P<date>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?: (?P<year>20[0-9]{2}))?"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AMOUNT = r"(?:(?P<number>[0-9]{1,3})|an?)"
_NEAR_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2}
_ONE_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MONTH_AHEAD, _YEAR_AHEAD = timedelta(days=31), timedelta(days=366)
_DATES = tuple(
    re.compile(rf"(?<![\w:.]){form}(?!\w)")
    for form in (rf"{_DATE} (?:of )?{_MONTH}", rf"{_MONTH} {_DATE}(?! ?[ap]m)")
)
_LEAP_YEAR = 2028
_LEAP_YEARS_APART = 8
"""The longest time, in years, from one February 29 to the next."""


def days_meant(words: str, today: date) -> Sequence[Days]:
    """Return the meanings of a day in words; none if it cannot be read.

    No words mean today, or tomorrow if that is past.
    """
    if not words:
        return ((today, today + _ONE_DAY),)
    for pattern, meanings in _DAYS:
        if found := pattern.fullmatch(words):
            return [days for days in meanings(found, today) if days]
    return ()


def numbered_days(words: str, today: date) -> Sequence[Days]:
    """Return the dates that a weekday and a number may mean, such as `fri 13`.

    A number that may be an hour of half a day means a date only in the coming month.
    """
    found = re.fullmatch(rf"(?:on )?{_WEEKDAY} (?P<date>[0-9]{{1,2}})", words)
    if not found:
        return ()
    farthest = _MONTH_AHEAD if int(found["date"]) <= 12 else _YEAR_AHEAD
    return [days for days in _day_of_month(found, today) if days[0] <= today + farthest]


def names_no_day(phrase: str) -> bool:
    """Return whether a phrase names a date that no year has, such as `feb 30`."""
    found = (one for form in _DATES for one in form.finditer(phrase))
    return any(
        not _dates_of(_LEAP_YEAR, _MONTHS.index(one["month"][:3]) + 1, int(one["date"]))
        for one in found
    )


def is_today(words: str) -> bool:
    """Return whether words name no other day than today."""
    return words in ("", "today", "tonight")


def months_after(today: date, number: int) -> date:
    """Return the same day of a later month, or its last day if it is too short."""
    years, month = divmod(today.month - 1 + number, 12)
    for day in range(today.day, 0, -1):
        if dates := _dates_of(today.year + years, month + 1, day):
            return dates[0]
    return today  # no month is without a first day


def _near_day(found: re.Match[str], today: date) -> Sequence[Days]:
    return ((today + _NEAR_DAYS[found["near"]] * _ONE_DAY,),)


def _days_from_now(found: re.Match[str], today: date) -> Sequence[Days]:
    number = int(found["number"] or 1)
    if found["unit"] == "month":
        return ((months_after(today, number),),)
    return ((today + number * (_WEEK if found["unit"] == "week" else _ONE_DAY),),)


def _weekday(found: re.Match[str], today: date) -> Sequence[Days]:
    """Return the next such day; if that is today, also in a week.

    With `next`, it may be that of next week, too; some mean the one and some the other.
    """
    coming = _coming(found, today)
    if found["which"] != "next":
        return ((coming,) if coming != today else (today, today + _WEEK),)
    meant = {coming, *_in_next_week(found, today)} - {today}
    return [(each,) for each in sorted(meant)]


def _coming(found: re.Match[str], today: date) -> date:
    days = (_WEEKDAYS.index(found["weekday"][:3]) - today.weekday()) % 7
    return today + days * _ONE_DAY


def _in_next_week(found: re.Match[str], today: date) -> set[date]:
    """Return a day of next week: for some a week begins on Monday, for some on Sunday."""
    weekday = _WEEKDAYS.index(found["weekday"][:3])
    monday = today - today.weekday() * _ONE_DAY + _WEEK
    sunday = today - (today.weekday() + 1) % 7 * _ONE_DAY + _WEEK
    return {monday + weekday * _ONE_DAY, sunday + (weekday + 1) % 7 * _ONE_DAY}


def _of_next_week(found: re.Match[str], today: date) -> Sequence[Days]:
    return [(each,) for each in sorted(_in_next_week(found, today))]


def _weeks_after(found: re.Match[str], today: date) -> Sequence[Days]:
    """Return a day some weeks after another; of today's weekday, after today or the next one."""
    weeks = int(found.groupdict().get("number") or 1) * _WEEK
    if found["near"]:
        return ((today + _NEAR_DAYS[found["near"]] * _ONE_DAY + weeks,),)
    coming = _coming(found, today)
    after = (coming,) if coming != today else (today, today + _WEEK)
    return [(each + weeks,) for each in after]


def _month_and_day(found: re.Match[str], today: date) -> Sequence[Days]:
    """Return the date in the year named; without a year, the first that has not passed."""
    month, day = _MONTHS.index(found["month"][:3]) + 1, int(found["date"])
    return _on_weekday(found, month, day, today)


def _on_weekday(found: re.Match[str], month: int, day: int, today: date) -> Sequence[Days]:
    """Return a date; if it is on another weekday than is named, one of the two may be wrong."""
    weekday = (found["weekday"] or "")[:3]
    days = _in_year(found["year"], month, day, today, weekday)
    if days or not weekday:
        return (days,)
    return [
        (other,)
        for each in _in_year(found["year"], month, day, today)
        for other in (each, _nearest(each, weekday, today))
    ]


def _nearest(day: date, weekday: str, today: date) -> date:
    """Return the nearest day with a weekday that is not past."""
    days = (_WEEKDAYS.index(weekday) - day.weekday() + 3) % 7 - 3
    nearest = day + days * _ONE_DAY
    return nearest if nearest >= today else nearest + _WEEK


def _in_year(year: str | None, month: int, day: int, today: date, weekday: str = "") -> Days:
    def fits(each: date) -> bool:
        return weekday in ("", _WEEKDAYS[each.weekday()])

    if year:
        dates = _dates_of(int(year) + (2000 if len(year) == 2 else 0), month, day)
    else:
        years = range(today.year, today.year + _LEAP_YEARS_APART + 1)
        coming = [each for each_year in years for each in _dates_of(each_year, month, day)]
        dates = [each for each in coming if each > today or (each == today and fits(each))][:1]
    return [each for each in dates if fits(each)]


def _day_of_month(found: re.Match[str], today: date) -> Sequence[Days]:
    """Return the next date with a number, and on a weekday if one is named."""
    weekday = (found.groupdict().get("weekday") or "")[:3]
    for days in range(int(_YEAR_AHEAD / _ONE_DAY) + 1):
        each = today + days * _ONE_DAY
        if each.day == int(found["date"]) and weekday in ("", _WEEKDAYS[each.weekday()]):
            return ((each,),)
    return ()


def _iso_date(found: re.Match[str], _: date) -> Sequence[Days]:
    return (_dates_of(int(found["year"]), int(found["month"]), int(found["date"])),)


def _numbers(found: re.Match[str], today: date) -> Sequence[Days]:
    """Return the dates of two numbers, of which either may be the month."""
    one, other = int(found["one"]), int(found["other"])
    weekday = (found["weekday"] or "")[:3]
    meanings = (
        _in_year(found["year"], month, day, today, weekday)
        for month, day in dict.fromkeys(((one, other), (other, one)))
    )
    return [days for days in meanings if days]


def _day_first(found: re.Match[str], today: date) -> Sequence[Days]:
    return _on_weekday(found, int(found["month"]), int(found["date"]), today)


def _dates_of(year: int, month: int, day: int) -> Days:
    """Return a date; none if the calendar does not have it."""
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


Meanings = Callable[[re.Match[str], date], Sequence[Days]]
_DAYS: Sequence[tuple[re.Pattern[str], Meanings]] = tuple(
    (re.compile(pattern), meanings)
    for pattern, meanings in (
        (r"(?P<near>yesterday|today|tonight)", _near_day),
        (r"(?:on )?(?:the )?(?P<near>(?:day after )?tomorrow)", _near_day),
        (rf"(?:on )?in {_AMOUNT} (?P<unit>day|week|month)s?", _days_from_now),
        (rf"{_AMOUNT} (?P<unit>day|week|month)s? from now", _days_from_now),
        (rf"(?:on )?(?:(?P<which>this|coming|next) )?{_WEEKDAY}", _weekday),
        (rf"(?:on )?{_WEEKDAY} (?:of )?next week", _of_next_week),
        (rf"(?:on )?next week(?: on)? {_WEEKDAY}", _of_next_week),
        (rf"(?:on )?(?:{_WEEKDAY}|(?P<near>today|tomorrow)) week", _weeks_after),
        (
            (
                rf"(?:on |in )?(?:{_AMOUNT} weeks?|week) (?:(?:from|on|after) )?"
                rf"(?:{_WEEKDAY}|(?P<near>today|tomorrow))"
            ),
            _weeks_after,
        ),
        (rf"(?:on )?(?:{_WEEKDAY} )?{_DATE} (?:of )?{_MONTH}{_YEAR}", _month_and_day),
        (rf"(?:on )?(?:{_WEEKDAY} )?{_MONTH} {_DATE}{_YEAR}", _month_and_day),
        (rf"(?:on )?(?:{_WEEKDAY} )?(?:the )?(?P<date>[0-9]{{1,2}})(?:st|nd|rd|th)", _day_of_month),
        (
            r"(?:on )?(?P<year>20[0-9]{2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<date>[0-9]{1,2})",
            _iso_date,
        ),
        (
            (
                rf"(?:on )?(?:{_WEEKDAY} )?(?P<one>[0-9]{{1,2}})[/-](?P<other>[0-9]{{1,2}})"
                r"(?:[/-](?P<year>(?:20)?[0-9]{2}))?"
            ),
            _numbers,
        ),
        (
            (
                rf"(?:on )?(?:{_WEEKDAY} )?(?P<date>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})"
                r"(?:\. ?(?P<year>20[0-9]{2})|\.)?"
            ),
            _day_first,
        ),
    )
)
"""The forms in which a day may be written, and for each the days it may mean."""
