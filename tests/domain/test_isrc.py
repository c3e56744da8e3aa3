"""One recording has one code, and one code is not always one recording."""

import pytest

from bot.domain.isrc import isrc_key
from bot.domain.model import Recording
from bot.domain.versions import identity_of


@pytest.mark.parametrize(
    "written",
    [
        "GBUM71029604",
        "gbum71029604",
        "GB-UM7-10-29604",
        " gb um7 10 29604 ",
        "GB–UM7–10–29604",
        "ISRC GB-UM7-10-29604",
        "ＧＢＵＭ７１０２９６０４",
    ],
)
def test_a_code_is_read_however_it_is_written(written: str) -> None:
    assert isrc_key(written) == "GBUM71029604"
    assert Recording("Song", ("Her",), isrc=written).isrc == written


@pytest.mark.parametrize("written", ["", "N/A", "unknown", "0", "GBUM7102960", "GBUM710296040"])
def test_what_is_no_code_tells_nothing(written: str) -> None:
    assert isrc_key(written) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Heroes", "HEROES - 2017 Remaster", True),
        ("Heroes", "“Heroes” (Radio Edit)", True),
        ("Heroes", "Low", False),
        ("Suite (Part One)", "Suite (Part Two)", False),
        ("ガラス", "カラス", False),
        ("Love & Hate", "Love and Hate", True),
        ("The Wall, Pt. 2", "The Wall (Part II)", True),
        ("The Wall, Pt. 2", "The Wall, Pt. 3", False),
        ("And", "&", False),
    ],
)
def test_two_titles_under_one_code_are_one_recording_if_they_are_alike(
    one: str, other: str, same: bool
) -> None:
    first, second = (
        identity_of(Recording(title, ("Her",), isrc=isrc))
        for title, isrc in ((one, "GBUM71029604"), (other, "gb-um7-10-29604"))
    )
    assert (first == second) is same


def test_without_a_code_nothing_is_known() -> None:
    assert identity_of(Recording("Heroes", ("Her",))) == ""
