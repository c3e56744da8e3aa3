"""What the bot says in the thread of a vote: lines that are posted once and never edited."""

from dataclasses import dataclass

from bot.domain.model import MessageId, Room, UserId
from bot.domain.news import News
from bot.services.ports.read_models import RoundView


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A line about a vote. It is an `Announcement`, and notifies nobody."""

    view: RoundView

    @property
    def room(self) -> Room:
        """The round's room."""
        return self.view.room

    @property
    def subject_id(self) -> int:
        """The round."""
        return self.view.round.id

    @property
    def message_id(self) -> MessageId | None:
        """None: nobody needs to know."""
        return None


@dataclass(frozen=True, slots=True)
class NewsLine(ThreadLine):
    """What changed in a vote under way."""

    news: News


@dataclass(frozen=True, slots=True)
class RecountLine(ThreadLine):
    """That a scrutineer counted a vote again, and the hash they got."""

    user_id: UserId
    sha256: str
