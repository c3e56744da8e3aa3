"""An episode is meant by its number however television writes it."""

import pytest

from bot.domain.errors import NotFound, SeveralFound
from bot.domain.model import Episode, EpisodeId, EpisodeState, RoomId
from cogs.ui.kit import offers


def episode(number: str) -> Episode:
    return Episode(EpisodeId(1), RoomId(1), number, "", EpisodeState.ACTIVE, 0)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("104", "104|s1e04|S01E04|1x04|e104|ep104|EP 104|#104|Episode 104|1.04"),
        ("1x04", "1x04|1×04|104|S1E04|s01e04|1.04|E1x04|ep 1x04"),
        ("S01E04", "s01e04|S1E04|1x04|104"),
        ("1012", "s10e12|10x12|ep1012"),
        ("7", "e7|ep7|ep 7|episode 7"),
    ],
)
def test_a_number_is_read_as_it_is_written_elsewhere(number: str, words: str) -> None:
    one = episode(number)
    among = offers.episodes([one, episode("999")])
    for each in words.split("|"):
        assert offers.meant(each, among, "episode") == one, each


def test_two_that_are_written_alike_are_asked_about() -> None:
    among = offers.episodes([episode("104"), episode("1x04")])
    assert offers.meant("104", among, "episode").number == "104"
    with pytest.raises(SeveralFound):
        offers.meant("s1e04", among, "episode")
    with pytest.raises(NotFound):
        offers.meant("s2e04", among, "episode")
