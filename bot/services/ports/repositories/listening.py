"""The storage of sessions in which a room listens together, and of lines nobody sees yet."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from bot.domain.listening import Card, CardId, Line, Listening, ListeningId
from bot.domain.model import EpisodeId, MessageId, ProposalId, RoomId, SongId, UserId
from bot.domain.shards import Share


class ListeningOfRoom(NamedTuple):
    """A session and the room it is of, for whoever is about to hold the room."""

    id: ListeningId
    room_id: RoomId


class DueListening(NamedTuple):
    """The step that a session takes by itself, and when (UTC seconds)."""

    id: ListeningId
    room_id: RoomId
    due_at: int


class ListeningRepository(Protocol):
    """Sessions, their cards, who is there, and the lines that wait to be shown."""

    async def get(self, listening_id: ListeningId) -> Listening | None:
        """Return a session."""
        ...

    async def under_way(self, episode_id: EpisodeId) -> Listening | None:
        """Return the session of an episode that has not ended; there is one at most."""
        ...

    async def in_room(self, room_id: RoomId) -> Sequence[Listening]:
        """Return the sessions of a room that have not ended, the oldest first."""
        ...

    async def of_card(self, card_id: CardId) -> Listening | None:
        """Return the session that a card is of."""
        ...

    async def add(
        self, listening: Listening, songs: Sequence[ProposalId], now: int
    ) -> tuple[Card, ...]:
        """Store a new session over these songs; return its cards, in order."""
        ...

    async def move(self, before: Listening, after: Listening, now: int) -> bool:
        """Store a session's next step; False if another was taken since `before`."""
        ...

    async def thread_gone(self, listening_id: ListeningId) -> None:
        """Store that a session is held in the room's channel from now on."""
        ...

    async def called(self, listening_id: ListeningId) -> None:
        """Store that the roster was mentioned where a session begins."""
        ...

    async def due(self, now: float, most: int, share: Share) -> Sequence[DueListening]:
        """Return steps of a share's sessions that are due, longest due first."""
        ...

    async def to_come(self, most: int, share: Share) -> Sequence[DueListening]:
        """Return steps of a share's sessions, due already or not, the next one first."""
        ...

    async def left_alone(self, before: int) -> Sequence[ListeningOfRoom]:
        """Return sessions under way without a step since an instant, the longest ago first.

        The instant is in UTC seconds.
        """
        ...

    async def cards(self, listening_id: ListeningId) -> tuple[Card, ...]:
        """Return the cards of a session, in order."""
        ...

    async def that_show(self, proposal_id: ProposalId) -> tuple[Card, ...]:
        """Return the cards that show what a song tells us, those of ended sessions too.

        Those are left out whose posts were never promised. Their songs' lengths are not told.
        """
        ...

    async def show(self, card_id: CardId) -> None:
        """Store that the lines of a card have been shown."""
        ...

    async def set_message(self, card_id: CardId, message_id: MessageId | None) -> None:
        """Store the message that shows a card; None if that is gone."""
        ...

    async def post_again(self, card_id: CardId) -> None:
        """Store that a card is to be posted; a message that shows it becomes the earlier one."""
        ...

    async def earlier_done(self, card_id: CardId, message_id: MessageId) -> None:
        """Store that the earlier message of a card says that the card was posted again."""
        ...

    async def set_edit(self, card_id: CardId, due: int) -> None:
        """Store when (UTC seconds) the message of a card is edited next."""
        ...

    async def songs_shown(self, episode_id: EpisodeId) -> frozenset[ProposalId]:
        """Return the songs of an episode whose lines have been shown in any session."""
        ...

    async def voted_after_sessions(self, episode_id: EpisodeId) -> bool:
        """Return whether a vote of an episode has closed, and no session was held since."""
        ...

    async def voted_after(self, listening_id: ListeningId) -> bool:
        """Return whether a vote has closed since the last step of a session."""
        ...

    async def come(self, listening: Listening, user_id: UserId) -> bool:
        """Store that somebody is there; False if they were before."""
        ...

    async def here(self, listening_id: ListeningId) -> frozenset[UserId]:
        """Return who is there, without those who were taken off the roster."""
        ...

    async def add_nothing(self, listening: Listening, card_id: CardId, user_id: UserId) -> None:
        """Store that somebody has nothing to add to a song."""
        ...

    async def answered(self, card: Card) -> frozenset[UserId]:
        """Return who has written about a card's song, or has nothing to add."""
        ...

    async def forget_here(self, listening_id: ListeningId) -> None:
        """Forget who was in a session, and who had nothing to add."""
        ...

    async def put_line(self, room_id: RoomId, line: Line, now: int) -> None:
        """Store a line that waits, or change one that is stored."""
        ...

    async def remove_line(self, line_id: int) -> None:
        """Remove a line that waits."""
        ...

    async def lines(self, proposal_id: ProposalId) -> tuple[Line, ...]:
        """Return the lines about a song that wait to be shown."""
        ...

    async def lines_by(self, episode_id: EpisodeId, user_id: UserId) -> Mapping[ProposalId, Line]:
        """Return the lines of somebody's that wait to be shown, by song."""
        ...

    async def with_lines(self, episode_id: EpisodeId) -> tuple[ProposalId, ...]:
        """Return the songs of an episode about which lines wait."""
        ...

    async def retell(self, episode_id: EpisodeId, song_id: SongId, note: str) -> None:
        """Change what a song tells us on the ballots of an episode that are not counted yet."""
        ...

    async def forget_writers(self, episode_id: EpisodeId, now: int) -> None:
        """Forget who wrote the lines of an episode that were shown, except for named ones.

        When each was written is forgotten, too: they are as if all were written now (UTC seconds).
        Lines that still wait are removed.
        """
        ...

    async def forget_old_writers(self, before: int, now: int) -> None:
        """Forget who wrote lines shown before an instant (UTC seconds), where no vote goes on.

        As `forget_writers` does. Many should be forgotten together: when one is tells its date.
        Where a vote has closed, and none is to come, it is done at once. Lines that have waited
        since before the instant are removed where no session goes on, either.
        """
        ...
