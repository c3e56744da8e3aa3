"""The storage of what is said in the threads of votes."""

from typing import Protocol

from msgspec import Struct

from bot.domain.model import MessageId, RoomId, RoundId, UserId
from bot.domain.news import News


class Recount(Struct, frozen=True):
    """A scrutineer's word that they counted a round again, and the hash they got.

    `sha256` has 64 lower-case hexadecimal digits; `at` is UTC seconds.
    """

    room_id: RoomId
    round_id: RoundId
    user_id: UserId
    sha256: str
    at: int


class ThreadRepository(Protocol):
    """The threads of votes, and what is said in them."""

    async def of_round(self, round_id: RoundId) -> MessageId | None:
        """Return the id of a round's thread, or where it would be; None before the ballot is out.

        A thread has the id of the message it was opened on, and outlives that message.
        """
        ...

    async def opened(self, round_id: RoundId, thread_id: MessageId) -> None:
        """Store the id of a round's thread, unless one is stored."""
        ...

    async def left_behind(self, round_id: RoundId) -> None:
        """Forget a round's thread, so that another one may be opened elsewhere."""
        ...

    async def add_news(self, round_id: RoundId, news: News) -> int:
        """Store a line to be said; return its id."""
        ...

    async def news(self, news_id: int) -> tuple[RoundId, News] | None:
        """Return a line and its round."""
        ...

    async def keep_recount(self, recount: Recount) -> int:
        """Store a recount in place of an earlier one by the same person; return its new id."""
        ...

    async def recount_by(self, round_id: RoundId, user_id: UserId) -> Recount | None:
        """Return somebody's recount of a round."""
        ...

    async def recount(self, recount_id: int) -> Recount | None:
        """Return a recount; None if a later one has replaced it, or it is forgotten."""
        ...
