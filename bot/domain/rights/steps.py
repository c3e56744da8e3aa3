"""A word on a song as a whole, which names no holder."""

from dataclasses import dataclass

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Song


@dataclass(frozen=True, slots=True)
class RightsStep:
    """A step about a song as a whole, naming no holder: for which episode, and when (UTC seconds).

    `number` is that of the episode; None and empty if it is for none. `id` orders steps.
    """

    song: Song
    status: Clearance
    episode_id: EpisodeId | None
    number: str
    at: int
    id: int = 0
