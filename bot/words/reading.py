"""Reading a phrase as an instant, or saying why that cannot be done."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import chain

from bot.domain.errors import NeedsTime
from bot.domain.when import Instant, ahead, at_wall, wall_at, zone_named
from bot.words.days import names_no_day
from bot.words.durations import from_now, is_duration, may_be_time_of_day
from bot.words.meanings import Meaning, is_day, is_time_of_day, meanings_of
from bot.words.phrases import tidy
from bot.words.two_zones import goes_on_elsewhere, in_other_zone, in_two_zones
from bot.words.zoned import NamedZone, without_zone

LONGEST_WORDS = 80
_STAMP = re.compile(r"<t:([0-9]{1,12})(?::[a-z])?>(?: ?\(?<t:\1:r>\)?)?", re.IGNORECASE)
_BETWEEN = re.compile(r"(;|\n|\u2192|=>|->| [/|&+] |\bthen\b|,)", re.IGNORECASE)
_BESIDE = frozenset(",/|&+")
"""Of these, what may also stand between two ways to say one time."""
_AND = re.compile(r"\band\b", re.IGNORECASE)
_ASKED = ("skipped", "doubled")
"""Why a single meaning is asked about."""

Found = Instant | NeedsTime


def read_words(words: str, now: float, timezone: str) -> Instant:
    """Return the instant that a phrase in English means, with its wall time in a time zone.

    Hours and minutes from now are exact; wall times are whole minutes. A bare time that has passed
    today means tomorrow, and today's weekday with a time that has passed means next week. A zone in
    the words is honored.

    Args:
        words: Such as `fri 17:00`, `tomorrow noon`, `in 36 hours`, `2026-12-04 17:00`, any time as
            the bot writes it, or one of Discord's own timestamps (`<t:1796432400:F>`).
        now: The current time (UTC seconds).
        timezone: An IANA name.

    Raises:
        NeedsTime: The words are `unreadable`, may mean `two_ways` or more, or the time is `past`,
            `too_far`, `skipped` or `doubled`.
        InvalidInput: There is no such time zone.
    """
    zone_named(timezone)
    if stamp := _STAMP.fullmatch(words.strip()):
        return ahead(int(stamp[1]), now, timezone, words)
    phrase = tidy(words)
    if not phrase or len(phrase) > LONGEST_WORDS:
        raise NeedsTime("unreadable", words)
    today = _today(now, timezone)
    counted = [from_now(phrase, now, timezone, words)] if is_duration(phrase) else []
    if counted and not may_be_time_of_day(phrase):
        return counted[0]
    if meanings := meanings_of(phrase, today):
        in_room = (_in_room(each, now, timezone, words) for each in meanings)
        return _only(words, chain(counted, *in_room))
    if two := in_two_zones(words, timezone):
        return _said_twice(two, now, timezone, words)
    return _only(words, _in_zones(phrase, now, timezone, words))


def _said_twice(two: tuple[str, str], now: float, timezone: str, words: str) -> Instant:
    try:
        first = read_words(two[0], now, timezone)
    except NeedsTime as doubt:
        raise NeedsTime(doubt.why, words, doubt.options) from doubt
    return in_other_zone(first, two[1], now, words)


def _in_zones(phrase: str, now: float, timezone: str, words: str) -> list[Found]:
    """Return the instants of a phrase that names a zone, or why there are none.

    Raises:
        NeedsTime: It names none, or no time in it.
    """
    today = _today(now, timezone)
    for rest, zones in without_zone(phrase, timezone):
        found = [
            instant
            for zone in zones
            for day in dict.fromkeys((today, _today(now, zone.zone)))
            for each in meanings_of(rest, day)
            for instant in _in_zone(each, zone, now, timezone, words)
        ]
        if found:
            return found
    raise NeedsTime("no_such_day" if names_no_day(phrase) else "unreadable", words)


def split_times(words: str, now: float, timezone: str) -> Sequence[str]:
    """Return the parts of a list of times: with commas, semicolons, `then` or `and` between.

    A comma may also stand within a time, such as between its day and its hour. `5pm PT / 8pm ET` is
    no list: hardly anybody means anything but one time in two zones.
    """
    today = _today(now, timezone)
    pieces: list[str] = []
    separator = ""
    for piece in _BETWEEN.split(words):
        if _BETWEEN.fullmatch(piece):
            separator = piece
        elif tidied := tidy(piece):
            before = tidy(pieces[-1]) if pieces else ""
            if separator == "," and _goes_on(before, tidied, today, timezone):
                pieces[-1] += f", {piece.strip()}"
            elif separator.strip() in _BESIDE and goes_on_elsewhere(before, tidied, timezone):
                pieces[-1] += f"{separator.rstrip()} {piece.strip()}"
            else:
                pieces.append(piece.strip())
    return [part for piece in pieces for part in _apart(piece, today, timezone)]


def with_hour_of(words: str, others: Sequence[str], now: float, timezone: str) -> str | None:
    """Return a day without a time of day with that of the first of the others that has one."""
    today, day = _today(now, timezone), tidy(words)
    if is_duration(day) or not is_day(day, today):
        return None
    hours = (_hour_in(tidy(other), today, timezone) for other in others)
    return next((f"{words} {hour}" for hour in hours if hour), None)


def _hour_in(phrase: str, today: date, timezone: str) -> str:
    """Return the words of a time that stand before or behind its day; empty without a day."""
    words = phrase.split()
    for cut in range(1, len(words)):
        one, other = " ".join(words[:cut]), " ".join(words[cut:])
        for day, hour in ((one, other), (other, one)):
            rests = [hour, *(rest for rest, _ in without_zone(hour, timezone))]
            if is_day(day, today) and any(map(is_time_of_day, rests)):
                return hour
    return ""


def _goes_on(before: str, after: str, today: date, timezone: str) -> bool:
    """Return whether a time goes on behind a comma: a day with the rest of it, or its hour."""
    if not is_day(before, today):
        return False
    rest = [after, *(rest for rest, _ in without_zone(after, timezone))]
    return is_day(f"{before} {after}", today) or any(
        is_time_of_day(each) and not is_day(each, today) for each in rest
    )


def _apart(piece: str, today: date, timezone: str) -> Sequence[str]:
    """Return the two times that an `and` stands between, or the one it stands in."""

    def is_time(phrase: str) -> bool:
        rests = [phrase, *(rest for rest, _ in without_zone(phrase, timezone))]
        return is_duration(phrase) or any(meanings_of(each, today) for each in rests)

    parts = [part.strip() for part in _AND.split(piece)]
    whole = len(parts) == 1 or is_time(tidy(piece))
    return [piece] if whole or not all(is_time(tidy(part)) for part in parts) else parts


def _today(now: float, timezone: str) -> date:
    return wall_at(now, zone_named(timezone)).date()


def _in_room(meaning: Meaning, now: float, timezone: str, words: str) -> list[Found]:
    """Return the instant of a meaning in the room's zone, or why there is none."""
    return _first_ahead(meaning, lambda wall: [at_wall(wall, now, timezone, words)])


def _in_zone(
    meaning: Meaning, zone: NamedZone, now: float, timezone: str, words: str
) -> list[Found]:
    """Return the instants of a meaning in a zone that the words name, or why there are none."""

    def read(wall: datetime) -> list[Instant]:
        return [ahead(at, now, timezone, words) for at in zone.instants(wall, words)]

    return _first_ahead(meaning, read)


def _first_ahead(meaning: Meaning, read: Callable[[datetime], list[Instant]]) -> list[Found]:
    *firsts, last = meaning
    for wall in firsts:
        try:
            return list(read(wall))
        except NeedsTime as doubt:
            if doubt.why != "past":
                return [doubt]
    try:
        return list(read(last))
    except NeedsTime as doubt:
        return [doubt]


def _only(words: str, found: Iterable[Found]) -> Instant:
    """Return the only instant that can be scheduled.

    Raises:
        NeedsTime: There are several, or none.
    """
    every = list(found)
    instants = {one.at: one for one in every if isinstance(one, Instant)}
    doubts = [one for one in every if isinstance(one, NeedsTime)]
    asked = {one.options: one for one in doubts if one.why in _ASKED}
    if len(instants) == 1 and not asked:
        return next(iter(instants.values()))
    if instants or len(asked) > 1:
        options = {*instants, *(at for options in asked for at in options)}
        raise NeedsTime("two_ways", words, tuple(sorted(options)))
    raise next(iter(asked.values()), doubts[0])
