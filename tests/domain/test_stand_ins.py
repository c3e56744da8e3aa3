"""Who steps in for a song on the board whose rights are denied."""

import pytest

from bot.domain.board import Board, Entry
from bot.domain.model import EpisodeId, RoundId, Song, SongId
from bot.domain.rights import Rights, Stage, stand_ins
from tests.builders import recording
from tests.domain.rights_known import holder


@pytest.mark.parametrize(
    ("denied", "expected"),
    [
        ((), {}),
        ((4,), {}),
        ((2,), {2: 4}),
        ((1, 3), {1: 4, 3: 5}),
        ((2, 4), {2: 5}),
        ((1, 2, 3), {1: 4, 2: 5, 3: None}),
        ((1, 4, 5), {1: None}),
    ],
)
def test_the_first_free_runner_up_steps_in(
    denied: tuple[int, ...], expected: dict[int, int | None]
) -> None:
    songs = {n: Song(SongId(n), recording(n)) for n in range(1, 6)}
    entries = tuple(Entry(songs[n]) for n in (1, 2, 3))
    board = Board(EpisodeId(2), RoundId(1), entries, (songs[4], songs[5]))
    rights = Rights(holders=[holder(n, stage=Stage.REFUSED, song=songs[n]) for n in denied])
    found = stand_ins(board, rights)
    assert {one: other and other.id for one, other in found.items()} == expected
