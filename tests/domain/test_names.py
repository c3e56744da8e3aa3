"""Names that look the same are the same, and what shows nothing is no name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import Named, called, fold, is_blank, tidy

LOOK_THE_SAME = {
    "1x04": ["1X04", " 1x04 ", "１ｘ０４", "1x\u200b04", "\ufeff1x04", "1x\u00ad04"],
    "Pilot Part 2": [
        "pilot  part 2",
        "PILOT\u00a0PART\u30002",
        "Pilot\u2060 Part ²",
        "ｐilot part 2",
    ],
    "Café": ["CAFE\u0301", "cafe\u0301"],
    "Straße": ["STRASSE", "strasse"],
    "ﬁn": ["fin", "FIN"],
    "Ⅳ": ["iv", "IV"],
}


@pytest.mark.parametrize(
    ("one", "other"), [(one, other) for one, others in LOOK_THE_SAME.items() for other in others]
)
def test_what_looks_the_same_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("104", "105"), ("Cafe", "Café"), ("1 04", "104")])
def test_what_looks_different_is_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


BLANKS = "|\u200b|\u3164|\u2800|\u00ad \u2060|\u202e|\ufeff\t|\u115f\u1160|\U000e0041|\x00"


@pytest.mark.parametrize("blank", BLANKS.split("|"))
def test_what_shows_nothing_is_blank(blank: str) -> None:
    assert is_blank(blank)
    assert tidy(blank) == ""


@given(st.text())
def test_a_name_is_tidied_and_folded_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert fold(tidy(name)) == fold(name)
    assert tidy(tidy(name)) == tidy(name)
    assert bool(tidy(name)) != is_blank(name)


THINGS = [
    Named(1, "104", "104 Pilot", ("episode 104", "Pilot")),
    Named(2, "105", "105 Heat", ("episode 105", "Heat")),
    Named(3, "106", "106 Heat", ("episode 106", "Heat")),
    Named(4, "Heat", "Heat", ()),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("104", (1,)),
        ("１０４", (1,)),
        ("104  pilot", (1,)),
        ("104: “Pilot”", (1,)),
        ("Episode 105", (2,)),
        ("pilot", (1,)),
        ("Heat", (4,)),
        ("104 heat", ()),
        ("", ()),
        ("…", ()),
    ],
)
def test_a_thing_is_called_by_what_is_written_of_it(words: str, found: tuple[int, ...]) -> None:
    assert called(words, THINGS) == found
    assert called("heat", THINGS[:3]) == (2, 3)
