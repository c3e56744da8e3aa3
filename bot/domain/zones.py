"""Time zones by what people call them: a city, a common name, an offset, or the IANA name."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from itertools import chain
from zoneinfo import available_timezones

from bot.domain.errors import InvalidInput, SeveralFound
from bot.domain.names import ELLIPSIS, fold
from bot.domain.when import zone_named
from bot.domain.zone_names import CITIES, COMMON_NAMES, NOT_ONLY_CITIES, OFTEN
from bot.domain.zone_regions import REGIONS, SHORT_FORMS, THERE_TOO, zones_of_unknown

_NO_ZONES = frozenset({"Factory", "localtime", "posixrules", "leapseconds"})
"""Names of the time zone database that are the host's own time, or no time."""
_ZEROS = frozenset({"UTC", "GMT"})
"""The names of no offset that are offered."""
_OTHER_ZEROS = frozenset({"GMT0", "GMT+0", "GMT-0", "Greenwich", "UCT", "Universal", "Zulu"})
_ABBREVIATIONS = frozenset({"EST", "MST", "HST"})
_WITHOUT_PLACE = _ZEROS | _OTHER_ZEROS | _ABBREVIATIONS
"""Zones whose names people use for a place's time, which may change with the season."""
_OFFSET = re.compile(r"(?:utc|gmt)? ?(?P<sign>[-+]) ?(?P<hours>\d{1,2})(?:[: ]?(?P<minutes>\d\d))?")
_TIME_WORDS = re.compile(r" (?:(?:standard |daylight |summer |winter )?time(?: ?zone)?|tz)$")
_PARENTHESES = re.compile(r"\([^)]*\)")
_SHORTEST_PART = 3
"""Characters that are looked for in the middle of a name."""
_OFFERED = 25


def zone_meant(words: str) -> str:
    """Return the IANA name of the time zone that somebody means.

    Raises:
        InvalidInput: No zone is called so (`timezone`), but some are called almost so
            (`timezone.near`; its fact `near` names them).
        SeveralFound: Several zones with different clocks are called so.
    """
    zones = _called(words, unknown_places=True)
    if len(zones) > 1:
        raise SeveralFound("timezone", words, tuple(map(zone_label, zones)))
    if zones:
        return zones[0]
    near = get_close_matches(_key(words), _by_city(), 3, 0.75)
    labels = dict.fromkeys(zone_label(zone) for city in near for zone in _by_city()[city])
    if labels:
        raise InvalidInput("timezone.near", words, {"near": " or ".join(labels)})
    raise InvalidInput("timezone", words)


def zones_called(words: str) -> Sequence[str]:
    """Return the zones that words among others name; none if they name none.

    Unlike in `zone_meant`, a place in a region must be known: it may be a word of something else,
    such as the hour in `5pm Ohio`.
    """
    return _called(words, unknown_places=False)


def _called(words: str, *, unknown_places: bool) -> Sequence[str]:
    forms, comma = _forms(words), "," in words
    named = (_named(words.strip(), form) for form in forms)
    in_region = (_in_region(form, comma=comma, unknown=unknown_places) for form in forms)
    return _different(next(filter(None, chain(named, in_region)), ()))


def _forms(words: str) -> Sequence[str]:
    """Return the names that words may hold: all of them, then without what is only added."""
    outside = _PARENTHESES.sub(" ", words)
    forms = (form for each in (words, outside) for form in (_key(each), _without_time(each)))
    return tuple(filter(None, dict.fromkeys(forms)))


def _without_time(words: str) -> str:
    return _TIME_WORDS.sub("", _key(words))


def _in_region(wanted: str, *, comma: bool, unknown: bool) -> Sequence[str]:
    """Return the zones of a region, or of a place in it: `ohio`, `los angeles ca`.

    An unknown place has the zones of its region. Where only two letters name that, or what is said
    of more than one, a comma must stand before them.
    """
    if wanted not in SHORT_FORMS and wanted in REGIONS:
        return REGIONS[wanted]
    words = wanted.split()
    for cut in range(1, len(words)):
        place, region = " ".join(words[:cut]), " ".join(words[cut:])
        if region in REGIONS:
            known = _named("", place) or _in_region(place, comma=comma, unknown=unknown and comma)
            if there := _those_in(region, known):
                return there
            if unknown and (comma or region not in {*SHORT_FORMS, "america"}):
                return zones_of_unknown(region, named_elsewhere=bool(known))
    return ()


def _those_in(region: str, zones: Sequence[str]) -> Sequence[str]:
    """Return those of a place's zones in which it is in a region."""
    clocks = set(map(_clock, REGIONS[region]))
    there_too = THERE_TOO.get(region, ())
    return [zone for zone in zones if zone in there_too or _clock(zone) in clocks]


def is_city(words: str) -> bool:
    """Return whether words are a city that zones go by, and nothing that people say of times."""
    return _key(words) in _cities()


@cache
def _cities() -> frozenset[str]:
    return (frozenset(_by_city()) | {_key(one.title) for one in CITIES}) - NOT_ONLY_CITIES


def _named(words: str, wanted: str) -> Sequence[str]:
    """Return the zones that are called so in the way that counts most."""
    if words in _zones() and words not in _ABBREVIATIONS:
        return (words,)
    for names in (_by_common_name(), _by_name(), _by_city()):
        if wanted in names:
            return names[wanted]
    return _of_offset(wanted)


def zone_label(zone: str) -> str:
    """Return a zone as people see it; one without a place comes with a word on what it is."""
    name = zone.replace("_", " ")
    if not is_fixed(zone):
        return name
    offset = _written_offset(zone)
    return f"{name} ({'all year' if offset == name else f'{offset} all year'}, no daylight saving)"


def is_fixed(zone: str) -> bool:
    """Return whether a zone is an offset from UTC rather than the time of a place."""
    return zone in _WITHOUT_PLACE or zone.startswith("Etc/")


def zones_for(words: str) -> list[tuple[str, str]]:
    """Return the zones to offer for what somebody has typed so far, best first.

    Returns:
        For each its label, which `zone_meant` reads, and its IANA name.
    """
    wanted = _key(words.rstrip().removesuffix(ELLIPSIS))
    if not wanted:
        return [(zone_label(zone), zone) for zone in OFTEN]
    offered: dict[str, str] = {}
    for tried in dict.fromkeys((wanted, _TIME_WORDS.sub("", wanted))):
        for label, zone in _offered(tried):
            offered.setdefault(zone, label)
            if len(offered) == _OFFERED:
                break
    if not offered:
        return [(zone_label(zone), zone) for zone in _meant_by_whole_words(words)]
    return [(label, zone) for zone, label in offered.items()]


def _meant_by_whole_words(words: str) -> Sequence[str]:
    try:
        return (zone_meant(words),)
    except SeveralFound as several:
        return tuple(map(zone_meant, several.found))
    except InvalidInput:
        return ()


def _offered(wanted: str) -> Iterator[tuple[str, str]]:
    """Yield labels and zones: called so, then beginning so, then with a word or part like that."""
    for zone in _of_offset(wanted):
        yield zone_label(zone), zone
    yield from ((label, zone) for names, label, zone in _common() if wanted in names)
    if wanted not in SHORT_FORMS:
        yield from ((zone_label(zone), zone) for zone in REGIONS.get(wanted, ()))
    if (short := wanted.upper()) in _ABBREVIATIONS:
        fixed = f"Etc/GMT{-_offset(short) // timedelta(hours=1):+}"
        yield zone_label(fixed), fixed
    places = _places()
    yield from ((label, zone) for _, city, label, zone in places if city == wanted)
    for names, label, zone in _common():
        if any(name.startswith(wanted) for name in names):
            yield label, zone
    yield from ((label, zone) for key, _, label, zone in places if f" {wanted}" in f" {key}")
    if len(wanted) >= _SHORTEST_PART:
        yield from ((label, zone) for key, _, label, zone in places if wanted in key)


@cache
def _common() -> Sequence[tuple[Sequence[str], str, str]]:
    """Return the common names: the names of each, its label and its zone."""
    labels = [(f"{one.title}: {zone_label(one.zone)}", one) for one in COMMON_NAMES]
    return [
        ((_key(one.title), *map(_key, one.others), _key(label)), label, one.zone)
        for label, one in labels
    ]


@cache
def _places() -> Sequence[tuple[str, str, str, str]]:
    """Return the zones to offer: how each is compared, its city likewise, its label, its name."""
    zones = [zone for zone in _zones() if not is_fixed(zone) or zone in _ZEROS or _offset(zone)]
    named = [(zone, zone_label(zone)) for zone in zones if zone not in _ABBREVIATIONS]
    return [(_key(label), _key(_city(zone)), label, zone) for zone, label in named]


def _key(words: str) -> str:
    """Return words as names of zones are compared: no case, no accents, spaces between words."""
    plain = unicodedata.normalize("NFKD", fold(words).replace("\u2212", "-"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[_/,:;()]|-(?!\d)", " ", letters.replace(".", "")).split())


@cache
def _zones() -> tuple[str, ...]:
    """Return all time zones, those named after places first."""
    return tuple(
        sorted(available_timezones() - _NO_ZONES, key=lambda name: ("/" not in name, name))
    )


@cache
def _by_common_name() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    literal = {zone.casefold() for zone in _WITHOUT_PLACE - _ABBREVIATIONS}
    for names, _, zone in _common():
        for name in set(names) - literal:
            found.setdefault(name, []).append(zone)
    return found


@cache
def _by_name() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for zone in _zones():
        for name in {_key(zone), _key(zone_label(zone))}:
            found.setdefault(name, []).append(zone)
    return found


@cache
def _by_city() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for zone in _zones():
        if not is_fixed(zone):
            found.setdefault(_key(_city(zone)), []).append(zone)
    return found


def _city(zone: str) -> str:
    return zone.rpartition("/")[2]


def _of_offset(wanted: str) -> Sequence[str]:
    """Return the zones that keep an offset all year: east of Greenwich is plus, as people say."""
    offset = _OFFSET.fullmatch(wanted)
    if offset is None:
        return ()
    hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
    if minutes:
        ahead = timedelta(hours=hours, minutes=minutes) * (-1 if offset["sign"] == "-" else 1)
        return [zone for *_, zone in _places() if set(_clock(zone)) == {ahead}]
    zone = "UTC" if hours == 0 else f"Etc/GMT{'-' if offset['sign'] == '+' else '+'}{hours}"
    return (zone,) if zone in _zones() else ()


def _written_offset(zone: str) -> str:
    hours = _offset(zone) // timedelta(hours=1)
    return f"UTC{hours:+}" if hours else "UTC"


def _offset(zone: str) -> timedelta:
    return datetime(2026, 1, 1, tzinfo=zone_named(zone)).utcoffset() or timedelta()


def _different(zones: Sequence[str]) -> list[str]:
    """Return the zones whose clocks differ, each by its best known or fullest name."""
    fullest: dict[tuple[timedelta | None, ...], str] = {}
    known = {one.zone for one in COMMON_NAMES}
    for zone in sorted(zones, key=lambda name: (name not in known, -len(name), name)):
        fullest.setdefault(_clock(zone), zone)
    return list(fullest.values())


@cache
def _clock(zone: str) -> tuple[timedelta | None, ...]:
    """Return what a zone's clock shows over the years, to be compared with another's."""
    begin, place = datetime(2020, 1, 1, tzinfo=UTC), zone_named(zone)
    weeks = (begin + timedelta(weeks=week) for week in range(0, 10 * 52, 2))
    return tuple(moment.astimezone(place).utcoffset() for moment in weeks)
