"""Time zones by what people call them."""

from zoneinfo import available_timezones

import pytest

from bot.domain.errors import InvalidInput, SeveralFound
from bot.domain.zone_names import COMMON_NAMES
from bot.domain.zones import is_fixed, zone_label, zone_meant, zones_for

LA, NY = "America/Los_Angeles", "America/New_York"
CALLED = {
    LA: "Los Angeles|los_angeles|LOS  ANGELES|LA|l.a.|PST|pdt|PT|Pacific|pacific time"
    "|Pacific Standard Time|America/Los Angeles|America/Los_Angeles|america/los_angeles|Seattle"
    "|Ｌos Angeles|San Francisco|Pacific time: America/Los Angeles|Los Angeles, CA|los angeles ca"
    "|Los Angeles, California|Santa Monica, CA|Santa Monica California|Portland, Oregon"
    "|Las Vegas, NV"
    "|Pacific Time (US & Canada)|(UTC-08:00) Pacific Time|PST/PDT|PST (Los Angeles)|Burbank, LA",
    "America/Chicago": "Birmingham, AL|Cairo, IL|Springfield, IL, USA"
    "|New Orleans, LA|Houston, TX|Paris, Texas|Ames, IA|Illinois",
    "America/Vancouver": "British Columbia, CA|Vancouver, BC|Vancouver BC|Vancouver, Canada",
    "America/Toronto": "London, Ontario|Toronto, Canada|Toronto, CA|Toronto, ON, Canada",
    "Australia/Sydney": "Sydney, Australia|New South Wales|Sydney, NSW",
    "Europe/Amsterdam": "Netherlands|Amsterdam, Netherlands|Amsterdam, NL",
    NY: "New York, NY|New York City|Washington, D.C.|Washington DC|Miami, FL|Ohio|EST/EDT"
    "|New England|Ohio, USA|St. Petersburg, FL|Vienna, VA|Paris, ME"
    "|New York|nyc|EST|edt|Eastern|Eastern time|New York time|east coast",
    "Europe/London": "London, UK|London, England|Birmingham, England"
    "|Perth, Scotland|Northern Ireland"
    "|London|London time|uk|BST",
    "America/Sao_Paulo": "São Paulo|sao paulo",
    "America/Argentina/Buenos_Aires": "Buenos Aires|Buenos Aires, AR",
    "America/Kentucky/Louisville": "Louisville",
    "America/Port-au-Prince": "port au prince|Port-au-Prince",
    "America/Bogota": "Bogota, CO|Medellin, CO",
    "America/Lima": "Lima, PE",
    "America/Tijuana": "Tijuana, MX",
    "America/Puerto_Rico": "San Juan, PR",
    "America/Argentina/Cordoba": "Cordoba, Argentina",
    "Europe/Lisbon": "Lisbon, Portugal",
    "Europe/Paris": "Paris, FR",
    "America/Adak": "Adak, Alaska|Adak, AK",
    "America/Dawson_Creek": "Dawson Creek, BC",
    "America/Goose_Bay": "Goose Bay, Newfoundland",
    "America/Aruba": "Aruba, Netherlands",
    "America/Nuuk": "Nuuk, Denmark",
    "America/Phoenix": "Phoenix, USA",
    "America/Regina": "Regina, Canada",
    "America/Chihuahua": "Chihuahua, Mexico",
    "America/Denver": "El Paso, TX|El Paso|Boulder, CO",
    "Africa/Casablanca": "Casablanca, MA",
    "Asia/Tel_Aviv": "Tel Aviv, IL",
    "Atlantic/Bermuda": "Bermuda, UK",
    "Atlantic/Canary": "Tenerife, Spain|Las Palmas, Spain|Canary, Spain",
    "Australia/Perth": "Perth, WA|Perth, WA, Australia",
    "Europe/Berlin": "Berlin, DE|Munich, DE",
    "Pacific/Guam": "Guam, US",
    "Pacific/Tahiti": "Tahiti, France",
    "UTC": "utc|UTC|utc+0",
    "GMT": "GMT|gmt",
    "Etc/GMT-2": "GMT+2|UTC+2|+02:00|gmt + 2|Etc/GMT-2",
    "Etc/GMT+5": "Etc/GMT+5|UTC-5|utc−5",
    "Asia/Kolkata": "UTC+5:30|Mumbai|Kolkata|Mumbai, IN",
}


@pytest.mark.parametrize(
    ("zone", "words"), [(zone, each) for zone, text in CALLED.items() for each in text.split("|")]
)
def test_a_zone_is_found_by_what_people_call_it(zone: str, words: str) -> None:
    assert zone_meant(words) == zone
    assert zone in [each for _, each in zones_for(words)], "it is shown before it is saved"


@pytest.mark.parametrize("words", ["localtime", "Factory", "posixrules", "Mars", "", "?", "UTC+25"])
def test_what_is_no_zone_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        zone_meant(words)
    assert refused.value.what == "timezone"
    assert not {"localtime", "Factory"} & {zone for _, zone in zones_for(words)}


def test_a_slip_is_told_what_it_may_have_been() -> None:
    with pytest.raises(InvalidInput) as refused:
        zone_meant("Los Angles")
    assert refused.value.facts == {"near": "America/Los Angeles"}


def test_a_name_of_several_zones_is_asked_about() -> None:
    with pytest.raises(SeveralFound) as asked:
        zone_meant("IST")
    assert set(asked.value.found) == {"Asia/Jerusalem", "Europe/Dublin", "Asia/Kolkata"}


@pytest.mark.parametrize(
    ("words", "zones"),
    [
        ("Florida", {NY, "America/Chicago"}),
        ("Tampa, FL", {NY, "America/Chicago"}),
        ("Georgia", {NY, "Asia/Tbilisi"}),
        ("Shreveport, LA", {LA, "America/Chicago"}),
        ("Dortmund, DE", {NY, "Europe/Berlin"}),
        ("Rotterdam, NL", {"America/St_Johns", "Europe/Amsterdam"}),
        ("Nagpur, IN", {"America/Indiana/Indianapolis", "America/Chicago", "Asia/Kolkata"}),
        ("Ontario, CA", {LA, "America/Toronto"}),
        ("Birmingham", {"Europe/London", "America/Chicago"}),
        ("San Juan", {"America/Puerto_Rico", "America/Argentina/San_Juan"}),
        ("Norfolk", {NY, "Pacific/Norfolk"}),
    ],
)
def test_a_region_of_several_zones_is_asked_about(words: str, zones: set[str]) -> None:
    with pytest.raises(SeveralFound) as asked:
        zone_meant(words)
    assert {zone_meant(label) for label in asked.value.found} == zones


def test_a_city_elsewhere_is_asked_about_in_all_that_its_letters_may_mean() -> None:
    with pytest.raises(SeveralFound) as asked:
        zone_meant("London, CA")
    assert {LA, "America/Toronto"} <= {zone_meant(label) for label in asked.value.found}


@pytest.mark.parametrize("words", ["Latin America", "north america", "Captain America"])
def test_the_end_of_a_longer_name_is_no_region(words: str) -> None:
    with pytest.raises(InvalidInput):
        zone_meant(words)


@pytest.mark.parametrize("words", ["time in OK", "hello me", "come to my place", "ca", "or"])
def test_two_letters_say_nothing_of_themselves(words: str) -> None:
    with pytest.raises(InvalidInput):
        zone_meant(words)


@pytest.mark.parametrize("words", ["EST", "mst", "Etc/GMT+5", "GMT+2", "utc"])
def test_a_zone_without_a_place_says_what_it_is(words: str) -> None:
    fixed = [(label, zone) for label, zone in zones_for(words) if is_fixed(zone)]
    assert fixed
    assert all("all year, no daylight saving" in label for label, _ in fixed)
    assert ("Etc/GMT+5 (UTC-5 all year, no daylight saving)", "Etc/GMT+5") in zones_for("EST")
    assert zones_for("LA")[0] == ("Pacific time: America/Los Angeles", LA)


def test_every_zone_that_is_offered_is_read_as_it_is_shown() -> None:
    typed = ["", "a", "gmt", "utc", *available_timezones(), *(one.title for one in COMMON_NAMES)]
    offered = {each for words in typed for each in zones_for(words)}
    assert len(offered) > len(available_timezones()) * 0.9
    assert {zone_meant(label) for label, _ in offered} == {zone for _, zone in offered}
    assert all(zone_meant(label) == zone for label, zone in offered)
    assert all(len(label) <= 100 and zone_label(zone) in label for label, zone in offered)
