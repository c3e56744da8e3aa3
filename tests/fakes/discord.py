"""A stand-in for what speaks to people."""

from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.errors import DiscordBusy
from bot.domain.model import (
    MessageId,
    RoundState,
    UserId,
)
from bot.services.ports.announcements import Announcement, Delivery, Notice
from bot.services.ports.read_models import RoundView

N = TypeVar("N", bound=Notice)


@dataclass
class FakeAnnouncer:
    """Remembers what it was told to say, whatever it is; fails as it is told to.

    `said` holds a verb and a type, or what became of an event, with the id of what it is about:
    `("post BallotMessage", 7)`, `("tell VoteReminder to 101", 7)`, `("show event", 7)`. The lists
    beside it hold the announcements themselves, also those that failed.
    """

    said: list[tuple[str, int]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    posted: list[Announcement] = field(default_factory=list)
    told: list[tuple[UserId, Notice]] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    deleted: set[MessageId] = field(default_factory=set)
    threads: list[MessageId | None] = field(default_factory=list)
    thread_trouble: list[Exception] = field(default_factory=list)
    arrived: list[MessageId] = field(default_factory=list)
    """What is found of posts whose answer was lost."""
    busy: set[str] = field(default_factory=set)
    """What is asked to come later each time, such as `edit ProposalCard`."""

    async def post(self, announcement: Announcement, delivery: Delivery) -> MessageId:
        self.posted.append(announcement)
        self._say(f"post {type(announcement).__name__}", announcement, delivery)
        return MessageId(1000 + len(self.said))

    async def find(self, announcement: Announcement, delivery: Delivery) -> MessageId | None:
        self._say(f"look for {type(announcement).__name__}", announcement, delivery)
        return self.arrived.pop(0) if self.arrived else None

    async def edit(self, announcement: Announcement) -> MessageId | None:
        message_id = announcement.message_id
        if message_id is None or message_id in self.deleted:
            return None
        self._say(f"edit {type(announcement).__name__}", announcement)
        return message_id

    async def stands(self, announcement: Announcement) -> bool:
        message_id = announcement.message_id
        return message_id is not None and message_id not in self.deleted

    async def tell(self, user_id: UserId, notice: Notice, delivery: Delivery) -> None:
        self.told.append((user_id, notice))
        self._say(f"tell {type(notice).__name__} to {user_id}", notice, delivery)

    async def open_thread(self, announcement: Announcement) -> None:
        if self.thread_trouble:
            raise self.thread_trouble.pop(0)
        self.threads.append(announcement.message_id)

    async def post_in_thread(
        self, announcement: Announcement, thread_id: MessageId, delivery: Delivery
    ) -> MessageId | None:
        if thread_id not in self.threads:
            return None
        self.posted.append(announcement)
        self._say(f"say {type(announcement).__name__}", announcement, delivery)
        return MessageId(1000 + len(self.said))

    async def edit_in_thread(self, announcement: Announcement, thread_id: MessageId) -> bool:
        message_id = announcement.message_id
        if thread_id not in self.threads or message_id is None or message_id in self.deleted:
            return False
        self._say(f"edit {type(announcement).__name__}", announcement)
        return True

    async def show(self, view: RoundView, delivery: Delivery) -> int | None:
        over = view.round.over or view.round.state is RoundState.CASTING
        self._note("end event" if over else "show event", view.round.id, delivery)
        return None if over else 77

    def of_type(self, kind: type[N]) -> list[N]:
        """Return what was said of one type, in order."""
        return [notice for notice in self.notices if isinstance(notice, kind)]

    def _say(self, what: str, notice: Notice, delivery: Delivery | None = None) -> None:
        self.notices.append(notice)
        if what in self.busy:
            raise DiscordBusy(what)
        self._note(what, notice.subject_id, delivery)

    def _note(self, what: str, subject: int, delivery: Delivery | None) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.said.append((what, subject))
        if delivery is not None:
            self.deliveries.append(delivery)
