"""What may mean several times is asked about, naming them; a zone in the words is honored."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import NeedsTime
from bot.domain.time_texts import describe, describe_all, write_iso, write_moment
from bot.domain.when import Instant, wall_at, zone_named
from bot.words.reading import read_words, split_times
from tests.test_words import LA, NOWS, TUESDAY, ZONES, at

THURSDAY = at("2026-11-26 10:00")
SUMMER = at("2026-07-06 10:00")

ASKED = [
    (THURSDAY, "next friday", ("2026-11-27 12:00", "2026-12-04 12:00")),
    (THURSDAY, "next friday 5pm", ("2026-11-27 17:00", "2026-12-04 17:00")),
    (TUESDAY, "next weds 9am", ("2026-11-25 09:00", "2026-12-02 09:00")),
    (TUESDAY, "next sunday 9am", ("2026-11-29 09:00", "2026-12-06 09:00")),
    (TUESDAY, "at 5", ("2026-11-24 17:00", "2026-11-25 05:00")),
    (TUESDAY, "friday at 5", ("2026-11-27 05:00", "2026-11-27 17:00")),
    (TUESDAY, "thu 5", ("2026-11-26 05:00", "2026-11-26 17:00")),
    (TUESDAY, "tomorrow 5:30", ("2026-11-25 05:30", "2026-11-25 17:30")),
    (TUESDAY, "fri 5 o’clock", ("2026-11-27 05:00", "2026-11-27 17:00")),
    (TUESDAY, "half past five tomorrow", ("2026-11-25 05:30", "2026-11-25 17:30")),
    (TUESDAY, "quarter to 6 fri", ("2026-11-27 05:45", "2026-11-27 17:45")),
    (TUESDAY, "5", ("2026-11-24 17:00", "2026-11-25 05:00", "2026-12-05 12:00")),
    (TUESDAY, "17", ("2026-11-24 17:00", "2026-12-17 12:00")),
    (TUESDAY, "friday 13", ("2026-11-27 13:00", "2027-08-13 12:00")),
    (TUESDAY, "at 12", ("2026-11-24 12:00", "2026-11-25 00:00")),
    (TUESDAY, "eod", ("2026-11-24 17:00", "2026-11-25 00:00")),
    (TUESDAY, "end of day friday", ("2026-11-27 17:00", "2026-11-28 00:00")),
    (TUESDAY, "cob", ("2026-11-24 17:00", "2026-11-24 18:00")),
    (TUESDAY, "fri midnight", ("2026-11-27 00:00", "2026-11-28 00:00")),
    (TUESDAY, "3/4", ("2027-03-04 12:00", "2027-04-03 12:00")),
    (TUESDAY, "12/4 17:00", ("2026-12-04 17:00", "2027-04-12 17:00")),
    (TUESDAY, "4.12.", ("2026-11-24 16:12", "2026-11-25 04:12", "2026-12-04 12:00")),
    (SUMMER, "5pm EST", ("2026-07-06 14:00", "2026-07-06 15:00")),
    (SUMMER, "5pm PST", ("2026-07-06 17:00", "2026-07-06 18:00")),
    (TUESDAY, "5pm IST", ("2026-11-25 03:30", "2026-11-25 07:00", "2026-11-25 09:00")),
]


@pytest.mark.parametrize(("now", "words", "meant"), ASKED)
def test_what_may_mean_several_times_is_asked_about(
    now: float, words: str, meant: tuple[str, ...]
) -> None:
    with pytest.raises(NeedsTime) as asked:
        read_words(words, now, LA)
    assert asked.value.why == "two_ways"
    assert asked.value.options == tuple(int(at(each)) for each in meant)


READ = [
    ("5pm EST", "2026-11-24 14:00"),
    ("fri 5pm Eastern", "2026-11-27 14:00"),
    ("5pm est friday", "2026-11-27 14:00"),
    ("17:00 London time", "2026-11-25 09:00"),
    ("fri 17:00 in Europe/London", "2026-11-27 09:00"),
    ("17:00 UTC", "2026-11-25 09:00"),
    ("17:00 GMT+2", "2026-11-25 07:00"),
    ("17:00 utc-8", "2026-11-24 17:00"),
    ("17:00 pst", "2026-11-24 17:00"),
    ("fri 5pm pt", "2026-11-27 17:00"),
    ("５pm", "2026-11-24 17:00"),
    ("fri ١٧:٠٠", "2026-11-27 17:00"),
    ("FRI\u00a017:00\u200b", "2026-11-27 17:00"),
    ("tonight", "2026-11-24 20:00"),
    ("tonight at 8", "2026-11-24 20:00"),
    ("tomorrow morning", "2026-11-25 09:00"),
    ("tomorrow morning at 7", "2026-11-25 07:00"),
    ("9 in the evening", "2026-11-24 21:00"),
    ("friday afternoon", "2026-11-27 15:00"),
    ("12 noon friday", "2026-11-27 12:00"),
    ("fri 1700", "2026-11-27 17:00"),
    ("17.30", "2026-11-24 17:30"),
    ("12/25 5pm", "2026-12-25 17:00"),
    ("25/12 5pm", "2026-12-25 17:00"),
    ("the 5th", "2026-12-05 12:00"),
    ("in two days", "2026-11-26 10:00"),
    ("a week from friday", "2026-12-04 12:00"),
    ("by fri 5pm", "2026-11-27 17:00"),
    ("24:00", "2026-11-25 00:00"),
    ("today at 5", "2026-11-24 17:00"),
    ("Fri, Dec 4, 5:00 PM", "2026-12-04 17:00"),
    ("December 4, 2026 at 5:00 PM", "2026-12-04 17:00"),
    ("2026-12-04 17:00 in America/Los_Angeles", "2026-12-04 17:00"),
]


@pytest.mark.parametrize(("words", "meant"), READ)
def test_what_means_one_time_is_read(words: str, meant: str) -> None:
    assert read_words(words, TUESDAY, LA) == Instant(int(at(meant)), meant, LA)


def written(instant: Instant, now: float) -> list[str]:
    return [
        describe(instant, now),
        describe_all([instant], now, 100),
        write_moment(instant.at, instant.timezone),
        write_iso(instant.at, instant.timezone),
        f"<t:{instant.at}:F> (<t:{instant.at}:R>)",
        f"<t:{instant.at}:R>",
    ]


EVERYWHERE = ZONES | st.sampled_from(
    ["America/New_York", "Asia/Kolkata", "Europe/London", "Europe/Dublin", "America/Sao_Paulo"]
)


@settings(max_examples=120, deadline=None)
@given(NOWS, st.integers(5, 366 * 24 * 60 - 10), EVERYWHERE)
def test_every_time_that_is_written_is_read_again(now: float, minutes: int, zone: str) -> None:
    at_ = (int(now) // 60 + minutes) * 60
    wall = wall_at(at_, zone_named(zone)).isoformat(" ", "minutes")
    instant = Instant(at_, wall, zone)
    for words in (*written(instant, now), *map(str.upper, written(instant, now)[:3])):
        assert read_words(words, now, zone) == instant, words


@pytest.mark.parametrize("minutes", range(0, 4 * 60, 30))
def test_a_doubled_hour_is_told_apart_by_what_is_written(minutes: int) -> None:
    now = at("2026-10-30 00:00")
    moment = int(at("2026-11-01 00:00")) + minutes * 60
    instant = Instant(moment, wall_at(moment, zone_named(LA)).isoformat(" ", "minutes"), LA)
    assert {read_words(words, now, LA).at for words in written(instant, now)} == {moment}
    later = Instant(moment + 86400 * 2, "", LA)
    both = split_times(describe_all([instant, later], now, 100), now, LA)
    assert [read_words(each, now, LA).at for each in both] == [moment, later.at]


LISTS = {
    "wed 17:00, fri 17:00": ["wed 17:00", "fri 17:00"],
    "wed 17:00; fri 17:00\nsat": ["wed 17:00", "fri 17:00", "sat"],
    "wed 5pm → fri 5pm": ["wed 5pm", "fri 5pm"],
    "wed 5pm then fri 5pm": ["wed 5pm", "fri 5pm"],
    "wed 5pm and fri 5pm": ["wed 5pm", "fri 5pm"],
    "in 1 hour and 15 minutes, in 2 days": ["in 1 hour and 15 minutes", "in 2 days"],
    "Fri, Dec 4, 5:00 PM, Sat, Dec 5, 5:00 PM": ["Fri, Dec 4, 5:00 PM", "Sat, Dec 5, 5:00 PM"],
    "Fri 4 Dec, 17:00; Sat 5 Dec, 17:00 PST": ["Fri 4 Dec, 17:00", "Sat 5 Dec, 17:00 PST"],
    "wed, fri,": ["wed", "fri"],
    "fri 17:00, 18:00": ["fri 17:00", "18:00"],
    " , ": [],
}


@pytest.mark.parametrize("words", LISTS)
def test_lists_of_times_are_taken_apart(words: str) -> None:
    assert list(split_times(words, TUESDAY, LA)) == LISTS[words]
