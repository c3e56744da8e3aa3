"""Instants and wall times, through the seams of daylight saving."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput, NeedsTime
from bot.domain.when import Instant, ahead, at_wall, resolve, wall_at, zone_named

LA = "America/Los_Angeles"


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("time", "zone", "expected"),
    [
        ("2026-12-04 17:00", LA, "2026-12-05 01:00"),
        ("2026-07-04 17:00", LA, "2026-07-05 00:00"),
        ("2026-03-08 01:59", LA, "2026-03-08 09:59"),
        ("2026-03-08 03:00", LA, "2026-03-08 10:00"),
        ("2026-11-01 00:59", LA, "2026-11-01 07:59"),
        ("2026-11-01 02:00", LA, "2026-11-01 10:00"),
        ("2026-12-04 17:00", "Asia/Kolkata", "2026-12-04 11:30"),
        ("2026-12-04 17:00", "UTC", "2026-12-04 17:00"),
        ("2026-06-01 12:00", "Europe/London", "2026-06-01 11:00"),
        ("2026-01-01 12:00", "Australia/Sydney", "2026-01-01 01:00"),
    ],
)
def test_a_wall_time_has_one_instant(time: str, zone: str, expected: str) -> None:
    assert resolve(wall(time), ZoneInfo(zone)) == utc(expected)


@pytest.mark.parametrize(
    ("why", "time", "zone", "first", "second"),
    [
        ("skipped", "2026-03-08 02:30", LA, "2026-03-08 09:30", "2026-03-08 10:30"),
        ("doubled", "2026-11-01 01:30", LA, "2026-11-01 08:30", "2026-11-01 09:30"),
        ("skipped", "2026-03-29 01:00", "Europe/London", "2026-03-29 00:00", "2026-03-29 01:00"),
        ("doubled", "2026-10-25 01:00", "Europe/London", "2026-10-25 00:00", "2026-10-25 01:00"),
        # half an hour only
        (
            "skipped",
            "2026-10-04 02:15",
            "Australia/Lord_Howe",
            "2026-10-03 15:15",
            "2026-10-03 15:45",
        ),
        (
            "doubled",
            "2026-04-05 01:45",
            "Australia/Lord_Howe",
            "2026-04-04 14:45",
            "2026-04-04 15:15",
        ),
    ],
)
def test_a_time_that_is_skipped_or_doubled_is_asked_about(
    why: str, time: str, zone: str, first: str, second: str
) -> None:
    with pytest.raises(NeedsTime) as asked:
        resolve(wall(time), ZoneInfo(zone), given="words")
    assert (asked.value.why, asked.value.given) == (why, "words")
    assert asked.value.options == (utc(first), utc(second))


@given(
    st.datetimes(wall("2000-01-01"), wall("2037-12-31")),
    st.sampled_from([LA, "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_every_wall_time_leads_back_to_itself_or_is_asked_about(time: datetime, zone: str) -> None:
    time = time.replace(second=0, microsecond=0)
    place = ZoneInfo(zone)
    try:
        assert wall_at(resolve(time, place), place) == time
    except NeedsTime as asked:
        shown = [wall_at(option, place) == time for option in asked.options]
        assert shown == ([True, True] if asked.why == "doubled" else [False, False])  # noqa: PT017


@pytest.mark.parametrize(
    ("at", "now", "why"),
    [
        ("2026-12-04 17:00", "2026-12-04 17:00", "past"),
        ("2026-12-04 17:00", "2026-12-04 17:01", "past"),
        ("2027-12-06 17:00", "2026-12-04 17:00", "too_far"),
    ],
)
def test_past_and_far_times_are_refused(at: str, now: str, why: str) -> None:
    with pytest.raises(NeedsTime) as refused:
        ahead(utc(at), utc(now), LA, "words")
    assert (refused.value.why, refused.value.given) == (why, "words")
    with pytest.raises(NeedsTime) as refused:
        at_wall(wall(at), utc(now), "UTC", "words")
    assert refused.value.why == why


def test_an_instant_knows_its_wall_time_and_zone() -> None:
    expected = Instant(utc("2026-12-05 01:00"), "2026-12-04 17:00", LA)
    assert ahead(utc("2026-12-05 01:00"), utc("2026-12-04 17:00"), LA, "") == expected
    assert at_wall(wall("2026-12-04 17:00"), utc("2026-12-04 17:00"), LA, "") == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-01 08:00", "doubled"),
        ("2026-11-01 08:30", "2026-11-01 09:30"),  # the first one is gone
        ("2026-11-01 09:00", "2026-11-01 09:30"),
        ("2026-11-01 09:30", "past"),
        ("2026-11-05 00:00", "past"),
        ("2024-11-05 00:00", "too_far"),
    ],
)
def test_a_doubled_time_is_no_question_once_the_first_is_past(now: str, expected: str) -> None:
    doubled = wall("2026-11-01 01:30")
    if expected[0].isalpha():
        with pytest.raises(NeedsTime) as asked:
            at_wall(doubled, utc(now), LA, "words")
        assert asked.value.why == expected
    else:
        assert at_wall(doubled, utc(now), LA, "words").at == utc(expected)


def test_a_skipped_time_long_ago_is_simply_past() -> None:
    with pytest.raises(NeedsTime) as refused:
        at_wall(wall("2026-03-08 02:30"), utc("2026-11-01 00:00"), LA, "")
    assert refused.value.why == "past"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "America", "a\0b", "Zürich"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        zone_named(name)
    assert (refused.value.what, refused.value.given) == ("timezone", name)
