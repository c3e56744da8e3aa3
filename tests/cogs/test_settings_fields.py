"""The numbers and times of a room's settings, as people type them."""

import pytest

from bot.domain.errors import InvalidInput
from cogs.ui.rooms.settings_fields import FIELDS

HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("24 hours before, 2 hours before", (DAY, 2 * HOUR)),
        ("1 day before the end and two hours before it", (DAY, 2 * HOUR)),
        ("24h & 2h", (DAY, 2 * HOUR)),
        ("24h + 1h30", (DAY, 5400)),
        ("off", ()),
    ],
)
def test_reminders_are_read(words: str, meant: tuple[int, ...]) -> None:
    assert FIELDS["reminders"].read(words) == meant


@pytest.mark.parametrize("words", ["24h 2h", "before", "24 hours after, 2 hours"])
def test_what_are_no_reminders_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput):
        FIELDS["reminders"].read(words)
