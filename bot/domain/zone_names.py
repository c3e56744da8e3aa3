"""What people call time zones that the time zone database calls something else."""

from collections.abc import Mapping

from msgspec import Struct


class CommonName(Struct, frozen=True):
    """A name that people use for a time zone.

    Attributes:
        title: The name as it is shown.
        zone: The IANA name of the zone they mean.
        others: Other names for it, in lower case.
        standard: The abbreviation of the time without daylight saving, and of the time with it.
    """

    title: str
    zone: str
    others: tuple[str, ...] = ()
    standard: tuple[str, str] = ("", "")


def _time(title: str, zone: str, others: str, standard: str = "", daylight: str = "") -> CommonName:
    short = [each.casefold() for each in (standard, daylight) if each]
    if len(short) > 1:
        short.append("/".join(short))
    names = (*short, *filter(None, others.split("|")))
    return CommonName(title, zone, names, (standard, daylight))


TIMES = (
    _time(
        "Pacific time", "America/Los_Angeles", "pt|pacific|west coast|la|california", "PST", "PDT"
    ),
    _time("Mountain time", "America/Denver", "mt|mountain|colorado", "MST", "MDT"),
    _time("Central time", "America/Chicago", "ct|central|texas", "CST", "CDT"),
    _time("Eastern time", "America/New_York", "et|eastern|east coast|nyc|ny", "EST", "EDT"),
    _time("Atlantic time", "America/Halifax", "atlantic|nova scotia", "AST", "ADT"),
    _time("Newfoundland time", "America/St_Johns", "newfoundland", "NST", "NDT"),
    _time("Alaska time", "America/Anchorage", "alaska", "AKST", "AKDT"),
    _time("Hawaii time", "Pacific/Honolulu", "hawaii", "HST"),
    _time("Arizona time", "America/Phoenix", "arizona"),
    _time(
        "UK time",
        "Europe/London",
        "uk|gmt|british|britain|great britain|england|scotland|wales",
        "",
        "BST",
    ),
    _time("Irish time", "Europe/Dublin", "irish|ireland|ist"),
    _time("Western European time", "Europe/Lisbon", "western european", "WET", "WEST"),
    _time(
        "Central European time", "Europe/Berlin", "central european|german|germany", "CET", "CEST"
    ),
    _time("French time", "Europe/Paris", "french|france"),
    _time("Italian time", "Europe/Rome", "italian|italy"),
    _time("Spanish time", "Europe/Madrid", "spanish|spain"),
    _time("Eastern European time", "Europe/Helsinki", "eastern european", "EET", "EEST"),
    _time("Moscow time", "Europe/Moscow", "", "MSK"),
    _time("Israel time", "Asia/Jerusalem", "ist", "", "IDT"),
    _time("Gulf time", "Asia/Dubai", "gulf", "GST"),
    _time("India time", "Asia/Kolkata", "india|indian|ist"),
    _time("China time", "Asia/Shanghai", "china|chinese"),
    _time("Hong Kong time", "Asia/Hong_Kong", "", "HKT"),
    _time("Singapore time", "Asia/Singapore", "", "SGT"),
    _time("Japan time", "Asia/Tokyo", "japan|japanese", "JST"),
    _time("Korea time", "Asia/Seoul", "korea|korean", "KST"),
    _time("Western Australian time", "Australia/Perth", "western australia", "AWST"),
    _time("Central Australian time", "Australia/Adelaide", "south australia", "ACST", "ACDT"),
    _time("Eastern Australian time", "Australia/Sydney", "eastern australia", "AEST", "AEDT"),
    _time("New Zealand time", "Pacific/Auckland", "new zealand|nz", "NZST", "NZDT"),
    _time("South Africa time", "Africa/Johannesburg", "south africa", "SAST"),
    _time("Brasília time", "America/Sao_Paulo", "brazil", "BRT"),
    _time("Argentina time", "America/Argentina/Buenos_Aires", "argentina", "ART"),
)

_CITIES: Mapping[str, str] = {
    "America/Los_Angeles": "San Francisco|Seattle|Portland|San Diego|Las Vegas|Hollywood|Burbank"
    "|Sacramento|Oakland|San Jose",
    "America/Denver": "Salt Lake City|Albuquerque|Santa Fe|Colorado Springs|El Paso",
    "America/Chicago": "Austin|Dallas|Houston|San Antonio|Nashville|Memphis|New Orleans|Minneapolis"
    "|Milwaukee|St. Louis|Kansas City|Oklahoma City|Birmingham",
    "America/New_York": "New York City|Boston|Atlanta|Miami|Orlando|Washington|Philadelphia"
    "|Pittsburgh|Brooklyn|Baltimore|Charlotte|Cleveland|Wilmington|Savannah"
    "|Norfolk|St. Petersburg|Saint Petersburg",
    "America/Detroit": "Michigan",
    "America/Toronto": "Ottawa|Quebec",
    "America/Edmonton": "Calgary",
    "America/Vancouver": "Victoria",
    "America/Puerto_Rico": "San Juan",
    "America/Costa_Rica": "San Jose",
    "America/Argentina/San_Juan": "San Juan",
    "America/Argentina/Cordoba": "Cordoba",
    "America/Bogota": "Medellin",
    "Europe/London": "Manchester|Liverpool|Edinburgh|Glasgow|Cardiff|Bristol|Leeds|Birmingham",
    "Europe/Berlin": "Munich|München|Hamburg|Cologne|Köln|Frankfurt|Leipzig|Stuttgart",
    "Europe/Paris": "Lyon|Marseille",
    "Europe/Madrid": "Barcelona|Valencia|Seville|Cordoba",
    "Atlantic/Canary": "Tenerife|Las Palmas|Gran Canaria|Lanzarote|Fuerteventura|Canary Islands",
    "Europe/Rome": "Milan|Milano|Naples|Turin",
    "Europe/Zurich": "Geneva|Bern|Basel",
    "Europe/Warsaw": "Krakow|Gdansk",
    "Europe/Moscow": "St. Petersburg|Saint Petersburg",
    "Asia/Kolkata": "Mumbai|Delhi|New Delhi|Bangalore|Bengaluru|Chennai|Hyderabad|Pune",
    "Asia/Shanghai": "Beijing|Shenzhen|Guangzhou",
    "Asia/Tokyo": "Osaka|Kyoto",
    "Asia/Dubai": "Abu Dhabi",
    "Asia/Jerusalem": "Haifa",
    "Asia/Jakarta": "Bandung|Surabaya",
    "Africa/Casablanca": "Marrakech|Rabat",
    "Australia/Brisbane": "Gold Coast",
    "Australia/Melbourne": "Victoria",
    "Pacific/Norfolk": "Norfolk",
    "Pacific/Auckland": "Wellington|Christchurch",
    "Africa/Johannesburg": "Cape Town|Durban|Pretoria",
    "America/Sao_Paulo": "Rio de Janeiro|Rio|Brasilia",
}

CITIES = tuple(CommonName(city, zone) for zone, text in _CITIES.items() for city in text.split("|"))

_OTHER_WORDS = (
    "act center christmas davis east easter general jersey met midway north oral reunion south"
    " universal wake west"
)
NOT_ONLY_CITIES = frozenset(_OTHER_WORDS.split())
"""Parts of the names of zones that people also say of times, or of somewhere else."""

COMMON_NAMES = (*TIMES, *CITIES)

OFTEN = (
    "America/Los_Angeles",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Toronto",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Paris",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
)
"""The zones to offer before anything is typed."""
