"""The message that shows a card of a session; see `announcements`."""

from dataclasses import dataclass

from bot.domain.model import MessageId, Room, UserId
from bot.services.ports.listening_view import ListeningView


@dataclass(frozen=True, slots=True)
class ListeningMessage:
    """A card of a session; the first one mentions the roster when it is posted."""

    view: ListeningView
    mention: tuple[UserId, ...] = ()

    @property
    def room(self) -> Room:
        """The episode's room."""
        return self.view.room

    @property
    def subject_id(self) -> int:
        """The card."""
        return self.view.card.id

    @property
    def message_id(self) -> MessageId | None:
        """The message that shows the card."""
        return self.view.card.message_id
