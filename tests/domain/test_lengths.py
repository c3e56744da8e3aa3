"""Lengths of time in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.lengths import read_length, write_length


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("24h", 86_400),
        ("24 hours", 86_400),
        ("1 hr", 3600),
        ("2 hrs", 7200),
        ("90 min", 5400),
        ("90m", 5400),
        ("1 day", 86_400),
        ("1 day 12 hours", 129_600),
        ("1d12h30m", 131_400),
        (" 2 Days ", 172_800),
        ("15 minutes", 900),
        ("1 week", 604_800),
        ("a week", 604_800),
        ("a day", 86_400),
        ("An hour", 3600),
        ("one day", 86_400),
        ("half an hour", 1800),
        ("half a day", 43_200),
        ("1.5 hours", 5400),
        ("1 day and 2h", 93_600),
        ("1 day, 2 hours and 5 minutes", 93_900),
        ("0", 0),
        ("none", 0),
        ("", 0),
        ("0 min", 0),
        ("two hours", 7200),
        ("１２ hours", 43_200),
        ("1h30", 5400),
        ("an hour and a half", 5400),
        ("2½ hours", 9000),
        ("24 hours.", 86_400),
        ("off", 0),
        ("Never", 0),
    ],
)
def test_lengths_are_read(words: str, seconds: int) -> None:
    assert read_length(words, "what") == seconds


@pytest.mark.parametrize(
    "words",
    [
        *("24", "h", "soon", "24 hats", "2 moons", "-2h", "0.5 min"),
        *("1 day and", "and 2h", "a", "an day or so", "24h 2h", "2 hours 24 hours"),
    ],
)
def test_what_is_no_length_is_refused_and_given_back(words: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_length(words, "settings.grace")
    assert (refusal.value.what, refusal.value.given) == ("settings.grace", words)


@given(st.integers(1, 9999))
def test_what_is_written_is_read_as_the_same(minutes: int) -> None:
    assert read_length(write_length(minutes * 60), "what") == minutes * 60


@given(st.integers(0, 10**7))
def test_at_most_so_many_units_are_said(seconds: int) -> None:
    assert len(write_length(seconds, 2).split()) in (2, 4)
