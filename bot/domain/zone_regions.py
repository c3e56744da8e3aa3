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
_PARTS_OF_COUNTRIES = {
    _E: "- New England",
    f"{_P} America/Toronto": "- Ontario CA",
    "Australia/Sydney": "NSW New South Wales",
    "Australia/Melbourne": "VIC -|- Tasmania",
    "Australia/Brisbane": "QLD Queensland",
    "Europe/London": "- Northern Ireland",
    "America/Guatemala America/Panama": "- Central America",
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
    _OF_THE_STATES: "US USA|- United States|- United States of America|- America",
    (
        "America/Vancouver America/Edmonton America/Winnipeg America/Toronto America/Halifax"
        " America/St_Johns"
    ): "- Canada",
    "America/Mexico_City America/Cancun America/Hermosillo America/Tijuana": "MX Mexico",
    (
        "Australia/Sydney Australia/Brisbane Australia/Adelaide Australia/Darwin Australia/Perth"
    ): "AU Australia",
    "Asia/Jakarta Asia/Makassar Asia/Jayapura": "- Indonesia",
    "Europe/London": "UK England|GB -|- Scotland|- Wales|- United Kingdom",
    "Europe/Dublin": "IE Ireland",
    "Europe/Berlin": "- Germany",
    "Europe/Paris": "FR France",
    "Europe/Rome": "- Italy",
    "Europe/Madrid": "ES Spain",
    "Europe/Amsterdam": "- Netherlands|- Holland",
    "Europe/Brussels": "- Belgium",
    "Europe/Zurich": "CH Switzerland",
    "Europe/Vienna": "- Austria",
    "Europe/Copenhagen": "DK Denmark",
    "Europe/Oslo": "- Norway",
    "Europe/Stockholm": "SE Sweden",
    "Europe/Helsinki": "- Finland",
    "Europe/Prague": "CZ Czechia|- Czech Republic",
    "Europe/Budapest": "- Hungary",
    "Europe/Bucharest": "- Romania",
    "Europe/Sofia": "- Bulgaria",
    "Europe/Belgrade": "- Serbia",
    "Europe/Zagreb": "- Croatia",
    "Europe/Kyiv": "- Ukraine",
    "Europe/Athens": "- Greece",
    "Europe/Warsaw": "PL Poland",
    "Europe/Istanbul": "- Turkey",
    "Europe/Lisbon Atlantic/Azores": "PT Portugal",
    "Africa/Cairo": "- Egypt",
    "Africa/Johannesburg": "- South Africa",
    "Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Asia/Vladivostok": "- Russia",
    "Africa/Lagos": "- Nigeria",
    "Africa/Nairobi": "- Kenya",
    "Africa/Accra": "- Ghana",
    "Africa/Casablanca": "- Morocco",
    "Asia/Kolkata": "- India",
    "Asia/Tokyo": "JP Japan",
    "Asia/Seoul": "KR South Korea|- Korea",
    "Asia/Shanghai": "- China",
    "Asia/Taipei": "- Taiwan",
    "Asia/Manila": "- Philippines",
    "Asia/Bangkok": "- Thailand",
    "Asia/Ho_Chi_Minh": "- Vietnam",
    "Asia/Kuala_Lumpur": "- Malaysia",
    "Asia/Jerusalem": "- Israel",
    "Asia/Karachi": "- Pakistan",
    "Asia/Dubai": "- UAE|- United Arab Emirates",
    "Asia/Riyadh": "- Saudi Arabia",
    "America/Bogota": "- Colombia",
    "America/Lima": "- Peru",
    "America/Sao_Paulo America/Manaus America/Rio_Branco America/Noronha": "BR Brazil",
    "America/Argentina/Buenos_Aires": "- Argentina",
    "America/Santiago Pacific/Easter": "- Chile",
    "America/Jamaica": "- Jamaica",
    "America/Caracas": "- Venezuela",
    "America/Montevideo": "- Uruguay",
    "America/Puerto_Rico": "PR Puerto Rico",
    "America/Costa_Rica": "- Costa Rica",
    "Pacific/Auckland": "NZ New Zealand",
}
_OF_THE_US = (
    "America/Phoenix America/Adak America/Atka America/Puerto_Rico America/St_Thomas Pacific/Guam"
    " Pacific/Saipan Pacific/Pago_Pago"
)
_OF_CANADA = (
    "America/Vancouver America/Edmonton America/Winnipeg America/Toronto America/Montreal"
    " America/Halifax America/Moncton America/Goose_Bay America/St_Johns America/Regina"
    " America/Swift_Current America/Whitehorse America/Dawson America/Dawson_Creek"
    " America/Fort_Nelson America/Creston America/Yellowknife America/Iqaluit America/Atikokan"
)
_OF_MEXICO = (
    "America/Chihuahua America/Ciudad_Juarez America/Ojinaga America/Mazatlan America/Monterrey"
    " America/Merida America/Matamoros America/Bahia_Banderas America/Ensenada"
)
_THERE_TOO = {
    "tx|texas": _M,
    "ak|alaska": "America/Adak America/Atka",
    "bc|british columbia": "America/Dawson_Creek America/Fort_Nelson America/Creston",
    "newfoundland": "America/Goose_Bay",
    "us|usa|united states|united states of america|america": _OF_THE_US,
    "ca|canada": _OF_CANADA,
    "mx|mexico": _OF_MEXICO,
    "au|australia": "Australia/Eucla Australia/Lord_Howe",
    "uk|gb|united kingdom": "Atlantic/Bermuda Europe/Gibraltar Atlantic/Stanley America/Cayman",
    "es|spain": "Atlantic/Canary",
    "netherlands|holland": "America/Aruba America/Curacao",
    "dk|denmark": "America/Nuuk America/Godthab Atlantic/Faroe Atlantic/Faeroe",
    "fr|france": "Pacific/Tahiti Pacific/Noumea Indian/Reunion America/Martinique",
    "al": "Europe/Tirane",
    "ar": (
        "America/Argentina/Buenos_Aires America/Argentina/Cordoba America/Argentina/Mendoza"
        " America/Buenos_Aires America/Cordoba America/Mendoza America/Rosario"
    ),
    "az": "Asia/Baku",
    "co": "America/Bogota",
    "de": "Europe/Berlin",
    "ga": "Africa/Libreville",
    "id": "Asia/Jakarta Asia/Makassar Asia/Ujung_Pandang Asia/Jayapura",
    "il": "Asia/Jerusalem Asia/Tel_Aviv",
    "in": "Asia/Kolkata Asia/Calcutta",
    "ky": "America/Cayman",
    "la": "Asia/Vientiane",
    "ma": "Africa/Casablanca",
    "md": "Europe/Chisinau",
    "me": "Europe/Podgorica",
    "mn": "Asia/Ulaanbaatar Asia/Ulan_Bator",
    "mo": "Asia/Macau Asia/Macao",
    "ms": "America/Montserrat",
    "mt": "Europe/Malta",
    "nc": "Pacific/Noumea",
    "ne": "Africa/Niamey",
    "nl": "Europe/Amsterdam",
    "pa": "America/Panama",
    "pe": "America/Lima",
    "sc": "Indian/Mahe",
    "sd": "Africa/Khartoum",
    "sk": "Europe/Bratislava",
    "tn": "Africa/Tunis",
    "wa": "Australia/Perth",
}


def _regions() -> tuple[Mapping[str, tuple[str, ...]], frozenset[str]]:
    """Return the zones of each region by its name or its short form, and all short forms."""
    zones: dict[str, tuple[str, ...]] = {}
    short: set[str] = set()
    for table in (_STATES, _PROVINCES, _PARTS_OF_COUNTRIES, _COUNTRIES):
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

THERE_TOO = {
    region: tuple(zones.split())
    for names, zones in _THERE_TOO.items()
    for region in names.split("|")
}
"""More zones of places in a region, which it does not mean by itself; of two letters also those of
the country or state elsewhere that they are short for."""
_ALSO_COUNTRIES = frozenset({"de", "id", "in", "nl"})
"""Short forms of states and provinces that people write at least as often for a country."""


def zones_of_unknown(region: str, *, named_elsewhere: bool) -> tuple[str, ...]:
    """Return the zones that a place in a region may be in, which is not known there.

    Args:
        region: The region's name or short form.
        named_elsewhere: Whether a place somewhere else is called so: `London, CA`.
    """
    if region == "ca" and named_elsewhere:
        return (*REGIONS[region], *REGIONS["canada"])
    return (*REGIONS[region], *(THERE_TOO[region] if region in _ALSO_COUNTRIES else ()))
