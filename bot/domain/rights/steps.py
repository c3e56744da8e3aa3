"""A word on a song as a whole, which names no holder."""

from msgspec import Struct

from bot.domain.board import Clearance
from bot.domain.model import EpisodeId, Song


class RightsStep(Struct, frozen=True):
    """A step about a song as a whole, naming no holder: for which episode, and when (UTC seconds).

    `number` is that of the episode; None and empty if it is for none. `id` orders steps.
    """

    song: Song
    status: Clearance
    episode_id: EpisodeId | None
    number: str
    at: int
    id: int = 0
