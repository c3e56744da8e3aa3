"""Each episode stands at one stage, whatever has happened to it."""

import pytest

from bot.domain.model import (
    Episode,
    EpisodeId,
    EpisodeState,
    EpisodeSummary,
    RoomId,
    RoundState,
)
from bot.domain.season import Stage, stage_of

A, L, Z = EpisodeState.ACTIVE, EpisodeState.LOCKED, EpisodeState.ARCHIVED
R = RoundState


@pytest.mark.parametrize(
    ("state", "longlisted", "shortlisted", "live", "on_board", "stage"),
    [
        (A, 0, 0, None, 0, Stage.COLLECTING),
        (A, 1, 1, None, 0, Stage.COLLECTING),
        (A, 110, 0, None, 0, Stage.PICKING),
        (A, 110, 1, None, 0, Stage.PICKING),
        (A, 110, 12, None, 0, Stage.TO_SCHEDULE),
        (A, 110, 12, R.SCHEDULED, 0, Stage.TO_OPEN),
        (A, 110, 12, R.OPEN, 0, Stage.VOTING),
        (A, 110, 12, R.PAUSED, 0, Stage.PAUSED),
        (A, 110, 12, R.CASTING, 0, Stage.DECIDING),
        (A, 110, 12, R.HELD, 0, Stage.DECIDING),
        (A, 110, 12, None, 6, Stage.BOARD),
        (A, 110, 12, R.OPEN, 6, Stage.VOTING),
        (L, 110, 12, None, 6, Stage.LOCKED),
        (Z, 110, 12, None, 6, Stage.ARCHIVED),
        (Z, 0, 0, None, 0, Stage.ARCHIVED),
    ],
)
def test_stages(
    state: EpisodeState,
    longlisted: int,
    shortlisted: int,
    live: RoundState | None,
    on_board: int,
    stage: Stage,
) -> None:
    episode = Episode(EpisodeId(1), RoomId(1), "104", "", state, 0)
    summary = EpisodeSummary(episode, longlisted, shortlisted, 1, live, on_board)
    assert stage_of(summary) is stage
