"""Times in words, as people type them."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput, NeedsTime
from bot.domain.time_texts import describe, write_moment
from bot.domain.when import Instant
from bot.services.ports.world import Words
from bot.words import TimesInWords
from bot.words.reading import read_words

LA = "America/Los_Angeles"


def at(text: str, zone: str = LA) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


TUESDAY = at("2026-11-24 10:00:37.5")
FRIDAY = at("2026-11-27 10:00")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("fri 17:00", "2026-11-27 17:00"),
        ("Friday, 17:00", "2026-11-27 17:00"),
        ("friday at 5pm", "2026-11-27 17:00"),
        ("fri 5 p.m.", "2026-11-27 17:00"),
        ("5.30pm friday", "2026-11-27 17:30"),
        ("at noon on friday", "2026-11-27 12:00"),
        ("this friday 9am", "2026-11-27 09:00"),
        ("thurs 5pm", "2026-11-26 17:00"),
        ("tue 17:00", "2026-11-24 17:00"),
        ("tuesday 9am", "2026-12-01 09:00"),
        ("next tuesday 17:00", "2026-12-01 17:00"),
        ("next monday 9am", "2026-11-30 09:00"),
        ("tomorrow noon", "2026-11-25 12:00"),
        ("the day after tomorrow 9:30", "2026-11-26 09:30"),
        ("2026-12-04 17:00", "2026-12-04 17:00"),
        ("2026-12-04T17:00", "2026-12-04 17:00"),
        ("2027-04-05 10:00", "2027-04-05 10:00"),
        ("17:00", "2026-11-24 17:00"),
        ("at 17:00", "2026-11-24 17:00"),
        ("today 5pm", "2026-11-24 17:00"),
        ("09:00", "2026-11-25 09:00"),
        ("10:00", "2026-11-25 10:00"),
        ("10:01", "2026-11-24 10:01"),
        ("noon", "2026-11-24 12:00"),
        ("12pm", "2026-11-24 12:00"),
        ("midnight", "2026-11-25 00:00"),
        ("12am", "2026-11-25 00:00"),
        ("0:00", "2026-11-25 00:00"),
        ("tonight 8pm", "2026-11-24 20:00"),
        ("tonight midnight", "2026-11-25 00:00"),
        ("friday", "2026-11-27 12:00"),
        ("tomorrow", "2026-11-25 12:00"),
        ("dec 4 5pm", "2026-12-04 17:00"),
        ("4 dec 17:00", "2026-12-04 17:00"),
        ("17:00 4 Dec 2026", "2026-12-04 17:00"),
        ("the 4th of December at 17:00", "2026-12-04 17:00"),
        ("Fri 4 Dec, 17:00", "2026-12-04 17:00"),
        ("4 jan 17:00", "2027-01-04 17:00"),
        ("24 nov 17:00", "2026-11-24 17:00"),
        ("23 nov 17:00", "2027-11-23 17:00"),
        ("wed 24 nov 9am", "2027-11-24 09:00"),
        ("in 2 days", "2026-11-26 10:00"),
        ("in 2 days at 17:00", "2026-11-26 17:00"),
        ("in a week", "2026-12-01 10:00"),
        ("3 weeks from now", "2026-12-15 10:00"),
    ],
)
def test_wall_times_are_read_in_the_rooms_zone(words: str, expected: str) -> None:
    assert read_words(words, TUESDAY, LA) == Instant(int(at(expected)), expected, LA)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("in 36 hours", 36 * 60),
        ("36h", 36 * 60),
        ("in 1h30m", 90),
        ("90 minutes", 90),
        ("in 1 hour and 15 minutes", 75),
        ("in 1.5 hours", 90),
        ("in an hour", 60),
        ("in half an hour", 30),
        ("In 5 Min", 5),
        ("1 minute from now", 1),
    ],
)
def test_hours_and_minutes_are_counted_from_now_to_the_second(words: str, minutes: int) -> None:
    assert read_words(words, TUESDAY, LA).at == int(TUESDAY) + minutes * 60


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("fri 17:00", "2026-11-27 17:00"),
        ("fri 9am", "2026-12-04 09:00"),
        ("this friday 17:00", "2026-11-27 17:00"),
        ("next friday 17:00", "2026-12-04 17:00"),
        ("on friday", "2026-11-27 12:00"),
    ],
)
def test_the_name_of_today_means_today_while_it_can(words: str, expected: str) -> None:
    assert read_words(words, FRIDAY, LA).wall == expected


REFUSED = {
    "unreadable": (
        "| |?|soon|now|in|25:00|12:60|13pm|0am|may|2027|13/13|30/2"
        "|2026-02-30 10:00|tonight 9am|1.5 days|next week|fri 17:00 fri|viernes 17:00|-1 hours"
        "|<t:x:F>|<t:-5:F>|5-6pm|pst|easter 5pm|17:00 xyz|5pm est or pst|in the|at pst"
        "|in 1 hour and 2 hours and 3 hours and 4 hours and 5 hours|at|noon noon|in 2 at 17:00"
    ),
    "no_such_day": "31 feb noon|feb 30|fri june 31 5pm|31st of november|dec 32",
    "past": (
        "yesterday|yesterday noon|today 9am|24 nov 9am|2005-01-01 10:00|2026-03-08 02:30"
        "|in 0 minutes|<t:0>|<t:1700000000:R>"
    ),
    "too_far": (
        "2028-01-01 10:00|in 99999 hours|in 99999 weeks|400 days|29 feb noon|<t:999999999999:F>"
    ),
}


@pytest.mark.parametrize(
    ("why", "words"),
    [(why, words) for why, phrases in REFUSED.items() for words in phrases.split("|")],
)
def test_what_cannot_be_used_is_refused_with_the_words(why: str, words: str) -> None:
    with pytest.raises(NeedsTime) as refused:
        read_words(words, TUESDAY, LA)
    assert (refused.value.why, refused.value.given) == (why, words)


@pytest.mark.parametrize("words", ["<t:1796432400:F>", " <t:1796432400> ", "<T:1796432400:r>"])
def test_discords_own_timestamps_are_read(words: str) -> None:
    assert read_words(words, TUESDAY, LA) == Instant(1796432400, "2026-12-04 17:00", LA)


@pytest.mark.parametrize(
    ("now", "words", "why", "options"),
    [
        ("2026-03-01 00:00", "2026-03-08 02:30", "skipped", ("09:30", "10:30")),
        ("2026-03-07 12:00", "tomorrow 02:30", "skipped", ("09:30", "10:30")),
        ("2026-03-07 12:00", "02:30", "skipped", ("09:30", "10:30")),
        ("2026-03-07 02:30", "in a day", "skipped", ("09:30", "10:30")),
        ("2026-10-30 00:00", "2026-11-01 01:30", "doubled", ("08:30", "09:30")),
        ("2026-10-30 00:00", "sun 01:30", "doubled", ("08:30", "09:30")),
    ],
)
def test_what_daylight_saving_skips_or_doubles_is_asked_about(
    now: str, words: str, why: str, options: tuple[str, str]
) -> None:
    with pytest.raises(NeedsTime) as asked:
        read_words(words, at(now), LA)
    assert asked.value.why == why
    assert tuple(f"{datetime.fromtimestamp(o, UTC):%H:%M}" for o in asked.value.options) == options


@pytest.mark.parametrize(
    ("now", "words", "hours"),
    [
        ("2026-10-31 10:00", "in 36 hours", 36),  # 21:00 on the wall, not 22:00
        ("2026-10-31 10:00", "in 1 day", 25),
        ("2026-10-31 10:00", "tomorrow 10:00", 25),
        ("2026-03-07 10:00", "in 1 day", 23),
        ("2026-10-31 10:00", "in 1 day and 1 hour", 26),
    ],
)
def test_days_follow_the_wall_and_hours_the_sun(now: str, words: str, hours: int) -> None:
    assert read_words(words, at(now), LA).at == at(now) + hours * 3600


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", "2026-11-25 17:00"),  # already past 17:00 on the 24th there
        ("Asia/Tokyo", "2026-11-25 17:00"),
        ("Europe/London", "2026-11-25 17:00"),
        ("America/New_York", "2026-11-24 17:00"),
        ("Pacific/Kiritimati", "2026-11-25 17:00"),
    ],
)
def test_today_is_the_rooms_today(zone: str, expected: str) -> None:
    instant = read_words("17:00", TUESDAY, zone)
    assert (instant.wall, instant.timezone) == (expected, zone)
    assert instant.at == at(expected, zone)


HOSTS = [
    ("UTC", "C"),
    ("Pacific/Kiritimati", "tr_TR.UTF-8"),
    ("Pacific/Pago_Pago", "de_DE.UTF-8"),
    ("America/New York", "C"),
    ("UTC+3", "C"),
    ("EST5EDT,M3.2.0,M11.1.0", "C"),
    (":/nowhere", "C"),
]
"""Time zones a day apart, some that are none, and languages, if they are installed."""

ELSEWHERE = """
import contextlib, locale, sys
from bot.domain.time_texts import describe, write_moment
from bot.words.reading import read_words
with contextlib.suppress(locale.Error):
    locale.setlocale(locale.LC_ALL, "")
now = float(sys.argv[1])
for words in sys.argv[2:]:
    read = read_words(words, now, "America/Los_Angeles")
    print(read.wall, describe(read, now), write_moment(read.at, read.timezone))
"""


@pytest.mark.parametrize("now", [TUESDAY, at("2026-11-24 00:01"), at("2026-11-24 23:59")])
def test_the_hosts_own_time_zone_and_language_have_no_influence(now: float) -> None:
    phrases = ("tomorrow noon", "friday", "tue 9am", "4 dec 17:00", "23 nov", "in a week")
    answers = set()
    for zone, language in HOSTS:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", ELSEWHERE, str(now), *phrases],
            env=os.environ | {"TZ": zone, "LC_ALL": language},
            capture_output=True,
            text=True,
            check=True,
        )
        answers.add(done.stdout)
    reads = [read_words(each, now, LA) for each in phrases]
    assert answers == {
        "".join(f"{one.wall} {describe(one, now)} {write_moment(one.at, LA)}\n" for one in reads)
    }


def test_too_many_words_are_refused() -> None:
    with pytest.raises(NeedsTime):
        read_words("in 36 hours " * 20, TUESDAY, LA)


async def test_many_can_read_at_once() -> None:
    words: Words = TimesInWords()
    read = await asyncio.gather(*(words.read("fri 17:00", TUESDAY, LA) for _ in range(20)))
    assert {instant.wall for instant in read} == {"2026-11-27 17:00"}


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(InvalidInput):
        read_words("noon", TUESDAY, "Mars/Olympus")


PHRASES = (
    "fri|friday|next|tomorrow|today|tonight|at|on|in|noon|midnight|17:00|5pm|02:30|1:30|4|31|feb"
    "|dec|2027|2026-11-29|a|and|hours|2 days|week|<t:1796432400:F>|the|of|,|."
)
PIECES = st.sampled_from(PHRASES.split("|"))
NOWS = st.floats(1_600_000_000, 4_000_000_000)
ZONES = st.sampled_from([LA, "UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30) | st.lists(PIECES, max_size=5).map(" ".join), NOWS, ZONES)
def test_no_text_raises_anything_but_needs_time(words: str, now: float, zone: str) -> None:
    try:
        instant = read_words(words, now, zone)
    except NeedsTime as refused:
        assert refused.given == words  # noqa: PT017
    else:
        assert now < instant.at <= now + 366 * 86400
        shown = datetime.fromtimestamp(instant.at, ZoneInfo(zone))
        assert f"{shown:%Y-%m-%d %H:%M}" == instant.wall
