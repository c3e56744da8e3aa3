"""The cuts of a plan, as people write them."""

import pytest

from bot.domain.errors import InvalidInput
from bot.services.rounds.drafts import parse_cuts

READ = "12, 9, 6|12 9 6|12-9-6|12→9→6|12 → 9 → 6|12>9>6|12 -> 9 -> 6|12/9/6|12,9,6,|１２ ９ ６"
READ += (
    "|twelve, nine, six|12 down to 9 & 6|from 12 to 9 to 6|12, 9, 6 songs left|top 12, top 9, top 6"
)
REFUSED = "|12|6 9|6, 6|12.9|12.5, 6|12x6|12, 0|1234 6|12, 9 or 6|-"


@pytest.mark.parametrize("cuts", READ.split("|"))
def test_cuts_are_read(cuts: str) -> None:
    assert parse_cuts(cuts) == (12, 9, 6)


@pytest.mark.parametrize("cuts", ["12 to 6", "12 – 6", "12 TO 6", "12 songs, then 6", "12 and 6"])
def test_two_cuts_are_read(cuts: str) -> None:
    assert parse_cuts(cuts) == (12, 6)


@pytest.mark.parametrize("cuts", REFUSED.split("|"))
def test_what_are_no_cuts_is_refused(cuts: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_cuts(cuts)
    assert (refused.value.what, refused.value.given) == ("plan.cuts", cuts)
