"""Episodes, and the characters in them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.model.ids import CharacterId, EpisodeId, MessageId, RoomId, UserId
from bot.domain.model.rounds import RoundState


class EpisodeState(StrEnum):
    """Where an episode stands. The newest one neither locked nor archived is the current one."""

    ACTIVE = "active"
    LOCKED = "locked"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Episode:
    """What the music is for. `number` is text: `104`, `1x04`.

    `presented_message_id` is the message that presented its shortlist last, and the id of the
    thread on that message.
    """

    id: EpisodeId
    room_id: RoomId
    number: str
    title: str
    state: EpisodeState
    created_at: int
    presented_message_id: MessageId | None = None


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody of the show, who is in its songs. `backstory` may be empty.

    `wants_playlist` says that their songs are kept in a playlist.
    """

    id: CharacterId
    room_id: RoomId
    name: str
    backstory: str
    created_by: UserId
    created_at: int
    wants_playlist: bool = False


@dataclass(frozen=True, slots=True)
class EpisodeSummary:
    """An episode with how far it has come.

    `on_board` counts the songs on its board, `cleared` and `denied` those of them whose rights are;
    where only lists and rounds were asked about, they are 0.
    """

    episode: Episode
    longlisted: int
    shortlisted: int
    rounds: int
    live_round: RoundState | None
    on_board: int = 0
    cleared: int = 0
    denied: int = 0
