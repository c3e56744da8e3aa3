"""Times in words: from `fri 17:00` to an instant, read in the room's time zone.

*dateparser* knows the calendar words, and also reads much into words that are none of its business
(`friday at 5` becomes a day in May). So a phrase is taken apart here: hours and minutes from now
are counted in UTC, the time of day is read by a strict rule, and only a day written in a known way
is handed on, as a naive wall time. What fits none of that is refused, not guessed. A bare `at 5` is
refused too: it may be morning or afternoon.
"""

import asyncio
import re
import threading
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.domain.errors import NeedsTime
from bot.domain.when import LONGEST_AHEAD, Instant, ahead, at_wall, wall_at, zone_named

LONGEST_WORDS = 80
_NOON = time(12)
"""A day without a time of day means noon: by then the room is awake."""

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
    r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)"
    r"(?:(?<=mon)day|(?<=tue)s(?:day)?|(?<=wed)(?:s|nesday)|(?<=thu)(?:rs?|rsday)|(?<=fri)day"
    r"|(?<=sat)urday|(?<=sun)day)?"
)
_MONTH = (
    r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:(?<=jan)uary|(?<=feb)ruary|(?<=mar)ch|(?<=apr)il|(?<=jun)e|(?<=jul)y|(?<=aug)ust"
    r"|(?<=sep)t(?:ember)?|(?<=oct)ober|(?<=nov)ember|(?<=dec)ember)?"
)
_DATE = r"(?:the )?(?P<date>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?: (?P<year>20[0-9]{2}))?"
_DAYS = tuple(
    re.compile(rf"(?:on )?{pattern}")
    for pattern in (
        rf"(?:(?P<which>this|coming|next) )?{_WEEKDAY}",
        rf"(?:{_WEEKDAY} )?{_DATE} (?:of )?{_MONTH}{_YEAR}",
        rf"(?:{_WEEKDAY} )?{_MONTH} {_DATE}{_YEAR}",
        r"(?P<iso>20[0-9]{2}-[0-9]{2}-[0-9]{2})",
        r"(?:the )?(?P<relative>(?:day after )?tomorrow)",
        r"(?P<relative>in (?:[0-9]{1,3}|an?) (?:days?|weeks?))",
    )
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_one_at_a_time = threading.Lock()
"""dateparser keeps caches of its own and does not promise that threads may share them."""


class TimesInWords:
    """Reads times people type; blocking work is done in a thread."""

    async def read(self, words: str, now: float, timezone: str) -> Instant:
        """Return the instant some words mean; see `read_words`."""
        return await asyncio.to_thread(read_words, words, now, timezone)


def read_words(words: str, now: float, timezone: str) -> Instant:
    """Return the instant some English words mean in a time zone.

    Hours and minutes from now are exact; wall times are whole minutes. A bare time that is past
    today means tomorrow, and a weekday whose time is past today means next week. `midnight` is the
    one that ends the day named. Blocking: the first calendar word imports dateparser (0.2 s).

    Args:
        words: Such as `fri 17:00`, `tomorrow noon`, `in 36 hours`, `2026-12-04 17:00`, or one of
            Discord's own timestamps (`<t:1796432400:F>`).
        now: The present, UTC seconds.
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
        return _after(phrase, now, timezone, words)
    return _on_the_wall(phrase, now, zone, words)


def _tidy(words: str) -> str:
    phrase = " ".join(words.lower().replace(",", " ").split())
    phrase = re.sub(r"\b([ap])\.m\b\.?", r"\1m", phrase)
    return re.sub(r"(?<=[0-9]-[0-9]{2})t(?=[0-9])", " ", phrase, flags=re.ASCII)


def _after(phrase: str, now: float, timezone: str, words: str) -> Instant:
    """Read a length of time: days by the calendar first, then hours and minutes in UTC."""
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


def _on_the_wall(phrase: str, now: float, zone: ZoneInfo, words: str) -> Instant:
    """Read a day and a time of day, either of which may be missing."""
    today = wall_at(now, zone).date()
    timed = _DAY_THEN_TIME.fullmatch(phrase) or _TIME_THEN_DAY.fullmatch(phrase)
    hour = _time_of_day(timed) if timed else _NOON
    day = (timed["day"] or "") if timed else phrase
    dates = _dates(day, today) if hour else ()
    if hour is None or not dates or (day == "tonight" and not _is_night(timed, hour)):
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
    """Return the time of day, or None where no clock shows it."""
    if found["named"]:
        return time(0) if found["named"] == "midnight" else _NOON
    if found["half"]:
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if not 1 <= hour <= 12 or minute > 59:
            return None
        return time(hour % 12 + (12 if found["half"] == "p" else 0), minute)
    hour, minute = int(found["hour24"]), int(found["minute24"])
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _is_night(timed: re.Match[str] | None, hour: time) -> bool:
    return timed is not None and (timed["named"] == "midnight" or hour >= time(16))


def _dates(day: str, today: date) -> Sequence[date]:
    """Return the days some words may mean, in order of preference; none if they mean nothing."""
    one = timedelta(days=1)
    near = {"": (today, today + one), "yesterday": (today - one,)}
    near["today"] = near["tonight"] = (today,)
    if day in near:
        return near[day]
    found = next((match for pattern in _DAYS if (match := pattern.fullmatch(day))), None)
    if found is None:
        return ()
    named = found.groupdict()
    if named.get("date") and not named["year"] and _is_today(named, today):
        return (today,)  # dateparser would say next year
    meant = _calendar_day(_plain(named), today)
    if meant is None or not _fits(named, meant):
        return ()
    may_be_today = named.get("weekday") and not named.get("date") and named["which"] != "next"
    return (today, meant) if may_be_today and meant - today == 7 * one else (meant,)


def _is_today(named: dict[str, str | None], today: date) -> bool:
    return _fits(named, today) and named["month"] == _MONTHS[today.month - 1]


def _plain(named: dict[str, str | None]) -> str:
    """Return the words for a day in the one way that dateparser reads well."""
    if fixed := named.get("iso") or named.get("relative"):
        return fixed
    if named.get("date"):
        return f"{named['date']} {named['month']} {named['year'] or ''}".strip()
    return ("next " if named["which"] == "next" else "") + (named["weekday"] or "")


def _fits(named: dict[str, str | None], meant: date) -> bool:
    """Check a day that was read against what was written of it."""
    weekday, number, iso = (named.get(name) for name in ("weekday", "date", "iso"))
    return (
        (not weekday or _WEEKDAYS[meant.weekday()] == weekday)
        and (not number or meant.day == int(number))
        and (not iso or meant.isoformat() == iso)
    )


def _calendar_day(words: str, today: date) -> date | None:
    with _one_at_a_time:
        import dateparser  # noqa: PLC0415 - it takes 0.2 s, and many runs never need it

        found: datetime | None = dateparser.parse(
            words,
            languages=["en"],
            settings={
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": datetime.combine(today, time()),
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    return found.date() if found else None
