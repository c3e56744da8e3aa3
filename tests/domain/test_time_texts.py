"""Times as text, in every kind of time zone."""

from datetime import UTC, datetime

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.time_texts import describe, describe_all, write_day, write_iso, write_moment
from bot.domain.when import Instant

LA = "America/Los_Angeles"


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("at", "now", "zone", "expected"),
    [
        ("2026-12-05 01:00", "2026-12-02 00:00", LA, "Fri, Dec 4, 5:00 PM PST, in 3 days"),
        ("2026-07-05 00:00", "2026-07-02 00:00", LA, "Sat, Jul 4, 5:00 PM PDT, in 3 days"),
        ("2027-01-04 17:00", "2026-12-31 17:00", LA, "Mon, Jan 4, 2027, 9:00 AM PST, in 4 days"),
        ("2027-01-01 01:00", "2026-12-30 00:00", LA, "Thu, Dec 31, 5:00 PM PST, in 2 days"),
        ("2026-12-04 17:00", "2026-12-04 16:59", "UTC", "Fri 4 Dec, 17:00 UTC, in 1 minute"),
        ("2026-12-04 17:00", "2026-12-04 16:01", "UTC", "Fri 4 Dec, 17:00 UTC, in 59 minutes"),
        ("2026-12-04 17:00", "2026-12-04 16:00", "UTC", "Fri 4 Dec, 17:00 UTC, in 1 hour"),
        (
            "2026-12-04 17:00",
            "2026-12-04 15:30",
            "UTC",
            "Fri 4 Dec, 17:00 UTC, in 1 hour 30 minutes",
        ),
        (
            "2026-12-04 17:00",
            "2026-12-04 14:59",
            "UTC",
            "Fri 4 Dec, 17:00 UTC, in 2 hours 1 minute",
        ),
        ("2026-12-04 17:00", "2026-12-03 05:00", "UTC", "Fri 4 Dec, 17:00 UTC, in 36 hours"),
        ("2026-12-04 17:00", "2026-12-02 17:01", "UTC", "Fri 4 Dec, 17:00 UTC, in 48 hours"),
        ("2026-12-04 17:00", "2026-12-02 17:00", "UTC", "Fri 4 Dec, 17:00 UTC, in 2 days"),
        # counted as on a calendar, in the room's zone: Tuesday night to Friday morning
        ("2026-12-04 08:00", "2026-12-01 23:00", "UTC", "Fri 4 Dec, 08:00 UTC, in 3 days"),
        ("2026-12-04 17:00", "2026-12-04 17:00", "UTC", "Fri 4 Dec, 17:00 UTC, now"),
        ("2026-12-04 17:00", "2026-12-04 19:00", "UTC", "Fri 4 Dec, 17:00 UTC, 2 hours ago"),
        (
            "2026-12-04 17:00",
            "2026-12-04 16:50",
            "Asia/Kolkata",
            "Fri 4 Dec, 22:30 IST, in 10 minutes",
        ),
        # zones without letters
        (
            "2026-12-04 17:00",
            "2026-12-04 16:50",
            "Asia/Dubai",
            "Fri 4 Dec, 21:00 UTC+4, in 10 minutes",
        ),
        (
            "2026-12-04 17:00",
            "2026-12-04 16:50",
            "Asia/Kathmandu",
            "Fri 4 Dec, 22:45 UTC+5:45, in 10 minutes",
        ),
        (
            "2026-12-04 17:00",
            "2026-12-04 16:50",
            "America/Sao_Paulo",
            "Fri 4 Dec, 14:00 UTC-3, in 10 minutes",
        ),
        # across the change of clocks: three days, 73 hours
        ("2026-11-02 18:00", "2026-10-30 17:00", LA, "Mon, Nov 2, 10:00 AM PST, in 3 days"),
    ],
)
def test_a_time_is_said_in_one_line(at: str, now: str, zone: str, expected: str) -> None:
    said = describe(Instant(utc(at), "", zone), utc(now))
    assert said == expected


def test_a_fraction_of_a_second_costs_no_hour() -> None:
    instant = Instant(utc("2026-12-04 17:00"), "", "UTC")
    assert describe(instant, utc("2026-12-03 05:00") + 0.9).endswith("in 36 hours")


def test_several_times_fit_one_line_and_name_the_zone_where_it_changes() -> None:
    now = utc("2026-10-30 12:00")
    times = ("2026-10-31 00:00", "2026-11-01 00:00", "2026-11-02 01:00", "2027-01-02 01:00")
    several = [Instant(utc(at), "", LA) for at in times]
    assert describe_all(several, now, 100) == (
        "Fri, Oct 30, 5:00 PM; Sat, Oct 31, 5:00 PM PDT; Sun, Nov 1, 5:00 PM;"
        " Fri, Jan 1, 2027, 5:00 PM PST"
    )
    assert describe(several[0], now).startswith(describe_all(several[:1], now, 100))
    week = [Instant(now + day * 86_400, "", LA) for day in range(1, 6)]
    assert len(describe_all(week, now, 100)) <= 100


@pytest.mark.parametrize(
    ("time", "zone", "paper", "day", "program"),
    [
        (
            "2026-12-05 01:00",
            LA,
            "Fri, Dec 4, 2026, 5:00 PM PST (UTC-8)",
            "Dec 4, 2026",
            "2026-12-04T17:00:00-08:00",
        ),
        (
            "2026-07-05 00:00",
            LA,
            "Sat, Jul 4, 2026, 5:00 PM PDT (UTC-7)",
            "Jul 4, 2026",
            "2026-07-04T17:00:00-07:00",
        ),
        (
            "2026-12-04 17:00",
            "Asia/Kolkata",
            "Fri 4 Dec 2026, 22:30 IST (UTC+5:30)",
            "4 Dec 2026",
            "2026-12-04T22:30:00+05:30",
        ),
        (
            "2026-12-31 23:00",
            "America/Sao_Paulo",
            "Thu 31 Dec 2026, 20:00 UTC-3",
            "31 Dec 2026",
            "2026-12-31T20:00:00-03:00",
        ),
        (
            "2026-12-04 17:00",
            "Europe/London",
            "Fri 4 Dec 2026, 17:00 GMT (UTC)",
            "4 Dec 2026",
            "2026-12-04T17:00:00+00:00",
        ),
        (
            "2026-12-04 17:00",
            "UTC",
            "Fri 4 Dec 2026, 17:00 UTC",
            "4 Dec 2026",
            "2026-12-04T17:00:00+00:00",
        ),
    ],
)
def test_an_instant_is_said_for_paper_and_for_programs(
    time: str, zone: str, paper: str, day: str, program: str
) -> None:
    at = utc(time)
    assert write_moment(at + 0.9, zone) == paper
    assert write_day(at, zone) == day
    assert write_iso(at + 0.9, zone) == program
    assert datetime.fromisoformat(program).timestamp() == at


def test_a_zone_that_is_none_is_asked_about() -> None:
    for say in (write_moment, write_day, write_iso):
        with pytest.raises(InvalidInput):
            say(0, "Nowhere/At_All")
