"""The stages of an episode, from a hundred songs to the board."""

from enum import StrEnum

from bot.domain.model import MIN_CANDIDATES, EpisodeState, EpisodeSummary, RoundState


class Stage(StrEnum):
    """The stages of an episode, in order."""

    COLLECTING = "collecting"
    PICKING = "picking"
    TO_SCHEDULE = "to_schedule"
    TO_OPEN = "to_open"
    VOTING = "voting"
    PAUSED = "paused"
    CLOSING = "closing"
    DECIDING = "deciding"
    BOARD = "board"
    LOCKED = "locked"
    ARCHIVED = "archived"


_LIVE = {
    RoundState.SCHEDULED: Stage.TO_OPEN,
    RoundState.OPEN: Stage.VOTING,
    RoundState.PAUSED: Stage.PAUSED,
    RoundState.CLOSING: Stage.CLOSING,
    RoundState.CASTING: Stage.DECIDING,
    RoundState.HELD: Stage.DECIDING,
}


def stage_of(summary: EpisodeSummary) -> Stage:
    """Return the stage of an episode: by its live round, else its board, else its lists."""
    if summary.episode.state is EpisodeState.ARCHIVED:
        return Stage.ARCHIVED
    if summary.episode.state is EpisodeState.LOCKED:
        return Stage.LOCKED
    if summary.live_round in _LIVE:
        return _LIVE[summary.live_round]
    if summary.on_board:
        return Stage.BOARD
    if summary.shortlisted >= MIN_CANDIDATES:
        return Stage.TO_SCHEDULE
    return Stage.PICKING if summary.longlisted >= MIN_CANDIDATES else Stage.COLLECTING
