"""Episodes, and the characters in them."""

from enum import StrEnum

from msgspec import Struct

from bot.domain.model.ids import CharacterId, EpisodeId, MessageId, RoomId, UserId
from bot.domain.model.rounds import RoundState


class EpisodeState(StrEnum):
    """The states of an episode. A room's newest active episode is its current one."""

    ACTIVE = "active"
    LOCKED = "locked"
    ARCHIVED = "archived"


class Episode(Struct, frozen=True):
    """An episode of the show. `number` is text: `104`, `1x04`.

    `presented_message_id` is the message that last presented its shortlist; the thread on that
    message has the same id.
    """

    id: EpisodeId
    room_id: RoomId
    number: str
    title: str
    state: EpisodeState
    created_at: int
    presented_message_id: MessageId | None = None


class Character(Struct, frozen=True):
    """A character of the show. `backstory` may be empty.

    With `wants_playlist`, the bot keeps a playlist of their songs.
    """

    id: CharacterId
    room_id: RoomId
    name: str
    backstory: str
    created_by: UserId
    created_at: int
    wants_playlist: bool = False


class EpisodeSummary(Struct, frozen=True):
    """An episode and its progress.

    `on_board` counts the songs on its board, `cleared` and `denied` those with such rights. They
    are 0 if the board was not read.
    """

    episode: Episode
    longlisted: int
    shortlisted: int
    rounds: int
    live_round: RoundState | None
    on_board: int = 0
    cleared: int = 0
    denied: int = 0
