"""Time zones in times in words: `5pm EST`, `17:00 London time`, `17:00 UTC+2`."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.domain.when import resolve, wall_at, zone_named
from bot.domain.zone_names import TIMES, CommonName
from bot.domain.zones import is_city, zones_called

_OFFSET = re.compile(
    r"(?:utc|gmt)?(?P<sign>[-+])(?P<hours>[01]?[0-9])(?::?(?P<minutes>[0-5][0-9]))?"
)
_OFFSET_BEHIND = re.compile(r"(?P<time>[0-9]:[0-9]{2})(?P<offset>[-+][0-9]{2}:?[0-9]{2}|z)\b")
_OFFSET_NAMED = re.compile(r"[a-z]+ \((?P<offset>utc[-+0-9:]*)\)")
_LONGEST_NAME = 5
"""Words of the longest name of a zone."""
_MOST_ASKED = 3
"""Zones of one name that a time is asked about in; whoever means one of more says which."""
_FORTNIGHTS_A_YEAR = 26


class NamedZone(Struct, frozen=True):
    """A zone that words name.

    Attributes:
        zone: Its IANA name; of an offset, that of the room.
        offset: The offset, if they name one.
        season: What the zone's clock is called then, if they name a season's time: `EST`.
    """

    zone: str
    offset: timedelta | None = None
    season: str = ""

    def instants(self, wall: datetime, given: str) -> Sequence[int]:
        """Return the instants (UTC seconds) that a wall time in this zone means.

        There are two where daylight saving contradicts the season that was named.

        Raises:
            NeedsTime: The time is `skipped` or `doubled`.
        """
        if self.offset is not None:
            return (_at(wall, self.offset),)
        zone = zone_named(self.zone)
        in_season = [each for each in _both(wall, zone) if each.tzname() == self.season]
        if in_season:
            return (_at(wall, in_season[0].utcoffset() or timedelta()),)
        shown = resolve(wall, zone, given)
        offset = _offset_in(self.season, self.zone, wall.year) if self.season else None
        return (shown,) if offset is None else tuple({shown: None, _at(wall, offset): None})


def without_zone(phrase: str, room_zone: str) -> Iterator[tuple[str, Sequence[NamedZone]]]:
    """Yield a phrase without the zone that it may name, for each way to find one there."""
    phrase = _OFFSET_NAMED.sub(r"\g<offset>", phrase)
    phrase = _OFFSET_BEHIND.sub(r"\g<time> \g<offset>", phrase)
    words = phrase.replace("(", " ").replace(")", " ").split()
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            found = _zones_called(" ".join(words[start : start + length]), room_zone)
            if found:
                yield " ".join(words[:start] + words[start + length :]), found


def _zones_called(words: str, room_zone: str) -> Sequence[NamedZone]:
    """Return the zones that words can only mean as such: other words may be of a time."""
    inside = words.removeprefix("in ")
    if found := _of_offset(inside, room_zone):
        return found
    if (season := inside.upper()) in _seasons(room_zone):
        return (NamedZone(room_zone, season=season),)
    if common := _common().get(inside):
        return [
            NamedZone(one.zone, season=season if season in one.standard else "") for one in common
        ]
    if "/" in inside or inside != words or inside.endswith(" time") or is_city(inside):
        zones = zones_called(inside)
        return [NamedZone(zone) for zone in zones] if len(zones) <= _MOST_ASKED else ()
    return ()


def _of_offset(words: str, room_zone: str) -> Sequence[NamedZone]:
    if offset := _OFFSET.fullmatch(words):
        sign = -1 if offset["sign"] == "-" else 1
        length = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        return (NamedZone(room_zone, sign * length),)
    return (NamedZone(room_zone, timedelta()),) if words in ("utc", "z", "gmt") else ()


@cache
def _common() -> dict[str, list[CommonName]]:
    found: dict[str, list[CommonName]] = {}
    for one in TIMES:
        for name in {one.title.casefold(), *one.others}:
            found.setdefault(name, []).append(one)
    return found


@cache
def _seasons(zone: str) -> frozenset[str]:
    """Return what the clock of a zone is called over the year, without mere offsets."""
    names = (each.tzname() or "" for each in _through(zone, 2026))
    return frozenset(name for name in names if name.isalpha())


def _through(zone: str, year: int) -> Iterator[datetime]:
    place = zone_named(zone)
    for fortnight in range(_FORTNIGHTS_A_YEAR):
        yield datetime(year, 1, 5, 12, tzinfo=place) + timedelta(weeks=2 * fortnight)


def _offset_in(season: str, zone: str, year: int) -> timedelta | None:
    """Return the offset of a zone in a season that its clock shows in a year."""
    found = (each.utcoffset() for each in _through(zone, year) if each.tzname() == season)
    return next(found, None)


def _both(wall: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the two readings of a wall time that daylight saving doubles; no skipped time."""
    for fold in (0, 1):
        read = wall.replace(tzinfo=zone, fold=fold)
        if wall_at(read.timestamp(), zone) == wall:
            yield read


def _at(wall: datetime, offset: timedelta) -> int:
    return (wall - datetime(1970, 1, 1) - offset) // timedelta(seconds=1)  # noqa: DTZ001
