"""Times as people type them in a hurry: read, asked about, or refused, and never read boldly."""

import pytest

from bot.domain.errors import NeedsTime
from bot.words.reading import read_words, split_times
from tests.test_words import LA, TUESDAY, at

SUNDAY = at("2026-11-29 10:00")
AFTER_MIDNIGHT = at("2026-11-27 00:10")

READ = [
    ("fri next week 5pm", "2026-12-04 17:00"),
    ("next week friday at 5pm", "2026-12-04 17:00"),
    ("friday of next week", "2026-12-04 12:00"),
    ("friday week 5pm", "2026-12-04 17:00"),
    ("two weeks from friday 5pm", "2026-12-11 17:00"),
    ("a week from tomorrow 5pm", "2026-12-02 17:00"),
    ("a week today 5pm", "2026-12-01 17:00"),
    ("5pm two days from now", "2026-11-26 17:00"),
    ("in a fortnight at 5pm", "2026-12-08 17:00"),
    ("in 2 months at noon", "2027-01-24 12:00"),
    ("a month from now, 9am", "2026-12-24 09:00"),
    ("tmrw 5pm", "2026-11-25 17:00"),
    ("tommorow 5pm", "2026-11-25 17:00"),
    ("fri 530pm", "2026-11-27 17:30"),
    ("1130am", "2026-11-24 11:30"),
    ("fri 5 p. m.", "2026-11-27 17:00"),
    ("fri 17:00 pm", "2026-11-27 17:00"),
    ("fri@17:00", "2026-11-27 17:00"),
    ("fri by 5pm", "2026-11-27 17:00"),
    ("12:00 noon", "2026-11-24 12:00"),
    ("half past 5 pm", "2026-11-24 17:30"),
    ("quarter to 6pm fri", "2026-11-27 17:45"),
    ("fri 17:00h", "2026-11-27 17:00"),
    ("fri 17 h", "2026-11-27 17:00"),
    ("1700 hours", "2026-11-24 17:00"),
    ("at 1700h", "2026-11-24 17:00"),
    ("2026-12-4 17:00", "2026-12-04 17:00"),
    ("dec 4 2026", "2026-12-04 12:00"),
    ("4th of december 2026", "2026-12-04 12:00"),
    ("dec 4 2026 evening", "2026-12-04 18:00"),
    ("in a month", "2026-12-24 10:00"),
    ("2 months from now", "2027-01-24 10:00"),
    ("2 weeks from today", "2026-12-08 12:00"),
    ("two weeks from friday", "2026-12-11 12:00"),
    ("5 weeks friday", "2027-01-01 12:00"),
    ("tonight at 1", "2026-11-25 01:00"),
    ("tonight 1:30am", "2026-11-25 01:30"),
    ("friday night at 1", "2026-11-28 01:00"),
    ("within 2 hours", "2026-11-24 12:00"),
    ("+2h", "2026-11-24 12:00"),
    ("2 hours later", "2026-11-24 12:00"),
    ("an hour and a half", "2026-11-24 11:30"),
    ("in two and a half hours", "2026-11-24 12:30"),
    ("in 2½ hours", "2026-11-24 12:30"),
    ("in 1.25 hours", "2026-11-24 11:15"),
    ("fri 17:00 London", "2026-11-27 09:00"),
    ("fri 5pm New York", "2026-11-27 14:00"),
    ("5pm Chicago fri", "2026-11-27 15:00"),
    ("5pm (EST)", "2026-11-24 14:00"),
    ("fri 5pm (London time)", "2026-11-27 09:00"),
    ("fri 5pm ohio time", "2026-11-27 14:00"),
    ("5pm tomorrow england time", "2026-11-25 09:00"),
    ("fri 5pm new england time", "2026-11-27 14:00"),
    ("fri 5pm los angeles california time", "2026-11-27 17:00"),
    ("fri 5pm in portland oregon", "2026-11-27 17:00"),
    ("fri 5pm PT / 8pm ET", "2026-11-27 17:00"),
    ("fri 8pm ET/5pm PT", "2026-11-27 17:00"),
    ("fri 5pm PT (8pm ET)", "2026-11-27 17:00"),
    ("12/14 5pm PT, 1:00 UTC", "2026-12-14 17:00"),
    ("fri 5pm PST/PDT", "2026-11-27 17:00"),
    ("fri 5pm EST/EDT", "2026-11-27 14:00"),
]


@pytest.mark.parametrize(("words", "meant"), READ)
def test_what_means_one_time_is_read(words: str, meant: str) -> None:
    assert read_words(words, TUESDAY, LA).at // 60 * 60 == at(meant)


ASKED = [
    (SUNDAY, "next friday 5pm", ("2026-12-04 17:00", "2026-12-11 17:00")),
    (SUNDAY, "next monday 5pm", ("2026-11-30 17:00", "2026-12-07 17:00")),
    (SUNDAY, "fri next week 5pm", ("2026-12-04 17:00", "2026-12-11 17:00")),
    (TUESDAY, "sunday next week 5pm", ("2026-11-29 17:00", "2026-12-06 17:00")),
    (TUESDAY, "a week from tuesday", ("2026-12-01 12:00", "2026-12-08 12:00")),
    (TUESDAY, "eow", ("2026-11-27 17:00", "2026-11-28 00:00")),
    (TUESDAY, "end of the week", ("2026-11-27 17:00", "2026-11-28 00:00")),
    (TUESDAY, "end of next week", ("2026-12-04 17:00", "2026-12-05 00:00")),
    (TUESDAY, "end of tomorrow", ("2026-11-25 17:00", "2026-11-26 00:00")),
    (TUESDAY, "17h", ("2026-11-24 17:00", "2026-11-25 03:00")),
    (TUESDAY, "2h30", ("2026-11-24 12:30", "2026-11-24 14:30", "2026-11-25 02:30")),
    (AFTER_MIDNIGHT, "tonight at 1", ("2026-11-27 01:00", "2026-11-28 01:00")),
    (AFTER_MIDNIGHT, "tonight 12:30am", ("2026-11-27 00:30", "2026-11-28 00:30")),
    (AFTER_MIDNIGHT, "2am tonight", ("2026-11-27 02:00", "2026-11-28 02:00")),
    (TUESDAY, "fri 5pm PT / 9pm ET", ("2026-11-27 17:00", "2026-11-27 18:00")),
    (TUESDAY, "fri 5pm birmingham", ("2026-11-27 09:00", "2026-11-27 15:00")),
    (TUESDAY, "fri 5pm st petersburg", ("2026-11-27 06:00", "2026-11-27 14:00")),
    (TUESDAY, "fri 5pm florida time", ("2026-11-27 14:00", "2026-11-27 15:00")),
    (TUESDAY, "fri dec 5 5pm", ("2026-12-04 17:00", "2026-12-05 17:00")),
    (TUESDAY, "mon 5.12.2026 17:00", ("2026-12-05 17:00", "2026-12-07 17:00")),
]


@pytest.mark.parametrize(("now", "words", "meant"), ASKED)
def test_what_may_mean_several_times_is_asked_about(
    now: float, words: str, meant: tuple[str, ...]
) -> None:
    with pytest.raises(NeedsTime) as asked:
        read_words(words, now, LA)
    assert asked.value.why == "two_ways"
    assert [one // 60 * 60 for one in asked.value.options] == [at(each) for each in meant]


@pytest.mark.parametrize(
    "words",
    [
        "5pm easter",
        "5½",
        "fri 5½",
        "5 and a half",
        "17:45 dec 5 please",
        "5pm christmas",
        "5pm north",
        "5pm act",
        "fri 5pm jersey",
        "fri 5pm north america time",
        "17:00 am",
        "2 hours 24 hours",
        "24h 2h",
        "5pm or 6pm",
        "friday may 5pm",
    ],
)
def test_what_nobody_can_tell_is_refused(words: str) -> None:
    with pytest.raises(NeedsTime) as refused:
        read_words(words, TUESDAY, LA)
    assert refused.value.why == "unreadable"


@pytest.mark.parametrize("between", [" / ", " | ", " & ", " + "])
def test_times_in_a_list_are_taken_apart_at_what_people_put_between(between: str) -> None:
    assert list(split_times(f"wed 5pm{between}fri 5pm", TUESDAY, LA)) == ["wed 5pm", "fri 5pm"]


@pytest.mark.parametrize(
    "words", ["fri 5pm PT / 8pm ET", "fri 5pm PT, 8pm ET", "5pm PT | 20:00 EST"]
)
def test_one_time_in_two_zones_is_no_list(words: str) -> None:
    assert list(split_times(words, TUESDAY, LA)) == [words]


def test_times_with_days_in_two_zones_are_a_list() -> None:
    assert list(split_times("wed 5pm PT / fri 8pm ET", TUESDAY, LA)) == ["wed 5pm PT", "fri 8pm ET"]


def test_what_stands_between_times_may_stand_in_one() -> None:
    assert list(split_times("12/4 5pm, 12/7 5pm", TUESDAY, LA)) == ["12/4 5pm", "12/7 5pm"]
    assert list(split_times("2026-12-04 17:00", TUESDAY, LA)) == ["2026-12-04 17:00"]
