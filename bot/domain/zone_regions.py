"""The time zones of states, provinces and countries, as people add them to a city or say them."""

from collections.abc import Mapping

_P, _M, _C, _E = (f"America/{city}" for city in ("Los_Angeles", "Denver", "Chicago", "New_York"))
_STATES = {
    _P: "CA California|NV Nevada|OR Oregon|WA Washington State",
    _M: "CO Colorado|MT Montana|NM New Mexico|UT Utah|WY Wyoming",
    _C: (
        "AL Alabama|AR Arkansas|IL Illinois|IA Iowa|MN Minnesota|MS Mississippi|MO Missouri"
        "|OK Oklahoma|WI Wisconsin|- Louisiana|TX Texas"
    ),
    _E: (
        "CT Connecticut|DE Delaware|DC District of Columbia|GA -|ME Maine|MD Maryland"
        "|MA Massachusetts|NH New Hampshire|NJ New Jersey|NY New York State|NC North Carolina"
        "|OH Ohio|PA Pennsylvania|RI Rhode Island|SC South Carolina|VT Vermont|VA Virginia"
        "|WV West Virginia"
    ),
    "America/Anchorage": "AK Alaska",
    "America/Phoenix": "AZ Arizona",
    "Pacific/Honolulu": "HI Hawaii",
    f"{_C} {_P}": "LA -",
    f"{_E} {_C}": "FL Florida|KY Kentucky|TN Tennessee",
    f"{_C} {_M}": "KS Kansas|NE Nebraska|ND North Dakota|SD South Dakota",
    f"America/Boise {_P}": "ID Idaho",
    f"America/Indiana/Indianapolis {_C}": "IN Indiana",
    f"America/Detroit {_C}": "MI Michigan",
    f"{_E} Asia/Tbilisi": "- Georgia",
}
_PROVINCES = {
    "America/Vancouver": "BC British Columbia",
    "America/Edmonton": "AB Alberta",
    "America/Regina": "SK Saskatchewan",
    "America/Winnipeg": "MB Manitoba",
    "America/Toronto": "ON Ontario|QC -",
    "America/Halifax": "NS Nova Scotia|NB New Brunswick|PE Prince Edward Island",
    "America/St_Johns": "NL Newfoundland",
    "America/Whitehorse": "YT Yukon",
}
_OF_THE_STATES = f"{_P} {_M} {_C} {_E} America/Anchorage Pacific/Honolulu"
_COUNTRIES = {
    _OF_THE_STATES: "US USA|- United States|- America",
    (
        "America/Vancouver America/Edmonton America/Winnipeg America/Toronto America/Halifax"
        " America/St_Johns"
    ): "- Canada",
    "America/Mexico_City America/Cancun America/Hermosillo America/Tijuana": "- Mexico",
    (
        "Australia/Sydney Australia/Brisbane Australia/Adelaide Australia/Darwin Australia/Perth"
    ): "- Australia",
    "Asia/Jakarta Asia/Makassar Asia/Jayapura": "- Indonesia",
    "Europe/London": "UK England|- Scotland|- Wales|- United Kingdom",
    "Europe/Dublin": "- Ireland",
    "Europe/Berlin": "- Germany",
    "Europe/Paris": "- France",
    "Europe/Rome": "- Italy",
    "Europe/Madrid": "- Spain",
    "Europe/Amsterdam": "- Netherlands|- Holland",
    "Europe/Brussels": "- Belgium",
    "Europe/Zurich": "- Switzerland",
    "Europe/Vienna": "- Austria",
    "Europe/Copenhagen": "- Denmark",
    "Europe/Oslo": "- Norway",
    "Europe/Stockholm": "- Sweden",
    "Europe/Helsinki": "- Finland",
    "Europe/Prague": "- Czechia|- Czech Republic",
    "Europe/Budapest": "- Hungary",
    "Europe/Bucharest": "- Romania",
    "Europe/Sofia": "- Bulgaria",
    "Europe/Belgrade": "- Serbia",
    "Europe/Zagreb": "- Croatia",
    "Europe/Kyiv": "- Ukraine",
    "Europe/Athens": "- Greece",
    "Africa/Lagos": "- Nigeria",
    "Africa/Nairobi": "- Kenya",
    "Africa/Accra": "- Ghana",
    "Africa/Casablanca": "- Morocco",
    "Asia/Kolkata": "- India",
    "Asia/Tokyo": "- Japan",
    "Asia/Seoul": "- South Korea|- Korea",
    "Asia/Shanghai": "- China",
    "Asia/Taipei": "- Taiwan",
    "Asia/Manila": "- Philippines",
    "Asia/Bangkok": "- Thailand",
    "Asia/Ho_Chi_Minh": "- Vietnam",
    "Asia/Kuala_Lumpur": "- Malaysia",
    "Asia/Karachi": "- Pakistan",
    "Asia/Dubai": "- UAE|- United Arab Emirates",
    "Asia/Riyadh": "- Saudi Arabia",
    "America/Bogota": "- Colombia",
    "America/Lima": "- Peru",
    "America/Caracas": "- Venezuela",
    "America/Montevideo": "- Uruguay",
    "Pacific/Auckland": "NZ New Zealand",
}


def _regions() -> tuple[Mapping[str, tuple[str, ...]], frozenset[str]]:
    """Return the zones of each region by its name or its short form, and all short forms."""
    zones: dict[str, tuple[str, ...]] = {}
    short: set[str] = set()
    for table in (_STATES, _PROVINCES, _COUNTRIES):
        for names, text in table.items():
            for one in text.split("|"):
                letters, _, name = one.casefold().partition(" ")
                for each in {letters, name} - {"-"}:
                    zones[each] = tuple(names.split())
                short |= {letters} - {"-"}
    return zones, frozenset(short)


REGIONS, SHORT_FORMS = _regions()
"""The zones of each region by its name and short form in lower case, the most usual first; and
those of the names that are short forms, which are said behind a city only."""
