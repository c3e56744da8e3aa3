"""One time that is said in two zones: `5pm PT / 8pm ET`, `fri 5pm PT (8pm ET)`."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time, timedelta

from bot.domain.errors import NeedsTime
from bot.domain.when import Instant
from bot.words.clock import times_of_day
from bot.words.meanings import is_time_of_day
from bot.words.phrases import tidy
from bot.words.zoned import without_zone

_TWO = re.compile(r"(?P<first>.+)[,/|&+(](?P<second>[^,/|&+()]+)\)?\s*", re.DOTALL)
_DAYS_APART = (-1, 0, 1)
"""How far the day in one zone may be from that in another."""


def goes_on_elsewhere(before: str, after: str, timezone: str) -> bool:
    """Return whether two phrases name zones, not the same, and the second no day."""
    there = [zones for rest, zones in without_zone(after, timezone) if is_time_of_day(rest)]
    here = [zones for _, zones in without_zone(before, timezone)] if there else []
    return bool(here) and here[0] != there[0]


def in_two_zones(words: str, timezone: str) -> tuple[str, str] | None:
    """Return a time and what it is called elsewhere; None if words are not such two."""
    found = _TWO.fullmatch(words)
    if not found or not goes_on_elsewhere(tidy(found["first"]), tidy(found["second"]), timezone):
        return None
    return found["first"].strip(), found["second"].strip()


def in_other_zone(first: Instant, second: str, now: float, words: str) -> Instant:
    """Return an instant that is said in a second zone, too.

    Raises:
        NeedsTime: The time there is another one (`two_ways`); `words` are what was typed.
    """
    there = set(_instants(first, tidy(second), words))
    if first.at in there:
        return first
    nearest = min(filter(now.__lt__, there), key=lambda at: abs(at - first.at), default=first.at)
    raise NeedsTime("two_ways", words, tuple(sorted({first.at, nearest})))


def _instants(first: Instant, phrase: str, words: str) -> Iterator[int]:
    """Yield what a time of day in a zone may mean on the days around an instant's."""
    day = datetime.combine(datetime.fromisoformat(first.wall), time())
    for rest, zones in without_zone(phrase, first.timezone):
        for minute in times_of_day(rest, beside_day=True):
            for zone in zones:
                for days in _DAYS_APART:
                    wall = day + timedelta(days=days, minutes=minute)
                    with suppress(NeedsTime):  # skipped or doubled there: not the one meant
                        yield from zone.instants(wall, words)
