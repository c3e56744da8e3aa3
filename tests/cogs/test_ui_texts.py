"""What people typed, made harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.model import Recording, Song, SongId
from cogs.ui.kit import texts
from tests.cogs import shapes


@given(shapes.anything)
def test_escaping_can_be_undone(text: str) -> None:
    tidy = texts.clean(text)
    assert texts.unescape(texts.escape(tidy)) == tidy


@given(shapes.anything, st.integers(0, 120))
def test_cutting_keeps_to_the_limit(text: str, limit: int) -> None:
    short = texts.cut(text, limit)
    assert len(short) <= limit
    assert short == text or limit == 0 or short.endswith(texts.ELLIPSIS)


@pytest.mark.parametrize(
    ("typed", "limit", "short"),
    [
        ("Both Sides Now", 14, "Both Sides Now"),
        ("Both Sides Now", 6, "Both…"),
        ("cafe\u0301s", 5, "caf…"),
        ("a👩\u200d👩\u200d👧", 4, "a👩…"),
        ("a", 0, ""),
    ],
)
def test_cutting(typed: str, limit: int, short: str) -> None:
    assert texts.cut(typed, limit) == short


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*Blue*", "\\*Blue\\*"),
        ("@everyone", "@\u200beveryone"),
        ("<@1>", "\\<@\u200b1\\>"),
        ("[a](b)", "\\[a\\]\\(b\\)"),
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("1. a", "\u200b1. a"),
        ("7 rings", "7 rings"),
        ("1979", "1979"),
        ("see https://a.example/b_c_d now", "see https://a.example/b_c_d now"),
        ("a\n\n# b\u202ec", "a \\# bc"),
    ],
)
def test_showing(typed: str, shown: str) -> None:
    assert texts.safe(typed, 100) == shown


def test_text_from_right_to_left_keeps_to_itself() -> None:
    assert texts.safe("مرحبا", 100) == "\u2068مرحبا\u2069"


def test_a_title_that_holds_an_address_still_is_a_link() -> None:
    song = Song(SongId(1), Recording("http://x", ("A",), uri=f"spotify:track:{1:022}"))
    link = texts.track_link(song)
    assert texts.title(song, 80, link) == f"**[http:\u200b//x]({link})**"


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [(0, ""), (225_000, "3:45"), (61_400, "1:01"), (3_723_000, "1:02:03"), (59_600, "1:00")],
)
def test_durations(milliseconds: int, shown: str) -> None:
    assert texts.duration(milliseconds) == shown


@pytest.mark.parametrize(
    ("words", "row"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), ("abc", "a, b and c")]
)
def test_rows(words: list[str], row: str) -> None:
    assert texts.listed(words) == row
